"""Chooses and orders what a situation report shows: a frozen structure of grounded pieces, the same for every form.

Nothing in a `Sitrep` is text: it holds quotations (spans), derived text (rules with ids) and keys of fixed strings; see
`pieces`. The writers spell it. The form follows OCHA's situation reports: as of, period, key figures with their
definitions, highlights, overview, gaps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from opensitrep.derive.book import Book, contested
from opensitrep.derive.events import place_words
from opensitrep.derive.pieces import Derived, Fixed, Link, Piece, Quote, Run, plain, walk
from opensitrep.derive.rules import spell
from opensitrep.derive.stories import disputed, span_of_days, story_country
from opensitrep.derive.telling import importance, main_event, telling
from opensitrep.model import Label, Series, Span, Story
from opensitrep.page.brief import Brief, compose_brief
from opensitrep.page.cards import Card, EventRow, Folded, compose_cards, compose_event_rows, compose_folded
from opensitrep.page.desk import Desk
from opensitrep.page.disputed import Disputed, compose_disputed
from opensitrep.page.evidence import SourceRow, SpeakerRow, TextView, compose_sources, compose_speakers, compose_texts
from opensitrep.page.map import Picture, compose_map, listed
from opensitrep.page.origins import Chain, compose_chains
from opensitrep.page.places import PlaceRow, compose_places
from opensitrep.page.state import ControlTable, PlanRow, compose_calendar, compose_control, compose_unknown
from opensitrep.page.timeline import Timeline, compose_timeline
from opensitrep.page.toll import EventTolls, Unplaced, compose_tolls, compose_unplaced
from opensitrep.text.fold import fold

NOT_SLUG = re.compile(r"[^a-z0-9]+")
SLUG = 60  # characters of the name of a story's page
HEADLINE = 90  # characters of a headline that stands for the title of a story: one line of the page
SCREEN = 30  # stories from which an index has a register: more than two screens
TELLING = 4  # words below which a headline names no happening ("Read more", the name of an agency)


@dataclass(frozen=True, slots=True)
class Stat:
    """A key figure with what it counts and a note."""

    number: Derived
    label: Fixed
    note: Piece


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Everything about one story."""

    anchor: str
    prefix: str
    title: Run
    line: Derived
    as_of: Derived
    as_of_basis: Derived
    stats: tuple[Stat, ...]
    alone: bool
    brief: Brief
    map: Picture | None
    region_rows: tuple[Run, ...]
    nowhere: tuple[Run, ...]
    cards: tuple[Card, ...]
    folded: Folded
    events: tuple[EventRow, ...]
    places: tuple[PlaceRow, ...]
    timeline: Timeline | None
    tolls: tuple[EventTolls, ...]
    unplaced: tuple[Unplaced, ...]
    disputed: Disputed | None
    chains: tuple[Chain, ...]
    control: ControlTable | None
    calendar: tuple[PlanRow, ...]
    unknown: tuple[Run, ...]
    gaps: tuple[Fixed, ...]
    texts: tuple[TextView, ...]
    sources: tuple[SourceRow, ...]
    speakers: tuple[SpeakerRow, ...]
    others: tuple[Derived, ...]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One story in the index; `slug` names its page."""

    anchor: str
    place_in: str  # anchor of the row itself
    slug: str
    about: tuple[str, ...]
    title: Run
    words: Run
    day: Derived
    place: Derived
    toll: Derived
    line: Derived
    reports: Derived
    origins: Derived
    disputed: Derived
    differs: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A place, a kind of happening or a month with links to the rows of its stories."""

    name: Derived
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """One way to find a story in a long index: by place, or by kind of happening."""

    head: Fixed
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One thing that could not be done."""

    stage: Derived
    subject: Derived
    message: Derived


@dataclass(frozen=True, slots=True)
class Sitrep:
    """The whole report: an index where there are several stories, each story, problems, what it was made with."""

    title: Derived
    account_of: Derived
    index: tuple[IndexRow, ...]
    register: tuple[Register, ...]
    stories: tuple[StoryPage, ...]
    problems: tuple[ProblemRow, ...]
    worldview: Fixed
    made_with: tuple[tuple[Derived, Derived], ...]


def compose(book: Book) -> Sitrep:
    """The situation report of an account, all its stories in one."""
    head, pages = compose_in_turn(book)
    return replace(head, stories=tuple(pages))


def compose_in_turn(book: Book) -> tuple[Sitrep, Iterator[StoryPage]]:
    """The same with the stories apart, each composed when it is asked for: of many never all in memory."""
    stories = by_importance(book)
    several = len(stories) > 1
    pages = (compose_story(Desk(book, s.id, f"s{n}-" if several else ""), f"s{n}") for n, s in enumerate(stories, 1))
    return sitrep(book, index_rows(book) if several else (), ()), pages


def compose_index(book: Book) -> Sitrep:
    """The index of its stories alone."""
    return sitrep(book, index_rows(book), ())


def compose_pages(book: Book) -> Iterator[tuple[str, Sitrep]]:
    """Each story by itself, with the name of its page."""
    for row in index_rows(book):
        page = compose_story(Desk(book, row.about[0], ""), row.anchor)
        yield row.slug, replace(sitrep(book, (), (page,)), **own(row))


def own(row: IndexRow) -> dict[str, Any]:
    """What stands around the page of one story."""
    return {
        "title": Derived("story title", row.about),
        "account_of": Derived("story account", row.about),
        "problems": (),
    }


def by_importance(book: Book) -> list[Story]:
    """The stories of an account, the most important first."""
    return sorted(book.account.stories, key=lambda s: (-story_weight(book, s.id), s.id))


def index_rows(book: Book) -> tuple[IndexRow, ...]:
    """The rows of the index, made once of a book; names of pages are made of titles, each once."""
    slugs: Counter[str] = Counter()
    for n, story in enumerate(() if book.rows else by_importance(book), 1):
        words = " ".join(spell(book, p) for p in walk(title(book, story.id)))
        slug = "-".join(fold(words).encode("ascii", "ignore").decode().split())
        slug = "-".join(part for part in NOT_SLUG.split(slug) if part)[:SLUG].strip("-") or "story"
        slugs[slug] += 1
        book.rows.append(index_row(book, story.id, f"s{n}", slug if slugs[slug] == 1 else f"{slug}-{slugs[slug]}"))
    return tuple(book.rows)


def sitrep(book: Book, index: tuple[IndexRow, ...], pages: tuple[StoryPage, ...]) -> Sitrep:
    """What stands around index and stories: title, problems, what it was made with."""
    account = book.account
    problems = tuple(
        ProblemRow(*(Derived("problem field", (str(n), field)) for field in ("stage", "subject", "message")))
        for n in range(len(account.problems))
    )
    seen = Fixed(f"map worldview {book.worldview}")
    made = tuple((Derived("made with name", (k,)), Derived("made with", (k,))) for k in sorted(account.made_with))
    lead = Derived("account title"), Derived("account reports")
    return Sitrep(*lead, index, register(book, index), pages, problems, seen, made)


def register(book: Book, index: tuple[IndexRow, ...]) -> tuple[Register, ...]:
    """The stories of a long index by place and by kind of happening, in the order of the alphabet."""
    if len(index) <= SCREEN:
        return ()
    found = []
    for head, rule, other in (
        ("register places", "story place", "story happening"),
        ("register kinds", "story kind", "story at"),
    ):
        groups: dict[str, list[IndexRow]] = {}
        for row in index:
            groups.setdefault(spell(book, Derived(rule, row.about)), []).append(row)
        entries = tuple(
            Entry(
                Derived(rule, groups[name][0].about),
                tuple(Link((Derived(other, row.about),), row.place_in) for row in groups[name]),
            )
            for name in sorted(groups)
            if name
        )
        found.append(Register(Fixed(head), entries))
    return tuple(found)


def story_weight(book: Book, story: str) -> float:
    """Importance of a story: its reports, then that of its main event."""
    main = main_event(book, story)
    return 2 * len(book.stories[story].documents) + (importance(book, main) % 1000 if main else 0)


def index_row(book: Book, story: str, anchor: str, slug: str) -> IndexRow:
    """One story in a row: what, when, where, how many, who says so."""
    of, head = (story,), headline(book, story)
    main = main_event(book, story)
    best = telling(book, main) if main else None
    words = Quote(book.clip(best, HEADLINE)) if best else head
    return IndexRow(
        anchor,
        f"row-{anchor}",
        slug,
        of,
        title(book, story),
        (words,) if words is not None and (main or words != head) else (),
        Derived("story when", of) if main else Derived("story day", of),
        Derived("story place", of),
        Derived("story toll", of),
        Derived("story line", of),
        Derived("story reports", of),
        Derived("story origins", of),
        Derived("story disputed", of),
        any(contested(p) for p in disputed(book, story)),
        len(book.stories[story].documents) == 1,
    )


def compose_story(desk: Desk, anchor: str) -> StoryPage:
    """One story. The texts come last: they mark every span that stands anywhere else on the page."""
    of = (desk.story,)
    picture = compose_map(desk)
    regions, nowhere = listed(desk) if picture is None else ((), ())
    timeline, control, calendar, chains = (
        compose_timeline(desk),
        compose_control(desk),
        compose_calendar(desk),
        compose_chains(desk),
    )
    brief, cards, tolls, disputes = (
        compose_brief(desk),
        compose_cards(desk),
        compose_tolls(desk),
        compose_disputed(desk),
    )
    speakers, others = compose_speakers(desk)
    folded, unplaced, unknown = compose_folded(desk), compose_unplaced(desk), compose_unknown(desk)
    alone = len(desk.readings) == 1
    absent = {
        "gap timeline": timeline is None,
        "gap figures": not tolls,
        "gap disputed": disputes is None and not alone,
        "gap control": control is None,
        "gap calendar": not calendar,
    }
    shown = (brief, cards, folded, tolls, unplaced, disputes, chains, control, calendar, unknown)
    cited = {p.span for p in walk(shown) if isinstance(p, Quote)}
    targets = set(plain(shown))
    return StoryPage(
        anchor=anchor,
        prefix=desk.prefix,
        title=title(desk.book, desk.story),
        line=Derived("story line", of),
        as_of=Derived("story as of", of),
        as_of_basis=Derived("story as of basis", of),
        stats=stats(desk),
        alone=alone,
        brief=brief,
        map=picture,
        region_rows=regions,
        nowhere=nowhere,
        cards=cards,
        folded=folded,
        events=compose_event_rows(desk),
        places=compose_places(desk),
        timeline=timeline,
        tolls=tolls,
        unplaced=unplaced,
        disputed=disputes,
        chains=chains if not alone else (),
        control=control,
        calendar=calendar,
        unknown=unknown,
        gaps=tuple(Fixed(k) for k, missing in absent.items() if missing),
        texts=compose_texts(desk, cited, targets, evidence_of(desk.series)),
        sources=compose_sources(desk),
        speakers=speakers,
        others=others,
    )


def title(book: Book, story: str) -> Run:
    """The title of a story by its main event; where no place is settled, its first headline and its days."""
    head = headline(book, story)
    if story_place_known(book, story) or not head:
        return (Derived("story title", (story,)),)
    days = (Fixed("comma"), Derived("story days", (story,))) if span_of_days(book, story) else ()
    return (head, *days)


def story_place_known(book: Book, story: str) -> bool:
    """Whether the title can name a place."""
    main = main_event(book, story)
    return bool(main and place_words(book, main)) or story_country(book, story) is not None


def headline(book: Book, story: str) -> Quote | None:
    """The first headline of a story that says something, else the first line of a paragraph that does."""
    for wanted in (Label.HEADLINE, Label.PARAGRAPH):
        for doc in book.reports_of(story):
            marks = book.readings[doc].marks
            for mark in sorted((m for m in marks if m.label is wanted), key=lambda m: m.span):
                if len(book.quote(mark.span).split()) >= TELLING:
                    return Quote(book.clip(mark.span, HEADLINE))
    return None


def stats(desk: Desk) -> tuple[Stat, ...]:
    """The key figures of a story."""
    of = (desk.story,)
    return (
        Stat(
            Derived("story reports", of),
            Fixed("one report" if len(desk.readings) == 1 else "reports"),
            Derived("story reports note", of),
        ),
        Stat(Derived("story events", of), Fixed("events stat"), Derived("story events note", of)),
        Stat(Derived("story figures", of), Fixed("figures stat"), Derived("story figures note", of)),
        Stat(Derived("story disputed", of), Fixed("disputed stat"), Fixed("disputed note")),
    )


def evidence_of(series: list[Series]) -> dict[Span, tuple[str, ...]]:
    """The figures each span is evidence for."""
    found: dict[Span, list[str]] = {}
    for one in series:
        for value in one.values:
            for span in value.evidence:
                if one.id not in found.setdefault(span, []):
                    found[span].append(one.id)
    return {span: tuple(ids) for span, ids in sorted(found.items())}
