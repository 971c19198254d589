"""`opensitrep verify`: whether the files of an account are as they were written."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opensitrep.archive import verify_archive
from opensitrep.cli.terminal import OK, PROBLEMS, command
from opensitrep.model import Problem
from opensitrep.pipeline import verify
from opensitrep.run.output import read_manifest
from opensitrep.settings import Settings
from opensitrep.store import is_archive


def add_command(commands: Any) -> None:
    """The command with its help."""
    one = command(
        commands, "verify", "check an account: digests of its files, spans, references",
        """
        Check that the files in a folder of results are those that were written, byte for byte, and all of one
        account, by account.manifest.json beside them, and that every span and reference of the account leads
        somewhere. Of a store: that every report is as it was read, every story told from its reports, every span and
        reference whole. Exit code 0 if all is; 1 if not, a line each; 2 if there is no manifest, or no store.
        """,
    )  # fmt: skip
    one.add_argument("out", metavar="OUT", help="folder that build has written, or a store")
    one.set_defaults(run=run_verify)


def run_verify(args: argparse.Namespace, settings: Settings) -> int:
    """What is not as it was written, a line each."""
    if is_archive(args.out):
        problems: Sequence[Problem] = tuple(verify_archive(args.out))
        whole = "the store is whole"
    else:
        problems = verify(Path(args.out))
        whole = f"{len(read_manifest(Path(args.out)).files)} files are as they were written"
    for problem in problems:
        print(f"{args.out}/{problem.subject}: {problem.message}")
    if not problems:
        print(whole)
    return PROBLEMS if problems else OK
