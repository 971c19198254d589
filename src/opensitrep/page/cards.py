"""Event cards and the table of all events: who, what, whom, where, when, how many, each with the words behind it."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.book import kind_of
from opensitrep.derive.events import event_notes, main_place, status_of
from opensitrep.derive.lead import is_of_its_day, sure_tolls
from opensitrep.derive.parties import befallen, camp, named_doers
from opensitrep.derive.pieces import Cite, Derived, Fixed, Item, Link, Quiet, Run, Sign
from opensitrep.derive.places import place_canonical, place_disputed
from opensitrep.derive.rules import derive
from opensitrep.derive.scenes import told_times, worded_place
from opensitrep.derive.summary import LAUNCHING
from opensitrep.derive.sure import (
    UNSURE,
    comes_after,
    day_at,
    day_of,
    kind_word,
    set_elsewhere,
    sure_party,
    sure_place,
    told_by,
)
from opensitrep.derive.telling import SAID, WHOLE, harm_told, is_background, is_reaction, telling
from opensitrep.derive.tolls import claimants, newest
from opensitrep.model import ActorKind, Event, Place, Span, Tie
from opensitrep.page.desk import Desk
from opensitrep.page.places import gazetteer_link
from opensitrep.text.intervals import days_of

CITED = 3  # quotations in one row of a card
ALSO = 5  # further reports with the same words
LISTED = 110  # characters of the sentence that tells an event in a list
DOERS = 2  # named in a card
FIGURES = 4  # in one card
VOICES = 5  # who says it, in one card


@dataclass(frozen=True, slots=True)
class CardRow:
    """One question of a card with its answer."""

    label: Fixed
    run: Run


@dataclass(frozen=True, slots=True)
class Within:
    """An event told inside the card of another, or in a list: its name where the words need it, its words, what is said
    of it."""

    anchor: str
    of: tuple[str, ...]
    title: Derived | None
    words: Run
    counts: Derived
    note: Derived | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Events inside a card by how they stand to it."""

    label: Fixed
    events: tuple[Within, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All of one event with its parts, its causes and what followed."""

    anchor: str
    head: Run
    title: Derived
    sign: Sign
    counts: Derived
    rows: tuple[CardRow, ...]
    groups: tuple[Group, ...]
    origins: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """What is no card: told of other days, said about an event, or not settled, each with its reason."""

    background: tuple[Within, ...]
    reactions: tuple[Within, ...]
    unsettled: tuple[Within, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row of the table of events."""

    link: Link
    kind: Derived
    shape: str
    status_style: str
    when: Derived
    where: Derived
    figure: Derived
    status: Derived
    sign: Sign
    counts: Derived


def compose_cards(desk: Desk) -> tuple[Card, ...]:
    """A card for each printed event that is inside no other, the main one first."""
    return tuple(compose_card(desk, e) for e in desk.current if home_of(desk, e) is e)


def home_of(desk: Desk, event: Event) -> Event:
    """The event whose card holds an event: the main one, where it is said to belong to that and is not set elsewhere;
    else itself. Ties to other events are too often wrong to be printed."""
    at, seen, main = event, {event.id}, desk.main
    while at is not main and at.parent and at.parent not in seen and at.parent in desk.book.events:
        at = desk.book.events[at.parent]
        seen.add(at.id)
    return at if main is not None and at is main and not set_elsewhere(desk.book, event, main) else event


def compose_card(desk: Desk, event: Event) -> Card:
    """The card of one event."""
    of = (event.id,)
    rows = [
        what_row(desk, event),
        *who_rows(desk, event),
        *where_rows(desk, event),
        *when_rows(desk, event),
        *figure_rows(desk, event),
        *silent_rows(desk, event),
    ]
    return Card(
        desk.event_anchor(event.id),
        (Derived("event head", of),),
        Derived("event title", of),
        desk.event_sign(event),
        Derived("event counts", of),
        tuple(rows),
        groups(desk, event),
        origin_lines(desk, event),
    )


def groups(desk: Desk, event: Event) -> tuple[Group, ...]:
    """The printed events inside a card, those that surely came after it apart."""
    inside = [e for e in desk.current if e is not event and home_of(desk, e) is event]
    after = [e for e in inside if e.tie is Tie.FOLLOWS and comes_after(desk.book, e, event)]
    made = (("followed", after), ("told with it", [e for e in inside if e not in after]))
    return tuple(
        Group(Fixed(label), tuple(within(desk, e, named=False) for e in events)) for label, events in made if events
    )


def within(desk: Desk, event: Event, note: str | None = None, limit: int = WHOLE, *, named: bool = True) -> Within:
    """An event in a line: its name, unless it stands in a card, and its sentence."""
    of, span = (event.id,), telling(desk.book, event)
    words: Run = (desk.cite(span, limit),) if span else ()
    title, counts = Derived("event name", of) if named or not span else None, Derived("event counts", of)
    return Within(desk.event_anchor(event.id), of, title, words, counts, Derived(note, of) if note else None)


def compose_folded(desk: Desk) -> Folded:
    """Everything told that has no card, so that nothing is lost."""
    printed = {e.id for e in desk.current}
    rest = sorted((e for e in desk.events if e.id not in printed), key=lambda e: (-e.score, e.id))
    background = [e for e in rest if is_background(e)]
    reactions = [e for e in rest if e not in background and is_reaction(e)]
    unsettled = [e for e in rest if e not in background and e not in reactions]
    return Folded(
        tuple(within(desk, e, limit=LISTED) for e in background),
        tuple(within(desk, e, limit=LISTED) for e in reactions),
        tuple(within(desk, e, "event unsettled", LISTED) for e in unsettled),
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
    """Who did it, and to whom, as far as it is named and sure; canonical and in the words of the reports."""
    rows = []
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    for label, actors, said in (
        ("who", tuple(named_doers(desk.book, event)), [s for m in mentions for s in m.agents]),
        ("whom", () if event.type in SAID else befallen(desk.book, event), [s for m in mentions for s in m.targets]),
    ):
        sure = tuple(i for i in actors if sure_party(desk.book, event, i))[:DOERS]
        if not sure:
            continue
        spans = [s for s in said if (a := desk.book.actor_at(s)) and a.id in sure]
        rows.append(CardRow(Fixed(label), (Derived("actor names", sure), *cites(desk, spans))))
    return rows


def what_row(desk: Desk, event: Event) -> CardRow:
    """The sentence that tells it, behind the kind of happening where its words say that; with the day of the report
    where another figure may have followed."""
    best = telling(desk.book, event)
    lead: Run = (Derived("event kind", (event.id,)),) if kind_word(desk.book, event) or not best else ()
    of_its_day = day_of(desk.book, event) is not None and is_of_its_day(desk.book, event)
    told: Run = (Quiet((Derived("event told", (event.id,)),)),) if of_its_day else ()
    return CardRow(Fixed("what"), (*lead, desk.cite(best, WHOLE), *told) if best else lead)


def where_rows(desk: Desk, event: Event) -> list[CardRow]:
    """Where it happened and from where something started, as far as that is sure, in the words of the reports."""
    rows = []
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    for label, launching in (("card where", False), ("launched from", True)):
        located = located_at(desk, event, launching)
        run: list[Item] = []
        for place in located:
            run += [Derived("place name", (place.id,)), Quiet(place_remarks(desk, place.id))]
        placed = [p.span for m in mentions for p in m.places if (p.role in LAUNCHING) is launching]
        ids = {place.id for place in located}
        run += cites(desk, [s for s in placed if (p := desk.book.place_at(s)) and p.id in ids])
        told = worded_place(desk.book, event, main_place(desk.book, event)) if not launching else None
        run += cites(desk, [told]) if told else ()
        if run:
            rows.append(CardRow(Fixed(label), tuple(run)))
    return rows


def located_at(desk: Desk, event: Event, launching: bool) -> list[Place]:
    """Where it happens (an area in place of a point where the words tell one), or from where it started."""
    if launching:
        found = [(desk.book.places[p.place], p) for p in event.places if p.place in desk.book.places]
        return [place for place, p in found if p.role in LAUNCHING and sure_place(desk.book, event, place)]
    place = main_place(desk.book, event)
    worded = worded_place(desk.book, event, place)
    return [place] if place and not worded and sure_place(desk.book, event, place) else []


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


def when_rows(desk: Desk, event: Event) -> list[CardRow]:
    """Its day with the words for it and what it rests on where that is less than a statement; where no day is sure,
    that of the report whose sentence tells it, with its words for the time."""
    of = (event.id,)
    first, last = days_of(day_of(desk.book, event))
    if first is None or last is None:
        reported = Derived("event told", of)
        run: Run = (*((reported,) if derive(desk.book, reported) else ()), *cites(desk, told_times(desk.book, event)))
        return [CardRow(Fixed("when row"), run)] if run else []
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    told = [s for m in mentions for s in m.times if (day := day_at(desk.book, s)) and first <= day <= last]
    note: Run = (Quiet((Derived("event notes", of),)),) if event_notes(desk.book, event.id) else ()
    return [CardRow(Fixed("when row"), (Derived("event day", of), *note, *cites(desk, told)))]


def figure_rows(desk: Desk, event: Event) -> list[CardRow]:
    """The latest of each figure that is surely of it, with whom a report names for it; others stand among the tolls."""
    run: list[Item] = []
    for series in sure_tolls(desk.book, event)[:FIGURES]:
        index = str(series.latest[0])
        run += [Fixed("semicolon")] if run else []
        run.append(Link((Derived("series toll", (series.id,)),), desk.series_anchor(series.id)))
        value = series.values[series.latest[0]]
        if claimants(desk.book, value, *newest(desk.book, value)):
            run.append(Quiet((Derived("series source", (series.id, index)),)))
    return [CardRow(Fixed("how many"), tuple(run))] if run else []


def silent_rows(desk: Desk, event: Event) -> list[CardRow]:
    """That no report of an attack speaks of casualties, of it or of anything, where its words tell it."""
    if event.type != "ASSAULT" or not kind_word(desk.book, event) or harm_told(desk.book, event):
        return []
    return [CardRow(Fixed("silent on"), (Quiet((Fixed("harm row"),)),))]


def origin_lines(desk: Desk, event: Event) -> tuple[Run, ...]:
    """Who says what the sentence of a card tells, each as a report names it, with the reports; where nobody is named,
    the reports themselves."""
    voices = told_by(desk.book, event)
    alone = len(desk.readings) == 1
    lines: list[Run] = []
    for claims in voices[:VOICES]:
        origin = desk.origin(claims[0])
        numbers = [Link((desk.number(d),), desk.place(first_span(desk, claims, d))) for d in desk.book.docs(claims)]
        name: Item = Derived("claim speaker", (claims[0],))
        tags = desk.side(origin.side) if origin and camp(origin.side) else ()
        if desk.book.attribution_of(claims[0]) is None:
            tags = ()
            copied = origin is not None and origin.kind in ("wire copy", "communique")
            name = Derived("origin name", (origin.id,)) if origin and copied else Fixed("own voice of reports")
        lines.append((name, *tags, *(() if alone else numbers)))
    return tuple(lines)


def first_span(desk: Desk, claims: list[str], doc: str) -> Span:
    """Where the first of some claims stands in a report."""
    spans = [desk.book.clip(desk.book.told_at(c), 400) for c in claims if desk.book.doc_of(c) == doc]
    return min(spans)


def compose_event_rows(desk: Desk) -> tuple[EventRow, ...]:
    """The printed events in order of time."""

    def when(event: Event) -> tuple[bool, str, str]:
        start = (event.when.start or event.when.end) if event.when else None
        return (start is None, start or "", event.id)

    rows = []
    for event in sorted(desk.current, key=when):
        of = (event.id,)
        rows.append(
            EventRow(
                desk.event_link(event.id),
                Derived("event kind", of),
                kind_of(event).shape,
                status_of(event),
                Derived("event when", of),
                Derived("event place", of),
                Derived("event toll", of),
                Derived("event status", of),
                desk.event_sign(event),
                Derived("event counts", of),
            )
        )
    return tuple(rows)
