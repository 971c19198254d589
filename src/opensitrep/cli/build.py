"""`opensitrep build`: read reports and write the account in every form."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from opensitrep.archive import account_of
from opensitrep.cli.inputs import grouped, must_exist, nothing_read
from opensitrep.cli.terminal import PROBLEMS, Bars, command, exit_code
from opensitrep.errors import InputError
from opensitrep.model import Account
from opensitrep.pipeline import build, prepare, write
from opensitrep.settings import Settings
from opensitrep.store import is_archive


def add_command(commands: Any) -> None:
    """The command with its help."""
    one = command(
        commands, "build", "read reports and write the account in every form",
        """
        Read reports and write one account of them: open sitrep.html first; account.json holds everything.
        Stopped half way? Run it again: what was read is kept in OUT/.readings and not read twice. All files are
        written beside the older ones and swapped in together; opensitrep verify OUT checks them.
        """,
    )  # fmt: skip
    one.add_argument(
        "reports", nargs="+", metavar="REPORTS", help="files, folders, archives, - (standard input), or one store"
    )
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the results, made if missing")
    one.add_argument(
        "--since", type=day_or_run, metavar="DAY|RUN",
        help="of a store: only stories with a report of that day (2022-06-25) or later, or told after run N",
    )  # fmt: skip
    one.add_argument("--all", action="store_true", help="also write events-all.csv and .geojson: what is folded away")
    one.add_argument("--single-file", action="store_true", help="all stories in sitrep.html, no folder stories/")
    one.add_argument("--strict", action="store_true", help="exit with 1 if there was any problem")
    one.add_argument("--no-cache", action="store_true", help="keep no readings for the next run")
    one.add_argument("--quiet", action="store_true", help="no progress bars, no summary")
    one.set_defaults(run=run_build)


def run_build(args: argparse.Namespace, settings: Settings) -> int:
    """The main job."""
    stores = [where for where in args.reports if is_archive(where)]
    if args.since is not None and not stores:
        raise InputError("--since asks for a store: opensitrep add STORE REPORTS... makes one")
    if stores and len(args.reports) > 1:
        raise InputError(f"{stores[0]} is a store: add the other reports to it, or build from it alone")
    if not stores:
        must_exist(args.reports)
    prepare(args.out)
    account = account_of(stores[0], since=args.since) if stores else read_and_tell(args, settings)
    files = write(account, args.out, everything=args.all, single_file=args.single_file)
    if not args.quiet:
        print(summary(account))
        print(f"wrote {len(files)} files to {args.out}; open {args.out / 'sitrep.html'}")
    if not account.readings:
        nothing_read(account.problems)
        return PROBLEMS
    return exit_code(account.problems, strict=args.strict or settings.strict)


def read_and_tell(args: argparse.Namespace, settings: Settings) -> Account:
    """The account of reports, with what was read kept for the next run."""
    if not args.no_cache and settings.cache is None:
        settings = replace(settings, cache=str(args.out / ".readings"))
    bars = Bars()
    account = build(args.reports, settings=settings, progress=None if args.quiet else bars)
    bars.close()
    return account


def day_or_run(words: str) -> date | int:
    """A day of the calendar, or the number of a run. Raises `ValueError`."""
    return int(words) if words.isdigit() else date.fromisoformat(words)


def summary(account: Account) -> str:
    """What there is, in one line, and the problems, those of a kind in one."""
    shown = sum(e.shown for e in account.events)
    parts = [
        f"{len(account.readings)} reports", f"{len(account.stories)} stories", f"{shown} events",
        f"{sum(s.shown for s in account.series)} figures", f"{sum(p.shown for p in account.positions)} in dispute",
        f"{len(account.origins)} origins",
    ]  # fmt: skip
    lines = [", ".join(parts)]
    if account.readings:
        lines += grouped(account.problems)
    return "\n".join(lines)
