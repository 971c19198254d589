"""`opensitrep build`: read reports and write the account in every form."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from opensitrep.cli.inputs import grouped, must_exist, nothing_read
from opensitrep.cli.terminal import PROBLEMS, Bars, command, exit_code
from opensitrep.model import Account
from opensitrep.pipeline import build, prepare, write
from opensitrep.settings import Settings


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
    one.add_argument("reports", nargs="+", metavar="REPORTS", help="files, folders, .zip files, or - (standard input)")
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the results, made if missing")
    one.add_argument("--all", action="store_true", help="also write events-all.csv and .geojson: what is folded away")
    one.add_argument("--single-file", action="store_true", help="all stories in sitrep.html, no folder stories/")
    one.add_argument("--strict", action="store_true", help="exit with 1 if there was any problem")
    one.add_argument("--no-cache", action="store_true", help="keep no readings for the next run")
    one.add_argument("--quiet", action="store_true", help="no progress bars, no summary")
    one.set_defaults(run=run_build)


def run_build(args: argparse.Namespace, settings: Settings) -> int:
    """The main job."""
    must_exist(args.reports)
    prepare(args.out)
    if not args.no_cache and settings.cache is None:
        settings = replace(settings, cache=str(args.out / ".readings"))
    bars = Bars()
    account = build(args.reports, settings=settings, progress=None if args.quiet else bars)
    bars.close()
    files = write(account, args.out, everything=args.all, single_file=args.single_file)
    if not args.quiet:
        print(summary(account))
        print(f"wrote {len(files)} files to {args.out}; open {args.out / 'sitrep.html'}")
    if not account.readings:
        nothing_read(account.problems)
        return PROBLEMS
    return exit_code(account.problems, strict=args.strict or settings.strict)


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
