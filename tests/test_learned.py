"""Words to pieces, pieces to windows, windows to scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from opensitrep.learned import MODELS, Scorer, open_scorer
from opensitrep.learned.encoder import Encoder
from opensitrep.learned.relations import WAYS, distance, ways
from opensitrep.learned.windows import LONGEST, WIDTH, Window, windows
from opensitrep.learned.wordpiece import MOST, WordPiece
from opensitrep.model import Label, Mark, Reading, Span
from opensitrep.read import make_document
from tests.words import told

VOCABULARY = ("[UNK]", "[CLS]", "[SEP]", "flood", "##s", "##ed", "cafe", "a", "b", "##a", ",", "'", "-", "9", "##9")


@pytest.fixture(scope="module")
def piece() -> WordPiece:
    return WordPiece(VOCABULARY)


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    if not (MODELS / "reader.onnx").is_file():
        pytest.skip("the weights of the reader are not in data/models")
    return open_scorer("full")


# ---------------------------------------------------------------- pieces


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("floods", ["flood", "##s"]),
        ("FLOODED", ["flood", "##ed"]),
        ("café", ["cafe"]),
        ("a-b", ["a", "-", "b"]),
        ("99", ["9", "##9"]),
        ("ζ", ["[UNK]"]),
        ("floodζ", ["[UNK]"]),
        ("", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
    ],
)
def test_words_are_cut_into_the_longest_pieces(piece: WordPiece, word: str, pieces: list[str]) -> None:
    assert [VOCABULARY[n] for n in piece.of(word)] == pieces


def test_no_word_has_more_pieces_than_the_limit(piece: WordPiece) -> None:
    assert 1 <= len(piece.of("a-b" * 500)) <= MOST
    assert 1 <= len(piece.of("a" * 500)) <= MOST


# ---------------------------------------------------------------- windows


@pytest.mark.parametrize("lengths", [[1], [3, 4], [100, 100, 5], [700], [2, 900, 2], [40] * 12])
def test_every_token_stands_in_exactly_one_window(piece: WordPiece, lengths: list[int]) -> None:
    numbers = [n for n, size in enumerate(lengths) for _ in range(size)]
    words = ["floods"] * len(numbers)
    cut = windows(words, numbers, [], piece)
    assert [i for w in cut for i in w.tokens] == list(range(len(words)))
    for window in cut:
        assert len(window.pieces) <= LONGEST
        assert [window.pieces[p] for p in window.places] == [piece.of("floods")[0]] * len(window.tokens)


def test_short_sentences_share_a_window_and_whole_ones_are_not_cut(piece: WordPiece) -> None:
    numbers = [n for n in range(30) for _ in range(10)]
    cut = windows(["a"] * 300, numbers, [], piece)
    assert 1 < len(cut) < 30
    for window in cut:
        assert len(window.tokens) <= WIDTH
        assert len(window.tokens) % 10 == 0


def test_each_later_window_is_shown_the_headline(piece: WordPiece) -> None:
    numbers = [n for n in range(40) for _ in range(10)]
    first, *later = windows(["a"] * 400, numbers, range(10), piece)
    assert first.pieces[:2] == (piece.cls, piece.of("a")[0])
    assert later
    for window in later:
        assert window.pieces[11] == piece.sep
        assert min(window.places) == 12


def test_no_text_has_no_window(piece: WordPiece) -> None:
    assert windows([], [], [], piece) == []


# ---------------------------------------------------------------- how words stand to each other


def test_far_words_share_a_bucket_and_sides_are_told_apart() -> None:
    assert distance(0, 40) == distance(0, 400)
    assert distance(0, 3) != distance(3, 0)
    assert all(0 <= distance(i, j) < 24 for i in range(0, 200, 7) for j in range(0, 200, 7))


def test_paths_name_the_way_between_words_of_one_sentence() -> None:
    syntax = told("floods hit", "rain fell").syntax
    assert syntax is not None
    [[near, far]] = ways(syntax, [0], [1, 2])
    assert near != far
    assert all(0 <= way < WAYS for way in (near, far))


# ---------------------------------------------------------------- scores of the shipped model


def test_scores_are_rounded_shares(scorer: Scorer) -> None:
    scores = scorer.score(told("Floods hit Beira on Monday .", "Nine people died ."))
    for name, table in (*scores.tokens.items(), *scores.sentences.items()):
        assert table.shape[1] == len(scores.classes[name])
        assert np.allclose(table.sum(1), 1, atol=0.01)
        assert np.allclose(table, np.round(table, 4))
    pairs = scores.pairs["role"]([1], [0, 2])
    assert pairs.shape == (1, 2, len(scores.classes["role"]))


def test_a_text_without_words_and_one_of_one_word_are_scored(scorer: Scorer) -> None:
    assert scorer.score(told()).tokens == {}
    assert scorer.score(Reading(make_document(name="x", text="x"))).tokens == {}
    one = scorer.score(told("Floods"))
    assert one.tokens["happens"].shape[0] == 1
    assert one.pairs["role"]([], [0]).shape[:2] == (0, 1)


def test_the_same_words_have_the_same_scores(scorer: Scorer) -> None:
    reading = told("A strike hit Homs at dawn .")
    first, second = scorer.score(reading), scorer.score(reading)
    assert all(first.tokens[n].tobytes() == second.tokens[n].tobytes() for n in first.tokens)


def test_a_window_does_not_depend_on_its_neighbours(scorer: Scorer) -> None:
    long = "rain " * 150
    alone = scorer.score(told(long.strip()))
    beside = scorer.score(told(long.strip(), "shells " * 150))
    assert np.array_equal(alone.tokens["happens"], beside.tokens["happens"][:150])


def test_vectors_do_not_hang_on_the_order_of_sums(scorer: Scorer) -> None:
    """What another processor does differently; reckoned with in int8 the vectors would part by tenths."""
    cut = [Window(tuple(range(2_000, 2_150)), tuple(range(150)), tuple(range(150)))]
    one, other = (Encoder(MODELS / "reader.onnx", plain=plain).vectors(cut, 150) for plain in (False, True))
    assert 0 < np.abs(one - other).max() < 1e-3


def test_what_follows_the_headline_sees_it(scorer: Scorer) -> None:
    reading = told("Flood drill in Goma", "rain " * 156, "The exercise ended .")
    end = len("Flood drill in Goma")
    headed = replace(reading, marks=(Mark(Label.HEADLINE, Span(reading.document.id, 0, end)),))
    plain, seen = scorer.score(reading), scorer.score(headed)
    assert not np.array_equal(plain.tokens["happens"][-4:], seen.tokens["happens"][-4:])
