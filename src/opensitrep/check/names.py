"""Places and names of a draft beside those the reports have in the same matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from rapidfuzz import fuzz

from opensitrep.check.case import OPENING, Case, Library
from opensitrep.check.match import Match
from opensitrep.check.store import Line, Named
from opensitrep.check.words import WORDS, Word
from opensitrep.model import Aspect, Finding, Ruling, Span
from opensitrep.text.fold import fold
from opensitrep.world.countries import countries
from opensitrep.world.earth import far

SURE = 0.4  # likeness of a sentence whose place is held against the draft's
FAINT = 0.25  # the same, where no report has the draft's own
AHEAD = 2.1  # how much nearer a sentence without the name must be than any with it
TWICE = 2.0  # times that, of a name that all of the reports are about
NEARLY = 0.75  # share of the reports that hold a name which all of them are about
SPELLED = 84  # likeness in percent of two spellings of one name
AROUND = 200.0  # km within which a place may be measured from another
WIDE = ("country", "admin1", "region", "sea")


def check_names(case: Case) -> Iterator[Finding]:
    """Places and other names that the reports do not have here."""
    placed: list[Span] = []
    for place in case.line.places:
        placed.append(place.span)
        if fold(case.words(place.span)) in peoples() or any(s.covers(place.span) for s in _sources(case)):
            continue
        if not case.quoted(place.span) and not _shared(case, place) and not _near(case, place):
            yield from _instead(case, place)
    for span, words in _names(case):
        speaks = frozenset(k for s in case.line.said for k in s.speakers)
        if any(s.meets(span) for s in (*placed, *_sources(case))) or all(
            w.key in speaks or w.text in WORDS["bare"] for w in words
        ):
            continue
        if all(w.text in peoples() for w in words):
            continue  # "the American embassy" may be the writer's word for that of the United States
        yield from _elsewhere(case, span, words, Aspect.HAPPENING)


def _instead(case: Case, place: Named) -> Iterator[Finding]:
    words = [w for w in case.line.words if place.span.start <= w.start < place.span.end]
    yield from _elsewhere(case, place.span, words, Aspect.PLACE)


def _elsewhere(case: Case, span: Span, words: list[Word], aspect: Aspect) -> Iterator[Finding]:
    """A name that the sentences nearest to the rest of the draft's sentence do not have, nor those around them."""
    if not words or all(w.key in case.whole.outlets for w in words):
        return
    query = case.about(span, near=span)
    ranked = case.ranked(query)
    known = any(case.whole.index.holds(w.key) or spelled(w.text, case.whole.index.lines()) for w in words)
    if not ranked or ranked[0].score < (SURE if known else FAINT) or (known and aspect is not Aspect.PLACE):
        return  # of others than places the reports need not speak each time
    held = max((m.score for m in case.library.index.all(query) if _holds(case, m, words)), default=0.0)
    ahead = AHEAD * (TWICE if _everywhere(case.library, words) else 1.0)
    if held * ahead > ranked[0].score or (held and not ranked[0].line.places):
        return
    theirs = [p.span for m in ranked[:2] for line in case.library.index.around(m.at) for p in line.places]
    before = fold(case.line.text[: span.start - case.line.span.start]).split()[-1:]
    if theirs and (aspect is Aspect.PLACE or (not known and set(before) & WORDS["places"])):
        aspect = Aspect.PLACE
        yield case.finding(Ruling.DIFFERS, aspect, span, "the reports have another place", theirs)
    elif known:
        near = [ranked[0].line.span]
        yield case.finding(Ruling.DIFFERS, aspect, span, "the reports tell this without this place", near)
    else:
        yield case.finding(Ruling.NOT_IN_REPORTS, Aspect.NAME, span, "no report has this name")


def _holds(case: Case, match: Match, words: list[Word]) -> bool:
    """Whether a sentence, or one around it, has a name, if need be in another spelling."""
    around = case.library.index.around(match.at)
    keys = {w.key for line in around for w in line.words}
    telling = [max(words, key=lambda w: len(w.text))]
    return all(w.key in keys or spelled(w.text, around) for w in telling)


def spelled(name: str, lines: Iterable[Line]) -> bool:
    """Whether sentences hold a name in another spelling."""
    others = {w.text for line in lines for w in line.words if w.name}
    return any(_alike(name, other) for other in others)


@cache
def peoples() -> frozenset[str]:
    """Words for the people of a country and for what is theirs."""
    return frozenset(fold(form) for c in countries() for word in c.peoples for form in (word, f"{word}s"))


@cache
def _alike(one: str, other: str) -> bool:
    return one[:1] == other[:1] and fuzz.ratio(one, other) >= SPELLED


def _everywhere(library: Library, words: list[Word]) -> bool:
    """Whether a name stands in the opening of two reports, or of the only one, or in nearly all: all is about it."""
    keys = {w.key for w in words}
    reports = [report for report in library.index.reports if report]
    openings = [{k for line in report[:OPENING] for k in line.keys} for report in reports]
    holding = sum(any(keys <= line.keys for line in report) for report in reports)
    return sum(keys <= opening for opening in openings) >= min(2, len(openings)) or holding >= NEARLY * len(reports)


def _shared(case: Case, place: Named) -> bool:
    """Whether the place is one in which places of the reports lie: a country or province of theirs."""
    if place.kind not in WIDE:
        return False
    inside = [p for m in case.matches for line in case.library.index.around(m.at) for p in line.places]
    return any(place.place == p.place or (place.country or "") == p.country for p in inside if p.place)


def _near(case: Case, place: Named) -> bool:
    """Whether something is only measured from the place, and places of the reports lie around it or nobody knows."""
    if not place.beside or any(
        _measured(case.line, place) == _measured(m.line, p) for m in case.matches[:2] for p in m.line.places
    ):
        return False
    theirs = [p.spot for m in case.matches for line in case.library.index.around(m.at) for p in line.places if p.spot]
    return place.spot is None or not theirs or any(far(place.spot, spot) <= AROUND for spot in theirs)


def _measured(line: Line, place: Named) -> list[str]:
    """The words before a place that tell how something lies to it: "near", "east of"."""
    before = fold(line.text[: place.span.start - line.span.start]).split()[-2:]
    return before if before[-1:] == ["of"] else before[-1:]


def _names(case: Case) -> Iterator[tuple[Span, list[Word]]]:
    """Names of the sentence: runs of words written with a capital, but for the first word of the sentence."""
    run: list[Word] = []
    for word in case.line.words:
        span = Span(case.line.span.doc, word.start, word.end)
        begins = word.start == case.line.span.start
        if word.name and not begins and word.value is None and not case.quoted(span):
            if (
                run
                and fold(case.line.text[run[-1].end - case.line.span.start : word.start - case.line.span.start]).strip()
            ):
                yield Span(span.doc, run[0].start, run[-1].end), run
                run = []
            run.append(word)
        elif run:
            yield Span(span.doc, run[0].start, run[-1].end), run
            run = []
    if run:
        yield Span(case.line.span.doc, run[0].start, run[-1].end), run


def _sources(case: Case) -> list[Span]:
    """Where the sentence names those who say something: that is asked elsewhere."""
    return [s.source for s in case.line.said if s.source]
