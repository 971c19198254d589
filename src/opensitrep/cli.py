"""Arguments in, exit code out; each command is one call of the library."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from opensitrep import __version__, cli_gazetteer
from opensitrep.codec import from_json, to_json
from opensitrep.errors import OpensitrepError
from opensitrep.model import Account, Problem
from opensitrep.pipeline import STORE, build, extract, extractors, write
from opensitrep.read import read_paths
from opensitrep.report import writers
from opensitrep.settings import Settings, load_settings
from opensitrep.store.store import Store
from opensitrep.terminal import Bars, command

OK, PROBLEMS, UNUSABLE = 0, 1, 2

GUIDE = """
From many reports about the same days, one sourced account: what is said to have happened, who says so,
where figures differ, and how many independent origins stand behind each statement.

  opensitrep build reports/ --out out/         read a folder, write the page and all tables
  opensitrep read article.html                 what is read in one report, by itself
  opensitrep export out/account.json events.csv   one form of an account made before
  opensitrep gazetteer find Desna              what a name of a place may stand for

Reports may be .txt .md .html .json .jsonl .xml (RSS, Atom), folders, .zip files, or - for standard input.
A .json with the same stem beside a text holds its url, outlet, title and date.
Nothing is downloaded, ever. The same reports give the same bytes, in any order.
"""
CODES = """
exit codes: 0 done; 1 done with problems under --strict; 2 arguments, settings or data that cannot be used
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    args = parser().parse_args(argv)
    try:
        settings = load_settings(args.settings)
        code: int = args.run(args, settings)
    except OpensitrepError as error:
        print(f"opensitrep: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        return OK
    return code


def parser() -> argparse.ArgumentParser:
    """The commands with their help."""
    top = argparse.ArgumentParser(
        prog="opensitrep", description=GUIDE, epilog=CODES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"opensitrep {__version__}. Places: GeoNames, CC BY 4.0.")
    top.add_argument(
        "--settings", type=Path, metavar="FILE.toml", help="settings; OPENSITREP_... in the environment wins"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _build(commands)
    _read(commands)
    _export(commands)
    cli_gazetteer.add_commands(commands)
    return top


def _build(commands: Any) -> None:
    one = command(
        commands, "build", "read reports and write the account in every form",
        """
        Read reports and write one account of them: open sitrep.html first; account.json holds everything.
        Stopped half way? Run it again: what was read is kept in OUT/.readings and not read twice.
        """,
    )  # fmt: skip
    one.add_argument("reports", nargs="+", metavar="REPORTS", help="files, folders, .zip files, or - (standard input)")
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the results, made if missing")
    one.add_argument("--strict", action="store_true", help="exit with 1 if there was any problem")
    one.add_argument("--no-cache", action="store_true", help="keep no readings for the next run")
    one.add_argument("--quiet", action="store_true", help="no progress bars, no summary")
    one.set_defaults(run=run_build)


def _read(commands: Any) -> None:
    one = command(
        commands, "read", "show what is read in reports, each by itself",
        """
        Print what is read in each report by itself, without comparing: one JSON object a line (--json), or the text
        to which all offsets refer (the default).
        """,
    )  # fmt: skip
    one.add_argument("reports", nargs="+", metavar="REPORTS")
    one.add_argument("--json", action="store_true", help="the whole reading instead of the text")
    one.set_defaults(run=run_read)


def _export(commands: Any) -> None:
    forms = ", ".join([*writers(), STORE])
    one = command(
        commands, "export", "write one form of an account made before",
        f"""
        Write one form of an account that was built before, from its account.json or account.sqlite, to a file or to
        standard output. Forms: {textwrap.fill(forms, 90, subsequent_indent=" " * 8)}
        """,
    )  # fmt: skip
    one.add_argument("account", type=Path, metavar="ACCOUNT", help="account.json or account.sqlite")
    one.add_argument("form", metavar="FORM", choices=[*writers(), STORE], help="name of the form, as listed above")
    one.add_argument("--out", type=Path, metavar="DIR", help="folder for the result; standard output if missing")
    one.set_defaults(run=run_export)


# ---------------------------------------------------------------- commands


def run_build(args: argparse.Namespace, settings: Settings) -> int:
    """The main job."""
    args.out.mkdir(parents=True, exist_ok=True)
    if not args.no_cache and settings.cache is None:
        settings = replace(settings, cache=str(args.out / ".readings"))
    bars = Bars()
    account = build(args.reports, settings=settings, progress=None if args.quiet else bars)
    bars.close()
    files = write(account, args.out)
    if not args.quiet:
        print(summary(account))
        print(f"wrote {len(files)} files to {args.out}; open {args.out / 'sitrep.html'}")
    return _code(account.problems, strict=args.strict or settings.strict)


def run_read(args: argparse.Namespace, settings: Settings) -> int:
    """Texts or readings, one report after the other."""
    documents, problems = read_paths([Path(p) for p in args.reports], settings)
    if args.json:
        stages = extractors(settings)
        for document in documents:
            sys.stdout.buffer.write(to_json(extract(stages, document)) + b"\n")
    else:
        for document in documents:
            sys.stdout.write(document.text if len(documents) == 1 else f"=== {document.name}\n{document.text}\n")
    return _code(problems, strict=settings.strict)


def run_export(args: argparse.Namespace, settings: Settings) -> int:
    """One form of an account made before."""
    account = open_account(args.account)
    if args.out:
        write(account, args.out, only=[args.form])
    elif args.form == STORE:
        raise OpensitrepError(f"{STORE} is a file: name a folder with --out")
    else:
        writers()[args.form](account, sys.stdout.buffer)
    return OK


def open_account(path: Path) -> Account:
    """An account from `account.json` or `account.sqlite`. Raises `OpensitrepError` if it is neither."""
    try:
        return Store(path).load() if path.suffix == ".sqlite" else from_json(path.read_bytes(), Account)
    except (OSError, msgspec.DecodeError, sqlite3.DatabaseError, TypeError) as error:
        raise OpensitrepError(f"{path}: not an account: {error}") from error


def summary(account: Account) -> str:
    """What there is, in one line, and the problems, a line each."""
    verdicts = [f.verdict.value for f in account.facts]
    parts = [
        f"{len(account.readings)} reports", f"{len(account.stories)} stories", f"{len(account.events)} events",
        f"{len(account.facts)} facts ({verdicts.count('contradicted')} contradicted)",
        f"{len(account.origins)} origins",
    ]  # fmt: skip
    lines = [", ".join(parts)]
    lines += [f"problem: {p.subject}: {p.message}" for p in account.problems[:20]]
    if len(account.problems) > 20:
        lines.append(f"... and {len(account.problems) - 20} more problems, all in account.json")
    return "\n".join(lines)


def _code(problems: Sequence[Problem], *, strict: bool) -> int:
    for problem in problems if strict else ():
        print(f"problem: {problem.subject}: {problem.message}", file=sys.stderr)
    return PROBLEMS if strict and problems else OK


if __name__ == "__main__":
    sys.exit(main())
