"""What a scorer says of the words of one report: probabilities by head, of tokens, sentences and pairs of tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from opensitrep.model import Reading

Array = NDArray[np.float32]
Pairs = Callable[[Sequence[int], Sequence[int]], Array]
"""Tokens on the left, tokens on the right -> probabilities (left, right, classes)."""
Group = tuple[Sequence[int], Sequence[int]]
Groups = Callable[[Sequence[Group]], list[Array]]
"""The same of several lefts, each with its own right."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities by head, rounded before anybody decides by them; `classes` names the last axis of each."""

    classes: Mapping[str, tuple[str, ...]]
    tokens: Mapping[str, Array] = field(default_factory=dict)  # (tokens, classes)
    sentences: Mapping[str, Array] = field(default_factory=dict)  # (sentences, classes)
    pairs: Mapping[str, Pairs] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)  # of a yes, by head and class
    vectors: Array | None = None  # (tokens, width): what the words mean here; None of a scorer that has none
    together: Mapping[str, Groups] = field(default_factory=dict)  # of heads that are quicker for much at once

    def by_group(self, head: str, groups: Sequence[Group]) -> list[Array]:
        """What `pairs` says of each group."""
        if head in self.together:
            return self.together[head](groups)
        return [self.pairs[head](left, right) for left, right in groups]

    def best(self, head: str, token: int) -> tuple[str, float]:
        """The likeliest class of a token and its probability."""
        row = self.tokens[head][token]
        at = int(np.argmax(row))
        return self.classes[head][at], float(row[at])


def alone(ask: Groups, left: Sequence[int], right: Sequence[int]) -> Array:
    """What is said of one group."""
    return ask([(left, right)])[0]


class Scorer(Protocol):
    """Anything that scores the words of a report; needs its marks and its syntax."""

    def score(self, reading: Reading) -> Scores:
        """The scores of all heads."""
        ...
