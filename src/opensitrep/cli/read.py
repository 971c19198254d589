"""`opensitrep read`: what is read in reports, each by itself."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from opensitrep.cli.inputs import must_exist, nothing_read
from opensitrep.cli.terminal import PROBLEMS, command, exit_code
from opensitrep.pipeline import extract, extractors
from opensitrep.read import Note, explain, read_paths
from opensitrep.run.codec import to_json
from opensitrep.settings import Settings


def add_command(commands: Any) -> None:
    """The command with its help."""
    one = command(
        commands, "read", "show what is read in reports, each by itself",
        """
        Print what is read in each report by itself, without comparing: one JSON object a line (--json), where its
        title, day, outlet and text were taken from, what lost and why (--explain), or the text to which all offsets
        refer (the default). Exit code 1 if there is not one report.
        """,
    )  # fmt: skip
    one.add_argument("reports", nargs="+", metavar="REPORTS")
    one.add_argument("--json", action="store_true", help="the whole reading instead of the text")
    one.add_argument("--explain", action="store_true", help="the form of each file and where its fields come from")
    one.set_defaults(run=run_read)


def run_read(args: argparse.Namespace, settings: Settings) -> int:
    """Texts, readings or reasons, one report after the other."""
    must_exist(args.reports)
    notes: list[Note] = []
    documents, problems = read_paths([Path(p) for p in args.reports], settings, notes=notes if args.explain else None)
    if args.explain:
        for line in explain(documents, problems, notes):
            print(line)
    elif args.json:
        stages = extractors(settings)
        for document in documents:
            sys.stdout.buffer.write(to_json(extract(stages, document)) + b"\n")
    else:
        for document in documents:
            sys.stdout.write(document.text if len(documents) == 1 else f"=== {document.name}\n{document.text}\n")
    if not documents:
        nothing_read(problems)
        return PROBLEMS
    return exit_code(problems, strict=settings.strict)
