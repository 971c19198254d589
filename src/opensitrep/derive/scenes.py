"""Where and when an event happens, in the words of the sentence that tells it: as they stand, whatever is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opensitrep.derive.book import Book
from opensitrep.derive.summary import POINTS
from opensitrep.derive.sure import CLAUSE, FULL, names_place, sure_place, surest, told_here
from opensitrep.derive.telling import telling
from opensitrep.model import ActorKind, Event, Mention, Place, PlaceRole, Span
from opensitrep.text.intervals import known
from opensitrep.text.words import Lists, load

WORDS = Lists("telling")
IDLE = Lists("function_words")
SCENES = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)
OPENS = 1  # words before a place that opens a sentence ("In Roboré, ...")
NAME = r"[^\W\d_a-z][\w’'-]*(?:[ -][^\W\d_a-z][\w’'-]*)*(?!\.\w)"
LOW = r"[a-z][\w’'-]*\s+"
PHRASE = re.compile(rf"(the\s+|an?\s+)?((?:{LOW}){{0,4}}?)({NAME})(\s+{LOW}of\s+(?:the\s+)?{NAME})?(?:\s+([a-z]+))?")
"""Article, words before the name ("police station of"), name, what it is the name of ("town of Brno"), word behind."""
DEEDS = ("ed", "ly")  # ends of words that are no noun
KINDS = ("base", "plant", "facility", "sea", "river", "area")  # of places whose nouns alone tell where


@dataclass(frozen=True, slots=True)
class _Sites:
    features: dict[str, tuple[str, ...]]


@cache
def _sites() -> dict[str, str]:
    """Kinds of places by the nouns for them: "cemetery", "bridge"."""
    return {word: kind for kind, words in load("en/places.toml", _Sites).features.items() for word in words}


@cache
def _noun() -> re.Pattern[str]:
    """Article, words before a noun of a site ("oil"), the noun ("terminal")."""
    nouns = "|".join(sorted((w for w, kind in _sites().items() if kind in KINDS), key=lambda w: (-len(w), w)))
    return re.compile(rf"(the\s+|an?\s+)((?:{LOW}){{0,3}}?)({nouns})\b")


@cache
def _idle() -> frozenset[str]:
    return frozenset(IDLE.table("idle")["function"].split())


def told_place(book: Book, event: Event) -> Span | None:
    """The words for its place in the clause that tells it, or at the head of its sentence: those read as its place,
    where they are of one; else what stands behind "at" or "near" there ("the police station of Exarchia").

    They may be printed though nobody knows which place of the name that is. Of 32 read ones of train and dev 21 bore
    the name of the gold place and 5 that of its country; of 29 behind a preposition 25 were words of the gold
    place, and all 3 of twelve newer clusters.
    """
    span, best = telling(book, event), surest(told_here(book, event))
    if span is None or best is None:
        return None
    spans = [p.span for p in best.places if p.role in SCENES]
    exact = [s for s in spans if (p := book.place_at(s)) is None or p.precision in POINTS] or spans
    if len({book.quote(s).casefold() for s in exact}) == 1 and _of_clause(book, span, min(exact), best):
        return min(exact)
    named = [s for s in _phrases(book, span) if _of_clause(book, span, s, best) and _one_voice(book, s, best)]
    return min(named, key=lambda s: (s.start < best.trigger.start, abs(s.start - best.trigger.end)), default=None)


def worded_place(book: Book, event: Event, place: Place | None) -> Span | None:
    """The words that are printed as its place: where none is sure, or where its sentence names another than the sure
    one (of nine such of train and dev all were the gold place, of which the sure one was five times none)."""
    told = told_place(book, event)
    if told is None or place is None or not sure_place(book, event, place):
        return told
    return None if book.quote(told).islower() or names_place(book, event, place) else told


def _of_clause(book: Book, span: Span, told: Span, mention: Mention) -> bool:
    """Whether words open a sentence or stand in the clause of a happening, with nothing between that ends it."""
    text = book.document(span.doc).text
    first, last = sorted((told, mention.trigger))
    opens = len(text[span.start : told.start].split()) <= OPENS
    return opens or not CLAUSE.search(text[first.end : max(first.end, last.start)])


def _one_voice(book: Book, told: Span, mention: Mention) -> bool:
    """Whether the same statements hold some words and a happening: "said in Brno" is no place of what is said."""
    said = [s for a in book.readings[told.doc].attributions for s in a.content]
    return all(s.covers(told) == s.covers(mention.trigger) for s in said)


def _phrases(book: Book, span: Span) -> Iterator[Span]:
    """The names with their nouns, and the nouns of sites, behind a preposition of place, which "near" and its like
    stay with."""
    text = book.quote(span)
    for found in re.finditer(r"\w+\s+", text):
        preposition = found.group().strip().casefold()
        if preposition not in WORDS["places"]:
            continue
        named = PHRASE.match(text, found.end())
        phrase = named if named and _is_place(book, _within(span, *named.span(3))) else _noun().match(text, found.end())
        if phrase is None or any(word in _idle() and word != "of" for word in phrase[2].split()):
            continue
        if not phrase[1] and (preposition in WORDS["surfaces"] or "of" in phrase[2].split()):  # "in front of"
            continue
        start = found.start() if preposition in WORDS["beside"] else phrase.start() + len(phrase[1] or "")
        yield _within(span, start, _end(book, span, phrase))


def _within(span: Span, start: int, end: int) -> Span:
    return Span(span.doc, span.start + start, span.start + end)


def _end(book: Book, span: Span, phrase: re.Match[str]) -> int:
    """Where it ends: behind what the name is of, else behind the noun that follows it ("Lologo cemetery", and behind
    an article any that tells no happening: "the Imatong foothills")."""
    if phrase.re is _noun() or phrase[4]:
        return phrase.end(3 if phrase.re is _noun() else 4)
    behind = phrase[5] or ""
    noun = phrase[1] and len(behind) >= FULL and behind not in _idle() and not behind.endswith(DEEDS)
    noun = noun and not any(m.trigger.meets(_within(span, *phrase.span(5))) for m in book.mentions_in(span))
    return phrase.end(5 if noun or behind in _sites() else 3)


def _is_place(book: Book, name: Span) -> bool:
    """Whether a name may be that of a place that is no country: no time, no person, nobody who is heard."""
    reading = book.readings[name.doc]
    if any(t.span.meets(name) for t in reading.times):
        return False
    if any(a.span.meets(name) for a in reading.actors if a.kind is ActorKind.PERSON):
        return False
    if any(s.meets(name) for a in reading.attributions for s in (*a.source, *a.cue)):
        return False
    known = (book.place_at(t.span) for t in reading.toponyms if t.span.meets(name))
    return not any(p is not None and p.kind == "country" for p in known)


def told_times(book: Book, event: Event) -> list[Span]:
    """The words for its time in the sentence that tells it: those read as its own, else what stands in its clause."""
    span, here = telling(book, event), told_here(book, event)
    own = [s for m in here for s in m.times if known(book.interval_of(s))]
    best = surest(here)
    if own or span is None or best is None:
        return list(dict.fromkeys(own))
    said = (t.span for t in book.readings[span.doc].times if span.covers(t.span) and known(book.interval_of(t.span)))
    return [s for s in said if _of_clause(book, span, s, best) and _one_voice(book, s, best)]
