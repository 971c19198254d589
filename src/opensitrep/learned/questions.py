"""Questions asked of many rows at once, each mixed of some columns into buckets."""

from __future__ import annotations

from typing import Any

import numpy as np

from opensitrep.learned.columns import Numbers, Places, mix, number

Column = Any  # an array of whole numbers or truths, or one whole number for all rows
STEPS = np.asarray([0, 1, 2, 3, 5, 8, 13, 21, 34])


def steps(values: Places) -> Numbers:
    """Distances by growing steps, from 1."""
    return np.searchsorted(STEPS, np.abs(values)).astype(np.uint32) * 2 + (values < 0) + 1


class Questions:
    """Collects questions, the columns each is made of, and mixes all of as many parts together."""

    def __init__(self, salt: int = 0) -> None:
        self.salt = salt
        self.asked: list[tuple[int, tuple[Column, ...]]] = []
        self.missing: list[tuple[int, Column]] = []

    def __call__(self, *questions: tuple[Column, ...]) -> None:
        """Several questions, each of the columns it mixes."""
        for parts in questions:
            self.salt += 1
            self.asked.append((self.salt, parts))

    def same(self, name: str, there: Column, *parts: Column) -> None:
        """One question asked of several words, without an answer where a word is missing."""
        self.missing.append((len(self.asked), there))
        self.asked.append((number(name), parts))

    def table(self, rows: int) -> Numbers:
        """(rows, questions)."""
        out = np.empty((len(self.asked), rows), dtype=np.uint32)
        for size in {len(parts) for _, parts in self.asked}:
            which = [k for k, (_, parts) in enumerate(self.asked) if len(parts) == size]
            columns = np.empty((size, len(which), rows), dtype=np.uint32)
            for row, k in enumerate(which):
                for n, part in enumerate(self.asked[k][1]):
                    columns[n, row] = part
            out[which] = mix([self.asked[k][0] for k in which], *columns)
        for k, there in self.missing:
            out[k] *= np.asarray(there, dtype=np.uint32)
        return np.ascontiguousarray(out.T)
