"""`opensitrep read`: what is read in reports, each by itself."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from opensitrep.cli.terminal import command, exit_code
from opensitrep.pipeline import extract, extractors
from opensitrep.read import read_paths
from opensitrep.run.codec import to_json
from opensitrep.settings import Settings


def add_command(commands: Any) -> None:
    """The command with its help."""
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
    return exit_code(problems, strict=settings.strict)
