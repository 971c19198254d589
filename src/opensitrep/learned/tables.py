"""Tables of whole weights: sums of small numbers, so that the same words get the same score on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opensitrep.learned.columns import BUCKETS, Numbers
from opensitrep.learned.scores import Array

Logits = NDArray[np.float64]
Small = NDArray[np.int8]
DIGITS = 4
ROWS = 256  # looked up at once, which bounds the memory
QUESTIONS = 255  # so many weights of one byte can be summed in two


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of one head: of traits by bucket, and of the meaning of words by place in their vectors."""

    classes: tuple[str, ...]
    rows: NDArray[np.int32]  # bucket -> row of `weights`; row 0 holds nothing
    weights: NDArray[np.int16]  # (rows, classes), each of one byte
    scale: Logits  # (classes,): what one step of a weight is worth
    bias: Logits  # (classes,)
    meaning: Array  # whole numbers: (width of the vectors, classes); no rows for a head that does without
    meaning_scale: Logits

    def traits(self, buckets: Numbers) -> Logits:
        """What the traits of each row come to: (rows, questions) -> (rows, classes)."""
        if buckets.shape[1] > QUESTIONS:
            raise ValueError(f"more than {QUESTIONS} questions")
        out = np.empty((len(buckets), len(self.classes)))
        for start in range(0, len(buckets), ROWS):
            found = self.weights[self.rows[buckets[start : start + ROWS].T]]
            out[start : start + ROWS] = found.sum(axis=0, dtype=np.int16)
        return out * self.scale

    def bags(self, owner: NDArray[np.int64], buckets: Numbers, size: int) -> Logits:
        """What traits come to that several rows have each any number of."""
        found = self.rows[buckets]
        there = found > 0
        owner, worth = owner[there], self.weights[found[there]]
        sums = [np.bincount(owner, weights=column, minlength=size) for column in worth.T]
        return np.stack(sums, axis=1) * self.scale

    def meanings(self, vectors: Small) -> Logits:
        """What the meaning of words comes to; sums of whole numbers, exact in any order (below 2 ** 24)."""
        return (vectors.astype(np.float32) @ self.meaning).astype(np.float64) * self.meaning_scale

    def logits(self, buckets: Numbers, vectors: Small | None = None) -> Logits:
        """Both together with the bias."""
        out = self.traits(buckets) + self.bias
        return out if vectors is None else out + self.meanings(vectors)


def read_table(head: str, classes: tuple[str, ...], arrays: Mapping[str, Any]) -> Table:
    """The table of a head out of a file of weights."""
    seen = np.unpackbits(arrays[f"{head} seen"], count=BUCKETS).astype(np.int32)
    weights = arrays[f"{head} weights"]
    return Table(
        classes=classes,
        rows=np.cumsum(seen, dtype=np.int32) * seen,
        weights=np.concatenate([np.zeros((1, len(classes)), np.int16), weights.astype(np.int16)]),
        scale=arrays[f"{head} scale"].astype(np.float64),
        bias=arrays[f"{head} bias"].astype(np.float64),
        meaning=arrays[f"{head} meaning"].astype(np.float32),
        meaning_scale=arrays[f"{head} meaning scale"].astype(np.float64),
    )


def probabilities(logits: Logits) -> Array:
    """Softmax of the last axis, rounded before anybody decides by it."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True)) if logits.size else logits
    shares = powers / powers.sum(axis=-1, keepdims=True) if logits.size else powers
    return rounded(shares)


def rounded(shares: Logits) -> Array:
    """Probabilities to four digits."""
    return np.round(shares, DIGITS).astype(np.float32)


def carried(logits: Logits, moves: Logits, first: Logits) -> Array:
    """Probabilities of the classes of things in a row, each weighed by its neighbours (forward and backward)."""
    size = len(logits)
    forward, backward = logits.copy(), np.zeros_like(logits)
    for at in range(size):
        forward[at] += first if at == 0 else _summed(forward[at - 1][:, None] + moves, axis=0)
    for at in range(size - 2, -1, -1):
        backward[at] = _summed(moves + (logits[at + 1] + backward[at + 1])[None, :], axis=1)
    return probabilities(forward + backward)


def _summed(values: Logits, axis: int) -> Logits:
    high = values.max(axis=axis, keepdims=True)
    out: Logits = np.squeeze(high, axis) + np.log(np.exp(values - high).sum(axis=axis))
    return out
