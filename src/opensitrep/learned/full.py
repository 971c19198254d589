"""The full scorer: one pass of the encoder over a report, and heads of a few hundred numbers a class on its vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from opensitrep.learned.cards import Card, load_card
from opensitrep.learned.encoder import Encoder
from opensitrep.learned.relations import between, distance, standing, ways
from opensitrep.learned.scores import Array, Scores
from opensitrep.learned.windows import windows
from opensitrep.learned.wordpiece import WordPiece
from opensitrep.model import Label, Reading, Syntax

TITLE = 30  # words of the headline that each window is shown
DIGITS = 4


class Full:
    """Scores of all heads from the vectors of the encoder."""

    def __init__(self, folder: Path, name: str = "reader") -> None:
        self.card: Card = load_card(folder / f"{name}.json")
        self.encoder = Encoder(folder / f"{name}.onnx")
        self.piece = WordPiece((folder / f"{name}.vocab.txt").read_text("utf-8").split("\n"))
        with np.load(folder / f"{name}.npz") as kept:
            self.weights: dict[str, Array] = {key: kept[key].astype(np.float32) for key in kept.files}

    def score(self, reading: Reading) -> Scores:
        """The scores of all heads; needs marks and syntax."""
        syntax, classes = reading.syntax, self.card.classes
        if syntax is None or not len(syntax):
            return Scores(classes, thresholds=self.card.thresholds)
        text = reading.document.text
        words = [text[s:e] for s, e in zip(syntax.start, syntax.end, strict=True)]
        heads = headline(reading, syntax)
        title = [i for i in range(len(words)) if syntax.sentence[i] in heads][:TITLE]
        vectors = self.encoder.vectors(windows(words, syntax.sentence, title, self.piece), len(words))
        tokens = {name: _softmax(self._linear(f"tokens.{name}", vectors)) for name in self.card.tokens}
        around = self._around(vectors, syntax, heads)
        sentences = {name: _softmax(self._linear(f"sentences.{name}", around)) for name in self.card.sentences}
        pairs = {name: partial(self._pairs, name, self._sides(name, vectors), syntax) for name in self.card.pairs}
        alike = self._linear("alike", vectors)
        pairs["same"] = partial(self._same, alike, syntax, heads)
        return Scores(classes, tokens, sentences, pairs, self.card.thresholds, alike)

    def _linear(self, name: str, vectors: Array) -> Array:
        out: Array = vectors @ self.weights[f"{name}.weight"].T
        bias = self.weights.get(f"{name}.bias")
        return out if bias is None else out + bias

    def _around(self, vectors: Array, syntax: Syntax, heads: set[int]) -> Array:
        """What sentences are made of: their mean, those beside them, the report's, where they stand."""
        count = syntax.sentence[-1] + 1
        numbers = np.array(syntax.sentence)
        sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, numbers, vectors)
        mean = sums / np.maximum(1, np.bincount(numbers, minlength=count))[:, None]
        none = np.zeros((1, vectors.shape[1]), dtype=np.float32)
        before, after = np.concatenate([none, mean[:-1]]), np.concatenate([mean[1:], none])
        whole = np.broadcast_to(mean.mean(0, keepdims=True), mean.shape)
        place = np.array(standing(count, heads), dtype=np.float32)
        return np.maximum(0, self._linear("around", np.concatenate([mean, before, after, whole, place], 1)))

    def _sides(self, name: str, vectors: Array) -> tuple[Array, Array]:
        """What each word brings to a pair, as its left and as its right end."""
        return self._linear(f"left.{name}", vectors), self._linear(f"right.{name}", vectors)

    def _pairs(
        self, name: str, sides: tuple[Array, Array], syntax: Syntax, left: Sequence[int], right: Sequence[int]
    ) -> Array:
        """Probabilities of pairs: (left, right, classes)."""
        size = self.weights[f"pair.{name}.weight"].shape[0]
        if not left or not right:
            return np.zeros((len(left), len(right), size), dtype=np.float32)
        one, two = sides[0][list(left)][:, None], sides[1][list(right)][None]
        far = np.array([[distance(i, j) for j in right] for i in left])
        way = np.array(ways(syntax, left, right))
        mixed = one + two + self.weights[f"far.{name}.weight"][far] + self.weights[f"way.{name}.weight"][way]
        return _softmax(self._linear(f"pair.{name}", np.maximum(0, mixed)))

    def _same(self, alike: Array, syntax: Syntax, heads: set[int], left: Sequence[int], right: Sequence[int]) -> Array:
        """Probabilities that two words tell one happening: (left, right, 2)."""
        if not left or not right:
            return np.zeros((len(left), len(right), 2), dtype=np.float32)
        one, two = alike[list(left)][:, None], alike[list(right)][None]
        extra = np.array([[between(syntax, i, j, heads) for j in right] for i in left], dtype=np.float32)
        mixed = np.concatenate([one * two, np.abs(one - two), extra], -1)
        return _softmax(self._linear("same.2", np.maximum(0, self._linear("same.0", mixed))))


def headline(reading: Reading, syntax: Syntax) -> set[int]:
    """Numbers of the sentences that stand in a headline."""
    spans = [m.span for m in reading.marks if m.label is Label.HEADLINE]
    return {
        n
        for start, n in zip(syntax.start, syntax.sentence, strict=True)
        if any(s.start <= start < s.end for s in spans)
    }


def _softmax(scores: Array) -> Array:
    """Probabilities over the last axis, rounded."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    shares: Array = np.round(raised / raised.sum(-1, keepdims=True), DIGITS).astype(np.float32)
    return shares
