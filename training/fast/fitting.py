"""Linear heads: logistic regression over traits and vectors, brought to small whole weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from opensitrep.learned.columns import BUCKETS, Numbers

NEVER = -30.0  # bias of a class without an example
Arrays = dict[str, Any]


@dataclass(frozen=True)
class Head:
    """How a head is fitted."""

    strength: float  # C of the regression: the smaller the flatter
    least: int = 2  # a trait seen less often is left out
    meaning: float = 0.0  # weight of the vectors of lemmas beside the traits; 0: without
    rounds: int = 100
    small: int = 1  # steps of a weight below which it is left out
    share: float = 1.0  # weight of an open example beside one of our own


HEADS = {
    "happens": Head(0.1, meaning=1.0),
    "kind": Head(0.5, meaning=3.0, rounds=60, small=2, share=0.3),
    "modality": Head(0.1, meaning=1.0),
    "tie": Head(0.1),
    "fate": Head(0.3, meaning=1.0),
    "act": Head(0.3, meaning=1.0),
    "part": Head(0.03),
    "reality": Head(0.1),
    "role": Head(0.1),
    "counts": Head(0.1),
    "same": Head(0.1),
    "source": Head(0.1),
}


def matrix(buckets: Numbers) -> sparse.csr_matrix:
    """Rows of buckets as counts."""
    rows, questions = buckets.shape
    ones = np.ones(buckets.size, dtype=np.float32)
    starts = np.arange(0, buckets.size + 1, questions)
    return _summed(sparse.csr_matrix((ones, buckets.reshape(-1).astype(np.int32), starts), shape=(rows, BUCKETS)))


def bags(owner: NDArray[np.int64], buckets: Numbers, size: int) -> sparse.csr_matrix:
    """The same of pairs of row and bucket."""
    ones = np.ones(len(owner), dtype=np.float32)
    return _summed(sparse.coo_matrix((ones, (owner, buckets.astype(np.int32))), shape=(size, BUCKETS)).tocsr())


def _summed(found: sparse.csr_matrix) -> sparse.csr_matrix:
    found.sum_duplicates()
    return found


def fit(
    head: str, rows: sparse.csr_matrix, vectors: NDArray[np.int8] | None, answers: Sequence[int] | NDArray[np.int64], *,
    classes: Sequence[str], shares: NDArray[np.float64] | None = None,
) -> Arrays:  # fmt: skip
    """The arrays of a head as `learned.tables.read_table` takes them."""
    how = HEADS[head]
    seen = np.asarray((rows != 0).sum(axis=0)).ravel()
    seen[0] = 0
    kept = np.flatnonzero(seen >= how.least)
    step = how.meaning * 0.0036  # brings vectors of small whole numbers to the size of traits
    parts = [rows[:, kept]]
    if how.meaning:
        assert vectors is not None
        parts.append(sparse.csr_matrix(vectors.astype(np.float32) * step))
    model = LogisticRegression(C=how.strength, max_iter=how.rounds, tol=1e-3)
    model.fit(sparse.hstack(parts).tocsr(), answers, sample_weight=shares)
    weights, bias = model.coef_.T, model.intercept_
    if weights.shape[1] == 1:  # two classes: one column against nothing
        weights, bias = np.concatenate([-weights / 2, weights / 2], axis=1), np.asarray([-bias[0] / 2, bias[0] / 2])
    full = np.zeros((weights.shape[0], len(classes)))
    full[:, model.classes_] = weights
    biases = np.full(len(classes), NEVER)
    biases[model.classes_] = bias
    small, scale = _steps(full[: len(kept)])
    small[np.abs(small) < how.small] = 0
    alive = np.flatnonzero(small.any(axis=1))
    bits = np.zeros(BUCKETS, dtype=np.uint8)
    bits[kept[alive]] = 1
    meaning, meaning_scale = _steps(full[len(kept) :])
    return {
        f"{head} seen": np.packbits(bits), f"{head} weights": small[alive], f"{head} scale": scale,
        f"{head} bias": biases.astype(np.float32), f"{head} meaning": meaning,
        f"{head} meaning scale": (meaning_scale * step).astype(np.float32),
    }  # fmt: skip


def _steps(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights as whole steps of a size a class."""
    most = np.abs(weights).max(axis=0) if len(weights) else np.zeros(weights.shape[1])
    scale = (np.where(most > 0, most, 1) / 127).astype(np.float32)
    return np.round(weights / scale).clip(-127, 127).astype(np.int8), scale


def cooled(head: str, arrays: Arrays, heat: float) -> Arrays:
    """The same head with all its logits divided."""
    names = [f"{head} {part}" for part in ("scale", "bias", "meaning scale")]
    return arrays | {name: (arrays[name] / heat).astype(np.float32) for name in names}


def heat_of(logits: NDArray[np.float64], answers: Sequence[int]) -> float:
    """By what logits are best divided so that probabilities are as often right as they say."""
    heats = np.geomspace(0.5, 3, 37)
    return float(heats[int(np.argmin([loss(logits / heat, answers) for heat in heats]))])


def loss(logits: NDArray[np.float64], answers: Sequence[int]) -> float:
    """Mean surprise at the right answers."""
    logits = logits - logits.max(axis=1, keepdims=True)
    shares = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return float(-shares[np.arange(len(shares)), np.asarray(answers)].mean())


def best_threshold(scores: NDArray[np.float64], right: NDArray[np.bool_], missed: int = 0) -> tuple[float, float]:
    """The score from which a yes gives the highest F1, and that F1; `missed` are right ones nobody was asked of."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + right.sum() + missed)
    best = int(np.argmax(f1))
    return round(float(scores[order][best]), 4), float(f1[best])


def moves_of(chains: Sequence[Sequence[int]], size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Worth of a class after a class beside its worth alone, and of a class at the beginning (log, smoothed)."""
    pairs, alone, first = np.full((size, size), 0.5), np.full(size, 0.5 * size), np.full(size, 0.5)
    for chain in chains:
        first[chain[0]] += 1
        for at, here in enumerate(chain):
            alone[here] += 1
            if at:
                pairs[chain[at - 1], here] += 1
    usual = np.log(alone / alone.sum())
    return np.log(pairs / pairs.sum(axis=1, keepdims=True)) - usual, np.log(first / first.sum()) - usual


def merged(*parts: Mapping[str, Any]) -> Arrays:
    """Arrays of several heads."""
    return {name: array for part in parts for name, array in part.items()}
