"""Two scorers asked as one: a weighted mean of their log probabilities, head by head (logarithmic opinion pool).

The encoder knows what words mean where they stand; the traits of the parse know lemmas and frames that it has seen too
seldom. On the dev part each head is better for both (training/README.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from opensitrep.learned.scores import Array, Group, Scorer, Scores, alone
from opensitrep.model import Reading

LEAST = 1e-4  # of a probability that was rounded to nothing
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """`first` gives the classes and the vectors; `share` is its weight by head, that of "" where none is named."""

    first: Scorer
    second: Scorer
    share: Mapping[str, float]
    thresholds: Mapping[str, float]

    def score(self, reading: Reading) -> Scores:
        """The scores of all heads of the first scorer."""
        one = self.first.score(reading)
        if not one.tokens:
            return one
        two = self.second.score(reading)
        places = {head: _places(one.classes[head], two.classes[head]) for head in one.classes if head in two.classes}

        def mixed(head: str, left: Array, right: Array | None) -> Array:
            if right is None or head not in places or not left.size:
                return left
            return _mean(left, _aligned(right, places[head]), self.share.get(head, self.share[""]))

        tokens = {head: mixed(head, rows, two.tokens.get(head)) for head, rows in one.tokens.items()}
        sentences = {head: mixed(head, rows, two.sentences.get(head)) for head, rows in one.sentences.items()}

        def asked(head: str, groups: Sequence[Group]) -> list[Array]:
            others = two.by_group(head, groups) if head in two.pairs else [None] * len(groups)
            return [mixed(head, *both) for both in zip(one.by_group(head, groups), others, strict=True)]

        together = {head: partial(asked, head) for head in one.pairs}
        pairs = {head: partial(alone, ask) for head, ask in together.items()}
        return Scores(one.classes, tokens, sentences, pairs, self.thresholds, one.vectors, together)


def _places(classes: Sequence[str], others: Sequence[str]) -> list[int]:
    """Where each class stands among those of the other scorer; -1 for one that it does not know."""
    at = {name: n for n, name in enumerate(others)}
    return [at.get(name, -1) for name in classes]


def _aligned(rows: Array, places: Sequence[int]) -> Array:
    """Rows in the order of other classes; what is not known has no probability."""
    known = np.concatenate([rows, np.zeros((*rows.shape[:-1], 1), dtype=rows.dtype)], -1)
    picked: Array = known[..., places]
    return picked


def _mean(left: Array, right: Array, share: float) -> Array:
    """Probabilities in proportion to left ** share * right ** (1 - share)."""
    logs = share * np.log(np.maximum(left, LEAST)) + (1 - share) * np.log(np.maximum(right, LEAST))
    raised = np.exp(logs - logs.max(-1, keepdims=True))
    out: Array = np.round(raised / raised.sum(-1, keepdims=True), DIGITS).astype(np.float32)
    return out
