"""Which sentences of the reports a sentence of a draft may rest on: by rare words, names, figures and neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from opensitrep.check.store import Line
from opensitrep.check.words import Word, rarity, words
from opensitrep.learned import word_vectors
from opensitrep.model import Span

NEIGHBOUR = 0.5  # what a word counts that stands in the sentence before or after
FAR = 0.3  # the same, where it should stand near a figure
NAMES = 1.3  # what a name counts beside another word
FIGURE = 3.0  # what a figure counts: as much as a word that one story in twenty holds
HALF = 5  # words between two, after which one tells half as much of where the other belongs
PAUSE = 3  # words that a break of the sentence counts for
KEPT = 8  # sentences that are looked at
NEAR = 0.55  # share of the best likeness that another sentence needs to be looked at
LIKE = 0.45  # likeness of meaning from which a word may stand for another, for `STANDS` of it
STANDS = 0.8
ROUND, ROUNDED, LEAST = 0.1, 0.6, 20  # how far a number may lie from one that stands for it, for how much, from where
FAINT = 0.12  # likeness under which a sentence says nothing

BREAK = re.compile(r"[;:—–]|, (?:and|but|while|which|who|where|after|in which)\b|\b(?:while|whereas)\b")
At = tuple[int, int]
"""Number of a report and of a sentence in it."""
Numbers = NDArray[np.float64]
Query = dict[str, float]
"""Words in comparison form with what each tells of which sentence is meant."""


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of a report with its likeness to a sentence of the draft: the share of the draft's words it holds."""

    line: Line
    score: float
    at: At  # report and sentence, for neighbours


class Index:
    """All sentences of the reports, found by their words."""

    def __init__(self, reports: Sequence[Sequence[Line]]) -> None:
        self.reports = reports
        self._own: dict[str, set[At]] = defaultdict(set)
        for r, report in enumerate(reports):
            for n, line in enumerate(report):
                for key in line.keys:
                    self._own[key].add((r, n))
        self.size = sum(len(r) for r in reports)
        self._nearness: dict[Span, Query] = {}
        self._beside: dict[At, frozenset[str]] = {}
        self._alike: dict[tuple[str, str, bool], Query] = {}

    @cached_property
    def _share(self) -> dict[str, dict[At, float]]:
        """For each word the sentences that hold it, and (for less) those beside one that does."""
        found: dict[str, dict[At, float]] = {}
        for key, own in self._own.items():
            beside = {
                (r, n + step): NEIGHBOUR for r, n in own for step in (-1, 1) if 0 <= n + step < len(self.reports[r])
            }
            found[key] = beside | dict.fromkeys(own, 1.0)
        return found

    @cached_property
    def _plain(self) -> dict[str, str]:
        """A word as written for each comparison form, but for names and numbers."""
        found: dict[str, str] = {}
        for word in (w for line in self.lines() for w in line.words if w.value is None and not w.name):
            found[word.key] = min(found.get(word.key, word.text), word.text)
        return found

    @cached_property
    def _meanings(self) -> tuple[list[str], Numbers, Numbers]:
        """The comparison forms of these words, their vectors, and how long those are."""
        vectors = word_vectors(list(self._plain.values()))
        return list(self._plain), vectors, _lengths(vectors)

    def meet(self, words: Iterable[Word]) -> None:
        """Ask for many words at once which words of the reports mean the same."""
        asked = {(w.key, w.text, w.name): w for w in words}
        new = [word for known, word in asked.items() if known not in self._alike]
        plain = [word for word in new if word.value is None and not word.name]
        keys, vectors, lengths = self._meanings
        own = word_vectors([w.text for w in plain])
        likeness = own @ vectors.T / np.maximum(np.outer(_lengths(own), lengths), 1.0)
        for word in new:
            self._alike[word.key, word.text, word.name] = {word.key: 1.0} if word.key in self._own else {}
        for word, row in zip(plain, likeness, strict=True):
            found = self._alike[word.key, word.text, word.name]
            for n in np.flatnonzero(row >= LIKE):
                found.setdefault(keys[n], STANDS * float(row[n]))
        numbers = {key: float(key[1:]) for key in self._own if key.startswith("#")}
        for word in new:
            if word.value is not None and word.value >= LEAST:
                near = (k for k, v in numbers.items() if abs(v - word.value) <= ROUND * word.value)
                for key in near:
                    self._alike[word.key, word.text, word.name].setdefault(key, ROUNDED)

    def alike(self, word: Word) -> Query:
        """The words of the reports that may stand for a word, each with how far: itself, one that means the same."""
        known = (word.key, word.text, word.name)
        if known not in self._alike:
            self.meet([word])
        return self._alike[known]

    def standing(self, alike: Query) -> dict[At, float]:
        """The sentences that hold one of some words, and (for less) those beside one that does."""
        held: dict[At, float] = {}
        for key, share in alike.items():
            for at in self._own.get(key, ()):
                held[at] = max(held.get(at, 0.0), share)
        found = dict(held)
        for (r, n), share in held.items():
            for at in ((r, n - 1), (r, n + 1)):
                if 0 <= at[1] < len(self.reports[r]):
                    found[at] = max(found.get(at, 0.0), NEIGHBOUR * share)
        return found

    def keys_beside(self, at: At) -> frozenset[str]:
        """The words of the sentences before and after one."""
        if at not in self._beside:
            r, n = at
            lines = (*self.reports[r][max(0, n - 1) : n], *self.reports[r][n + 1 : n + 2])
            self._beside[at] = frozenset(k for line in lines for k in line.keys)
        return self._beside[at]

    def read(self, text: str) -> list[Word]:
        """The words of any text, as those of a sentence."""
        return list(words(text, 0, len(text)))

    def lines(self) -> Iterator[Line]:
        """All sentences."""
        return (line for report in self.reports for line in report)

    def placed(self) -> Iterator[tuple[At, Line]]:
        """All sentences with where they stand."""
        return (((r, n), line) for r, report in enumerate(self.reports) for n, line in enumerate(report))

    def holds(self, key: str) -> bool:
        """Whether any report holds a word."""
        return key in self._own

    def weight(self, word: Word) -> float:
        """How much a word tells of which sentence is meant: rare in the news, and rare in these reports."""
        everywhere = FIGURE if word.value is not None else rarity(word.text)
        here = log((self.size + 1) / (len(self._own.get(word.key, ())) + 0.5))
        return max(0.1, (everywhere + here) / 2) * (NAMES if word.name else 1.0)

    def query(self, words: Iterable[Word], near: tuple[int, int] | None = None, text: str = "") -> Query:
        """Words with what each tells; with `near` (characters of `text`), less the farther from there it stands."""
        found: Query = {}
        for word, share in nearness(list(words), near, text):
            found[word.key] = max(found.get(word.key, 0.0), share * self.weight(word))
        return found

    def beside(self, query: Query, at: At, span: Span) -> float:
        """The share of some words that stand near some characters of a sentence, or (for less) beside the sentence."""
        whole, held = sum(query.values()), self.near(at, span)
        far = ((w, FAR if at in self._share.get(k, ()) else 0.0, k) for k, w in query.items())
        return sum(w * held.get(k, share) for w, share, k in far) / whole if whole else 0.0

    def near(self, at: At, span: Span) -> Query:
        """The words of a sentence with how near they stand to some of its characters."""
        if span not in self._nearness:
            line = self.reports[at[0]][at[1]]
            start = line.span.start
            moved = [replace(w, start=w.start - start, end=w.end - start) for w in line.words if not w.meets(span)]
            held: Query = {}
            for word, share in nearness(moved, (span.start - start, span.end - start), line.text):
                held[word.key] = max(held.get(word.key, FAR), share)
            self._nearness[span] = held
        return self._nearness[span]

    def likeness(self, query: Query, at: At) -> float:
        """The share of some words that a sentence holds, itself or (for half) beside it."""
        whole = sum(query.values())
        return (
            sum(w * self._share[k].get(at, 0.0) for k, w in query.items() if k in self._share) / whole if whole else 0.0
        )

    def all(self, query: Query) -> list[Match]:
        """Every sentence that holds one of some words, the likest first."""
        scores: dict[At, float] = defaultdict(float)
        for key, weight in query.items():
            for at, share in self._share.get(key, {}).items():
                scores[at] += weight * share
        whole = sum(query.values())
        found = [
            Match(self.reports[r][n], round(score / whole, 9), (r, n)) for (r, n), score in scores.items() if score
        ]
        return sorted(found, key=lambda m: (-m.score, m.at))

    def nearest(self, query: Query) -> list[Match]:
        """The sentences most like some words, the best first; those far behind the best are left out."""
        found = self.all(query)[:KEPT]
        return [m for m in found if m.score >= max(FAINT, NEAR * found[0].score)]

    def around(self, at: At, reach: int = 1) -> list[Line]:
        """A sentence with those around it."""
        r, n = at
        return list(self.reports[r][max(0, n - reach) : n + reach + 1])


def _lengths(vectors: Numbers) -> Numbers:
    found: Numbers = np.sqrt((vectors * vectors).sum(axis=1))
    return found


def nearness(words: Sequence[Word], near: tuple[int, int] | None, text: str) -> Iterator[tuple[Word, float]]:
    """Each word with how near it stands to some characters of a text: 1 beside them, half of it every few words."""
    for word in words:
        between = 0
        if near:
            low, high = min(word.end, near[1]), max(word.start, near[0])
            first, last = (low, high) if low < high else (high, low)
            between = sum(first <= w.start < last for w in words) - (1 if word.start < near[0] else 0)
            between += PAUSE * len(BREAK.findall(text, first, last))
        yield word, 0.5 ** (max(0, between) / HALF)
