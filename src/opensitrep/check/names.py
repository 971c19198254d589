"""Places and names of a draft beside those the reports have in the same matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from rapidfuzz import fuzz

from opensitrep.check.case import OPENING, TOLD, Case
from opensitrep.check.store import Line, Named
from opensitrep.check.weights import Beside, Traits, pair, ratio, sure
from opensitrep.check.words import WORDS, Word, key
from opensitrep.model import Aspect, Finding, Ruling, Span
from opensitrep.text.fold import fold
from opensitrep.world.countries import countries
from opensitrep.world.earth import far

FAINT = 0.25  # likeness of the rest of a sentence from which a name that no report has counts
SPELLED = 84  # likeness in percent of two spellings of one name
AROUND = 200.0  # km within which a place may be measured from another
STRONG = 0.6  # share of the best likeness of what stands beside a place from which that place is shown, too
SHORTEST = 2  # letters of an abbreviation
BESIDES = 0.6  # what the likeness of a sentence counts that has the draft's place, too
WIDE = ("country", "admin1", "region", "sea")


def check_names(case: Case) -> Iterator[Finding]:
    """Places and other names that the reports do not have here."""
    placed: list[Span] = []
    for place in case.line.places:
        placed.append(place.span)
        if case.quoted(place.span) or not asked(case, place) or _shared(case, place) or _near(case, place):
            continue
        traits, rivals = place_traits(case, place)
        if sure("place", traits):
            yield _instead(case, place, rivals, nowhere=bool(traits["nowhere"]))
    for span, words in _names(case) if case.told >= TOLD else ():
        speaks = frozenset(k for s in case.line.said for k in s.speakers)
        if any(s.meets(span) for s in (*placed, *_sources(case))) or all(
            w.key in speaks or w.text in WORDS["bare"] for w in words
        ):
            continue
        if not all(w.text in peoples() for w in words):  # "the American embassy" may be that of the United States
            yield from _unknown(case, span, words)


def asked(case: Case, place: Named) -> bool:
    """Whether a place may be held against the reports: no people, no speaker."""
    return fold(case.words(place.span)) not in peoples() and not any(s.covers(place.span) for s in _sources(case))


def place_traits(case: Case, place: Named) -> tuple[Traits, list[tuple[float, Span]]]:
    """What speaks for and against a place, and the places that the reports have in its place."""
    context, index = case.context(place.span, near=place.span), case.library.index
    heads = sorted(place.name.replace("-", " ").split(), key=len, reverse=True)[:1]
    keys = frozenset(map(key, heads))
    held = [
        Beside(context.beside(at, span), context.shares.get(at, 0.0), at)
        for at, line in index.placed()
        for span in _mentions(line, place, keys, heads)
    ]
    having = {b.at for b in held}
    rivals: list[Beside] = []
    found: list[tuple[float, Span]] = []
    for at, line in index.placed():
        for other in line.places:
            if other.kind in WIDE or _named_alike(other, place, heads):
                continue
            near, share = context.beside(at, other.span), context.shares.get(at, 0.0)
            rivals.append(Beside(near, share * (BESIDES if at in having else 1.0), at))
            found.append((near, other.span))
    close = {(r, n + step) for r, n in having for step in (-1, 0, 1)}
    traits = pair(case, context, held, rivals)
    about = max((share for at, share in context.shares.items() if at in close), default=0.0)
    reports = [report for report in index.reports if report]
    opening = sum(any(keys & line.keys for line in report[:OPENING]) for report in reports)
    traits |= {
        "about": about,
        "ahead of about": ratio(traits["top"], about),
        "openings": opening / max(1, len(reports)),
        "nowhere": float(not held and not any(map(case.whole.index.holds, keys))),
        "wide": float(place.kind in WIDE),
        "beside": float(place.beside),
    }
    return traits, found


def _mentions(line: Line, place: Named, keys: frozenset[str], heads: list[str]) -> list[Span]:
    """Where a sentence names a place, if need be in another spelling."""
    words = [w for w in line.words if w.key in keys or (w.name and any(_alike(w.text, h) for h in heads))]
    spans = [Span(line.span.doc, w.start, w.end) for w in words]
    spans += [p.span for p in line.places if _named_alike(p, place, heads) and not any(p.span.meets(s) for s in spans)]
    at = -1 if spans else fold(line.text).find(place.name)
    return [Span(line.span.doc, line.span.start + at, line.span.start + at + len(place.name))] if at >= 0 else spans


def _named_alike(one: Named, other: Named, heads: list[str]) -> bool:
    """Whether two places are one entry, or share a word of their names."""
    if other.place and one.place == other.place:
        return True
    words = one.name.replace("-", " ").split()
    return bool(set(words) & {*heads, *other.name.split()}) or any(_alike(w, h) for w in words for h in heads)


def _instead(case: Case, place: Named, rivals: list[tuple[float, Span]], *, nowhere: bool) -> Finding:
    best = max((near for near, _ in rivals), default=0.0)
    spans = [span for near, span in rivals if best > 0 and near >= STRONG * best]
    if spans:
        return case.finding(Ruling.DIFFERS, Aspect.PLACE, place.span, "the reports have another place", spans)
    if nowhere:
        return case.finding(Ruling.NOT_IN_REPORTS, Aspect.NAME, place.span, "no report has this name")
    near_by = [m.line.span for m in case.matches[:1]]
    why = "the reports tell this without this place"
    return case.finding(Ruling.DIFFERS, Aspect.PLACE, place.span, why, near_by)


def _unknown(case: Case, span: Span, words: list[Word]) -> Iterator[Finding]:
    """A name that no report has, in a sentence that they tell."""
    if not words or all(w.key in case.whole.outlets for w in words):
        return
    ranked = case.ranked(case.about(span, near=span))
    known = any(case.whole.index.holds(w.key) or spelled(w.text, case.whole.index.lines()) for w in words)
    if known or not ranked or ranked[0].score < FAINT or any(_initials(case, w) for w in words):
        return
    theirs = [p.span for m in ranked[:2] for line in case.library.index.around(m.at) for p in line.places]
    before = fold(case.line.text[: span.start - case.line.span.start]).split()[-1:]
    if theirs and set(before) & WORDS["places"]:
        yield case.finding(Ruling.DIFFERS, Aspect.PLACE, span, "the reports have another place", theirs)
    else:
        yield case.finding(Ruling.NOT_IN_REPORTS, Aspect.NAME, span, "no report has this name")


def _initials(case: Case, word: Word) -> bool:
    """Whether a word in capitals is made of the first letters of names that stand together in a report."""
    written = case.words(Span(case.line.span.doc, word.start, word.end))
    if not written.isupper() or len(written) < SHORTEST:
        return False
    pattern = re.compile(r"\b" + r"[^\W\d_]* (?:of |the |for |and )*".join(map(re.escape, written)))
    return any(pattern.search(line.text) for line in case.whole.index.lines())


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
        begins = word.start == case.line.begins
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
