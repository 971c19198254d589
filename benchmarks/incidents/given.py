"""What the incidents room is given in training and measuring: labelled mentions without what it has to find."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from benchmarks.corpora.gold import Gold, before_events, gold
from benchmarks.corpora.reports import labelled
from corpora import form
from opensitrep.model import Count, Incident, Mention, Modality, Part, Reading, Span
from opensitrep.settings import Settings

DROPPED, ADDED = 0.2, 0.25  # shares: mentions missed, look-alikes taken for mentions
MISSED, MISTAKEN, ABSENT = 0.4, 0.2, 0.3  # of a rough reading: arguments missed, kinds and parts wrong, no passages
NEAR = 150  # characters within which a reader of figures ties them to a mention


@dataclass(frozen=True)
class Given:
    """A report as it is given, beside its labels; `home` leads from a mention to its labelled incident."""

    gold: Gold
    reading: Reading
    home: dict[str, str]

    @property
    def group(self) -> str:
        """Reports of one cluster tell of the same: they train or are asked together."""
        header = self.gold.report.header
        return header["id"] if header.get("cluster", "-") == "-" else header["cluster"]

    @cached_property
    def incidents(self) -> dict[str, Incident]:
        """The labelled incidents by id."""
        return {i.id: i for i in self.gold.reading.incidents}

    @cached_property
    def declared(self) -> dict[str, form.Incident]:
        """The labels of those incidents that a person declared, by id."""
        return {self.gold.ids[i.id]: i for i in self.gold.report.incidents}

    @property
    def main(self) -> str | None:
        """The id of the labelled main incident."""
        return next((i for i, label in self.declared.items() if label.relation == "main"), None)


def load(split: str) -> Iterator[Gold]:
    """The labelled reports of a part."""
    stages = before_events(Settings(engine="here"))
    for path in labelled(split):
        report, faults = form.read(path)
        if not faults:
            yield gold(report, f"{path.parent.name}-{path.stem}.txt", stages)


def clean(one: Gold) -> Given:
    """The labelled mentions as they are: no incidents, no ties of figures, no currency."""
    home = {m: i.id for i in one.reading.incidents for m in i.mentions}
    return Given(one, _stripped(one.reading, list(one.reading.mentions)), home)


def noisy(one: Gold, seed: int, *, rough: bool = False) -> Given:
    """A fifth of the mentions missed, look-alikes among them, both with scores as a reader gives them.

    In a `rough` one arguments are missed, kinds and parts of passages are mistaken too.
    """
    chance = random.Random(f"{one.report.header['id']} {seed}")
    home = {m: i.id for i in one.reading.incidents for m in i.mentions}
    kinds = [m.type or "" for m in one.reading.mentions] or ["OTHER"]
    kept = []
    for mention in one.reading.mentions:
        if chance.random() >= DROPPED:
            seen = replace(mention, score=round(0.4 + 0.6 * chance.random(), 3))
            kept.append(_rough(seen, kinds, chance) if rough else seen)
    known = {m.trigger for m in kept}
    for look in one.report.negatives:
        trigger = Span(one.reading.document.id, look.span.start, look.span.end)
        if chance.random() < ADDED and not any(trigger.meets(t) for t in known):
            kind = chance.choice(kinds)
            name = f"{trigger.doc}:m:{trigger.start}-{trigger.end}:{kind}"
            score = round(0.3 + 0.4 * chance.random(), 3)
            kept.append(Mention(name, trigger, trigger, kind, None, Modality.ACTUAL, score=score))
            home[name] = one.ids[look.incident] if look.incident else name
    reading = _stripped(one.reading, kept)
    if rough:
        none = chance.random() < ABSENT
        passages = tuple(
            replace(p, part=chance.choice(list(Part))) if chance.random() < MISTAKEN else p for p in reading.passages
        )
        reading = replace(reading, passages=() if none else passages, counts=_beside(one, reading, home, chance))
    return Given(one, reading, home)


def _rough(mention: Mention, kinds: list[str], chance: random.Random) -> Mention:
    """A mention as a reader of middling quality gives it."""
    if chance.random() < MISSED:
        mention = replace(mention, places=(), times=())
    if chance.random() < MISSED:
        mention = replace(mention, agents=(), targets=())
    if chance.random() < MISTAKEN:
        mention = replace(mention, type=chance.choice(kinds), mode=None)
    return mention


def _stripped(reading: Reading, mentions: list[Mention]) -> Reading:
    """Without the labelled answers; places that only the label of an incident names go too."""
    named = {p.span for m in reading.mentions for p in m.places}
    return replace(
        reading,
        mentions=tuple(sorted((replace(m, currency=None) for m in mentions), key=lambda m: (m.span, m.id))),
        toponyms=tuple(t for t in reading.toponyms if t.candidates or t.role or t.span in named),
        incidents=(),
        counts=tuple(replace(c, incident=None, mention=None) for c in reading.counts),
        claims=(),
    )


def _beside(one: Gold, reading: Reading, home: dict[str, str], chance: random.Random) -> tuple[Count, ...]:
    """Figures with the mention beside them, as a reader of middling quality finds it: often none, sometimes another."""
    right = {c.id: c.incident for c in one.reading.counts}
    made = []
    for count in reading.counts:
        near = [m for m in reading.mentions if abs(m.trigger.start - count.number.start) <= NEAR]
        own = [m for m in near if home[m.id] == right[count.id]]
        if own and chance.random() >= MISSED:
            count = replace(count, mention=own[0].id)  # noqa: PLW2901
        elif near and chance.random() < MISTAKEN:
            count = replace(count, mention=chance.choice(near).id)  # noqa: PLW2901
        made.append(count)
    return tuple(made)
