"""The lead of a story: what happened in the words of the report that tells it best, then the toll, then who did it.

A lead is a few sentences, each a run of pieces and of quotations that have no footnote number yet (`Said`). The page
numbers them; `account.json` writes them out with their evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opensitrep.derive.authors import claims_of
from opensitrep.derive.book import Book
from opensitrep.derive.events import SIZES, VAGUE, event_notes, telling_series
from opensitrep.derive.parties import named_doers, tells_doer
from opensitrep.derive.pieces import Derived, Fixed, Item, Quiet
from opensitrep.derive.sure import sure_figure
from opensitrep.derive.telling import WHOLE, claim_in, telling
from opensitrep.derive.tolls import claimants, newest
from opensitrep.derive.voices import speaking
from opensitrep.model import Event, Series, Span, State
from opensitrep.text.intervals import days_of

SIDE = 130  # characters of the words behind a figure
WORDS = 90  # characters of a figure with what is counted
FIGURES = 2  # figures of a lead
REPLACED = (State.SUPERSEDED, State.CORRECTED)
DEEDS = ("ASSAULT", "CRIME")  # kinds of which a reader asks who did it


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation before it has a number, with the claim whose speaker its footnote names; or its number alone."""

    span: Span
    claim: str | None
    bare: bool = False


Part = Item | Said
Line = tuple[Part, ...]


def lead(book: Book, event: Event) -> tuple[Line, ...]:
    """What happened in the words of the best report; the toll with its day; who did it; what day and place rest on."""
    lines: list[Line] = [sentence(book, event)]
    lines += [toll(book, series) for series in untold(book, event)[:FIGURES]]
    said = [part.span for line in lines for part in line if isinstance(part, Said)]
    if event.type in DEEDS and not any(tells_doer(book, event, words) for words in said):
        lines.append((Derived("event doer", (event.id,)), Fixed("stop")))
    if event_notes(book, event.id):
        notes = (Fixed("open bracket"), Derived("event notes", (event.id,)), Fixed("close bracket"))
        lines.append((Quiet(notes),))
    return tuple(lines)


def sure_tolls(book: Book, event: Event) -> list[Series]:
    """The figures that tell an event and are surely of it; how many were touched only where that leads."""
    told = telling_series(book, event.id)
    return [s for n, s in enumerate(told) if sure_figure(book, s) and (n == 0 or s.fate != VAGUE)]


def untold(book: Book, event: Event) -> list[Series]:
    """Those that the sentence which tells it does not give itself."""
    return [s for s in sure_tolls(book, event) if not stated_in(book, s, telling(book, event))]


def outgrown(book: Book, event: Event) -> list[Series]:
    """Those of which the sentence that tells an event gives a figure that another one has replaced."""
    span = telling(book, event)

    def older(series: Series) -> bool:
        gone = (e for v in series.values if v.state in REPLACED for e in v.evidence)
        return span is not None and any(span.covers(e) for e in gone)

    return [s for s in untold(book, event) if older(s)][:FIGURES]


def is_of_its_day(book: Book, event: Event) -> bool:
    """Whether the sentence that tells an event counts who was harmed, held or moved, in a report of another day that is
    older than the newest one of the story: another count may have followed."""
    span = telling(book, event)
    _, told = days_of(book.published(span.doc) if span else None)
    newest = book.newest(event.story)
    _, last = days_of(book.published(newest) if newest else None)
    if span is None or told is None or last is None or told >= last or told == days_of(book.when(event))[0]:
        return False
    return any(c.fate not in SIZES for c in book.readings[span.doc].counts if span.covers(c.number))


def stated_in(book: Book, series: Series, span: Span | None) -> bool:
    """Whether a sentence gives the figure that stands."""
    value = series.values[series.latest[0]]
    told = (
        [c.number for c in book.readings[span.doc].counts if c.fate == series.fate and span.covers(c.number)]
        if span
        else []
    )
    alike = [q for n in told if (q := book.figure_at(n)) and (q.low, q.high) == (value.low, value.high)]
    return bool(alike) or any(span is not None and span.covers(e) for e in value.evidence)


def sentence(book: Book, event: Event) -> Line:
    """The sentence that tells an event best; its name where no words are left to tell it."""
    span = telling(book, event)
    if span is None:
        return (Derived("event name", (event.id,)), Fixed("stop"))
    return (Said(book.clip(span, WHOLE), claim_in(book, event, span)), Fixed("stop"))


def toll(book: Book, series: Series) -> Line:
    """ "At least 20 killed as of 28 June, according to governor Dmytro Lunin [3]."."""
    index = series.latest[0]
    value = series.values[index]
    told = newest(book, value)
    named = [e for e in told if claimants(book, value, e)]
    words = words_of(book, [*named, *told][0])
    said = Said(book.clip(book.sentence(words, SIDE), SIDE), spoken(book, value.claims, words), bare=True)
    source = (Fixed("comma"), Derived("series source", (series.id, str(index)))) if named else ()
    return (Derived("series toll", (series.id,)), *source, said, Fixed("stop"))


def spoken(book: Book, claims: Sequence[str], words: Span) -> str | None:
    """Whose claim some words of a value are quoted for: the first to be heard of their report."""
    return next(iter(speaking(book, [c for c in claims if c.startswith(words.doc)])), None)


def words_of(book: Book, span: Span) -> Span:
    """The words that answer a question: of a figure, with what is counted, as far as they stand together."""
    found = [q for q in book.figures_in[span.doc] if q.span.meets(span)]
    if not found:
        return span
    best = max(found, key=lambda q: (min(q.span.end, span.end) - max(q.span.start, span.start), -q.span.start))
    wide = Span(span.doc, min(best.span.start, span.start), max(best.span.end, span.end))
    thing = best.object
    if thing and thing.doc == span.doc and thing.start <= wide.end + 2 and thing.end - wide.start <= WORDS:
        wide = Span(span.doc, wide.start, max(wide.end, thing.end))
    return wide


def evidence(book: Book, event: Event, line: Line) -> tuple[Span, ...]:
    """The words a sentence of the lead rests on: those quoted, those of its figure, those that name who did it."""
    found = [part.span for part in line if isinstance(part, Said)]
    if any(isinstance(part, Derived) and part.rule == "event doer" for part in line):
        wanted = named_doers(book, event)[:1]
        spans = (s for i in event.mentions if (m := book.mentions.get(i)) for s in m.agents)
        found += sorted({s for s in spans if (actor := book.actor_at(s)) and actor.id in wanted})
        found += [span for said in claims_of(book, event) for span in (*said.source, *said.content)]
        found += [s for p in book.disputes_of.get(event.id, ()) for side in p.sides for s in side.evidence]
    return tuple(dict.fromkeys(found))
