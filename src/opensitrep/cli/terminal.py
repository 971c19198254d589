"""What the commands share: a command with its help, progress on standard error, and outputs that may be closed."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import Any

from tqdm import tqdm

from opensitrep.model import Problem

OK, PROBLEMS, UNUSABLE, STOPPED = 0, 1, 2, 130


class Bars:
    """Progress on standard error: one bar a step."""

    def __init__(self, *, unit: str = "") -> None:
        self.bar: tqdm[Any] | None = None
        self.step = ""
        self.unit = unit  # "B": bytes, shown as MB and GB

    def __call__(self, step: str, done: int, whole: int) -> None:
        """Show that `done` of `whole` parts of a step are done; 0: it is not known yet how many there are."""
        if step != self.step:
            self.close()
            large = bool(self.unit) and whole > 1
            self.bar = tqdm(
                total=whole or None,
                desc=step,
                file=sys.stderr,
                unit=self.unit if large else "",
                unit_scale=large,
                leave=True,
            )
            self.step = step
        if self.bar is not None:
            self.bar.total = whole or None
            self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """Finish the bar that is open."""
        if self.bar is not None:
            self.bar.close()


def open_streams() -> bool:
    """Have all three standard streams, and print every name, if need be escaped. False: standard output was closed.

    A stream that the caller closed leads nowhere; without it the next file opened would take its place.
    """
    there = sys.stdout is not None
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(handle, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return there


def hush() -> None:
    """Let standard output lead nowhere, so that what could not be written is not tried again when the program ends."""
    with suppress(OSError, ValueError):  # streams of tests have no number
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def command(commands: Any, name: str, short: str, long: str) -> argparse.ArgumentParser:
    """A command with one line for the list and a text that teaches."""
    found: argparse.ArgumentParser = commands.add_parser(
        name, help=short, description=textwrap.dedent(long), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    return found


def exit_code(problems: Sequence[Problem], *, strict: bool) -> int:
    """1 under --strict where there was any problem, which is told; else 0."""
    for problem in problems if strict else ():
        print(f"problem: {problem.subject}: {problem.message}", file=sys.stderr)
    return PROBLEMS if strict and problems else OK
