"""How long the grammars of times and figures take: `python -m benchmarks.speed.grammars [FOLDER] [REPEATS]`.

Every report of a folder is read as far as its syntax; then times and quantities are read from it alone, on one core.
Printed are the medians over the reports, in milliseconds of processor time for 600 words, each report at its best of
some repeats.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from opensitrep.model import READABLE, Reading
from opensitrep.pipeline import Extractor, extractors
from opensitrep.read import read_paths
from opensitrep.settings import Settings

WORDS = 600
STEPS = ("find_times", "find_quantities")


def name_of(stage: Extractor) -> str:
    """The name of the function of an extractor."""
    return str(getattr(getattr(stage, "func", stage), "__name__", ""))


def words_of(reading: Reading) -> int:
    """Words of the readable blocks."""
    text = reading.document.text
    return sum(len(text[m.span.start : m.span.end].split()) for m in reading.marks if m.label in READABLE)


def seconds(stage: Extractor, reading: Reading, repeats: int) -> float:
    """The shortest of some runs of one extractor over one report."""
    found = []
    for _ in range(repeats):
        start = time.process_time()
        stage(reading)
        found.append(time.process_time() - start)
    return min(found)


def measured(folder: Path, repeats: int = 5) -> dict[str, list[float]]:
    """Milliseconds for 600 words by extractor, one figure a report, and the sum of both."""
    settings = Settings(engine="here")
    stages: Sequence[Extractor] = extractors(settings)
    documents, _ = read_paths([folder], settings)
    out: dict[str, list[float]] = {name: [] for name in (*STEPS, "both")}
    for document in documents:
        reading = Reading(document)
        both = 0.0
        for stage in stages:
            name = name_of(stage)
            if name in STEPS:
                taken = 1000 * seconds(stage, reading, repeats) * WORDS / max(1, words_of(reading))
                out[name].append(taken)
                both += taken
            reading = stage(reading)
            if name == STEPS[-1]:
                break
        out["both"].append(both)
    return out


def main(folder: Path, repeats: int) -> None:
    for name, found in measured(folder, repeats).items():
        print(f"{name:16} {statistics.median(found):5.2f} ms for {WORDS} words, median of {len(found)} reports")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("examples"), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
