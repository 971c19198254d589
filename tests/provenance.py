"""Walks any account and says what in it does not stand on words of a report. Used by several tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from opensitrep.model import Account, Fact, Slot, Span, Status, Value
from opensitrep.run.ledger import Ledger


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


def faults(account: Account) -> list[str]:
    """Everything in an account that is not grounded; an empty list is what we promise."""
    return [
        *_bad_spans(account),
        *_bad_marks(account),
        *_bad_references(account),
        *_bad_series(account),
        *_bad_values(account),
    ]


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
            yield from (f"{table}: id twice: {i}" for i in sorted({i for i in ids if ids.count(i) > 1}))
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
    told = [m for e in account.events for m in e.mentions]
    yield from (f"mention in two events: {m}" for m in sorted({m for m in told if told.count(m) > 1}))


def _bad_series(account: Account) -> Iterator[str]:
    """Every number of a series stands in a report as it is."""
    counts = {c.id: c for r in account.readings for c in r.counts}
    figures = {q.number: q for r in account.readings for q in r.quantities}
    for series in account.series:
        for value in series.values:
            told = [figures[counts[c].number] for c in value.counts]
            if not told or any((q.low, q.high) != (value.low, value.high) for q in told):
                yield f"number that no count has: {series.id} {value.low}..{value.high}"


def _bad_values(account: Account) -> Iterator[str]:
    """Every value of a fact has words and is what those words say; the answer adds nothing."""
    ledger = Ledger(account)
    for fact in account.facts:
        if not fact.values:
            yield f"fact without a value: {fact.id}"
        for value in fact.values:
            if not value.evidence or not value.claims:
                yield f"value without evidence or claim: {fact.id}"
            yield from _bad_value(ledger, fact, value)
        yield from _bad_answer(fact)


def _bad_value(ledger: Ledger, fact: Fact, value: Value) -> Iterator[str]:
    figures = [q for s in value.evidence for q in ledger.quantities.values() if q.span.doc == s.doc and q.span.meets(s)]
    ranged = value.low is not None or value.high is not None
    if ranged and not any((q.low, q.high) == (value.low, value.high) for q in figures):
        yield f"range that no cited figure has: {fact.id} {value.low}..{value.high}"
    if value.text is not None and not any(_said(value.text, ledger.quote(s)) for s in value.evidence):
        yield f"text that no cited span has: {fact.id} {value.text!r}"
    for place in value.places:
        if place not in ledger.places:
            yield f"unknown place: {fact.id} {place}"
    if fact.slot is Slot.STATUS and value.code is not None and value.code not in {str(s) for s in Status}:
        yield f"unknown status: {fact.id} {value.code}"


def _said(text: str, words: str) -> bool:
    return " ".join(text.split()).casefold() in " ".join(words.split()).casefold()


def _bad_answer(fact: Fact) -> Iterator[str]:
    """A numeric answer is a hull of values, or, where the rule is named, at least the sum of parts; never a mean."""
    answer = fact.answer
    if answer is None:
        return
    known = {getattr(v, side) for v in fact.values for side in ("low", "high")}
    if "at least their sum" in fact.why:
        known |= _sums([v.low or 0 for v in fact.values])
    for end in ("low", "high"):
        got = getattr(answer, end)
        if got is not None and got not in known:
            yield f"answer that no value has: {fact.id} {end}={got}"


def _sums(parts: list[float]) -> set[float]:
    """What any choice of the parts adds up to."""
    out: set[float] = {0.0}
    for part in parts:
        out |= {x + part for x in out}
    return out
