"""Incidents of a report whose readers give none: each happening by itself, with those that point back to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from opensitrep.model import (
    Count,
    Currency,
    Ground,
    Incident,
    Mention,
    Modality,
    PlaceRole,
    Reading,
    Slot,
    Tie,
)

FATES = {
    Slot.KILLED: "killed", Slot.INJURED: "injured", Slot.MISSING: "missing", Slot.DISPLACED: "displaced",
    Slot.CAPTURED: "captured", Slot.EVACUATED: "evacuated", Slot.DAMAGED: "damaged", Slot.MUNITIONS_FIRED: "fired",
    Slot.MUNITIONS_HIT: "fired", Slot.INTERCEPTED: "intercepted", Slot.PEOPLE_PRESENT: "present",
    Slot.AIRCRAFT_COUNT: "deployed", Slot.HOSPITALIZED: "injured", Slot.CASUALTIES: "affected",
}  # fmt: skip
HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE)


def stand_alone(reading: Reading) -> Reading:
    """Add the incidents, if there are none."""
    if reading.incidents:
        return reading
    typed = {m.id: m for m in reading.mentions if m.type}
    groups: dict[str, list[Mention]] = defaultdict(list)
    home: dict[str, str] = {}
    for mention in typed.values():
        first = typed.get(mention.refers or "")
        here = home.get(first.id, first.id) if first and first.type == mention.type else mention.id
        home[mention.id] = here
        groups[here].append(mention)
    ids = {m: _id(reading.document.id, groups[home[m]][0]) for m in typed}
    made = [_incident(reading.document.id, members, ids) for members in groups.values()]
    news = [i for i in made if i.modality is Modality.ACTUAL and i.currency is Currency.CURRENT]
    main = min(news, key=lambda i: typed[i.mentions[0]].span, default=None)
    home = {m: i.id for i in made for m in i.mentions}
    found = (c for m in typed.values() for c in _counts(reading, m, home[m.id]))
    counts = reading.counts or tuple(dict.fromkeys(found))
    counted: dict[str, list[str]] = defaultdict(list)
    for count in counts:
        counted[count.incident or home.get(count.mention or "", "")].append(count.id)
    made = [replace(i, counts=tuple(counted[i.id])) for i in made]
    return replace(
        reading,
        counts=counts,
        incidents=tuple(replace(i, tie=Tie.MAIN, to=None) if main and i.id == main.id else i for i in made),
    )


def _counts(reading: Reading, mention: Mention, incident: str) -> Iterator[Count]:
    """The figures that a mention says of itself."""
    figures = {q.span: q for q in reading.quantities}
    for filler in mention.fillers:
        figure = figures.get(filler.span)
        if figure is None or filler.slot not in FATES or (figure.low is None and figure.high is None):
            continue
        number = figure.number
        name = f"{number.doc}:n:{number.start}-{number.end}:{FATES[filler.slot]}"
        yield Count(
            name, number, FATES[filler.slot], figure.object, incident, mention.id, attribution=mention.attribution
        )


def _id(doc: str, first: Mention) -> str:
    return f"{doc}:i:{first.trigger.start}-{first.trigger.end}:{first.type}"


def _incident(doc: str, members: Sequence[Mention], ids: dict[str, str]) -> Incident:
    first = members[0]
    day = next((t for m in members for t in m.times), None)
    place = next((p.span for m in members for p in m.places if p.role in HAPPENS), None)
    whole = next((ids[m.part_of] for m in members if m.part_of and m.part_of in ids), None)
    return Incident(
        id=_id(doc, first),
        type=first.type or "",
        mode=first.mode,
        mentions=tuple(m.id for m in members),
        tie=Tie.PART if whole else Tie.OTHER,
        to=whole,
        day=day,
        day_ground=Ground.STATED if day else Ground.UNKNOWN,
        place=place,
        place_ground=Ground.STATED if place else Ground.UNKNOWN,
        doers=tuple(dict.fromkeys(a for m in members for a in m.agents)),
        undergoers=tuple(dict.fromkeys(a for m in members for a in m.targets)),
        modality=first.modality,
        reality=first.reality,
        currency=first.currency or Currency.CURRENT,
        score=first.score,
    )
