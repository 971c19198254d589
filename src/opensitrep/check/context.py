"""What some words of a draft tell, laid beside every sentence of the reports: words alike in meaning count for less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from opensitrep.check.match import FAR, NEIGHBOUR, At, Index, nearness
from opensitrep.check.words import Word
from opensitrep.model import Span


class Context:
    """Words of a draft, each with what it tells and with the words of the reports that may stand for it.

    With `near` (characters of `text`) a word tells less the farther from there it stands.
    """

    def __init__(
        self, index: Index, words: Iterable[Word], near: tuple[int, int] | None = None, text: str = ""
    ) -> None:
        self.index = index
        self.weights: dict[str, float] = {}
        words = list(words)
        for word, share in nearness(words, near, text):
            self.weights[word.key] = max(self.weights.get(word.key, 0.0), share * index.weight(word))
        self.whole = sum(self.weights.values()) or 1.0
        self.alike = {w.key: index.alike(w) for w in words}

    @cached_property
    def shares(self) -> dict[At, float]:
        """For each sentence the share of the words that it holds, itself or (for half) beside it."""
        out: dict[At, float] = defaultdict(float)
        for key, weight in self.weights.items():
            for at, share in self.index.standing(self.alike[key]).items():
                out[at] += weight * share
        return {at: share / self.whole for at, share in out.items()}

    @property
    def top(self) -> float:
        """The largest share."""
        return max(self.shares.values(), default=0.0)

    def ranked(self, most: int) -> list[tuple[float, At]]:
        """The sentences with the largest shares."""
        return sorted(((s, at) for at, s in self.shares.items()), key=lambda x: (-x[0], x[1]))[:most]

    def beside(self, at: At, span: Span) -> float:
        """The share of the words that stand near some characters of a sentence, or (for less) beside the sentence."""
        held = self.index.near(at, span)
        around = self.index.keys_beside(at)
        found = 0.0
        for key, weight in self.weights.items():
            best = 0.0
            for other, share in self.alike[key].items():
                near = held.get(other, FAR * NEIGHBOUR if other in around else 0.0)
                best = max(best, near * share)
            found += weight * best
        return found / self.whole

    def part(self, keys: frozenset[str]) -> float:
        """The share of the words that some words hold."""
        stands = (
            (w, max((s for k, s in self.alike[key].items() if k in keys), default=0.0))
            for key, w in self.weights.items()
        )
        return sum(weight * share for weight, share in stands) / self.whole
