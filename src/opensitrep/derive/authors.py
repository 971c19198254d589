"""Who says to have done it: "the Islamic State group claimed responsibility for the attack"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from opensitrep.derive.book import Book
from opensitrep.model import Act, Attribution, Event, Span
from opensitrep.text.words import Lists

WORDS = Lists("parties")
DEED = 6  # words of a statement up to which it is only the deed that is claimed: "the raid by telephone"


def authors(book: Book, event: Event) -> list[str]:
    """Actors that claim to have done it, whoever does so most often first."""
    told = Counter(a.id for said in claims_of(book, event) if (a := book.speaker(said)))
    return sorted(told, key=lambda a: (-told[a], a))


def claims_of(book: Book, event: Event) -> Iterator[Attribution]:
    """Statements by which somebody claims an event, in the reports that tell it: that deed, or of a main event the
    responsibility."""
    is_main = event.id == book.stories[event.story].main
    deeds = _deeds(book, event)
    for doc in sorted({span.doc for span in deeds}):
        for said in book.readings[doc].attributions:
            if _claims(book, said) and (
                (is_main and _first(book, said.content[0]) in WORDS["authorship"])
                or (len(_words(book, said.content[0])) <= DEED and any(d.meets(said.content[0]) for d in deeds))
            ):
                yield said


def _deeds(book: Book, event: Event) -> list[Span]:
    """The words that tell an event or point to it."""
    told = [m.trigger for i in event.mentions if (m := book.mentions.get(i))]
    incidents = (i for doc in {t.doc for t in told} for i in book.readings[doc].incidents if i.id in event.incidents)
    return [*told, *(span for i in incidents for span in i.references)]


def _claims(book: Book, said: Attribution) -> bool:
    """Whether somebody who is named claims something."""
    if said.act is not Act.ASSERTS or said.speaker is None or not said.source:
        return False
    cue = {word for span in said.cue for word in _words(book, span)}
    return not cue.isdisjoint(WORDS["claims"]) and _first(book, said.source[0]) not in WORDS["nobody"]


def _words(book: Book, span: Span) -> list[str]:
    return book.quote(span).casefold().split()


def _first(book: Book, span: Span) -> str:
    return next(iter(_words(book, span)), "")
