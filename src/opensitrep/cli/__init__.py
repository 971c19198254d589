"""Arguments in, exit code out; one file a verb, each one call of the library.

Never here: what a library call cannot do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from opensitrep import __version__
from opensitrep.cli import build, export, gazetteer, read
from opensitrep.cli.terminal import OK, UNUSABLE
from opensitrep.errors import OpensitrepError
from opensitrep.settings import load_settings

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
    for verb in (build, read, export, gazetteer):
        verb.add_command(commands)
    return top
