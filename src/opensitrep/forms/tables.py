"""Events, claims, tolls, positions and control as CSV tables (RFC 4180, UTF-8); every row carries its quotation."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO, StringIO, TextIOWrapper
from typing import BinaryIO

from opensitrep.derive.summary import happens_at, outlet_of, point_of, quotation, reports_of
from opensitrep.model import Account, Claim, Control, Event, Interval, Position, Series, Side, Span, Value
from opensitrep.run.ledger import Ledger

Cell = str | float | int | None

EVENTS = (
    "id", "story", "type", "mode", "status", "currency", "start", "end", "zone", "time_precision", "place",
    "place_kind", "place_precision", "latitude", "longitude", "country", "agents", "agent_sides", "targets",
    "target_sides", "reports", "origins_lower", "origins_upper", "parent", "tie", "shown", "score", "words",
)  # fmt: skip
CLAIMS = (
    "id", "document", "outlet", "published", "event", "type", "mode", "modality", "act", "speaker", "organisation",
    "side", "chain", "channel", "form", "hedges", "interest", "origin", "said", "exact", "prefix",
    "suffix", "start", "end", "page",
)  # fmt: skip
TOLLS = (
    "id", "story", "event", "fate", "population", "window", "part_of", "shown", "score", "verdict", "why",
    "origins_lower", "origins_upper", "value", "state", "latest", "low", "high", "unit", "as_of", "claimants",
    "reports", "exact", "document", "start", "end", "page",
)  # fmt: skip
POSITIONS = (
    "id", "story", "event", "about", "shown", "score", "verdict", "why", "origin", "side", "act", "reports", "exact",
    "document", "start", "end", "page",
)  # fmt: skip
CONTROL = (
    "place",
    "latitude",
    "longitude",
    "story",
    "holder",
    "status",
    "from",
    "to",
    "exact",
    "document",
    "start",
    "end",
)


NUMBERS = frozenset({
    "latitude", "longitude", "low", "high", "value", "latest", "shown", "score", "start", "end", "page",
    "origins_lower", "origins_upper",
})  # fmt: skip
"""Columns of numbers; all others are text."""


def write_events(account: Account | Ledger, stream: BinaryIO) -> None:
    """One row a printed event."""
    ledger = Ledger.of(account)
    _write(stream, EVENTS, (event_row(ledger, e) for e in ledger.account.events if e.shown))


def write_all_events(account: Account | Ledger, stream: BinaryIO) -> None:
    """One row an event, what is folded away too; the score says how sure it is to be worth a row."""
    ledger = Ledger.of(account)
    _write(stream, EVENTS, (event_row(ledger, e) for e in ledger.account.events))


def write_claims(account: Account | Ledger, stream: BinaryIO) -> None:
    """One row a claim, with the words of the happening and who says it through which channel."""
    ledger = Ledger.of(account)
    interest = {s.claim: s.interest for s in ledger.account.standings}
    _write(stream, CLAIMS, (claim_row(ledger, c, interest) for r in ledger.account.readings for c in r.claims))


def write_tolls(account: Account | Ledger, stream: BinaryIO) -> None:
    """One row a value of a series and piece of evidence, the earliest value first; `latest` is 1 for what stands."""
    ledger = Ledger.of(account)
    rows = (
        value_row(ledger, series, number, value, span)
        for series in ledger.account.series
        for number, value in enumerate(series.values)
        for span in value.evidence
    )
    _write(stream, TOLLS, rows)


def write_positions(account: Account | Ledger, stream: BinaryIO) -> None:
    """One row a side and piece of evidence of what is disputed; the verdict is about agreement, never about truth."""
    ledger = Ledger.of(account)
    rows = (
        side_row(ledger, position, side, span)
        for position in ledger.account.positions
        for side in position.sides
        for span in side.evidence
    )
    _write(stream, POSITIONS, rows)


def write_control(account: Account | Ledger, stream: BinaryIO) -> None:
    """One row a piece of evidence: who is said to hold which place when."""
    ledger = Ledger.of(account)
    _write(stream, CONTROL, (control_row(ledger, c, span) for c in ledger.account.control for span in c.evidence))


def table(account: Account, name: str) -> list[dict[str, Cell]]:
    """The rows of a table by its name ("events", "claims", "tolls", "positions", "control"), ready for a data frame.

    What is folded away is there too; `shown` and `score` say so. Raises `KeyError` for a table that does not exist.
    """
    header, writer = TABLES[name]
    stream = BytesIO()
    writer(account, stream)
    _, *rows = csv.reader(StringIO(stream.getvalue().decode("utf-8"), newline=""))
    return [{key: typed(key, cell, header) for key, cell in zip(header, row, strict=True)} for row in rows]


def typed(key: str, cell: str, header: Sequence[str]) -> Cell:
    """A cell as what it is: a number, text, or nothing. In the table of events, start and end are days."""
    if not cell:
        return None
    day = key in ("start", "end") and "zone" in header
    return float(cell) if key in NUMBERS and not day else cell


def event_row(ledger: Ledger, event: Event) -> list[Cell]:
    """The cells of one event."""
    pin, stated = point_of(ledger, event), happens_at(ledger, event)
    place = pin or (stated[0][0] if stated else None)
    origins = ledger.event_bounds(event.id)
    agents = [ledger.actors[a] for a in event.agents if a in ledger.actors]
    targets = [ledger.actors[a] for a in event.targets if a in ledger.actors]
    when = event.when or Interval(None, None)
    return [
        event.id, event.story, event.type, event.mode, event.status, event.currency, when.start, when.end, when.zone,
        when.precision if event.when else None,
        place.name if place else None, place.kind if place else None, place.precision if place else "unknown",
        pin.lat if pin else None, pin.lon if pin else None, place.country if place else None,
        _join(a.name for a in agents), _join(a.side or "" for a in agents),
        _join(a.name for a in targets), _join(a.side or "" for a in targets),
        _join(ledger.document(d).name for d in reports_of(ledger, event)), origins.lower,
        origins.upper, event.parent, event.tie, int(event.shown), event.score,
        _join(ledger.told_words(event)),
    ]  # fmt: skip


def claim_row(ledger: Ledger, claim: Claim, interest: dict[str, str]) -> list[Cell]:
    """The cells of one claim."""
    mention, told = ledger.mentions.get(claim.subject), ledger.words_of(claim)
    doc = told.doc
    said = ledger.attributions.get(claim.attribution) if claim.attribution else None
    speaker, origin = ledger.speaker(said), ledger.origin_of_claim.get(claim.id)
    words, published = quotation(ledger, told), ledger.published(doc)
    voices = [ledger.quote(v) for v in said.voices] if said else []
    kind = (mention.type, mention.mode, mention.modality) if mention else (None, None, None)
    return [
        claim.id, words.document, outlet_of(ledger, doc), published.start if published else None,
        ledger.event_of_claim(claim), *kind, claim.act,
        speaker.name if speaker else None, speaker.organisation if speaker else None, speaker.side if speaker else None,
        " > ".join(voices), said.channel if said else None, said.form if said else None,
        _join(said.hedges) if said else None, interest.get(claim.id), origin.id if origin else None,
        _join(ledger.quote(s) for s in said.content) if said else None,
        words.exact, words.prefix, words.suffix, words.start, words.end, words.page,
    ]  # fmt: skip


def value_row(ledger: Ledger, series: Series, number: int, value: Value, span: Span) -> list[Cell]:
    """The cells of one piece of evidence of one value."""
    words = quotation(ledger, span)
    docs = sorted({ledger.document(s.doc).name for s in value.evidence})
    latest = series.latest.index(number) + 1 if number in series.latest else None
    return [
        series.id, series.story, series.event, series.fate, series.population, series.window, series.part_of,
        int(series.shown), series.score, series.verdict, series.why, series.origins.lower, series.origins.upper,
        number + 1, value.state, latest, value.low, value.high, value.unit, value.as_of,
        _join(ledger.origins[o].name for o in value.origins if o in ledger.origins), _join(docs),
        words.exact, words.document, words.start, words.end, words.page,
    ]  # fmt: skip


def side_row(ledger: Ledger, position: Position, side: Side, span: Span) -> list[Cell]:
    """The cells of one piece of evidence of one side."""
    words, origin = quotation(ledger, span), ledger.origins[side.origin]
    docs = sorted({ledger.document(s.doc).name for s in side.evidence})
    return [
        position.id, position.story, position.event, position.about, int(position.shown), position.score,
        position.verdict, position.why, origin.name, origin.side, side.act, _join(docs),
        words.exact, words.document, words.start, words.end, words.page,
    ]  # fmt: skip


def control_row(ledger: Ledger, control: Control, span: Span) -> list[Cell]:
    """The cells of one piece of evidence for control of a place."""
    place, words = ledger.places.get(control.place), quotation(ledger, span)
    return [
        place.name if place else control.place, place.lat if place else None, place.lon if place else None,
        control.story, _join(control.holder), control.status, control.when.start, control.when.end, words.exact,
        words.document,
        words.start, words.end,
    ]  # fmt: skip


def _join(parts: Iterable[str]) -> str:
    return " | ".join(parts)


def _safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; line breaks become spaces."""
    if not isinstance(cell, str):
        return cell
    flat = " ".join(cell.split())
    return f"'{flat}" if flat[:1] in "=+@" or (flat[:1] == "-" and not flat[1:2].isdigit()) else flat


def _write(stream: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    text = TextIOWrapper(stream, "utf-8", newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([_safe(cell) for cell in row] for row in rows)
    text.detach()  # the stream stays open


TABLES: dict[str, tuple[Sequence[str], Callable[[Account, BinaryIO], None]]] = {
    "events": (EVENTS, write_all_events),
    "claims": (CLAIMS, write_claims),
    "tolls": (TOLLS, write_tolls),
    "positions": (POSITIONS, write_positions),
    "control": (CONTROL, write_control),
}
