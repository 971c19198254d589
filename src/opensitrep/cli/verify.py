"""`opensitrep verify`: whether the files of an account are as they were written."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from opensitrep.cli.terminal import OK, PROBLEMS, command
from opensitrep.pipeline import verify
from opensitrep.run.output import read_manifest
from opensitrep.settings import Settings


def add_command(commands: Any) -> None:
    """The command with its help."""
    one = command(
        commands, "verify", "check the files of an account against their digests",
        """
        Check that the files in a folder of results are those that were written, byte for byte, and all of one
        account, by account.manifest.json beside them. Exit code 0 if they are; 1 if not, with a line for each file
        that is missing, changed or of another account; 2 if there is no manifest.
        """,
    )  # fmt: skip
    one.add_argument("out", type=Path, metavar="OUT", help="folder that build has written")
    one.set_defaults(run=run_verify)


def run_verify(args: argparse.Namespace, settings: Settings) -> int:
    """What is not as it was written, a line each."""
    problems = verify(args.out)
    for problem in problems:
        print(f"{args.out / problem.subject}: {problem.message}")
    if not problems:
        print(f"{len(read_manifest(args.out).files)} files are as they were written")
    return PROBLEMS if problems else OK
