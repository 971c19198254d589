"""Arguments in, exit code out; one file a verb, each one call of the library.

Never here: what a library call cannot do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from opensitrep import __version__
from opensitrep.cli import add, build, check, diff, export, gazetteer, mcp, read, verify
from opensitrep.cli.terminal import OK, STOPPED, UNUSABLE, hush, open_streams
from opensitrep.errors import OpensitrepError, OutputError
from opensitrep.run.output import explain
from opensitrep.run.workers import collect_seldom
from opensitrep.settings import load_settings

GUIDE = """
From many reports about the same days, one sourced account: what is said to have happened, who says so,
where figures differ, and how many independent origins stand behind each statement.

  opensitrep build reports/ --out out/         read a folder, write the page and all tables
  opensitrep add news.store today/             a store that grows; build, export and check read it
  opensitrep diff old.store new.store          what is new, changed, withdrawn, story by story
  opensitrep read article.html                 what is read in one report, by itself
  opensitrep export out/account.json events.csv   one form of an account made before
  opensitrep check draft.md out/account.json   what the reports have of each sentence of a draft
  opensitrep mcp out/account.json              let other programs ask the account
  opensitrep verify out/                       whether all files are as they were written
  opensitrep gazetteer find Desna              what a name of a place may stand for

Reports may be texts, pages, JSON, tables, feeds, mails, web archives, documents, folders, archives, or - for
standard input; their form is told by their bytes.
A .json with the same stem beside a text holds its url, outlet, title and date.
Nothing is downloaded, ever. The same reports give the same bytes, in any order.
"""
CODES = """
exit codes: 0 done; 1 not one report could be read, problems under --strict, files that were changed, accounts that
differ; 2 paths, arguments, settings or data that cannot be used, or results that cannot be written; 130 stopped by
Ctrl-C
"""
PRINTING = ("read", "export", "check", "diff", "history")  # what these print is their result


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    there = open_streams()
    collect_seldom()
    try:
        code = _run(parser().parse_args(argv), there)
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads on, as with `| head`
        hush()
        code = OK
    except (OpensitrepError, OSError, MemoryError) as error:
        hush()
        print(f"opensitrep: {_why(error)}", file=sys.stderr)
        code = UNUSABLE
    except KeyboardInterrupt:
        print("opensitrep: stopped; run it again to go on from what was read", file=sys.stderr)
        code = STOPPED
    return code


def _run(args: argparse.Namespace, there: bool) -> int:
    if not there and args.command in PRINTING and getattr(args, "out", None) is None:
        raise OutputError("standard output is closed: nothing can be printed")
    code: int = args.run(args, load_settings(args.settings))
    return code


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return explain(error, error.filename or "standard output")
    if isinstance(error, MemoryError):
        return "there is too little memory; use fewer workers, or build from fewer reports at once"
    return str(error)


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
    for verb in (build, add, diff, read, export, check, verify, gazetteer, mcp):
        verb.add_command(commands)
    return top
