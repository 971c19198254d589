"""`opensitrep add`, `remove` and `history`: a store that grows."""

from __future__ import annotations

import argparse
from itertools import groupby
from typing import Any

from opensitrep.archive import Done, add, remove
from opensitrep.cli.inputs import grouped, must_exist, nothing_read
from opensitrep.cli.terminal import OK, PROBLEMS, Bars, command, exit_code
from opensitrep.settings import Settings
from opensitrep.store import Archive

STORE = "file of the store, or the address of a PostgreSQL database (postgresql://...)"


def add_command(commands: Any) -> None:
    """The three commands with their help."""
    one = command(
        commands, "add", "add reports to a store that grows",
        """
        Read reports and add them to a store, which is made if it is not there. A report that is there already is not
        read again, and only the stories that are touched are told again: what the store holds is what one build over
        all its reports would make. All of the reports are added, or none; what was read before a kill is kept.
        opensitrep build STORE --out DIR writes the account, opensitrep export STORE FORM a single form.
        """,
    )  # fmt: skip
    one.add_argument("store", metavar="STORE", help=STORE)
    one.add_argument("reports", nargs="+", metavar="REPORTS", help="files, folders, archives, or - (standard input)")
    one.add_argument("--strict", action="store_true", help="exit with 1 if there was any problem")
    one.add_argument("--quiet", action="store_true", help="no progress bars, no summary")
    one.set_defaults(run=run_add)

    two = command(
        commands, "remove", "take reports out of a store",
        """
        Take reports out of a store, with all that was read in them, by their names or ids (both stand in
        account.json); the stories they touch are told again. History keeps the lines of earlier runs as they were
        worded: names of places and what is counted, no sentence of a report.
        """,
    )  # fmt: skip
    two.add_argument("store", metavar="STORE", help=STORE)
    two.add_argument("names", nargs="+", metavar="IDS", help="ids or names of reports")
    two.add_argument("--quiet", action="store_true", help="no progress bars, no summary")
    two.set_defaults(run=run_remove)

    three = command(
        commands, "history", "what a store told after each run",
        """
        Print how each event, figure and dispute of a store was told over its runs, one line a change: the run, what
        was told, or that it is told no more. WORDS: those only whose name or id holds them.
        """,
    )  # fmt: skip
    three.add_argument("store", metavar="STORE", help=STORE)
    three.add_argument("words", nargs="?", default="", metavar="WORDS")
    three.add_argument("--run", type=int, metavar="N", dest="as_of", help="as it was told after run N, a line each")
    three.set_defaults(run=run_history)


def run_add(args: argparse.Namespace, settings: Settings) -> int:
    """Read, group, tell what is touched."""
    must_exist(args.reports)
    bars = Bars()
    done = add(args.store, args.reports, settings=settings, progress=None if args.quiet else bars)
    bars.close()
    if not args.quiet:
        print("\n".join([_summary(done), *grouped(done.problems)]))
    if not done.reports:
        nothing_read(done.problems)
        return PROBLEMS
    return exit_code(done.problems, strict=args.strict or settings.strict)


def run_remove(args: argparse.Namespace, settings: Settings) -> int:
    """Take out, group, tell what is touched."""
    bars = Bars()
    done = remove(args.store, args.names, settings=settings, progress=None if args.quiet else bars)
    bars.close()
    if not args.quiet:
        print(_summary(done))
    return OK


def _summary(done: Done) -> str:
    there = f"{done.reports} reports, {done.stories} stories"
    if done.run is None:
        return f"nothing new; {there}"
    run = done.run
    return f"run {run.run}: {run.added} added, {run.removed} removed, {run.told} stories told; {there}"


def run_history(args: argparse.Namespace, settings: Settings) -> int:
    """Lines over time."""
    with Archive(args.store) as archive:
        rows = archive.history(args.words)
    for _, found in groupby(rows, key=lambda row: row[0]):
        told = [row for row in found if args.as_of is None or row[1] <= args.as_of]
        if args.as_of is not None:
            told = [row for row in told[-1:] if row[5] is not None]
        for n, (_, run, _, kind, about, value) in enumerate(told):
            if not n:
                print(f"{kind}: {about}")
            print(f"  run {run}: {value or 'told no more'}")
    return OK
