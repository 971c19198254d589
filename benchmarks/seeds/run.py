"""The five reports of the requirement, whole chain, against our own floors: `python -m benchmarks seeds [PRED_DIR]`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import predict
from benchmarks.floors import SHARED, shares

FLOORS = Path(__file__).with_name("floors.toml")
SEEDS = SHARED / "seeds"


def scores(predictions: Path | None = None) -> dict[str, Any]:
    """The figures of the seeds scorer, by section and name; the reports are read where no predictions are given."""
    if predictions is None:
        with TemporaryDirectory() as folder:
            predict.write(predict.tables(SEEDS / "texts"), Path(folder))
            return scores(Path(folder))
    command = [sys.executable, str(SEEDS / "score.py"), str(predictions), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # its exit code tells of later gates
    found: dict[str, Any] = json.loads(done.stdout)
    return {section: figures for section, figures in found.items() if section != "gates"}


def broken(found: dict[str, Any]) -> list[str]:
    """Every floor beside what was reached is printed; the lines of those that are missed come back."""
    lines = []
    for section, figures in shares(FLOORS).items():
        for figure, wanted in figures.items():
            for key, floor in wanted.items():
                value = found[section][figure][key]
                kept = value <= floor if key == "count" else value >= floor
                print(f"{'ok  ' if kept else 'FAIL'}  {section:<16}{figure:<50}{value:.3f}  floor {floor}")
                if not kept:
                    lines.append(
                        f"seeds {section}: {figure} {value:.3f}, {abs(value - floor):.3f} from its floor {floor}"
                    )
    return lines
