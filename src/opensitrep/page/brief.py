"""The lead of a story and its brief: what happened, then at most seven lines by importance, each about a happening.

The words are those of the report that tells each best; figures, names and days are derived, and the verdict with the
count of origins stands at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from opensitrep.derive.events import deniers
from opensitrep.derive.lead import (
    SIDE,
    Line,
    Part,
    Said,
    is_of_its_day,
    lead,
    outgrown,
    sentence,
    spoken,
    toll,
    words_of,
)
from opensitrep.derive.pieces import Away, Call, Cite, Derived, Fixed, Item, Link, Piece, Quote, Run, Sign
from opensitrep.derive.rules import derive
from opensitrep.derive.stories import unread_reports
from opensitrep.derive.sure import day_of, sure_day, unfit
from opensitrep.derive.telling import telling
from opensitrep.derive.tolls import claimants, rivals_of
from opensitrep.model import Event, Label, Span, Status
from opensitrep.page.desk import Desk

WORD = re.compile(r"\w+")
DATE = re.compile(r"(\d{4}|XXXX)-\d\d-\d\d")  # of the calendar; a weekday is "XXXX-WXX-4"
SAME = 0.8  # share of the words of the shorter of two sentences from which they say the same to a reader
MOST = 7  # lines below the lead
RIVAL = 4  # what a dispute over the toll of everybody adds to a line
SIDES = 3  # rival figures side by side
LIMITS = {"figure": 2, "plan": 1, "event": MOST}  # lines of one family


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
    drafts = [*event_drafts(desk), *figure_drafts(desk)]
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
    paged = bool(desk.book.document(words.doc).pages)
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
    when = told_on(desk, event) if sure_day(desk.book, event) else dated(desk, event)  # a sure day stands in the title
    remark = (*remarks(desk, event), *when)
    return Draft(0.0, event.id, "event", desk.event_sign(event), parts, counts, remark)


def remarks(desk: Desk, event: Event) -> tuple[Piece, ...]:
    """How an event is told, where that is less than told as happened; "no arrest was made" says so itself."""
    told = event.status is Status.CLAIMED or (event.status is Status.DENIED and deniers(desk.book, event))
    return (Derived("event status", (event.id,)),) if told else ()


def dated(desk: Desk, event: Event) -> tuple[Piece, ...]:
    """The day of an event, or of the report that tells it, where its sentence has no date of its own: "on Thursday"
    says nothing to who does not know the day of the report; and the day of a report whose figure may be outrun."""
    span = telling(desk.book, event)
    times = [t.value for t in desk.book.readings[span.doc].times if span.covers(t.span)] if span else []
    sure = day_of(desk.book, event) is not None
    if sure and not any(DATE.match(value or "") for value in times):
        return (Derived("event day", (event.id,)), *told_on(desk, event))
    return told_on(desk, event, always=not sure and not any(DATE.match(value or "") for value in times))


def told_on(desk: Desk, event: Event, *, always: bool = False) -> tuple[Piece, ...]:
    """ "reported 24 January", where the figure of a sentence may be outrun, or `always`."""
    piece = Derived("event told", (event.id,))
    return (piece,) if (always or is_of_its_day(desk.book, event)) and derive(desk.book, piece) else ()


# ---------------------------------------------------------------- the lines below it


def event_drafts(desk: Desk) -> list[Draft]:
    """Other printed events, each in one whole sentence of one report."""
    drafts = []
    for event in desk.current:
        if (desk.main and event.id == desk.main.id) or unfit(desk.book, event):
            continue
        planned = event.status is Status.PLANNED
        parts: list[Part] = [*sentence(desk.book, event)]
        for series in outgrown(desk.book, event):
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
                (*(() if planned else remarks(desk, event)), *dated(desk, event)),
            )
        )
    return drafts


def outcome_open(desk: Desk, event: Event) -> bool:
    """Whether a plan stands in the calendar with a sure day and no report says what became of it."""
    row = desk.book.planned.get(event.id)
    return row is not None and row.outcome == "open" and sure_day(desk.book, event)


def figure_drafts(desk: Desk) -> list[Draft]:
    """Rival figures of everybody side by side, each with whom its report names for it."""
    drafts = []
    for series in desk.series:
        rivals = rivals_of(series)
        whole = series.population is None and series.part_of is None
        if not rivals or not whole or not all(claimants(desk.book, series.values[n]) for n in rivals[:SIDES]):
            continue
        parts: list[Part] = [Derived("series title", (series.id,)), Fixed("colon")]
        for position, index in enumerate(rivals[:SIDES]):
            value = series.values[index]
            words = desk.book.clip(words_of(desk.book, value.evidence[0]), SIDE)
            claim = spoken(desk.book, value.claims, words)
            parts += [Fixed("semicolon")] if position else []
            parts += [Said(words, claim), Fixed("comma"), Derived("series claimants", (series.id, str(index)))]
        parts.append(Fixed("stop"))
        weight = desk.weight(desk.book.events[series.event]) % 1000 + RIVAL
        of = (series.id,)
        drafts.append(
            Draft(weight, series.id, "figure", desk.series_sign(series), tuple(parts), Derived("series counts", of))
        )
    return drafts


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
