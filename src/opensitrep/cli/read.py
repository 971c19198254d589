"""`opensitrep read`: what is read in reports, each by itself."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from opensitrep.cli.inputs import must_exist, nothing_read
from opensitrep.cli.terminal import PROBLEMS, command, exit_code
from opensitrep.model import Problem
from opensitrep.pipeline import extract, extractors
from opensitrep.read import Note, each_report, explain, read_paths
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
    paths = [Path(p) for p in args.reports]
    if args.explain:
        notes: list[Note] = []
        documents, found = read_paths(paths, settings, notes=notes)
        for line in explain(documents, found, notes):
            print(line)
        count, problems = len(documents), list(found)
    else:
        count, problems = _each(paths, settings, whole=args.json)
    if not count:
        nothing_read(problems)
        return PROBLEMS
    return exit_code(problems, strict=settings.strict)


def _each(paths: list[Path], settings: Settings, *, whole: bool) -> tuple[int, list[Problem]]:
    """Print the text, or the reading, of one report after the other; how many there are, and what was left out."""
    stages = extractors(settings) if whole else ()
    count, problems, first, alone = 0, list[Problem](), "", ""
    for found in each_report(paths, settings):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        count += 1
        if whole:
            sys.stdout.buffer.write(to_json(extract(stages, found)) + b"\n")
            continue
        if count == 2:  # one alone has no name above it
            sys.stdout.write(first)
        shown = f"=== {found.name}\n{found.text}\n"
        if count == 1:
            first, alone = shown, found.text
        else:
            sys.stdout.write(shown)
    if count == 1 and not whole:
        sys.stdout.write(alone)
    return count, problems
