"""The field's own exchange forms: PLOVER records (JSON Lines) and candidate rows in the columns of ACLED.

Both are candidates for a coder, not coded data: each row says from how many reports and origins it comes.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import Any, BinaryIO

from opensitrep.derive.summary import happens_at, outlet_of, point_of, reports_of
from opensitrep.model import Account, Currency, Event, Place, Precision, Status, Value
from opensitrep.run.ledger import Ledger
from opensitrep.text.intervals import days
from opensitrep.text.words import load


@dataclass(frozen=True, slots=True)
class SubEvent:
    """How one of our types and modes is called by ACLED; an empty mode stands for any."""

    type: str
    mode: str
    event: str
    sub_event: str
    state_sub_event: str | None = None


@dataclass(frozen=True, slots=True)
class SubEvents:
    """The table data/codes/acled.toml."""

    row: tuple[SubEvent, ...]


@dataclass(frozen=True, slots=True)
class Conservative:
    """The table data/codes/conservative.toml."""

    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Extension:
    """A type of our own; `plover` is the category and mode an exchange form has for it, if any."""

    plover: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Types:
    """The types of our own in data/codes/plover.toml."""

    extension: dict[str, Extension]


ACLED = (
    "event_id", "event_date", "year", "time_precision", "event_type", "sub_event_type", "actor1", "actor2", "country",
    "admin1", "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities", "fatalities_range",
    "reports", "origins",
)  # fmt: skip
MODES = {Status.PLANNED: "future", Status.HYPOTHETICAL: "hypothetical", Status.DENIED: "negation"}
GEO = {Precision.POINT: 1, Precision.SITE: 1, Precision.TOWN: 1, Precision.DISTRICT: 2, Precision.REGION: 3}


def write_plover(account: Account | Ledger, stream: BinaryIO) -> None:
    """One JSON object a line and event: type, mode, auxiliary mode, actors, place, dates, words."""
    ledger = Ledger.of(account)
    for event in ledger.account.events:
        record = json.dumps(plover_record(ledger, event), ensure_ascii=False, sort_keys=True)
        stream.write(record.encode("utf-8") + b"\n")


@cache
def _extensions() -> dict[str, Extension]:
    return load("codes/plover.toml", Types).extension


def plover_code(event: Event) -> tuple[str | None, str | None]:
    """Category and mode in PLOVER's own terms; a type of ours that it does not have gives no category."""
    ours = _extensions().get(event.type or "")
    if ours is None:
        return event.type, event.mode
    return ours.plover or (None, None)


def plover_record(ledger: Ledger, event: Event) -> dict[str, Any]:
    """One event in PLOVER's terms; auxiliary modes are historical, future, hypothetical, negation."""
    place, (kind, mode) = _place(ledger, event), plover_code(event)
    return {
        "id": event.id,
        "date": event.when.start if event.when else None,
        "date_end": event.when.end if event.when else None,
        "type": kind,
        "mode": mode,
        "own_type": event.type if kind != event.type else None,
        "auxiliary_mode": MODES.get(event.status, "historical" if event.currency is Currency.BACKGROUND else None),
        "status": event.status.value,
        "source": [_party(ledger, a) for a in event.agents],
        "target": [_party(ledger, a) for a in event.targets],
        "location": None if place is None else {"name": place.name, "id": place.id, "lat": place.lat, "lon": place.lon,
                                                "country": place.country, "precision": place.precision.value},
        "reports": [ledger.document(d).name for d in reports_of(ledger, event)],
        "text": ledger.told_words(event),
    }  # fmt: skip


def write_acled(account: Account | Ledger, stream: BinaryIO) -> None:
    """Candidate rows for a coder: dated current events with a place that happened, were reported or claimed."""
    ledger = Ledger.of(account)
    table, vague = load("codes/acled.toml", SubEvents), load("codes/conservative.toml", Conservative)
    text = StringIO(newline="")
    rows = csv.DictWriter(text, ACLED, lineterminator="\r\n")
    rows.writeheader()
    for event in ledger.account.events:
        real = event.status in (Status.HAPPENED, Status.REPORTED, Status.CLAIMED)
        if event.shown and real and event.currency is Currency.CURRENT:
            row = acled_row(ledger, event, table, vague)
            if row is not None:
                rows.writerow(row)
    stream.write(text.getvalue().encode("utf-8"))


def acled_row(ledger: Ledger, event: Event, table: SubEvents, vague: Conservative) -> dict[str, Any] | None:
    """One candidate row; None where ACLED has no such event, or no place or day is known."""
    place, kind = _place(ledger, event), _kind(event, table)
    first, last = days(event.when) if event.when else (None, None)
    if place is None or kind is None or (first or last) is None:
        return None
    day = first or last
    assert day is not None
    docs = reports_of(ledger, event)
    killed = dead(ledger, event)
    return {
        "event_id": event.id,
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": 1 if first == last else 2,
        "event_type": kind.event,
        "sub_event_type": kind.sub_event,
        "actor1": _names(ledger, event.agents),
        "actor2": _names(ledger, event.targets),
        "country": place.country,
        "admin1": place.admin1,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": GEO.get(place.precision, 3),
        "source": "; ".join(outlet_of(ledger, d) or ledger.document(d).name for d in docs),
        "notes": " | ".join(" ".join(ledger.quote(ledger.mentions[m].span).split()) for m in event.mentions),
        "fatalities": conservative(ledger, killed, vague),
        "fatalities_range": "; ".join(_range(v.low, v.high) for v in killed),
        "reports": len(docs),
        "origins": ledger.event_bounds(event.id).lower,
    }


def dead(ledger: Ledger, event: Event) -> list[Value]:
    """The values that stand for how many were killed in all, never in a part or in a longer stretch of time."""
    whole = [
        s
        for s in ledger.series_told.get(event.id, ())
        if s.fate == "killed" and s.population is None and s.window is None and not s.part_of
    ]
    return [s.values[n] for s in whole if s.shown for n in s.latest]


def conservative(ledger: Ledger, killed: list[Value], vague: Conservative) -> float | None:
    """The lowest figure that stands; "dozens" as 12; None where no report counts (never zero by silence)."""
    found = []
    for value in killed:
        figure = [q for s in value.evidence if (q := ledger.quantities.get(s))]
        words = [vague.figures[q.modifier] for q in figure if q.modifier in vague.figures]
        low = min(words) if words else value.low
        found.append(low if low is not None else 0.0)
    return min(found, default=None)


def _kind(event: Event, table: SubEvents) -> SubEvent | None:
    return next((r for r in table.row if r.type == event.type and r.mode in (event.mode or "", "")), None)


def _place(ledger: Ledger, event: Event) -> Place | None:
    stated = happens_at(ledger, event)
    return point_of(ledger, event) or (stated[0][0] if stated else None)


def _party(ledger: Ledger, actor: str) -> dict[str, str | None]:
    found = ledger.actors.get(actor)
    return {
        "name": found.name if found else actor,
        "country": found.country if found else None,
        "side": found.side if found else None,
    }


def _names(ledger: Ledger, actors: tuple[str, ...]) -> str:
    return "; ".join(ledger.actors[a].name for a in actors if a in ledger.actors)


def _range(low: float | None, high: float | None) -> str:
    return (
        f"{low:g}"
        if low == high and low is not None
        else f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"
    )
