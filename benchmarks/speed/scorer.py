"""How long a scorer takes beside the parse: `python -m benchmarks.speed.scorer [NAME] [FOLDER] [REPEATS]`.

Every report of a folder is read as far as its parse; then it is parsed and scored again and again on one core, the
likeliest happenings asked for their arguments and likeness as a run would. Printed are medians over the reports, in
milliseconds of processor time for 600 words, each report at its best of some repeats.
"""

from __future__ import annotations

import statistics
import sys
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.speed.grammars import WORDS, name_of, seconds, words_of
from opensitrep.learned import Scorer, open_scorer
from opensitrep.model import Reading
from opensitrep.pipeline import extractors
from opensitrep.read import read_paths
from opensitrep.settings import Settings

ENDS = ("NOUN", "PROPN", "PRON", "NUM", "ADP", "ADV")  # heads of arguments and sources


def scored(reading: Reading, scorer: Scorer) -> Reading:
    """Score all words, then the pairs that a run needs."""
    scores = scorer.score(reading)
    assert reading.syntax is not None
    told = np.flatnonzero(scores.tokens["happens"][:, -1] >= scores.thresholds.get("happens", 0.5)).tolist()
    cues = np.flatnonzero(scores.tokens["act"][:, 0] < 0.5).tolist()
    figures = np.flatnonzero(scores.tokens["fate"][:, 0] < 0.5).tolist()
    words = [i for i, pos in enumerate(reading.syntax.pos) if pos in ENDS]
    for head, left, right in (
        ("same", told, told),
        ("counts", figures, told),
        ("role", told, words),
        ("source", cues, words),
    ):
        scores.pairs[head](left, right)
    return reading


def main(name: str, folder: Path, repeats: int) -> None:
    settings = Settings(engine="here")
    stages = extractors(settings)
    documents, _ = read_paths([folder], settings)
    score = partial(scored, scorer=open_scorer(name))
    parsing, scoring = [], []
    for document in documents:
        reading = Reading(document)
        for stage in stages:
            if name_of(stage) == "parse":
                break
            reading = stage(reading)
        done = stage(reading)
        words = max(1, words_of(done))
        parsing.append(1000 * WORDS / words * seconds(stage, reading, repeats))
        scoring.append(1000 * WORDS / words * seconds(score, done, repeats))
    both = statistics.median((a + b) / a for a, b in zip(parsing, scoring, strict=True))
    print(f"parse {statistics.median(parsing):6.2f} ms for {WORDS} words")
    print(f"{name} scorer {statistics.median(scoring):6.2f} ms")
    print(f"both together {both:.2f} times the parse, medians of {len(documents)} reports")


if __name__ == "__main__":
    arguments = dict(enumerate(sys.argv[1:]))
    main(arguments.get(0, "fast"), Path(arguments.get(1, "examples")), int(arguments.get(2, "5")))
