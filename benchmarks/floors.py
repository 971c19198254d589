"""Our own pinned floors on the five reports; lowering one is an explicit act in its own commit."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.toml")
SHARED = Path(__file__).resolve().parents[2] / "shared"


def scores(predictions: Path) -> dict[str, Any]:
    """The figures of the seeds scorer, by section and name. Raises `FileNotFoundError` where shared/ is missing."""
    scorer = SHARED / "seeds" / "score.py"
    if not scorer.exists():
        raise FileNotFoundError("shared/seeds does not stand beside this repository")
    done = subprocess.run(
        [sys.executable, str(scorer), str(predictions), "--json"], capture_output=True, text=True, check=False
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(predictions: Path) -> int:
    """Print every floor beside what was reached; 1 if one is not kept."""
    try:
        found = scores(predictions)
    except FileNotFoundError as error:
        print(f"skipped: {error}")
        return 0
    failed = 0
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    for section, figures in ((s, f) for s, f in floors.items() if s != "phrases"):  # benchmarks.phrases has its own
        for figure, wanted in figures.items():
            for key, floor in wanted.items():
                value = found[section][figure][key]
                kept = value <= floor if key == "count" else value >= floor
                failed += not kept
                print(f"{'ok  ' if kept else 'FAIL'}  {section:<16}{figure:<50}{value:.3f}  floor {floor}")
    return 1 if failed else 0
