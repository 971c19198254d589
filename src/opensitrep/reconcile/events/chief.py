"""Which tellings of all reports are of the happening that their story is there for: one decision over the whole story.

Each telling is laid beside those that are likeliest to be of it by what their own reports are there for: their kinds,
places, days, doers, words and vectors, each weighed by how likely that is. So a telling without a day or a place, which
no pair of incidents would join, is found where many reports lead with it. The weights are those of
data/models/chief.json, made by training/likeness; its card stands in the same file. The cost grows with the tellings.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache, cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray

from opensitrep.model import Currency, Ground
from opensitrep.reconcile.events.likeness import kinds_near, parted
from opensitrep.reconcile.events.nearness import closeness, days_between, meet
from opensitrep.reconcile.events.tellings import Telling, real
from opensitrep.reconcile.weighing import Weighing
from opensitrep.text.words import data_bytes

BODY = 20  # tellings that the others are laid beside: those likeliest to be of it
LEAST = 0.02  # likelihood from which a telling may be one of them
SAME, WITHIN = 0.5, 0.1  # closeness from which a place is the same, and one inside or around the other
FAR = 6.0  # powers of two of days from which days are far apart
UNIT = 127.0  # length of the vector of an incident
PARTS = 1000  # weights are counted in such parts where vectors are weighed: whole numbers sum up the same everywhere

Features = dict[str, float]


@cache
def weights() -> Weighing:
    """Whether a report's likeliest telling is one of the main event; read once."""
    return msgspec.json.decode(data_bytes("models/chief.json"), type=Weighing)


def chiefs(tellings: Sequence[Telling]) -> list[float]:
    """How likely each telling is one of what the story is there for, rounded."""
    return [weights()(row) for row in Beside(tellings).rows()]


def main_group(
    tellings: Sequence[Telling], groups: Sequence[Sequence[int]], split: Set[frozenset[int]]
) -> tuple[int, ...]:
    """Positions of the tellings of the main event, sorted: the group of current ones that most reports are there for,
    and of each report that has none in it the likeliest, if it is likely enough.

    Each report votes for a group by its likeliest telling there. What is parted from most of the group (another place
    or day) is not added, nor what a person `split` from one.
    """
    likely = chiefs(tellings)
    votes = [(_votes(tellings, group, likely), group) for group in groups if _is_current(tellings, group)]
    if not votes:
        return ()
    first = min(votes, key=lambda v: (-v[0], v[1]))[1]
    out, reports = set(first), {tellings[i].doc for i in first}
    for i in sorted(range(len(likely)), key=lambda i: (-likely[i], i)):
        if likely[i] < weights().threshold:
            break
        is_new = tellings[i].doc not in reports and tellings[i].currency is Currency.CURRENT
        if is_new and not any(frozenset((i, j)) in split for j in out) and not _is_apart(tellings, i, first):
            reports.add(tellings[i].doc)
            out.add(i)
    return tuple(sorted(out))


def _is_apart(tellings: Sequence[Telling], number: int, group: Sequence[int]) -> bool:
    """Whether something parts a telling from most of a group; one of it may have been read amiss."""
    return 2 * sum(parted(tellings[number], tellings[i]) is not None for i in group) > len(group)


def _is_current(tellings: Sequence[Telling], group: Sequence[int]) -> bool:
    return 2 * sum(tellings[i].currency is Currency.CURRENT for i in group) > len(group)


def _votes(tellings: Sequence[Telling], group: Sequence[int], likely: Sequence[float]) -> float:
    best: dict[str, float] = {}
    for i in group:
        best[tellings[i].doc] = max(best.get(tellings[i].doc, 0.0), likely[i])
    return round(math.fsum(best.values()), 4)


class Beside:
    """The tellings of a story, each beside those that are likeliest to be of its main happening."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self.tellings = tellings
        first = sorted(range(len(tellings)), key=lambda i: (-tellings[i].leads, i))[:BODY]
        self.body = {i: tellings[i].leads for i in first if tellings[i].leads > LEAST}
        self.best: dict[str, list[float]] = defaultdict(list)  # by report, the likeliest first
        for i in sorted(range(len(tellings)), key=lambda i: -tellings[i].leads):
            self.best[tellings[i].doc].append(tellings[i].leads)
        self.words: dict[str, list[tuple[float, int]]] = defaultdict(list)  # of the body, the likeliest first
        for i, weight in self.body.items():
            for word in tellings[i].words | tellings[i].triggers:
                self.words[word].append((weight, i))

    def rows(self) -> Iterator[Features]:
        """What tells each, in order."""
        return (self.features(i) for i in range(len(self.tellings)))

    def features(self, number: int) -> Features:
        """How a telling stands in its report, and beside the likeliest ones of all reports."""
        one = self.tellings[number]
        body = [(self.tellings[i], weight) for i, weight in self.body.items() if i != number]
        total = math.fsum(weight for _, weight in body) or 1e-9
        same = math.fsum(weight for t, weight in body if t.type == one.type) / total
        found = {
            "leads": one.leads,
            "score": one.incident.score,
            "current": float(one.currency is Currency.CURRENT),
            "real": float(real(one)),
            "mentions": math.log2(1 + len(one.mentions)),
            f"modality {one.modality.value}": 1.0,
            f"part {one.part.value if one.part else None}": 1.0,
            f"tie {one.tie.value}": 1.0,
            "same kind": same,
            "leads, same kind": one.leads * same,
            "near kind": math.fsum(weight for t, weight in body if kinds_near(t.type, one.type)) / total,
            "best of its report": self._others_best(one),
            "words": self._known(one.words, number),
            "triggers": self._known(one.triggers, number),
        }
        return found | self._meaning(number) | _place(one, body) | _day(one, body) | _doers(one, body, total)

    def _others_best(self, one: Telling) -> float:
        """How likely its report is there for another one."""
        best = self.best[one.doc]
        return next(iter(best[1:] if best[0] == one.leads else best), 0.0)

    def _known(self, words: frozenset[str], number: int) -> float:
        """The share of its words that others say, each by the likeliest that does."""
        said = (next((weight for weight, i in self.words.get(w, ()) if i != number), 0.0) for w in sorted(words))
        return math.fsum(said) / max(1, len(words))

    def _meaning(self, number: int) -> Features:
        """How near it is in meaning to the others on the whole, and to the nearest one of them."""
        own, others = self._vectors[number], self._rows != number
        if not own.any() or not others.any():
            return {}
        table, parts = self._vectors[self._rows[others]], self._parts[others]
        near, mean = table @ own, parts @ table
        size = math.sqrt(float(mean @ mean)) or 1.0
        nearest = float((near * np.minimum(PARTS, 2 * parts)).max())
        return {"meaning": float(mean @ own) / size / UNIT, "nearest meaning": nearest / PARTS / UNIT**2}

    @cached_property
    def _vectors(self) -> NDArray[np.int64]:
        table = np.zeros((len(self.tellings), max(len(t.incident.vector) for t in self.tellings)), dtype=np.int64)
        for row, telling in zip(table, self.tellings, strict=True):
            row[: len(telling.incident.vector)] = telling.incident.vector
        return table

    @cached_property
    def _rows(self) -> NDArray[np.int64]:
        return np.array(list(self.body), dtype=np.int64)

    @cached_property
    def _parts(self) -> NDArray[np.int64]:
        return np.array([round(weight * PARTS) for weight in self.body.values()], dtype=np.int64)


Body = Sequence[tuple[Telling, float]]


def _place(one: Telling, body: Body) -> Features:
    """The share of the others with a place that are there, around it and elsewhere."""
    placed = [(closeness(t.place, one.place), weight) for t, weight in body if t.place and one.place]
    total = math.fsum(weight for _, weight in placed)
    if not total:
        return {"place open": 1.0}
    apart = math.fsum(weight for near, weight in placed if near is None) / total
    return {
        "place same": math.fsum(w for near, w in placed if near is not None and near >= SAME) / total,
        "place within": math.fsum(w for near, w in placed if near is not None and WITHIN < near < SAME) / total,
        "place apart": apart,
        "place apart, sure": apart * one.incident.place_score,
    }


def _day(one: Telling, body: Body) -> Features:
    """The share of the others with a day on which it is told, and how far the rest is away."""
    when = one.when
    dated = [(t.when, weight) for t, weight in body if t.when] if when else []
    total = math.fsum(weight for _, weight in dated)
    if when is None or not total:
        return {"day open": 1.0}
    apart = math.fsum(weight for day, weight in dated if not meet(day, when)) / total
    gaps = ((min(FAR, math.log2(1 + max(0.0, days_between(day, when)))), weight) for day, weight in dated)
    return {
        "day same": 1 - apart,
        "day apart": apart,
        "day apart, stated": apart * (one.incident.day_ground is Ground.STATED),
        "days away": math.fsum(gap * weight for gap, weight in gaps) / total,
    }


def _doers(one: Telling, body: Body, total: float) -> Features:
    """The share of the others by the same doers, and by other ones."""
    named = [(bool(one.doers & t.doers), weight) for t, weight in body if one.doers and t.doers]
    return {
        "doers same": math.fsum(weight for same, weight in named if same) / total,
        "doers other": math.fsum(weight for same, weight in named if not same) / total,
    }
