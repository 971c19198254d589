"""Event cards and the table of all events: who, what, whom, where, when, how many, each with the words behind it."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.book import Book, kind_of
from opensitrep.derive.events import HARM, number_facts, status_of
from opensitrep.derive.pieces import Cite, Derived, Fixed, Item, Link, Quiet, Run, Sign
from opensitrep.derive.places import place_canonical, place_disputed
from opensitrep.derive.summary import LAUNCHING, happens_at
from opensitrep.model import ActorKind, Currency, Event, Fact, Place, Slot, Span, Status
from opensitrep.page.desk import Desk
from opensitrep.page.places import gazetteer_link

CITED = 4  # quotations in one row of a card
UNSURE = 0.7  # a reading less sure than this is called so: of such answers to the bench sets one in two was wrong
ALSO = 5  # further reports with the same words


@dataclass(frozen=True, slots=True)
class CardRow:
    """One question of a card with its answer."""

    label: Fixed
    run: Run


@dataclass(frozen=True, slots=True)
class Card:
    """All of one event."""

    anchor: str
    head: Run
    title: Derived
    sign: Sign
    counts: Derived
    tags: Run
    rows: tuple[CardRow, ...]
    origins: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row of the table of events."""

    link: Link
    kind: Derived
    shape: str
    status_style: str
    when: Derived
    where: Derived
    status: Derived
    sign: Sign
    counts: Derived


def compose_cards(desk: Desk) -> tuple[Card, ...]:
    """A card for each event, most important first, background last."""
    current = desk.current
    seen = {e.id for e in current}
    rest = [e for e in desk.events if e.id not in seen]
    return tuple(compose_card(desk, event) for event in (*current, *rest))


def compose_card(desk: Desk, event: Event) -> Card:
    """The card of one event."""
    of = (event.id,)
    sides = sorted({o.side for c in event.claims if (o := desk.origin(c)) and o.side})
    rows = [
        *who_rows(desk, event),
        what_row(desk, event),
        *where_rows(desk, event),
        *([when_row(desk, event)] if event.when else []),
        *figure_rows(desk, event),
        *family_rows(desk, event),
        *silent_rows(desk, event),
    ]
    return Card(
        desk.event_anchor(event.id),
        (Derived("event head", of),),
        Derived("event title", of),
        desk.event_sign(event, spelled=True),
        Derived("event counts", of),
        tuple(tag for side in sides[:4] for tag in desk.side(side)),
        tuple(rows),
        origin_lines(desk, event),
    )


def cites(desk: Desk, spans: list[Span]) -> tuple[Item, ...]:
    """Quotations with the numbers of their reports; the same words once, with every report that has them."""
    found: dict[str, dict[str, Cite]] = {}
    for span in spans:
        actor = desk.book.actor_mentions.get(span)
        if actor is None or actor.kind is not ActorKind.PRONOUN:
            cite = desk.cite(span)
            words = " ".join(desk.book.quote(cite.quote.span).casefold().split())
            found.setdefault(words, {}).setdefault(span.doc, cite)
    out: list[Item] = []
    for cites_of in list(found.values())[:CITED]:
        first, *others = cites_of.values()
        if len(desk.readings) == 1:
            out.append(Link((first.quote,), first.target))
        else:
            out += [first, *(Link((c.number,), c.target) for c in others[:ALSO])]
    return tuple(out)


def who_rows(desk: Desk, event: Event) -> list[CardRow]:
    """Agents and targets, canonical and in the words of the reports."""
    rows = []
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    for label, actors, spans in (
        ("who", event.agents, [s for m in mentions for s in m.agents]),
        ("whom", event.targets, [s for m in mentions for s in m.targets]),
    ):
        if not actors and not spans:
            continue
        lead: tuple[Item, ...] = (Derived("actor names", actors),) if actors else ()
        sides = sorted({a.side for i in actors if (a := desk.book.actors.get(i)) and a.side})
        tags = tuple(t for s in sides[:3] for t in desk.side(s))
        rows.append(CardRow(Fixed(label), (*lead, *tags, *cites(desk, spans))))
    return rows


def what_row(desk: Desk, event: Event) -> CardRow:
    """The kind of deed with the words that tell it."""
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    kinds = [
        f
        for f in desk.book.facts_of.get(event.id, ())
        if f.slot in (Slot.MUNITION_TYPE, Slot.TARGET, Slot.AIRCRAFT_TYPE)
    ]
    spans = [s for f in kinds for v in f.values for s in v.evidence] or [m.span for m in mentions]
    return CardRow(Fixed("what"), (Derived("event kind", (event.id,)), *cites(desk, spans)))


def where_rows(desk: Desk, event: Event) -> list[CardRow]:
    """Places by role; a place only inferred is marked so."""
    rows = []
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    for label, launching in (("card where", False), ("launched from", True)):
        located = located_at(desk, event, launching)
        run: list[Item] = []
        for place, inferred in located[:3]:
            run += [Derived("place name", (place.id,)), Quiet(place_remarks(desk, place.id))]
            if inferred:
                run.append(Quiet((Fixed("inferred"),)))
        placed = [p.span for m in mentions for p in m.places if (p.role in LAUNCHING) is launching]
        spans = [s for s in placed if _named(desk.book, s)]
        run += cites(desk, spans)
        facts = [f for f in desk.book.facts_of.get(event.id, ()) if f.slot is Slot.LAUNCH_ORIGIN]
        if launching and facts and run:
            run += [desk.fact_sign(facts[0]), Quiet((Derived("fact verdict", (facts[0].id,)),))]
        if run:
            rows.append(CardRow(Fixed(label), tuple(run)))
    return rows


def located_at(desk: Desk, event: Event, launching: bool) -> list[tuple[Place, bool]]:
    """Where it happens (an area in place of a point where the words tell one), or from where it started."""
    if not launching:
        return happens_at(desk.book, event)
    return [
        (desk.book.places[p.place], p.inferred)
        for p in event.places
        if p.role in LAUNCHING and p.place in desk.book.places
    ]


def place_remarks(desk: Desk, place: str) -> tuple[Item, ...]:
    """Beside a place: the gazetteer's name, how exactly it is known, its entry, whether its status is disputed."""
    run: list[Item] = [Derived("place canonical", (place,))] if place_canonical(desk.book, place) else []
    run.append(Derived("place note", (place,)))
    match = desk.book.matches.get(place)
    if match is not None and match.score is not None and match.score < UNSURE:
        run.append(Fixed("place unsure"))
    if not place.startswith("area:"):
        run.append(gazetteer_link(place))
    if place_disputed(desk.book, place):
        run += [Fixed("disputed"), Derived("place disputed", (place,))]
    return tuple(run)


def _named(book: Book, span: Span) -> bool:
    """Whether words name a place: settled, or known by its name; a word that only resembles some name does not."""
    toponym = book.toponyms.get(span)
    resembling = toponym is not None and all(c.step == "slip" for c in toponym.candidates) and toponym.candidates
    return book.place_at(span) is not None or not resembling


def when_row(desk: Desk, event: Event) -> CardRow:
    """The time as settled, then as written."""
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    return CardRow(
        Fixed("when row"), (Derived("event when", (event.id,)), *cites(desk, [s for m in mentions for s in m.times]))
    )


def figure_rows(desk: Desk, event: Event) -> list[CardRow]:
    """Figures and harm, each question with its range and its words."""
    rows = []
    facts = number_facts(desk.book, event.id)
    for label, wanted in (("how many", False), ("harm", True)):
        run: list[Item] = []
        for fact in [f for f in facts if (f.slot in HARM) is wanted][:4]:
            run += [Derived("fact slot", (fact.id,)), Fixed("colon"), Derived("fact hull", (fact.id,))]
            run += [desk.fact_sign(fact), *fact_cites(desk, fact)]
        if run:
            rows.append(CardRow(Fixed(label), tuple(run)))
    return rows


def fact_cites(desk: Desk, fact: Fact) -> tuple[Item, ...]:
    """The words of each value of a fact."""
    return cites(desk, [desk.words_of(s) for v in fact.values for s in v.evidence])


def family_rows(desk: Desk, event: Event) -> list[CardRow]:
    """The whole an event is part of, and its parts."""
    rows = []
    if event.parent and event.parent in desk.book.events:
        rows.append(CardRow(Fixed("part of"), (desk.event_link(event.parent), Derived("event title", (event.parent,)))))
    parts = desk.book.children.get(event.id, ())
    if parts:
        rows.append(CardRow(Fixed("parts"), tuple(desk.event_link(e.id) for e in parts[:12])))
    return rows


def silent_rows(desk: Desk, event: Event) -> list[CardRow]:
    """What no report says of a deed of these days."""
    if event.currency is not Currency.CURRENT or event.status in (Status.PLANNED, Status.HYPOTHETICAL):
        return []
    run: list[Item] = []
    if event.type == "ASSAULT" and not any(f.slot in HARM for f in desk.book.facts_of.get(event.id, ())):
        run.append(Fixed("harm row"))
    if event.when is None:
        run.append(Fixed("time row"))
    if not event.places:
        run.append(Fixed("place row"))
    joined = tuple(x for i, item in enumerate(run) for x in ((Fixed("semicolon"), item) if i else (item,)))
    return [CardRow(Fixed("silent on"), (Quiet(joined),))] if run else []


def origin_lines(desk: Desk, event: Event) -> tuple[Run, ...]:
    """Each origin of an event with the reports that repeat it."""
    by_origin: dict[str, list[str]] = {}
    for claim in desk.speaking(event.claims):
        origin = desk.book.origin_of_claim.get(claim)
        if origin:
            by_origin.setdefault("own voice" if origin.kind == "outlet" else origin.id, []).append(claim)
    lines: list[Run] = []
    for key in sorted(by_origin, key=lambda k: (k == "own voice", -len(by_origin[k]), k))[:6]:
        claims = by_origin[key]
        origin = desk.book.origin_of_claim[claims[0]]
        docs = desk.book.docs(claims) if len(desk.readings) > 1 else []
        numbers = [Link((desk.number(d),), desk.place(first_span(desk, claims, d))) for d in docs]
        lines.append((Derived("origin name", (origin.id,)), *desk.side(origin.side), *desk.standing(claims), *numbers))
    return tuple(lines)


def first_span(desk: Desk, claims: list[str], doc: str) -> Span:
    """Where the first of some claims stands in a report."""
    spans = [desk.book.clip(desk.book.told_at(c), 400) for c in claims if desk.book.doc_of(c) == doc]
    return min(spans)


def compose_event_rows(desk: Desk) -> tuple[EventRow, ...]:
    """Every event in order of time."""

    def when(event: Event) -> tuple[bool, str, str]:
        start = (event.when.start or event.when.end) if event.when else None
        return (start is None, start or "", event.id)

    rows = []
    for event in sorted(desk.events, key=when):
        of = (event.id,)
        rows.append(
            EventRow(
                desk.event_link(event.id),
                Derived("event kind", of),
                kind_of(event).shape,
                status_of(event),
                Derived("event when", of),
                Derived("event place", of),
                Derived("event status", of),
                desk.event_sign(event),
                Derived("event counts", of),
            )
        )
    return tuple(rows)
