"""What befell those that a figure counts: what the reader of words says, the words around the figure and its unit,
weighed together by one learned decision (a conditional logit: one weight a feature, shared by all fates)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from opensitrep.model import Quantity
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists, data_bytes

CARD = "models/fates.json"
WORDS = Lists("fates")
NONE = "none"
LEAST = 1e-4  # of a probability that was rounded to nothing
RINGS = 4  # its own noun, what is told of it, what stands beside it, further up
FAMILIAR = 3  # times a word of train is met before it counts
SURE_UNIT, SURE_WORD = 8, 6  # how many counts the share of all figures is worth beside a unit's, a word's own
BIASED = (NONE, "other", "present", "affected")
NAMES = ("words", "unit", *(f"ring {n}" for n in range(RINGS)), "sentence", "table", *(f"is {f}" for f in BIASED))
Features = NDArray[np.float64]
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Fates:
    """The trained decision: how often each unit and lemma of train went with each fate, and a weight a feature."""

    weights: Mapping[str, float]
    prior: Mapping[str, int]
    units: Counts
    lemmas: Counts

    def tell(self, rows: Features) -> NDArray[np.float64]:
        """(figures, fates, features) -> probabilities (figures, fates), rounded."""
        sums = rows @ np.array([self.weights[name] for name in NAMES])
        raised = np.exp(sums - sums.max(-1, keepdims=True))
        out: NDArray[np.float64] = np.round(raised / raised.sum(-1, keepdims=True), 4)
        return out


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the parse of its report; `at` is the token that stands for its number words."""

    tree: Tree
    quantity: Quantity
    at: int


@cache
def load_fates() -> Fates:
    """The decision as shipped."""
    card = json.loads(data_bytes(CARD))
    return Fates(card["weights"], card["prior"], card["units"], card["lemmas"])


def rings(figure: Figure) -> list[set[int]]:
    """Words by how near they stand to a figure in the parse: in its phrase, told of it, beside it, further up."""
    tree, quantity, at = figure.tree, figure.quantity, figure.at
    syntax = tree.syntax
    phrase = {*tree.inside(quantity.span), *(tree.inside(quantity.object) if quantity.object else ())}
    own = [at]
    for k in tree.ancestors(at):
        if k not in phrase:
            break
        own.append(k)
    found: list[set[int]] = [phrase - {at}, set(), set(), set()]
    for k in own:
        found[0].update(tree.children(k, *WORDS["told of a noun"]))
        for prep in tree.children(k, "prep"):
            found[1].update(tree.children(prep, "pobj"))
    for steps, k in enumerate([k for k in tree.ancestors(own[-1]) if syntax.pos[k] not in WORDS["empty"]][: RINGS - 1]):
        found[1 + min(steps, RINGS - 2)].add(k)
        beside = set(tree.children(k, *WORDS["beside"])) - set(own)
        found[min(2 + steps, RINGS - 1)] |= beside
        if not steps:
            for prep in tree.children(k, "prep"):
                found[2].update(tree.children(prep, "pobj"))
    return found


def features(figure: Figure, said: Sequence[float], fates: Sequence[str], known: Fates) -> Features:
    """(fates, features) of a figure; `said` are the probabilities that the reader of words gives the fates."""
    lemma = figure.tree.syntax.lemma
    near = [{lemma[k].lower() for k in ring} for ring in rings(figure)]
    total = sum(known.prior.values()) + len(fates)
    share = np.array([(known.prior.get(f, 0) + 1) / total for f in fates])
    rows = np.zeros((len(fates), len(NAMES)))
    rows[:, 0] = np.log(np.maximum(np.asarray(said, dtype=np.float64), LEAST))
    rows[:, 1] = _odds(known.units.get(figure.quantity.unit, {}), fates, share, SURE_UNIT)
    where = {f: n for n, f in enumerate(fates)}
    sentence = {lemma[k].lower() for k in figure.tree.sentence(figure.at)}
    for fate, cues in _cues().items():
        if fate in where:
            ring = next((n for n, words in enumerate(near) if words & cues), None)
            if ring is not None:
                rows[where[fate], 2 + ring] = 1
            elif sentence & cues:
                rows[where[fate], 2 + RINGS] = 1
    for word in sorted(near[0] | near[1]):
        counts = known.lemmas.get(word, {})
        if sum(counts.values()) >= FAMILIAR:
            rows[:, 3 + RINGS] += _odds(counts, fates, share, SURE_WORD)
    for n, fate in enumerate(BIASED):
        if fate in where:
            rows[where[fate], 4 + RINGS + n] = 1
    return rows


def in_care(figure: Figure) -> str | None:
    """Of a figure of people who are hurt: whether it counts those in hospital, or those who left it."""
    near = [figure.tree.syntax.lemma[k].lower() for ring in rings(figure)[: RINGS - 1] for k in ring]
    if WORDS["in hospital"].isdisjoint(near):
        return None
    return "hospitalized" if WORDS["out of hospital"].isdisjoint(near) else "released"


def _odds(counts: Mapping[str, int], fates: Sequence[str], share: Features, sure: int) -> Features:
    """Log odds of each fate against its share of all figures; nothing where nothing was counted."""
    told = np.array([counts.get(f, 0) for f in fates])
    odds: Features = np.log((told + sure * share) / (told.sum() + sure)) - np.log(share)
    return odds


@cache
def _cues() -> dict[str, frozenset[str]]:
    return {fate: frozenset(words.split()) for fate, words in WORDS.table("cues").items()}
