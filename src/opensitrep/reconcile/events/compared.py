"""Questions to many pairs of incidents at once: those that look alike to a question are asked once.

What is measured of each pair is reckoned in columns, with numbers whose sums are the same in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from opensitrep.reconcile.events.tellings import Telling
from opensitrep.reconcile.linkage import Pair

FINE = 2.0**44  # weights are counted in such parts, as whole numbers
CHUNK = 20_000  # pairs whose vectors stand in memory at once
Column = NDArray[np.float64]
Looks = Callable[[Telling], Hashable]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Answers(Generic[T]):
    """An answer for each pair: `which` of the different ones."""

    which: NDArray[np.int64]
    answers: Sequence[T]

    def column(self, value: Callable[[T], Any] = lambda answer: answer) -> NDArray[Any]:
        """Something of each answer, as an array over the pairs."""
        return np.array([value(a) for a in self.answers])[self.which]

    def distinct(self) -> Answers[T]:
        """The same with equal answers as one."""
        known: dict[T, int] = {}
        number = [known.setdefault(answer, len(known)) for answer in self.answers]
        return Answers(np.array(number, dtype=np.int64)[self.which], tuple(known))

    def each(self) -> Iterator[T]:
        """The answer for each pair in turn."""
        return (self.answers[n] for n in self.which.tolist())


def crossed(question: Callable[..., R], *parts: Answers[Any]) -> Answers[R]:
    """A question to answers that are there, asked once for each combination of different ones."""
    distinct = [part.distinct() for part in parts]
    key = np.zeros(len(parts[0].which), dtype=np.int64)
    for part in distinct:
        key = key * len(part.answers) + part.which
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return Answers(which, [question(*(p.answers[p.which[n]] for p in distinct)) for n in first.tolist()])


class Compared:
    """Pairs of some incidents, by position; one at least."""

    def __init__(self, tellings: Sequence[Telling], pairs: Sequence[Pair]) -> None:
        self.tellings = tellings
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        self.left, self.right = both[:, 0], both[:, 1]

    def none(self) -> NDArray[np.bool_]:
        """False for each pair."""
        return np.zeros(len(self.left), dtype=bool)

    def ask(self, looks: Looks, question: Callable[[Telling, Telling], T]) -> Answers[T]:
        """A question that looks only at a part of each of the two."""
        classes: dict[Hashable, int] = {}
        of = np.array([classes.setdefault(looks(t), len(classes)) for t in self.tellings], dtype=np.int64)
        _, first, which = np.unique(
            of[self.left] * len(classes) + of[self.right], return_index=True, return_inverse=True
        )
        return Answers(which, [self._answer(question, n) for n in first.tolist()])

    def _answer(self, question: Callable[[Telling, Telling], T], pair: int) -> T:
        return question(self.tellings[self.left[pair]], self.tellings[self.right[pair]])

    def each(self, where: NDArray[Any], question: Callable[[Telling, Telling], float]) -> Column:
        """The number of a question asked of some of the pairs; 0 for the others."""
        out = np.zeros(len(self.left))
        for pair in np.flatnonzero(where).tolist():
            out[pair] = self._answer(question, pair)
        return out

    def least(self, values: Sequence[float]) -> Column:
        """The lower one of the values of the two."""
        column = np.array(values, dtype=np.float64)
        return np.minimum(column[self.left], column[self.right])

    def products(self, vectors: Sequence[Sequence[int]]) -> Column:
        """Scalar products of vectors of whole numbers; 0 where one has none."""
        table = np.zeros((len(vectors), max(map(len, vectors), default=0)), dtype=np.int64)
        for row, vector in zip(table, vectors, strict=True):
            row[: len(vector)] = vector
        out = np.zeros(len(self.left))
        for start in range(0, len(out), CHUNK):
            part = slice(start, start + CHUNK)
            out[part] = (table[self.left[part]] * table[self.right[part]]).sum(axis=1)
        return out

    def cosines(self, words: Sequence[frozenset[str]], weights: Mapping[str, float]) -> Column:
        """Cosines of sets of weighed words."""
        numbers = {word: n for n, word in enumerate(sorted(frozenset().union(*words)))}
        worth = np.array([round(weights[word] * FINE) for word in numbers], dtype=np.int64)
        held = [np.array([numbers[w] for w in some], dtype=np.int64) for some in words]
        size = np.array([worth[some].sum() for some in held]) / FINE
        both = self._shared(held, worth) / FINE
        scale = np.sqrt(size[self.left] * size[self.right])
        return np.divide(both, scale, out=np.zeros(len(both)), where=both > 0)

    def _shared(self, held: Sequence[NDArray[np.int64]], worth: NDArray[np.int64]) -> NDArray[np.int64]:
        """What the words that both of a pair hold are worth."""
        flat, length = np.concatenate([*held, np.zeros(0, dtype=np.int64)]), np.array([len(h) for h in held])
        begin = np.cumsum(length) - length
        out = np.zeros(len(self.left), dtype=np.int64)
        mine = np.zeros(len(worth), dtype=np.int64)
        order = np.argsort(self.left, kind="stable")
        firsts = np.flatnonzero(np.diff(self.left[order], prepend=-1))
        for start, end in zip(firsts.tolist(), [*firsts[1:].tolist(), len(order)], strict=True):
            pairs = order[start:end]
            own, others = held[self.left[pairs[0]]], self.right[pairs]
            mine[own] = worth[own]
            ends = np.cumsum(length[others])
            at = np.arange(ends[-1]) + np.repeat(begin[others] - ends + length[others], length[others])
            sums = np.concatenate([[0], np.cumsum(mine[flat[at]])])
            out[pairs] = sums[ends] - sums[ends - length[others]]
            mine[own] = 0
        return out
