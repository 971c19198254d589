"""Whole accounts of real news stories against the gold of a reader: `python -m benchmarks accounts [--list]`.

The stories and their gold are evaluate only and stand in shared/bench/accounts, with the scorer: what a figure asks is
told in its README. All stories are one input folder, the day of a desk, so that grouping is tested too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import predict
from benchmarks.floors import BENCH, faults, report_faults, sets

GOLD = BENCH / "accounts" / "stories_open.jsonl"
TEXTS = BENCH / "stories" / "news_cluster_even.jsonl"


def run(*, listed: bool = False, keep: Path | None = None) -> int:
    """Print the table of the scorer, with each miss where `listed`; 1 if a floor is broken. `keep`: folder for both."""
    if not GOLD.exists():
        print("skipped: shared/bench/accounts does not stand beside this repository")
        return 0
    with TemporaryDirectory() as folder:
        place = keep or Path(folder)
        prepare(place)
        print(_scored(place, *(["--list"] if listed else [])))
        return report_faults([line for one in sets("accounts") for line in faults(one, figures(place))])


def measure() -> dict[str, float]:
    """The figures by name."""
    with TemporaryDirectory() as folder:
        prepare(Path(folder))
        return figures(Path(folder))


def prepare(folder: Path) -> None:
    """Write the reports, run the product over them, write its tables."""
    _python("prepare.py", str(TEXTS), str(GOLD), str(folder / "reports"))
    predict.write(predict.tables(folder / "reports"), folder / "predictions")


def figures(folder: Path) -> dict[str, float]:
    """The figures of a prepared folder over all stories, "account" among them."""
    found: dict[str, Any] = json.loads(_scored(folder, "--json"))
    return {"account": found["account"]} | {name: row["value"] for name, row in found["all"].items() if "value" in row}


def _scored(folder: Path, *options: str) -> str:
    return _python("score.py", str(GOLD), str(folder / "reports"), str(folder / "predictions"), *options)


def _python(script: str, *arguments: str) -> str:
    command = [sys.executable, str(GOLD.parent / script), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
