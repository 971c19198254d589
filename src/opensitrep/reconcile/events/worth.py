"""Printed or folded: how likely an event is worth a card of its own, a small learned weighing of how it is told.

The weights are those of data/models/worth.json, made by training/likeness; its card stands in the same file. What is
said about a happening (condemnations, wishes, interviews) is no event of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import msgspec

from opensitrep.model import Event, Interval, Modality, Part, Reality, Settled, Tie
from opensitrep.reconcile.events.tellings import Telling, real
from opensitrep.reconcile.weighing import Weighing
from opensitrep.text.words import Lists, data_bytes

WORDS = Lists("merging", "codes")


@cache
def weights() -> Weighing:
    """Whether an event is printed; read once."""
    return msgspec.json.decode(data_bytes("models/worth.json"), type=Weighing)


@dataclass(frozen=True, slots=True)
class Lead:
    """What the story is there for, as far as others are held against it."""

    event: Event
    words: frozenset[str]
    doers: frozenset[str]
    places: frozenset[str]
    days: frozenset[Interval]
    reports: int


def lead_of(event: Event, members: Sequence[Telling]) -> Lead:
    """The main event of a story with its words."""
    return Lead(
        event,
        words=frozenset(w for t in members for w in t.words),
        doers=_doers(members),
        places=_places(members),
        days=frozenset(t.when for t in members if t.when),
        reports=len({t.doc for t in members}),
    )


def _doers(members: Sequence[Telling]) -> frozenset[str]:
    return frozenset().union(*(t.doers for t in members))


def _places(members: Sequence[Telling]) -> frozenset[str]:
    return frozenset(t.place.id for t in members if t.place)


def judge(event: Event, members: Sequence[Telling], lead: Lead | None) -> Event:
    """The event with its score, and whether it is printed."""
    score = weights()(features(event, members, lead))
    if is_reaction(event, members):
        why = Settled("shown", "a reaction to another event")
        return replace(event, score=score, shown=False, why=(*event.why, why))
    return replace(event, score=score, shown=score >= weights().threshold)


def is_reaction(event: Event, members: Sequence[Telling]) -> bool:
    """Words about another event, which no report is there for."""
    said = f"{event.type} {event.mode or ''}".strip() in WORDS["reactions"] or event.type in WORDS["reactions"]
    told_so = all(t.part in (Part.REACTION, None) or t.tie is Tie.FOLLOWS for t in members)
    return said and told_so and all(t.tie is not Tie.MAIN for t in members)


def features(event: Event, members: Sequence[Telling], lead: Lead | None) -> dict[str, float]:
    """How an event is told, by name; what is not named is 0."""
    reports = len({t.doc for t in members})
    count = len(members)
    found = {f"kind {event.type}": 1.0, f"status {event.status.value}": 1.0, f"tie {event.tie.value}": 1.0}
    found[f"currency {event.currency.value}"] = 1.0
    found["reports"] = math.log2(reports)
    found["mentions"] = math.log2(max(1, len(event.mentions)))
    found["references"] = math.log2(1 + sum(len(t.incident.references) for t in members))
    found["counts"] = math.log2(1 + sum(len(t.incident.counts) for t in members))
    found["score"] = math.fsum(t.incident.score for t in members) / count
    found["several reports"] = float(reports > 1)
    found["headline"] = float(any(t.headline for t in members))
    found["main"] = float(any(t.tie is Tie.MAIN for t in members))
    found["dated"] = float(any(t.when for t in members))
    found["placed"] = float(any(t.place for t in members))
    found["doer named"] = float(any(t.doers for t in members))
    found["firm"] = sum(t.modality is Modality.ACTUAL for t in members) / count
    found["unreal"] = sum(not real(t) for t in members) / count
    found["disputed"] = sum(t.incident.reality is Reality.DISPUTED for t in members) / count
    for part in Part:
        found[f"part {part.value}"] = sum(t.part is part for t in members) / count
    if lead is not None and lead.event.id != event.id:
        found |= _beside(event, members, lead)
    elif lead is not None:
        found["the main one"] = 1.0
    return found


def _beside(event: Event, members: Sequence[Telling], lead: Lead) -> dict[str, float]:
    """How near an event is to the main one, of which it may be a scrap."""
    words = frozenset(w for t in members for w in t.words)
    kind = "same kind as main" if event.type == lead.event.type else "other kind than main"
    found = {kind: 1.0, f"{kind}, tie {event.tie.value}": 1.0}
    found[f"{kind}, one report"] = float(len({t.doc for t in members}) == 1)
    found["words of main"] = len(words & lead.words) / max(1, len(words))
    found["below main"] = float(event.parent == lead.event.id)
    found["doer of main"] = float(bool(_doers(members) & lead.doers))
    found["place of main"] = float(bool(_places(members) & lead.places))
    found["day of main"] = float(any(t.when in lead.days for t in members if t.when))
    found["share of reports"] = len({t.doc for t in members}) / lead.reports
    return found
