"""Who is said to hold which town, what is planned and what became of it, what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from opensitrep.derive.control import control_on
from opensitrep.derive.parties import camp
from opensitrep.derive.pieces import Derived, Fixed, Item, Quiet, Run
from opensitrep.derive.sure import sure_day, sure_plan
from opensitrep.derive.telling import harm_told, telling
from opensitrep.derive.voices import speaking
from opensitrep.model import Act, Control, Currency, Hedge, PlaceRole, Planned, Status
from opensitrep.page.desk import Desk
from opensitrep.text.intervals import days_of, known

DAYS = 5  # columns of the control table: as many as fit beside the basis
PLAN = 160  # characters of the words for a plan
OPEN = 12  # entries of "not known"


@dataclass(frozen=True, slots=True)
class ControlCell:
    """What is said of a place on one day; `edge` flat, striped, dashed or none; `tone` a, b or both."""

    text: Derived
    edge: str
    tone: str


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One place over the days."""

    place: Derived
    cells: tuple[ControlCell, ...]
    basis: Run
    words: Run


@dataclass(frozen=True, slots=True)
class ControlTable:
    """Places by days."""

    days: tuple[Derived, ...]
    rows: tuple[ControlRow, ...]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One entry of the calendar."""

    when: Derived
    what: Run
    source: Run
    closed: bool
    outcome: Run


def compose_control(desk: Desk) -> ControlTable | None:
    """Towns by days a report speaks of, the newest days; None where nobody says who holds anything."""
    rows = [c for c in desk.book.control_in(desk.story) if known(c.when)]
    spoken = spoken_days(rows)
    if not rows or not spoken:
        return None
    sides = sorted({camp(s) or s for c in rows for s in c.holder})
    tones = {side: "ab"[i % 2] for i, side in enumerate(sides)}
    places = {c.place for c in rows}

    def order(place: str) -> tuple[bool, int, str]:
        found = desk.book.places.get(place)
        wide = found is not None and found.kind in ("country", "admin1", "region", "area")
        return (wide, -len({s.doc for c in rows if c.place == place for s in c.evidence}), place)

    table = [control_row(desk, p, spoken, tones) for p in sorted(places, key=order)]
    heads = tuple(Derived("day name", (desk.story, str(d))) for d in spoken)
    return ControlTable(heads, tuple(r for r in table if any(c.edge != "none" for c in r.cells)))


def spoken_days(rows: list[Control]) -> list[date]:
    """The last few days on which control of some place begins or is stated."""
    found = set()
    for row in rows:
        first, last = days_of(row.when)
        for day in (first, last):
            if day:
                found.add(day)
    if not found:
        return []
    newest = max(found)
    return sorted(d for d in found if newest - d <= timedelta(days=14))[-DAYS:]


def control_row(desk: Desk, place: str, spoken: list[date], tones: dict[str, str]) -> ControlRow:
    """One place."""
    cells = []
    for day in spoken:
        rows = control_on(desk.book, desk.story, place, str(day))
        statuses = {r.status for r in rows}
        holders = {tones.get(camp(s) or s, "a") for r in rows for s in r.holder}
        edge = "none"
        if rows:
            edge = "striped" if statuses & {"contested", "partly"} or len(holders) > 1 else "flat"
            edge = "dashed" if statuses == {"claimed"} else edge
        tone = "both" if len(holders) > 1 else next(iter(holders), "a")
        cells.append(ControlCell(Derived("control cell", (desk.story, place, str(day))), edge, tone))
    rows_all = desk.book.controls[desk.story, place]
    spans = sorted({s for r in rows_all for s in r.evidence})
    basis = (
        Derived("control sides", (desk.story, place)),
        Fixed("dot"),
        Derived("control counts", (desk.story, place)),
    )
    return ControlRow(Derived("place name", (place,)), tuple(cells), basis, tuple(desk.cite(s) for s in spans[:6]))


def compose_calendar(desk: Desk) -> tuple[PlanRow, ...]:
    """Events that are surely planned by their day, undated ones last; others stand under *not settled*."""
    book, out = desk.book, []

    def order(row: Planned) -> tuple[bool, str, str]:
        dated = row.when if sure_day(book, book.events[row.event]) else None
        return (dated is None, (dated.start or dated.end or "") if dated else "", row.event)

    for row in sorted((p for p in book.calendar_in(desk.story) if sure_plan(book, book.events[p.event])), key=order):
        of = (row.event,)
        event = book.events[row.event]
        claim = next(iter(speaking(desk.book, event.claims)), None)
        best = telling(book, event) or (book.told_at(claim) if claim else None)
        words: Run = (desk.cite(best, PLAN),) if best else ()
        closing: tuple[Item, ...] = tuple(
            desk.cite(desk.book.told_at(c), 40) for c in row.claims[:1] if c in desk.book.claims
        )
        out.append(
            PlanRow(
                Derived("planned when", of),
                (Derived("planned what", of), *words),
                (Derived("planned counts", of),),
                row.outcome != "open",
                (Derived("planned outcome", of), *closing),
            )
        )
    return tuple(out)


def compose_unknown(desk: Desk) -> tuple[Run, ...]:
    """What speakers withhold, what is said to be unverified, deeds without time, place or word of casualties."""
    return tuple(dict.fromkeys([*withheld(desk), *silent(desk), *unverified(desk)]))[:OPEN]


def withheld(desk: Desk) -> list[Run]:
    """ "The ministry did not state when": in the words of the reports."""
    out: list[Run] = []
    for reading in desk.readings:
        for claim in reading.claims:
            if claim.act is Act.WITHHOLDS and claim.id in desk.book.claims:
                told = desk.book.told_at(claim.id)
                out.append((Derived("claim withheld", (claim.id,)), Fixed("colon"), desk.cite(told)))
    return out


def silent(desk: Desk) -> list[Run]:
    """Deeds of these days of which no report gives the day, the place, or a word of casualties."""
    out: list[Run] = []
    for event in desk.current:
        if event.currency is not Currency.CURRENT or event.status is Status.PLANNED or event.type != "ASSAULT":
            continue
        link = desk.event_link(event.id)
        lead: tuple[Item, ...] = (Derived("event lead", (event.id,)), link, Fixed("colon"))
        if not known(event.when):
            out.append((*lead, Fixed("unknown date")))
        elif not [p for p in event.places if p.role is not PlaceRole.LAUNCH]:
            out.append((*lead, Fixed("unknown place")))
        elif event.parent is None and not harm_told(desk.book, event):
            out.append((*lead, Fixed("unknown harm")))
    return out


def unverified(desk: Desk) -> list[Run]:
    """Statements of which a report says that they could not be verified."""
    out: list[Run] = []
    for reading in desk.readings:
        for attribution in reading.attributions:
            if Hedge.UNVERIFIED in attribution.hedges:
                out.append((desk.cite(attribution.content[0]), Quiet((Fixed("unknown verified"),))))
    return out[:4]
