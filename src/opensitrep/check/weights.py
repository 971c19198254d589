"""How sure an alarm is: small logistic models over traits of a sentence and of what the reports have beside it.

The weights are those of data/models/check.json, made by training/checks; its card stands in the same file. A weight
named "a*b" is of the product of two traits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import mul

import msgspec

from opensitrep.check.case import Case
from opensitrep.check.context import Context
from opensitrep.check.match import At
from opensitrep.text.words import data_bytes

Traits = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model, and the probability from which it is an alarm."""

    bias: float
    weights: dict[str, float]
    sure: float

    def __call__(self, traits: Mapping[str, float]) -> float:
        """The probability that something is wrong."""
        score = self.bias + math.fsum(weight * product(name, traits) for name, weight in self.weights.items())
        return round(1 / (1 + math.exp(-max(-50.0, min(50.0, score)))), 4)


def product(name: str, traits: Mapping[str, float]) -> float:
    """A trait, or the product of some."""
    return reduce(mul, (traits[part] for part in name.split("*")))


@dataclass(frozen=True, slots=True)
class Models:
    """The file data/models/check.json, as far as deciding needs it: a model a question."""

    figure: Weights
    day: Weights
    place: Weights
    plan: Weights
    denial: Weights
    happening: Weights


@cache
def models() -> Models:
    """The models, read once."""
    return msgspec.json.decode(data_bytes("models/check.json"), type=Models)


def sure(question: str, traits: Mapping[str, float]) -> bool:
    """Whether something is so probably wrong that it is an alarm."""
    model: Weights = getattr(models(), question)
    return model(traits) >= model.sure


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure, a day or a place of a report: how like what stands near it, and its sentence, are to the draft's."""

    near: float
    share: float
    at: At


def pair(case: Case, context: Context, held: Sequence[Beside], rivals: Sequence[Beside]) -> Traits:
    """What speaks for and against something of the draft: where reports have it, and where another one in its place."""
    own, other = (max((b.near for b in some), default=0.0) for some in (held, rivals))
    ours, theirs = (max((b.share for b in some), default=0.0) for some in (held, rivals))
    reports = sum(bool(report) for report in case.library.index.reports)
    return {
        "held": own,
        "held share": ours,
        "rival": other,
        "rival share": theirs,
        "top": context.top,
        "told": case.told,
        "absent": float(not held),
        "reports": len({b.at[0] for b in held}) / max(1, reports),
        "times": min(len(held), 5) / 5,
        "nearer": ratio(other, own),
        "liker": ratio(theirs, ours),
        "ahead": ratio(context.top, ours),
    }


def ratio(one: float, other: float) -> float:
    """How much more one share is than another, in logarithms."""
    return math.log((one + 0.1) / (other + 0.1))
