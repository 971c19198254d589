"""`opensitrep check`: a draft laid beside an account."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from opensitrep.cli.export import open_account
from opensitrep.cli.inputs import must_exist, nothing_read
from opensitrep.cli.terminal import OK, PROBLEMS, command
from opensitrep.errors import InputError, OutputError
from opensitrep.model import Check, Document, Ruling
from opensitrep.page import write_draft
from opensitrep.pipeline import check_text
from opensitrep.read import read_paths
from opensitrep.run.codec import to_json
from opensitrep.run.output import explain
from opensitrep.settings import Settings

RULINGS = ", ".join(Ruling)


def add_command(commands: Any) -> None:
    """The command with its help."""
    one = command(
        commands, "check", "lay a draft beside the reports of an account",
        f"""
        Read a draft (text, Markdown, HTML, a Word file; - for standard input) and say for each sentence what the
        reports of an account have of it: the words, the day, the outlet, how many independent origins. It never says
        what is true. Printed are the sentences a writer should look at; --json gives all.
        Rulings: {RULINGS}.
        Exit code 1 if a sentence has one of the rulings of --fail-on.
        """,
    )  # fmt: skip
    one.add_argument("draft", metavar="DRAFT")
    one.add_argument("account", metavar="ACCOUNT", help="account.json, account.sqlite or a store")
    one.add_argument("--json", action="store_true", help="everything, as JSON")
    one.add_argument("--html", type=Path, metavar="FILE", help="a page with the draft beside the words of the reports")
    one.add_argument(
        "--fail-on",
        type=_rulings,
        default=(),
        metavar="RULINGS",
        help="rulings, parted by commas, that give exit code 1",
    )
    one.set_defaults(run=run_check)


def run_check(args: argparse.Namespace, settings: Settings) -> int:
    """The rulings on a draft, as lines, JSON or a page."""
    must_exist([args.draft])
    account = open_account(args.account)
    documents, problems = read_paths([Path(args.draft)], settings)
    if not documents:
        nothing_read(problems)
        return PROBLEMS
    if len(documents) > 1:
        raise InputError(f"{args.draft} holds {len(documents)} texts: a draft is one")
    found = check_text(documents[0], account, settings=settings)
    if args.html:
        _write(found, args.html)
    if args.json:
        sys.stdout.buffer.write(to_json(found) + b"\n")
    else:
        for line in lines(found, documents[0]):
            print(line)
    return PROBLEMS if found.ruled(*args.fail_on) else OK


def lines(check: Check, draft: Document) -> Iterator[str]:
    """What a writer should look at, with the line of the draft, and the counts of all rulings."""
    for sentence in check.sentences:
        for finding in sentence.findings:
            line = check.text.count("\n", 0, finding.start) + 1
            words = _short(check.text[finding.start : finding.end])
            yield f"{draft.name}:{line}: {finding.ruling} ({finding.aspect}): {words}"
            yield f"    {finding.why}"
            for proof in finding.reports:
                yield f'    "{_short(proof.words)}" {proof.outlet or proof.report}, {proof.day or "no day"}'
    counts = Counter(s.ruling for s in check.sentences)
    told = ", ".join(f"{counts[ruling]} {ruling}" for ruling in Ruling if counts[ruling])
    yield f"{len(check.sentences)} sentences: {told or 'nothing to check'}"


def _short(text: str, limit: int = 160) -> str:
    words = " ".join(text.split())
    shown = words if len(words) <= limit else words[: limit - 1] + "…"
    return "".join(c if c.isprintable() else "\ufffd" for c in shown)


def _write(check: Check, path: Path) -> None:
    try:
        with path.open("wb") as stream:
            write_draft(check, stream)
    except OSError as error:
        raise OutputError(explain(error, path)) from error


def _rulings(text: str) -> tuple[Ruling, ...]:
    try:
        return tuple(Ruling(word.strip()) for word in text.split(",") if word.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; known are {RULINGS}") from error
