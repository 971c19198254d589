"""Chooses and orders what a situation report shows: a frozen structure of grounded pieces, the same for every form.

Nothing in a `Sitrep` is text: it holds quotations (spans), derived text (rules with ids) and keys of fixed strings; see
`pieces`. The writers spell it. The form follows OCHA's situation reports: as of, period, key figures with their
definitions, highlights, overview, gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.book import Book
from opensitrep.derive.pieces import Derived, Fixed, Piece, Quote, Run, plain, walk
from opensitrep.derive.reports import span_of_days, story_country
from opensitrep.model import Account, Fact, Label, Span, Verdict
from opensitrep.page.brief import Brief, compose_brief
from opensitrep.page.cards import Card, EventRow, compose_cards, compose_event_rows
from opensitrep.page.compare import Chain, Contradiction, Matrix, compose_chains, compose_contradictions, compose_matrix
from opensitrep.page.desk import Desk
from opensitrep.page.evidence import SourceRow, SpeakerRow, TextView, compose_sources, compose_speakers, compose_texts
from opensitrep.page.figures import Plot, compose_figures
from opensitrep.page.map import Picture, compose_map, listed
from opensitrep.page.places import PlaceRow, compose_places
from opensitrep.page.state import ControlTable, PlanRow, compose_calendar, compose_control, compose_unknown
from opensitrep.page.timeline import Timeline, compose_timeline

HEADLINE = 90  # characters of a headline that stands for the title of a story: one line of the page
TELLING = 4  # words below which a headline names no happening ("Read more", the name of an agency)


@dataclass(frozen=True, slots=True)
class Stat:
    """A key figure with what it counts and a note."""

    number: Derived
    label: Fixed
    note: Piece


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many facts carry a verdict."""

    sign: Fixed
    word: Fixed
    style: str
    count: Derived


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Everything about one story."""

    anchor: str
    prefix: str
    title: Run
    line: Derived
    subtitle: Derived
    as_of: Derived
    as_of_basis: Derived
    stats: tuple[Stat, ...]
    verdicts: tuple[VerdictCount, ...]
    alone: bool
    brief: Brief
    map: Picture | None
    region_rows: tuple[Run, ...]
    nowhere: tuple[Run, ...]
    cards: tuple[Card, ...]
    events: tuple[EventRow, ...]
    places: tuple[PlaceRow, ...]
    timeline: Timeline | None
    figures: tuple[Plot, ...]
    more_figures: tuple[Plot, ...]
    matrix: Matrix | None
    chains: tuple[Chain, ...]
    control: ControlTable | None
    calendar: tuple[PlanRow, ...]
    unknown: tuple[Run, ...]
    contradictions: tuple[Contradiction, ...]
    contradictions_lead: Derived
    compared: Derived
    gaps: tuple[Fixed, ...]
    texts: tuple[TextView, ...]
    sources: tuple[SourceRow, ...]
    speakers: tuple[SpeakerRow, ...]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One story in the index."""

    anchor: str
    title: Run
    about: Run
    as_of: Derived
    reports: Derived
    origins: Derived
    contradictions: Derived
    differs: bool


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
    stories: tuple[StoryPage, ...]
    problems: tuple[ProblemRow, ...]
    worldview: Fixed
    made_with: tuple[tuple[Derived, Derived], ...]


def compose(account: Account) -> Sitrep:
    """The situation report of an account."""
    book = Book(account)
    stories = sorted(account.stories, key=lambda s: (-len(s.documents), s.id))
    several = len(stories) > 1
    pages = tuple(
        compose_story(Desk(book, story.id, f"s{n}-" if several else ""), f"s{n}") for n, story in enumerate(stories, 1)
    )
    index = tuple(
        IndexRow(
            f"s{n}",
            title(book, s.id),
            (head,) if story_country(book, s.id) and (head := headline(book, s.id)) else (),
            Derived("story day", (s.id,)),
            Derived("story reports", (s.id,)),
            Derived("story origins", (s.id,)),
            Derived("story contradictions", (s.id,)),
            any(f.verdict is Verdict.CONTRADICTED for f in book.story_facts.get(s.id, ())),
        )
        for n, s in enumerate(stories, 1)
    )
    problems = tuple(
        ProblemRow(*(Derived("problem field", (str(n), field)) for field in ("stage", "subject", "message")))
        for n in range(len(account.problems))
    )
    seen = Fixed(f"map worldview {book.worldview}")
    made = tuple((Derived("made with name", (k,)), Derived("made with", (k,))) for k in sorted(account.made_with))
    lead = Derived("account title"), Derived("account reports")
    return Sitrep(*lead, index if several else (), pages, problems, seen, made)


def compose_story(desk: Desk, anchor: str) -> StoryPage:
    """One story. The texts come last: they mark every span that stands anywhere else on the page."""
    of = (desk.story,)
    picture = compose_map(desk)
    regions, nowhere = listed(desk) if picture is None else ((), ())
    figures, more = compose_figures(desk)
    timeline, control, calendar, chains = (
        compose_timeline(desk),
        compose_control(desk),
        compose_calendar(desk),
        compose_chains(desk),
    )
    alone = len(desk.readings) == 1
    absent = {
        "gap timeline": timeline is None,
        "gap figures": not figures and not alone,
        "gap origins": not chains and not alone,
        "gap control": control is None,
        "gap calendar": not calendar,
    }
    brief, cards, matrix = compose_brief(desk), compose_cards(desk), compose_matrix(desk)
    contradictions, unknown = compose_contradictions(desk), compose_unknown(desk)
    shown = (brief, cards, matrix, figures, more, chains, control, calendar, unknown, contradictions)
    cited = {p.span for p in walk(shown) if isinstance(p, Quote)}
    targets = set(plain(shown))
    return StoryPage(
        anchor=anchor,
        prefix=desk.prefix,
        title=title(desk.book, desk.story),
        line=Derived("story line", of),
        subtitle=Derived("story kinds", of),
        as_of=Derived("story as of", of),
        as_of_basis=Derived("story as of basis", of),
        stats=stats(desk),
        verdicts=tuple(
            VerdictCount(
                Fixed(f"sign {v.value}"), Fixed(v.value), v.value, Derived("story verdicts", (desk.story, v.value))
            )
            for v in Verdict
        ),
        alone=alone,
        brief=brief,
        map=picture,
        region_rows=regions,
        nowhere=nowhere,
        cards=cards,
        events=compose_event_rows(desk),
        places=compose_places(desk),
        timeline=timeline,
        figures=figures,
        more_figures=more,
        matrix=matrix,
        chains=chains,
        control=control,
        calendar=calendar,
        unknown=unknown,
        contradictions=contradictions,
        contradictions_lead=Derived("story contradictions", of),
        compared=Derived("story compared", of),
        gaps=tuple(Fixed(k) for k, missing in absent.items() if missing),
        texts=compose_texts(desk, cited, targets, evidence_of(desk.facts)),
        sources=compose_sources(desk),
        speakers=compose_speakers(desk),
    )


def title(book: Book, story: str) -> Run:
    """The title of a story by its place and days; where no place is settled, the words of its first headline."""
    plain, head = Derived("story title", (story,)), headline(book, story)
    if story_country(book, story) or not head:
        return (plain,)
    days = (Fixed("comma"), Derived("story days", (story,))) if span_of_days(book, story) else ()
    return (head, *days)


def headline(book: Book, story: str) -> Quote | None:
    """The first headline of a story that says something, else the first line of a paragraph that does."""
    for wanted in (Label.HEADLINE, Label.PARAGRAPH):
        for reading in book.readings_of(story):
            for mark in sorted((m for m in reading.marks if m.label is wanted), key=lambda m: m.span):
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
        Stat(Derived("story events", of), Fixed("events"), Derived("story events note", of)),
        Stat(Derived("story facts", of), Fixed("facts"), Derived("story facts note", of)),
        Stat(Derived("story origins", of), Fixed("independent origins"), Fixed("bounds note")),
    )


def evidence_of(facts: list[Fact]) -> dict[Span, tuple[str, ...]]:
    """The facts each span is evidence for."""
    found: dict[Span, list[str]] = {}
    for fact in facts:
        for value in fact.values:
            for span in value.evidence:
                if fact.id not in found.setdefault(span, []):
                    found[span].append(fact.id)
    return {span: tuple(ids) for span, ids in sorted(found.items())}
