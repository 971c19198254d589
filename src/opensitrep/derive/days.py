"""When an event happened, as far as it may be printed: its day, the days that bound it, the words for its time."""

from __future__ import annotations

from opensitrep.derive.book import Book
from opensitrep.derive.scenes import of_clause, one_voice
from opensitrep.derive.sure import WIDEST, day_at, sure_day, surest, told_here
from opensitrep.derive.telling import main_event, telling
from opensitrep.model import Event, Interval, Modality, Span, Status
from opensitrep.text.intervals import days_of, known

DONE = (Status.HAPPENED, Status.REPORTED, Status.CLAIMED)


def day_of(book: Book, event: Event) -> Interval | None:
    """The day or days of an event that may be printed: its own where it is sure, else those from the main event of its
    story to the first report of what is told as done, where they are few and its sentence names no other day.

    Of 35 such of train, dev and twelve newer clusters whose day the gold has 34 were of those days.
    """
    return book.when(event) if sure_day(book, event) else _bounded(book, event)


def _bounded(book: Book, event: Event) -> Interval | None:
    main, told = main_event(book, event.story), told_here(book, event)
    done = event.status in DONE and any(m.modality is Modality.ACTUAL for m in told)
    if main is None or main is event or not done or not sure_day(book, main):
        return None
    first, _ = days_of(book.when(main))
    last = min((day for d in book.tellers(event.id) if (day := days_of(book.published(d))[1])), default=None)
    if first is None or last is None or not 0 <= (last - first).days < WIDEST:
        return None
    named = (day for m in told for s in m.times if (day := day_at(book, s)))
    bounds = Interval(first.isoformat(), last.isoformat(), precision="vague", basis="publication")
    return bounds if all(first <= day <= last for day in named) else None


def told_times(book: Book, event: Event) -> list[Span]:
    """The words for its time in the sentence that tells it: those read as its own, else what stands in its clause."""
    span, here = telling(book, event), told_here(book, event)
    own = [s for m in here for s in m.times if known(book.interval_of(s))]
    best = surest(here)
    if own or span is None or best is None:
        return list(dict.fromkeys(own))
    said = (t.span for t in book.readings[span.doc].times if span.covers(t.span) and known(book.interval_of(t.span)))
    return [s for s in said if of_clause(book, span, s, best) and one_voice(book, s, best)]
