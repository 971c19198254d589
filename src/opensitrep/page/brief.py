"""The lead of a story and its brief: what happened, then at most seven lines by importance, each about a happening.

The words are those of the report that tells each best; figures, names and days are derived, and the verdict with the
count of origins stands at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from opensitrep.derive.disputes import series_behind
from opensitrep.derive.events import leading_series
from opensitrep.derive.lead import SIDE, Line, Part, Said, lead, sentence, spoken, toll, words_of
from opensitrep.derive.pieces import Away, Call, Cite, Derived, Fixed, Item, Link, Piece, Quote, Run, Sign
from opensitrep.derive.stories import unread_reports
from opensitrep.derive.telling import leans, reads_alone, telling
from opensitrep.derive.tolls import rivals_of
from opensitrep.model import Act, Event, Label, Position, Series, Span, Status
from opensitrep.page.desk import Desk

WORD = re.compile(r"\w+")
SAME = 0.8  # share of the words of the shorter of two sentences from which they say the same to a reader
MOST = 7  # lines below the lead
LINE = 230  # characters of a quotation in a line: as much as can be read at a glance
WORDS = 25  # characters below which words of a side say nothing by themselves
RIVAL = 4  # what a dispute over the toll of everybody adds to a line; one over a part of it takes as much away
LIMITS = {"figure": 2, "dispute": 2, "plan": 1, "event": MOST}  # lines of one family


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line: its words, then sign, counts and remarks."""

    run: Run
    sign: Sign
    counts: Derived
    remark: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """Where a sentence rests: report and speaker, with the words where they do not stand in the sentence."""

    number: Derived
    anchor: str
    cite: Cite | Link
    source: Derived
    page: Derived | None = None  # of a report on paper


@dataclass(frozen=True, slots=True)
class Brief:
    """The lead, the lines below it, their footnotes; reports that were not read, each by its headline and link."""

    lead: Sentence | None = None
    sentences: tuple[Sentence, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    unread: tuple[Run, ...] = ()

    @property
    def lines(self) -> tuple[Sentence, ...]:
        """The lead and the lines below it."""
        return (self.lead, *self.sentences) if self.lead else self.sentences


@dataclass(frozen=True, slots=True)
class Draft:
    """A line before its footnotes are numbered."""

    weight: float
    key: str
    family: str
    sign: Sign
    parts: Line
    counts: Derived
    remark: tuple[Piece, ...] = ()


def compose_brief(desk: Desk) -> Brief:
    """The lead, then what else is most important, each sentence of a report once."""
    writer = Writer(desk)
    lead = writer.write(lead_draft(desk, desk.main)) if desk.main else None
    drafts = [*event_drafts(desk), *figure_drafts(desk), *dispute_drafts(desk)]
    lines: list[Sentence] = []
    family = dict.fromkeys(LIMITS, 0)
    for draft in sorted(drafts, key=lambda d: (-d.weight, d.key)):
        fresh = not any(isinstance(p, Said) and not p.bare and writer.told(p.span) for p in draft.parts)
        if len(lines) < MOST and fresh and family[draft.family] < LIMITS[draft.family]:
            family[draft.family] += 1
            lines.append(writer.write(draft))
    return Brief(lead, tuple(lines), tuple(writer.notes), unread_rows(desk))


class Writer:
    """Numbers footnotes in the order in which they are called; the same words have one number."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.numbers: dict[Span, int] = {}
        self.notes: list[Footnote] = []
        self.lines: list[frozenset[str]] = []

    def told(self, span: Span) -> bool:
        """Whether these words, or most of them, stand in a line before, be it that of another report."""
        words = self._words(span)
        alike = any(len(words & before) >= SAME * min(len(words), len(before)) for before in self.lines)
        return alike or any(other.meets(span) for other in self.numbers)

    def _words(self, span: Span) -> frozenset[str]:
        return frozenset(WORD.findall(self.desk.book.quote(span).casefold()))

    def write(self, draft: Draft) -> Sentence:
        """A line with its quotations numbered."""
        run = tuple(self._cited(part) if isinstance(part, Said) else part for part in draft.parts)
        return Sentence(run, draft.sign, draft.counts, draft.remark)

    def _cited(self, said: Said) -> Cite | Call:
        desk, words = self.desk, said.span
        self.lines += [] if said.bare else [self._words(words)]
        if words not in self.numbers:
            self.numbers[words] = len(self.numbers) + 1
            self.notes.append(footnote(desk, said, self.numbers[words]))
        number, target = Derived("ordinal", (str(self.numbers[words]),)), f"{desk.prefix}fn{self.numbers[words]}"
        return Call(number, target) if said.bare else Cite(Quote(words), number, target, raised=True)


def footnote(desk: Desk, said: Said, number: int) -> Footnote:
    """The footnote of a quotation, with the page where its report has pages."""
    words = said.span
    cite = desk.cite(words, len(words))
    paged = bool(desk.book.readings[words.doc].document.pages)
    source = Derived("claim speaker", (said.claim,)) if said.claim else Derived("report label", (words.doc,))
    return Footnote(
        Derived("ordinal", (str(number),)),
        f"{desk.prefix}fn{number}",
        cite if said.bare else Link((cite.number,), cite.target),
        source,
        Derived("citation page", (words.doc, str(words.start))) if paged else None,
    )


# ---------------------------------------------------------------- the lead


def lead_draft(desk: Desk, event: Event) -> Draft:
    """The lead, with its sign and counts."""
    parts = tuple(part for line in lead(desk.book, event) for part in line)
    counts = Derived("event counts", (event.id,))
    return Draft(0.0, event.id, "event", desk.event_sign(event), parts, counts, remarks(desk, event))


def remarks(desk: Desk, event: Event) -> tuple[Piece, ...]:
    """How an event is told, where that is less than told as happened; "no arrest was made" says so itself."""
    denied = any(desk.book.claims[c].act is Act.DENIES for c in event.claims if c in desk.book.claims)
    told = event.status is Status.CLAIMED or (event.status is Status.DENIED and denied)
    return (Derived("event status", (event.id,)),) if told else ()


# ---------------------------------------------------------------- the lines below it


def event_drafts(desk: Desk) -> list[Draft]:
    """Other printed events: follow-ups, parts, plans."""
    drafts = []
    for event in desk.current:
        if desk.main and event.id == desk.main.id:
            continue
        planned = event.status is Status.PLANNED
        span = telling(desk.book, event)
        if span is None or not reads_alone(desk.book, span):
            continue
        leaning = leans(desk.book, span)
        if leaning and len(desk.book.docs(desk.book.telling_claims(event.id))) == 1:
            continue  # one report tells it, and no sentence of that by itself: its card says so
        name = (Derived("event name", (event.id,)), Fixed("colon")) if leaning else ()
        parts: list[Part] = [*name, *sentence(desk.book, event, LINE)]
        series = leading_series(desk.book, event.id)
        if series and not stated_in(desk, series, span):
            parts += toll(desk.book, series)
        if planned and outcome_open(desk, event):
            parts.append(Fixed("planned no outcome"))
        drafts.append(
            Draft(
                desk.weight(event),
                event.id,
                "plan" if planned else "event",
                desk.event_sign(event),
                tuple(parts),
                Derived("event counts", (event.id,)),
                () if planned else remarks(desk, event),
            )
        )
    return drafts


def stated_in(desk: Desk, series: Series, span: Span) -> bool:
    """Whether a sentence gives the figure that stands, or another one of the same fate: one hospital's beside all's."""
    value = series.values[series.latest[0]]
    figures = (q for q in desk.book.figures_in[span.doc] if span.covers(q.number))
    told = any(c.fate == series.fate and span.covers(c.number) for c in desk.book.readings[span.doc].counts)
    return told or any((q.low, q.high) == (value.low, value.high) for q in figures)


def outcome_open(desk: Desk, event: Event) -> bool:
    """Whether a plan stands in the calendar and no report says what became of it."""
    row = desk.book.planned.get(event.id)
    return row is not None and row.outcome == "open"


def figure_drafts(desk: Desk) -> list[Draft]:
    """Rival figures side by side, each with its claimants."""
    drafts = []
    for series in desk.series:
        rivals = rivals_of(series)
        if not rivals:
            continue
        parts: list[Part] = [Derived("series title", (series.id,)), Fixed("colon")]
        for position, index in enumerate(rivals[:3]):
            value = series.values[index]
            words = desk.book.clip(words_of(desk.book, value.evidence[0]), SIDE)
            claim = spoken(desk.book, value.claims, words)
            parts += [Fixed("semicolon")] if position else []
            parts += [Said(words, claim), Fixed("comma"), Derived("series claimants", (series.id, str(index)))]
        parts.append(Fixed("stop"))
        whole = series.population is None and series.part_of is None
        weight = desk.weight(desk.book.events[series.event]) % 1000 + (RIVAL if whole else -RIVAL)
        of = (series.id,)
        drafts.append(
            Draft(weight, series.id, "figure", desk.series_sign(series), tuple(parts), Derived("series counts", of))
        )
    return drafts


def dispute_drafts(desk: Desk) -> list[Draft]:
    """What is denied or left open, and by whom: the denial first, then what it stands against."""
    drafts = []
    for position in desk.positions:
        if series_behind(desk.book, position) or not desk.book.events[position.event].shown:
            continue
        parts: list[Part] = []
        for n, (index, words, claim) in enumerate(sides(desk, position)):
            parts += [Fixed("semicolon")] if n else []
            parts += [Derived("position lead", (position.id, str(index))), Fixed("colon"), Said(words, claim)]
        if len(sides(desk, position)) < 2:
            continue
        weight = desk.weight(desk.book.events[position.event]) % 1000 + 3 * position.score
        of = (position.id,)
        sign = desk.position_sign(position)
        drafts.append(
            Draft(weight, position.id, "dispute", sign, (*parts, Fixed("stop")), Derived("position counts", of))
        )
    return drafts


def sides(desk: Desk, position: Position) -> list[tuple[int, Span, str | None]]:
    """One side against and one that asserts, with the first words of each."""
    order = sorted(range(len(position.sides)), key=lambda i: (position.sides[i].act is Act.ASSERTS, i))
    chosen: list[int] = []
    for index in order:
        asserts = position.sides[index].act is Act.ASSERTS
        said = position.sides[index].evidence
        if said and len(said[0]) >= WORDS and all(asserts != (position.sides[c].act is Act.ASSERTS) for c in chosen):
            chosen.append(index)
    out = []
    for index in chosen:
        side = position.sides[index]
        words = desk.book.clip(side.evidence[0], SIDE)
        out.append((index, words, next((c for c in side.claims if c.startswith(words.doc)), None)))
    return out


# ---------------------------------------------------------------- reports that were not read


def unread_rows(desk: Desk) -> tuple[Run, ...]:
    """Reports in languages that are not read: headline, outlet, language, link."""
    rows = []
    for reading in unread_reports(desk.book, desk.story):
        doc = reading.document
        heads = [m.span for m in reading.marks if m.label in (Label.HEADLINE, Label.PARAGRAPH)]
        run: list[Item] = [Link((desk.number(doc.id),), desk.report_anchor(doc.id))]
        run += [Quote(desk.book.clip(min(heads), SIDE))] if heads else []
        run += [Fixed("dot"), Derived("report label", (doc.id,)), Fixed("dot"), Derived("report unread", (doc.id,))]
        if doc.url and doc.url.startswith(("http://", "https://")):
            run.append(Away((Fixed("leaves the page"),), doc.url))
        rows.append(tuple(run))
    return tuple(rows)
