"""What several writers say of one event or claim: its places, names, quotation, counts. Derived, never worded."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.ledger import Ledger
from opensitrep.model import Claim, Event, Mention, Place, PlaceRole, Precision, Slot, Span

CONTEXT = 32  # characters of prefix and suffix, as in the W3C Web Annotation text quote selector
ELSEWHERE = (PlaceRole.DIRECTION, PlaceRole.REFERENCE, PlaceRole.LAUNCH, PlaceRole.TAKEOFF, PlaceRole.JURISDICTION)
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


def quotation(ledger: Ledger, span: Span) -> Quotation:
    """The words of a span, so that they are found again where offsets have moved."""
    document = ledger.readings[span.doc].document
    return Quotation(
        document.text[span.start : span.end],
        document.text[max(0, span.start - CONTEXT) : span.start],
        document.text[span.end : span.end + CONTEXT],
        document.name,
        span.start,
        span.end,
    )


def happens_at(ledger: Ledger, event: Event) -> list[tuple[Place, bool]]:
    """Where an event takes place, the most exact first, with "inferred" beside each; no launch areas or directions."""
    found = [
        (place, p.inferred)
        for p in event.places
        if p.role not in ELSEWHERE and (place := ledger.places.get(p.place)) is not None
    ]
    order = list(Precision)
    return sorted(found, key=lambda pair: (pair[1], order.index(pair[0].precision), pair[0].id))


def point_of(ledger: Ledger, event: Event) -> Place | None:
    """The one place an event may be pinned at: a town, site or point the text supports; else None."""
    for place, inferred in happens_at(ledger, event):
        if not inferred and place.precision in POINTS and place.lat is not None:
            return place
    return None


def reports_of(ledger: Ledger, event: Event) -> tuple[str, ...]:
    """Ids of the documents that tell an event."""
    return tuple(sorted({ledger.mentions[m].span.doc for m in event.mentions}))


def outlet_of(ledger: Ledger, doc: str) -> str | None:
    """The outlet as settled, or as the form gives it."""
    return ledger.text_of(doc, "outlet") or ledger.readings[doc].document.outlet


def mention_of(ledger: Ledger, claim: Claim) -> Mention:
    """The mention a claim is about."""
    return ledger.mentions[claim.mention]


def figures(ledger: Ledger, event: Event, slot: Slot) -> list[tuple[float | None, float | None]]:
    """All ranges the reports give for one number slot of an event."""
    return [
        (value.low, value.high)
        for fact in ledger.account.facts
        if fact.event == event.id and fact.slot is slot
        for value in fact.values
    ]
