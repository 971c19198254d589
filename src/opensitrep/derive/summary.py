"""What several writers say of one event or claim: its places, names, quotation, counts. Derived, never worded."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.model import Event, Place, PlaceRole, Precision, Span
from opensitrep.run.ledger import Ledger

CONTEXT = 32  # characters of prefix and suffix, as in the W3C Web Annotation text quote selector
ELSEWHERE = (PlaceRole.DIRECTION, PlaceRole.REFERENCE, PlaceRole.LAUNCH, PlaceRole.TAKEOFF, PlaceRole.JURISDICTION)
LAUNCHING = (PlaceRole.LAUNCH, PlaceRole.TAKEOFF)
POINTS = (Precision.POINT, Precision.SITE, Precision.TOWN)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words with their surroundings (W3C Web Annotation: text quote and text position)."""

    exact: str
    prefix: str
    suffix: str
    document: str
    start: int
    end: int
    page: int | None = None  # of a report on paper


def quotation(ledger: Ledger, span: Span) -> Quotation:
    """The words of a span, so that they are found again where offsets have moved."""
    document = ledger.document(span.doc)
    return Quotation(
        document.text[span.start : span.end],
        document.text[max(0, span.start - CONTEXT) : span.start],
        document.text[span.end : span.end + CONTEXT],
        document.name,
        span.start,
        span.end,
        document.page(span.start),
    )


def happens_at(ledger: Ledger, event: Event) -> list[tuple[Place, bool]]:
    """Where an event takes place, the most exact first, with "inferred" beside each; no launch areas or directions.

    "Near X" and "20 km north of X" stand for the area they describe, never for X: where no mention names the place
    itself, the area takes its place; where nothing else is told, so does the area measured from a reference point.
    Found once of an event.
    """
    if event.id not in ledger.scenes:
        ledger.scenes[event.id] = _happens_at(ledger, event)
    return ledger.scenes[event.id]


def _happens_at(ledger: Ledger, event: Event) -> list[tuple[Place, bool]]:
    areas = areas_of(ledger, event)
    found = [
        (areas.get(p.place) or place, p.inferred)
        for p in event.places
        if p.role not in ELSEWHERE and (place := ledger.places.get(p.place)) is not None
    ]
    if not any(place.precision in POINTS or place.radius is not None for place, _ in found):
        found += [(area, False) for area in measured(ledger, event)]
    order = list(Precision)
    found.sort(key=lambda pair: (pair[1], order.index(pair[0].precision), pair[0].id))
    return list({place.id: (place, inferred) for place, inferred in reversed(found)}.values())[::-1]


def areas_of(ledger: Ledger, event: Event) -> dict[str, Place]:
    """Areas that stand for the places of an event, by id of the place; only where every mention tells an area."""
    told: dict[str, set[Place | None]] = {}
    for mention in event.mentions:
        for placed in ledger.mentions[mention].places:
            place = ledger.place_at(placed.span)
            if place is not None and placed.role not in ELSEWHERE:
                told.setdefault(place.id, set()).add(ledger.area_at(placed.span))
    chosen = {}
    for ident, areas in told.items():
        known = [a for a in areas if a is not None]
        if known and len(known) == len(areas):
            chosen[ident] = min(known, key=lambda a: (a.radius is None, a.radius or 0.0, a.id))
    return chosen


def measured(ledger: Ledger, event: Event) -> list[Place]:
    """Areas measured from reference points ("20 km north of X") in the mentions of an event, by id."""
    found = {
        area.id: area
        for mention in event.mentions
        for placed in ledger.mentions[mention].places
        if placed.role is PlaceRole.REFERENCE and (area := ledger.area_at(placed.span)) is not None
    }
    return [found[i] for i in sorted(found)]


def point_of(ledger: Ledger, event: Event) -> Place | None:
    """The one place an event may be pinned at: a town, site or point the text supports; else None."""
    for place, inferred in happens_at(ledger, event):
        if not inferred and place.precision in POINTS and place.lat is not None:
            return place
    return None


def launched_from(ledger: Ledger, event: Event) -> list[Place]:
    """The towns, sites and points a weapon or aircraft started from, as stated, by id; never where it came down."""
    found = {
        place.id: place
        for p in event.places
        if p.role in LAUNCHING and not p.inferred and (place := ledger.places.get(p.place)) is not None
    }
    areas = found and {
        ident
        for mention in event.mentions
        for placed in ledger.mentions[mention].places
        if placed.role in LAUNCHING and ledger.area_at(placed.span) and (ident := ledger.text_of(placed.span, "place"))
    }
    return [p for i, p in sorted(found.items()) if p.precision in POINTS and p.lat is not None and i not in areas]


def reports_of(ledger: Ledger, event: Event) -> tuple[str, ...]:
    """Ids of the documents that tell an event."""
    return tuple(sorted({claim.partition(":")[0] for claim in ledger.telling_claims(event.id)}))


def outlet_of(ledger: Ledger, doc: str) -> str | None:
    """The outlet as settled, or as the form gives it."""
    return ledger.text_of(doc, "outlet") or ledger.document(doc).outlet


def latest_toll(ledger: Ledger, event: Event) -> dict[str, list[float | None]]:
    """The figure that stands of everybody killed, injured ... in an event, as its report gives it, by fate."""
    found = [s for s in ledger.series_told.get(event.id, ()) if s.shown and s.latest]
    whole = [s for s in found if s.population is None and s.window is None and s.part_of is None]
    return {s.fate: [(v := s.values[s.latest[0]]).low, v.high] for s in whole}
