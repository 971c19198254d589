"""One row a question, for exports and tables: series, days, places, holders and states of places as facts.

Of the series of one event and fate the widest is a fact: no column tells a part. A fact adds nothing: its values
are those of a series, of the incidents of an event, of the rows of control, of what the reports say of a place. Its
answer is one of them, never a hull of several.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from opensitrep.model import (
    Account,
    Claim,
    Control,
    Event,
    Fact,
    Ground,
    Incident,
    Mention,
    PlaceRole,
    Relation,
    Series,
    Slot,
    Span,
    State,
    Value,
    Verdict,
)
from opensitrep.reconcile.facts.populations import is_vague
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.words import Lists

WORDS = Lists("slots")


def list_facts(account: Account) -> Account:
    """Add the facts, in the order of the events, then of the places."""
    ledger = Ledger(account)
    facts = [_of_series(ledger, s) for s in _widest(ledger, account.series)]
    for event in account.events:
        facts += _of_event(ledger, event)
    facts += _of_control(ledger, account.control)
    facts += _of_states(ledger)
    order = {e.id: n for n, e in enumerate(account.events)}
    return replace(
        account, facts=tuple(sorted(facts, key=lambda f: (order.get(f.event or "", len(order)), f.place or "", f.id)))
    )


def _widest(ledger: Ledger, series: Sequence[Series]) -> list[Series]:
    """For each event and fate the series of everybody, else the one that most counts tell; of the happening itself, and
    of what is printed: counts that are a part, or of something else, are no answer."""
    found: dict[tuple[str, str], list[Series]] = defaultdict(list)
    for one in series:
        partial = any(ledger.counts[c].partial for v in one.values for c in v.counts)
        if one.shown and one.part_of is None and not partial:
            found[one.event, one.fate].append(one)

    def rank(one: Series) -> tuple[bool, bool, int, str]:
        return one.window is not None, one.population is not None, -sum(len(v.counts) for v in one.values), one.id

    return [min(told, key=rank) for _, told in sorted(found.items())]


def _of_series(ledger: Ledger, series: Series) -> Fact:
    """The series under the slot of its fate; a value that another one took the place of is superseded.

    "Dozens" is left out where a number is told, and what is only expected or tried always.
    """
    counted = [n for n, v in enumerate(series.values) if v.state is not State.PROJECTED]
    kept = [n for n in counted if not _is_vague(ledger, series.values[n])] or counted
    at = {n: place for place, n in enumerate(kept)}
    relations = [
        Relation(at[n], at[v.by], "superseded", "a later figure takes its place")
        for n, v in enumerate(series.values)
        if v.by and n in at and v.by in at
    ]
    relations += [
        Relation(at[a], at[b], "contradicts", "two claimants at one time")
        for a, b in series.rivals
        if a in at and b in at
    ]
    return Fact(
        id=f"{series.id}:fact",
        story=series.story,
        slot=Slot.REQUESTED if _is_asked(ledger, series) else Slot(WORDS.table("fates").get(series.fate, series.fate)),
        event=series.event,
        place=None,
        values=tuple(series.values[n] for n in kept),
        verdict=series.verdict,
        why=f"{series.why[:1].upper()}{series.why[1:]}.",
        answer=series.values[series.latest[0]] if series.latest else None,
        origins=series.origins,
        relations=tuple(relations),
    )


def _is_asked(ledger: Ledger, series: Series) -> bool:
    """Whether it is money that somebody is to pay: of a fine, a demand, a judgement."""
    return series.fate in WORDS["money"] and ledger.events[series.event].type in WORDS["asking"]


def _is_vague(ledger: Ledger, value: Value) -> bool:
    """Whether it is told only in words that leave the end open."""
    told = [ledger.figures[ledger.counts[c].number] for c in value.counts]
    return bool(told) and all(is_vague(figure) for figure in told)


# ---------------------------------------------------------------- day and place of an event


def _of_event(ledger: Ledger, event: Event) -> Iterator[Fact]:
    """Its day and its place, where two reports tell it."""
    told = [ledger.incidents[i] for i in event.incidents]
    days = [(i, i.day) for i in told if i.day and intervals.known(ledger.interval_of(i.day))]
    places = [(i, i.place) for i in told if i.place and ledger.place_at(i.place)]
    if len(days) > 1:
        values: dict[tuple[str | None, str | None], list[tuple[Incident, Span]]] = defaultdict(list)
        for incident, span in days:
            when = ledger.interval_of(span)
            if when:
                values[when.start, when.end].append((incident, span))
        rows = [
            replace(_value(ledger, pairs), interval=ledger.interval_of(pairs[0][1]))
            for _, pairs in sorted(values.items(), key=repr)
        ]
        yield _fact(ledger, event, Slot.TIME, rows, against=_days_apart(ledger, [i for i, _ in days]))
    if len(places) > 1:
        by_place: dict[str, list[tuple[Incident, Span]]] = defaultdict(list)
        for incident, span in places:
            place = ledger.place_at(span)
            if place:
                by_place[place.id].append((incident, span))
        rows = [replace(_value(ledger, pairs), places=(place,)) for place, pairs in sorted(by_place.items())]
        yield _fact(ledger, event, Slot.PLACE, rows, against=False)


def _value(ledger: Ledger, pairs: Sequence[tuple[Incident, Span]]) -> Value:
    claims = [c for incident, _ in pairs for m in incident.mentions for c in ledger.claims_of.get(m, ())]
    return _bare(ledger, claims, [span for _, span in pairs])


def _bare(ledger: Ledger, claims: Sequence[Claim], evidence: Sequence[Span]) -> Value:
    """A value with its provenance, still without an answer."""
    origins = [o.id for c in claims if (o := ledger.origin_of_claim.get(c.id))]
    days = [p.start[:10] for s in evidence if (p := ledger.published(s.doc)) and p.start]
    return Value(
        claims=tuple(dict.fromkeys(c.id for c in claims)),
        evidence=tuple(dict.fromkeys(evidence)),
        origins=tuple(dict.fromkeys(origins)),
        as_of=max(days, default=None),
    )


def _days_apart(ledger: Ledger, told: Sequence[Incident]) -> bool:
    """Whether two reports state exact days that are not one."""
    stated = [w for i in told if i.day and i.day_ground is Ground.STATED and (w := ledger.interval_of(i.day))]
    exact = list(dict.fromkeys(w for w in stated if w.precision in ("day", "instant") and not w.approx))
    return any(not intervals.meets(a, b) for n, a in enumerate(exact) for b in exact[:n])


def _fact(ledger: Ledger, event: Event, slot: Slot, rows: Sequence[Value], *, against: bool) -> Fact:
    """A fact whose answer is what the event was settled on, else the value most reports give."""
    wanted = event.when if slot is Slot.TIME else None
    settled = [p.place for p in event.places if p.role in (PlaceRole.TARGET, PlaceRole.VENUE)]
    values = tuple(sorted(rows, key=lambda v: (-len(v.evidence), v.evidence)))
    chosen = next(
        (v for v in values if (wanted and v.interval == wanted) or (v.places and v.places[0] in settled[:1])), values[0]
    )
    origins = ledger.bounds(chosen.claims)
    kind, why = Verdict.SINGLE, "One origin."
    if against:
        kind, why = Verdict.CONTRADICTED, "Two exact days are stated."
    elif len(values) > 1:
        kind, why = Verdict.COMPATIBLE, "Told more and less exactly."
    elif origins.lower > 1:
        kind, why = Verdict.AGREED, f"{origins.lower} independent origins say the same."
    name = f"{event.id}:{slot.value}"
    return Fact(name, event.story, slot, event.id, None, values, kind, why, chosen, origins)


# ---------------------------------------------------------------- places


def _of_control(ledger: Ledger, rows: Sequence[Control]) -> Iterator[Fact]:
    """Who is said to hold a place: one value a row."""
    by_place: dict[tuple[str, str], list[Control]] = defaultdict(list)
    for row in rows:
        if len(row.holder) == 1:
            by_place[row.story, row.place].append(row)
    for (story, place), told in sorted(by_place.items()):
        values = [
            replace(_bare(ledger, [ledger.claims[c] for c in r.claims], r.evidence), code=r.holder[0], as_of=r.when.end)
            for r in told
        ]
        origins = ledger.bounds(values[-1].claims)
        sides = {v.code for v in values}
        kind = Verdict.SERIES if len(sides) > 1 else Verdict.AGREED if origins.lower > 1 else Verdict.SINGLE
        why = "The holder changes." if len(sides) > 1 else "One holder is told."
        name = f"{story}:{place}:{Slot.CONTROLLER.value}"
        yield Fact(name, story, Slot.CONTROLLER, None, place, tuple(values), kind, why, values[-1], origins)


def _of_states(ledger: Ledger) -> Iterator[Fact]:
    """What the reports say of a place that is no happening: its size, its share damaged; as told, the latest first."""
    found: dict[tuple[str, Slot], list[Value]] = defaultdict(list)
    for mention in ledger.mentions.values():
        place = _subject(ledger, mention)
        if mention.type is not None or place is None:
            continue
        claims = ledger.claims_of.get(mention.id, ())
        for filler in mention.fillers:
            figure = ledger.quantities.get(filler.span)
            if filler.slot is Slot.CONTROLLER or not claims:
                continue
            value = _bare(ledger, claims, [filler.span])
            if figure is not None:
                value = replace(value, low=figure.low, high=figure.high, unit=figure.unit, scope=figure.scope)
            else:
                value = replace(value, text=ledger.quote(filler.span), code=filler.code)
            found[place, filler.slot].append(value)
    story = ledger.account.stories[0].id if ledger.account.stories else ""
    for (place, slot), values in sorted(found.items()):
        ordered = sorted(values, key=lambda v: (v.as_of or "", v.evidence), reverse=True)
        origins = ledger.bounds(c for v in ordered for c in v.claims)
        same = len({(v.low, v.high, v.text) for v in ordered}) == 1
        kind = Verdict.AGREED if same and origins.lower > 1 else Verdict.SINGLE if same else Verdict.COMPATIBLE
        why = "The latest figure as told." if not same else "Told alike."
        yield Fact(
            f"{story}:{place}:{slot.value}", story, slot, None, place, tuple(ordered), kind, why, ordered[0], origins
        )


def _subject(ledger: Ledger, mention: Mention) -> str | None:
    for placed in mention.places:
        if placed.role is PlaceRole.SUBJECT and (place := ledger.place_at(placed.span)):
            return place.id
    return None
