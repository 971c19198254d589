"""Boosted trees as plain arrays: rows of numbers to probabilities, in the same order of sums everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
CHUNK = 2000  # rows walked through all trees at once


@dataclass(frozen=True, slots=True)
class Trees:
    """A classifier over rows; a missing number is nan. Leaves point at themselves.

    Each node asks whether a feature is at most a threshold: yes goes to `left`, no to `right`, missing where told.
    """

    classes: tuple[str, ...]  # ("no", "yes") of a yes-or-no question
    width: int  # features
    base: NDArray[np.float64]  # per class, one of a yes-or-no question
    roots: NDArray[np.int32]  # (trees,): in turn one of each class
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
        at = np.tile(self.roots, (len(rows), 1))
        lines = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            found = rows[lines, self.feature[at]]
            yes = np.where(np.isnan(found), self.missing[at], found <= self.threshold[at])
            at = np.where(yes, self.left[at], self.right[at])
        width = len(self.base)
        sums = self.base + self.value[at].astype(np.float64).reshape(len(rows), -1, width).sum(axis=1)
        if width == 1:
            sums = np.hstack([np.zeros_like(sums), sums])
        raised = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares: NDArray[np.float64] = np.round(raised / raised.sum(axis=1, keepdims=True), 6)
        return shares

    def yes(self, rows: Rows) -> NDArray[np.float64]:
        """Probability of a yes."""
        return self.probabilities(rows)[:, 1]


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
