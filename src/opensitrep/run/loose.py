"""What in an account points at nothing: spans outside their text, ids of rows that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from opensitrep.model import Account, Span
from opensitrep.run.ledger import Ledger


def loose_ends(account: Account) -> Iterator[str]:
    """Every span and reference of an account that leads nowhere, in words; of a whole account there is none."""
    yield from _bad_spans(account)
    yield from _bad_marks(account)
    yield from _bad_references(account)


def spans(thing: object) -> Iterator[Span]:
    """Every span anywhere inside a noun."""
    if isinstance(thing, Span):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from spans(part)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from spans(getattr(thing, field.name))


def _bad_spans(account: Account) -> Iterator[str]:
    texts = {r.document.id: r.document.text for r in account.readings}
    for span in spans(account):
        if span.doc not in texts:
            yield f"span of an unknown document: {span}"
        elif span.end > len(texts[span.doc]) or not texts[span.doc][span.start : span.end].strip():
            yield f"span outside its text or without a word: {span}"


def _bad_marks(account: Account) -> Iterator[str]:
    """What is read in a report lies in that report, and every id is its own."""
    for reading in account.readings:
        own = reading.document.id
        yield from (f"{own} holds a span of {s.doc}" for s in spans(reading) if s.doc != own)
        for table in ("attributions", "mentions", "claims"):
            ids = [row.id for row in getattr(reading, table)]
            yield from (f"{table}: id twice: {i}" for i in _twice(ids))
            yield from (f"{table}: id of another document: {i}" for i in ids if not i.startswith(own))


def _bad_references(account: Account) -> Iterator[str]:
    ledger = Ledger(account)
    known: dict[str, set[str]] = {
        "mention": set(ledger.mentions), "claim": set(ledger.claims), "attribution": set(ledger.attributions),
        "event": set(ledger.events), "place": set(ledger.places), "actor": set(ledger.actors),
        "story": {s.id for s in account.stories}, "origin": set(ledger.origins),
        "series": {s.id for s in account.series},
        "count": {c.id for r in account.readings for c in r.counts},
        "incident": {i.id for r in account.readings for i in r.incidents},
    }  # fmt: skip
    known["subject"] = known["mention"] | known["count"] | known["incident"]
    wanted: list[tuple[str, str, str]] = []
    for m in ledger.mentions.values():
        wanted += [(m.id, "attribution", m.attribution)] if m.attribution else []
        wanted += [(m.id, "mention", x) for x in (m.refers, m.part_of) if x]
    wanted += [(c.id, "subject", c.subject) for c in ledger.claims.values()]
    for e in account.events:
        wanted += [(e.id, "mention", m) for m in e.mentions] + [(e.id, "claim", c) for c in e.claims]
        wanted += [(e.id, "actor", a) for a in (*e.agents, *e.targets)] + [(e.id, "place", p.place) for p in e.places]
        wanted += [(e.id, "story", e.story)] + ([(e.id, "event", e.parent)] if e.parent else [])
    for f in account.facts:
        wanted += [(f.id, "event", f.event)] if f.event else []
        wanted += [(f.id, "place", f.place)] if f.place else []
        wanted += [(f.id, "claim", c) for v in f.values for c in v.claims]
        wanted += [(f.id, "origin", o) for v in f.values for o in v.origins]
    for series in account.series:
        wanted += [(series.id, "event", series.event)] + [(series.id, "series", x) for x in (series.part_of,) if x]
        wanted += [(series.id, "count", c) for v in series.values for c in v.counts]
        wanted += [(series.id, "claim", c) for v in series.values for c in v.claims]
        wanted += [(series.id, "origin", o) for v in series.values for o in v.origins]
    for position in account.positions:
        wanted += [(position.id, "event", position.event)]
        wanted += [(position.id, "claim", c) for side in position.sides for c in side.claims]
        wanted += [(position.id, "origin", side.origin) for side in position.sides]
    wanted += [("unplaced", "count", c) for c in account.unplaced]
    wanted += [(e.id, "incident", i) for e in account.events for i in e.incidents]
    for o in account.origins:
        wanted += [(o.id, "claim", c) for c in o.claims] + [(o.id, "origin", r) for r in o.related]
    wanted += [(c.place, "place", c.place) for c in account.control]
    wanted += [(c.place, "claim", x) for c in account.control for x in c.claims]
    wanted += [(p.event, "event", p.event) for p in account.calendar]
    wanted += [(s.claim, "claim", s.claim) for s in account.standings]
    for who, kind, what in wanted:
        if what not in known[kind]:
            yield f"{who} points at an unknown {kind}: {what}"
    yield from (f"mention in two events: {m}" for m in _twice([m for e in account.events for m in e.mentions]))


def _twice(ids: list[str]) -> list[str]:
    return sorted(i for i, n in Counter(ids).items() if n > 1)
