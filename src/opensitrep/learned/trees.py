"""Boosted trees as plain arrays: rows of numbers to probabilities, in the same order of sums everywhere.

No tree is walked. A number answers all questions about its feature at once, and each answer shuts leaves out; the leaf
that no feature shuts out is the one a walk comes to (after Lucchese et al. 2015, QuickScorer).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
Bits = NDArray[np.uint16]
CHUNK = 128  # rows asked at once: what they are answered stays in the processor's cache
LEAVES = 16  # that a tree may have, each a bit
LEAF = np.zeros(1 << LEAVES, dtype=np.int64)  # the number of a leaf by its bit
LEAF[1 << np.arange(LEAVES)] = np.arange(LEAVES)
FEATURE, MISSING = 1 << 33, 1 << 31  # parts of a key: a feature, and what lies above any number


@dataclass(frozen=True)
class Questions:
    """What each stretch of numbers between two thresholds of a feature leaves open, feature after feature."""

    keys: NDArray[np.int64]  # where stretches end; two more for each feature, below and above a missing number
    open: Bits  # (stretches, trees): the leaves still open
    worth: NDArray[np.float32]  # (trees * LEAVES,)


@dataclass(frozen=True)
class Trees:
    """A classifier over rows; a missing number is nan. Leaves point at themselves, at most `LEAVES` of a tree.

    Each node asks whether a feature is at most a threshold: yes goes to `left`, no to `right`, missing where told.
    """

    classes: tuple[str, ...]  # ("no", "yes") of a yes-or-no question
    width: int  # features
    base: NDArray[np.float64]  # per class, one of a yes-or-no question
    roots: NDArray[np.int32]  # (trees,): in turn one of each class; the nodes of a tree follow its root
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing: NDArray[np.bool_]  # whether a missing number goes left
    value: NDArray[np.float32]
    depth: int

    def probabilities(self, rows: Rows) -> NDArray[np.float64]:
        """(rows, classes); rounded to six digits."""
        parts = [self._some(rows[first : first + CHUNK]) for first in range(0, len(rows), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.classes)))

    def _some(self, rows: Rows) -> NDArray[np.float64]:
        asked = self._questions
        at = asked.keys.searchsorted(_keys(np.arange(self.width), rows))
        leaf = LEAF[np.bitwise_and.reduce(asked.open[at], axis=1)]
        leaf += LEAVES * np.arange(len(self.roots))
        width = len(self.base)
        sums = self.base + asked.worth[leaf].astype(np.float64).reshape(len(rows), -1, width).sum(axis=1)
        if width == 1:
            sums = np.hstack([np.zeros_like(sums), sums])
        raised = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares: NDArray[np.float64] = np.round(raised / raised.sum(axis=1, keepdims=True), 6)
        return shares

    def yes(self, rows: Rows) -> NDArray[np.float64]:
        """Probability of a yes."""
        return self.probabilities(rows)[:, 1]

    @cached_property
    def _questions(self) -> Questions:
        nodes, trees = np.arange(len(self.left)), len(self.roots)
        ends = self.left == nodes
        tree = np.searchsorted(self.roots, nodes, side="right") - 1
        before = np.cumsum(ends) - ends
        number = before - before[self.roots][tree]  # of a leaf in its tree
        if number[ends].max() >= LEAVES:
            raise ValueError(f"a tree with more than {LEAVES} leaves")
        under = np.where(ends, 1 << number, 0)
        for _ in range(self.depth):
            under = np.where(ends, under, under[self.left] | under[self.right])
        yes, no = (~under[side].astype(np.uint16) for side in (self.right, self.left))
        every = under[self.roots].astype(np.uint16)
        keys, still = [], []
        for feature in range(self.width):
            asks = np.flatnonzero(~ends & (self.feature == feature))
            asks = asks[np.argsort(self.threshold[asks], kind="stable")]
            rows = np.arange(len(asks))
            below, above, none = (np.tile(every, (k, 1)) for k in (len(asks) + 1, len(asks) + 1, 1))
            below[rows, tree[asks]], above[rows + 1, tree[asks]] = yes[asks], no[asks]
            np.bitwise_and.at(none[0], tree[asks], np.where(self.missing[asks], yes[asks], no[asks]))
            still += [np.bitwise_and.accumulate(below[::-1])[::-1] & np.bitwise_and.accumulate(above), none]
            keys += [_keys(feature, self.threshold[asks]), feature * FEATURE + MISSING + np.arange(-1, 1)]
        worth = np.zeros((trees, LEAVES), dtype=np.float32)
        worth[tree[ends], number[ends]] = self.value[ends]
        return Questions(np.concatenate(keys), np.concatenate(still), worth.ravel())


def _keys(feature: int | NDArray[np.int64], values: Rows) -> NDArray[np.int64]:
    """Whole numbers in the order of features, then of values; a missing one lies above all."""
    bits: NDArray[np.int64] = (values + np.float32(0)).view(np.int32).astype(np.int64)  # one nought, not two
    np.negative(bits & 0x7FFFFFFF, out=bits, where=bits < 0)
    bits[np.isnan(values)] = MISSING
    return bits + feature * FEATURE


def load_trees(weights: bytes, told: Mapping[str, Any]) -> dict[str, Trees]:
    """The classifiers of a file of weights, by name; `told` of its card gives their classes, features and depth."""
    found = np.load(BytesIO(weights), allow_pickle=False)
    fields = ("base", "roots", "feature", "threshold", "left", "right", "missing", "value")
    return {
        name: Trees(
            classes=tuple(one["classes"]),
            width=int(one["features"]),
            depth=int(one["depth"]),
            **{field: found[f"{name}.{field}"] for field in fields},
        )
        for name, one in told.items()
    }
