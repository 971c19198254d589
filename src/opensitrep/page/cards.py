"""Event cards and the table of all events: who, what, whom, where, when, how many, each with the words behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opensitrep.derive.book import Book, kind_of
from opensitrep.derive.events import event_notes, leading_series, status_of
from opensitrep.derive.parties import befallen, named_doers
from opensitrep.derive.pieces import Cite, Derived, Fixed, Item, Link, Quiet, Run, Sign
from opensitrep.derive.places import place_canonical, place_disputed
from opensitrep.derive.summary import LAUNCHING, happens_at
from opensitrep.derive.telling import harm_told, is_background, is_reaction, leans, telling
from opensitrep.derive.voices import nameless, speaking
from opensitrep.model import ActorKind, Event, Place, Span, Tie
from opensitrep.page.desk import Desk
from opensitrep.page.places import gazetteer_link
from opensitrep.text.intervals import meets
from opensitrep.world.earth import far

REACH = 25.0  # km around a place within which other words name a part of it
CITED = 3  # quotations in one row of a card
UNSURE = 0.7  # a reading less sure than this is called so: of such answers to the bench sets one in two was wrong
ALSO = 5  # further reports with the same words
SENTENCE, LISTED = 200, 110  # characters of the sentence that tells an event, in a card and in a list
DOERS = 2  # named in a card
FIGURES = 4  # in one card


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
    tags: Run
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


TIES = ((Tie.PART, "parts"), (Tie.CAUSE, "causes"), (Tie.FOLLOWS, "followed"), (Tie.EARLIER, "earlier"))


def compose_cards(desk: Desk) -> tuple[Card, ...]:
    """A card for each printed event that is inside no other, the main one first."""
    return tuple(compose_card(desk, e) for e in desk.current if home_of(desk, e) is e)


def home_of(desk: Desk, event: Event) -> Event:
    """The printed event whose card holds an event: itself, where no whole of it is printed."""
    printed = {e.id for e in desk.current}
    at, seen, home = event, {event.id}, event
    while at.parent and at.parent not in seen and at.parent in desk.book.events and at is not desk.main:
        at = desk.book.events[at.parent]
        seen.add(at.id)
        home = at if at.id in printed else home
    return home


def compose_card(desk: Desk, event: Event) -> Card:
    """The card of one event."""
    of = (event.id,)
    sides = sorted({o.side for c in telling_of(desk, event) if (o := desk.origin(c)) and o.side})
    rows = [
        what_row(desk, event),
        *who_rows(desk, event),
        *where_rows(desk, event),
        when_row(desk, event),
        *figure_rows(desk, event),
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
        groups(desk, event),
        origin_lines(desk, event),
    )


def groups(desk: Desk, event: Event) -> tuple[Group, ...]:
    """The printed events inside a card, by their tie and importance."""
    inside = [e for e in desk.current if e is not event and home_of(desk, e) is event]
    made = ((label, [e for e in inside if e.tie is tie]) for tie, label in TIES)
    rest = [e for e in inside if e.tie not in {tie for tie, _ in TIES}]
    found = [*made, ("parts", rest)]
    return tuple(
        Group(Fixed(label), tuple(within(desk, e, named=False) for e in events)) for label, events in found if events
    )


def within(desk: Desk, event: Event, note: str | None = None, limit: int = SENTENCE, *, named: bool = True) -> Within:
    """An event in a line: its name, unless `named` only where its words lean on others, and its sentence."""
    of, span = (event.id,), telling(desk.book, event)
    named = named or span is None or leans(desk.book, span)
    words: Run = (desk.cite(span, limit),) if span else ()
    figure = leading_series(desk.book, event.id)
    if figure:
        told = Derived("series figure", (figure.id,))
        words += (Link((told,), desk.series_anchor(figure.id)) if event in desk.current else told,)
    title, counts = Derived("event name", of) if named else None, Derived("event counts", of)
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
    """Who did it, as far as it is named, and to whom; canonical and in the words of the reports."""
    rows = []
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    for label, actors, said in (
        ("who", tuple(named_doers(desk.book, event)[:DOERS]), [s for m in mentions for s in m.agents]),
        ("whom", befallen(desk.book, event), [s for m in mentions for s in m.targets]),
    ):
        if not actors:
            continue
        spans = [s for s in said if (a := desk.book.actor_at(s)) and a.id in actors]
        lead: tuple[Item, ...] = (Derived("actor names", actors),)
        sides = sorted({a.side for i in actors if (a := desk.book.actors.get(i)) and a.side})
        tags = tuple(t for s in sides[:3] for t in desk.side(s))
        rows.append(CardRow(Fixed(label), (*lead, *tags, *cites(desk, spans))))
    return rows


def what_row(desk: Desk, event: Event) -> CardRow:
    """The kind of happening with the sentence that tells it."""
    best = telling(desk.book, event)
    lead: Run = (desk.cite(best, SENTENCE),) if best else ()
    return CardRow(Fixed("what"), (Derived("event kind", (event.id,)), *lead))


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
        here = [place for place, _ in located]
        run += cites(desk, [s for s in placed if _named(desk.book, s) and _is_at(desk.book, s, here)])
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


def _is_at(book: Book, span: Span, here: Sequence[Place]) -> bool:
    """Whether words name one of some places or what lies in its reach, or a place that is not known."""
    place = book.place_at(span)
    if place is None or not here:
        return True
    spots = [p for p in here if p.id != place.id and p.lat is not None and place.lat is not None]
    return any(p.id == place.id for p in here) or any(far(p, place) <= REACH for p in spots)


def when_row(desk: Desk, event: Event) -> CardRow:
    """The time as settled, as written, and what day and place rest on where that is less than a statement."""
    mentions = [desk.book.mentions[m] for m in event.mentions if m in desk.book.mentions]
    of = (event.id,)
    note: Run = (Quiet((Derived("event notes", of),)),) if event_notes(desk.book, event.id) else ()
    told = [s for m in mentions for s in m.times]
    if event.when is not None:  # other times of its clauses date something else
        told = [s for s in told if (found := desk.book.interval_of(s)) is None or meets(found, event.when)]
    words = cites(desk, told)
    return CardRow(Fixed("when row"), (Derived("event when", of), *note, *words))


def figure_rows(desk: Desk, event: Event) -> list[CardRow]:
    """The latest of each figure with its claimants; the earlier ones stand among the tolls."""
    run: list[Item] = []
    told = [s for s in desk.book.series_of(event.id) if s.latest and s.part_of is None and s.window is None]
    once = {(s.fate, s.values[s.latest[0]].low, s.values[s.latest[0]].high): s for s in reversed(told)}
    for series in [s for s in told if s in once.values()][:FIGURES]:
        run += [Fixed("semicolon")] if run else []
        run.append(Link((Derived("series toll", (series.id,)),), desk.series_anchor(series.id)))
        run += [desk.series_sign(series), Quiet((Derived("series claimants", (series.id, str(series.latest[0]))),))]
    return [CardRow(Fixed("how many"), tuple(run))] if run else []


def silent_rows(desk: Desk, event: Event) -> list[CardRow]:
    """That no report of an attack of these days speaks of casualties, of it or of anything."""
    if event.type != "ASSAULT" or harm_told(desk.book, event):
        return []
    return [CardRow(Fixed("silent on"), (Quiet((Fixed("harm row"),)),))]


def telling_of(desk: Desk, event: Event) -> list[str]:
    """The claims of an event that are of its own kind: who says something else of it is no origin of it."""
    found = desk.book.telling_claims(event.id)
    kinds = {c: m.type for c in found if (m := desk.book.mentions.get(desk.book.claims[c].subject))}
    return [c for c in found if kinds.get(c) == event.type] or [*found]


def origin_lines(desk: Desk, event: Event) -> tuple[Run, ...]:
    """Each origin of an event with the reports that repeat it."""
    by_origin: dict[str, list[str]] = {}
    for claim in speaking(desk.book, telling_of(desk, event)):
        origin = desk.book.origin_of_claim.get(claim)
        said = desk.book.attribution_of(claim)
        if origin and (said is None or not nameless(desk.book, said)):
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
