"""The fast scorer: its weights are those of its card, its scores rounded and the same at every run."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from opensitrep.errors import ResourceError
from opensitrep.learned import Scores, open_scorer
from opensitrep.model import Reading
from opensitrep.pipeline import extractors
from opensitrep.read import make_document
from opensitrep.settings import Settings
from opensitrep.text.words import data_bytes

PARSED = 5
TEXT = (
    "Strike kills 12 in Kremenchuk\n\nRussian missiles hit a shopping mall in Kremenchuk on Monday, killing at least 12"
    " people, the mayor said.\n\nThe president will visit the city on Friday. It was not the first attack.\n"
)


@pytest.fixture(scope="module")
def parsed(settings: Settings) -> Callable[[str], Reading]:
    stages = extractors(settings)[:PARSED]

    def run(text: str) -> Reading:
        reading = Reading(make_document(name="a.txt", text=text, published="2022-06-28"))
        for stage in stages:
            reading = stage(reading)
        return reading

    return run


@pytest.fixture(scope="module")
def scores(parsed: Callable[[str], Reading]) -> Scores:
    return open_scorer("fast").score(parsed(TEXT))


def word(reading: Reading, wanted: str) -> int:
    assert reading.syntax is not None
    at = reading.document.text.index(wanted)
    return reading.syntax.start.index(at)


def flat(scores: Scores, size: int) -> bytes:
    pairs = [ask(range(size), range(size)) for _, ask in sorted(scores.pairs.items())]
    arrays = [*(a for _, a in sorted(scores.tokens.items())), *(a for _, a in sorted(scores.sentences.items())), *pairs]
    return b"".join(a.tobytes() for a in arrays)


def test_the_card_names_the_weights_that_are_there() -> None:
    card = msgspec.json.decode(data_bytes("models/fast.json"))
    weights = data_bytes("models/fast.npz")
    assert card["digest"] == hashlib.sha256(weights).hexdigest()
    assert len(weights) <= 6_000_000
    assert [row["set"] for row in card["trained_on"] if not row["licence"]] == []


def test_every_head_has_its_classes_and_shape(scores: Scores, parsed: Callable[[str], Reading]) -> None:
    syntax = parsed(TEXT).syntax
    assert syntax is not None
    assert set(scores.tokens) == {"happens", "kind", "modality", "tie", "fate", "act"}
    assert set(scores.sentences) == {"part", "reality"}
    assert set(scores.pairs) == {"role", "counts", "same", "source"}
    for head, array in scores.tokens.items():
        assert array.shape == (len(syntax), len(scores.classes[head]))
    for head, array in scores.sentences.items():
        assert array.shape == (max(syntax.sentence) + 1, len(scores.classes[head]))
    assert scores.pairs["role"]([0, 1], [2, 3, 4]).shape == (2, 3, len(scores.classes["role"]))


def test_scores_are_probabilities_of_four_digits(scores: Scores) -> None:
    arrays = [*scores.tokens.values(), *scores.sentences.values(), scores.pairs["role"]([6], range(20))]
    for array in arrays:
        assert np.array_equal(array, np.round(array.astype(np.float64), 4).astype(np.float32))
        assert np.allclose(array.sum(axis=-1), 1, atol=0.01)


def test_groups_asked_at_once_are_told_what_each_is_told_alone(scores: Scores) -> None:
    groups = [([2, 4], [0, 1, 3]), ([5], []), ([7, 1], [6, 2])]
    for head, ask in scores.pairs.items():
        together = scores.by_group(head, groups)
        assert [t.tobytes() for t in together] == [ask(left, right).tobytes() for left, right in groups]


def test_a_plain_report_is_read(scores: Scores, parsed: Callable[[str], Reading]) -> None:
    reading = parsed(TEXT)
    hit = word(reading, "hit")
    assert scores.tokens["happens"][hit, 2] > scores.thresholds["happens"]
    assert scores.best("kind", hit)[0].split("/")[0] == "ASSAULT"
    assert scores.best("act", word(reading, "said"))[0] == "asserts"
    visit = word(reading, "visit")
    assert scores.best("modality", visit)[0] == "planned"
    assert scores.tokens["happens"][word(reading, "mall"), 2] < scores.tokens["happens"][hit, 2]


@pytest.mark.parametrize("text", ["\n", "Blast", "12", "Blast\n\nBlast"])
def test_texts_of_nothing_or_a_word(text: str, parsed: Callable[[str], Reading]) -> None:
    reading = parsed(text)
    scores = open_scorer("fast").score(reading)
    size = len(reading.syntax or ())
    assert all(len(array) == size for array in scores.tokens.values())
    assert scores.pairs["same"]([], []).shape == (0, 0, 2)
    assert flat(scores, size) == flat(open_scorer("fast").score(reading), size)


def test_the_same_bytes_in_another_process_with_another_hash(
    scores: Scores, parsed: Callable[[str], Reading], tmp_path_factory: pytest.TempPathFactory
) -> None:
    size = len(parsed(TEXT).syntax or ())
    script = (
        "import hashlib\nfrom tests import test_fast as t\nfrom opensitrep.pipeline import extractors\n"
        "reading = t.Reading(t.make_document(name='a.txt', text=t.TEXT, published='2022-06-28'))\n"
        "for stage in extractors(t.Settings(engine='here'))[:t.PARSED]:\n    reading = stage(reading)\n"
        "print(hashlib.sha256(t.flat(t.open_scorer('fast').score(reading), len(reading.syntax))).hexdigest())\n"
    )
    there = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": "7", "OPENBLAS_NUM_THREADS": "2", "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert there.stdout.strip() == hashlib.sha256(flat(scores, size)).hexdigest()


def test_a_scorer_that_there_is_not() -> None:
    with pytest.raises(ResourceError):
        open_scorer("none")
