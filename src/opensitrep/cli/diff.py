"""`opensitrep diff`: what a newer account tells that an older one does not, and the other way round."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from opensitrep.archive import told_in
from opensitrep.cli.export import open_account
from opensitrep.cli.terminal import OK, PROBLEMS, command
from opensitrep.derive.changes import Change, Told, compare, tell_lines
from opensitrep.run.codec import to_json
from opensitrep.settings import Settings
from opensitrep.store import is_archive

SIGNS = {"new": "+", "changed": "~", "withdrawn": "-"}


def add_command(commands: Any) -> None:
    """The command with its help."""
    one = command(
        commands, "diff", "what is new, changed or withdrawn between two accounts",
        """
        Print, story by story, which reports, events, figures and disputes are new (+), changed (~: as it was, as it
        is) or withdrawn (-) in NEW against OLD. Stories are the same by the reports they share, events and figures by
        the statements they stand on. Exit code 0 if nothing differs, 1 if anything does.
        """,
    )  # fmt: skip
    for name in ("old", "new"):
        one.add_argument(name, metavar=name.upper(), help="account.json, account.sqlite or a store")
    one.add_argument("--json", action="store_true", help="one JSON object a story instead of lines")
    one.set_defaults(run=run_diff)


def run_diff(args: argparse.Namespace, settings: Settings) -> int:
    """Differences, a block a story."""
    found = compare(_told(args.old), _told(args.new))
    for story in found:
        if args.json:
            sys.stdout.write(to_json(story).decode("utf-8") + "\n")
            continue
        print(f"{story.title} ({story.what})")
        for change in story.changes:
            print(f"  {_line(change)}")
    return PROBLEMS if found else OK


def _line(change: Change) -> str:
    head = f"{SIGNS[change.what]} {change.kind}: {change.about}"
    values = [v for v in (change.before, change.after) if v is not None]
    if not values:
        return head
    if change.before == change.after:
        return f"{head}: {values[0]}"
    return f"{head}: {' -> '.join(values)}"


def _told(where: str) -> tuple[Told, ...]:
    return told_in(where) if is_archive(where) else tell_lines(open_account(where))
