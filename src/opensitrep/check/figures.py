"""Figures of a draft beside those of the reports: another one, an earlier one, one that others hold otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from opensitrep.check.case import TOLD, Case
from opensitrep.check.match import Match
from opensitrep.check.numbers import numbers_of
from opensitrep.check.store import Figure, Line
from opensitrep.check.swaps import swapped
from opensitrep.check.weights import Beside, Traits, pair, ratio, sure
from opensitrep.check.words import WORDS
from opensitrep.model import Aspect, Finding, Ruling, Span
from opensitrep.text.fold import fold

LOOSE = 0.6  # what likeness counts where only nothing speaks against two figures counting the same
SURE_LOOSE = 0.6  # likeness from which a figure of which nobody read what it counts is one of the same fate
STRONG = 0.5  # share of the best likeness that a sentence needs to stand for a figure
BESIDE = 0.3  # how near a name must stand to a figure (1 beside it) to belong to what it counts
NEARLY = 0.4  # share of the likeness of the draft's own that a later figure needs
AGAIN = 0.15  # the same, of the draft's own, told again
LATER = 0.2  # likeness of what stands beside a later figure that counts
WHOLE = 1.25  # times a figure: another one of the same report from there on is of the whole
TWICE = 2.0  # times "at least" so many, up to which a figure of a report is one that it may round
HALF = 0.5  # share of a figure under which another one corrects nothing
BACK = 6  # words before a figure in which it is told as one of before
BACKGROUND = 45  # days before a report from which on a day is of another time
FAINT = 0.25  # likeness of what stands beside a figure that a series has as the later one
LOOSE_UNITS = ("thing", "person")  # that tell nothing of what is counted
LATER_ONE = "a later report has a later figure"
SMALL = 10  # a figure under this may be counted by the writer
ROUND = 100  # what a round number is a multiple of
DAY = 24  # hours


@dataclass(frozen=True, slots=True)
class Rated:
    """A figure of a report with how like what stands near it is to what stands near the draft's."""

    figure: Figure
    match: Match
    score: float


def check_figures(case: Case) -> Iterator[Finding]:
    """Figures that the reports have otherwise, later, or not at all."""
    figures = figures_of(case)
    yield from swapped(case)
    for figure in figures:
        rated = list(_rated(case, figure))
        same = [r for r in rated if may_be(r.figure, figure)]
        same = [r for r in same if r.score >= AGAIN or r.figure.fate == figure.fate]
        later = list(_later(case, figure, same, rated, figures)) if same and case.told >= TOLD else []
        if not any(f.ruling is Ruling.SUPERSEDED for f in later) and asked(case, figure):
            traits, rivals = figure_traits(case, figure, figures)
            later = [_differs(case, figure, rivals)] if sure("figure", traits) else later
        yield from later


def asked(case: Case, figure: Figure) -> bool:
    """Whether a figure may be held against the reports: no hour, no stretch of time, no part of a name."""
    numbers = [w for w in case.line.words if w.value is not None and w.meets(figure.span)]
    if not numbers or not _written(case.line, figure):
        return False
    start = case.line.span.start
    before, after = case.line.text[: numbers[0].start - start], case.line.text[numbers[0].end - start :]
    own = case.line.text[numbers[0].start - start]
    last, following = before.split()[-1:], [w.strip(".,") for w in fold(after).split()[:3]]
    if set(following[:1]) & WORDS["stretches"] or set(fold(before).split()[-2:]) & WORDS["halves"]:
        return False
    return not _hour(case, figure, following) and not (last and last[0][0].isupper() and own.isupper())


def _hour(case: Case, figure: Figure, following: list[str]) -> bool:
    """Whether a number may be the hour of a clock: "at about five", "three in the morning"."""
    if set(following[:1]) & WORDS["clocks"] or (
        following[:2] == ["in", "the"] and set(following) & WORDS["parts of day"]
    ):
        return True
    counted = figure.noun and any(w.key == figure.noun and w.meets(figure.span) for w in case.line.words)
    value = figure.low if figure.low == figure.high else None
    if figure.fate is not None or counted or (value is not None and (value > DAY or value % 1)):
        return False
    before = fold(case.line.text[: figure.span.start - case.line.span.start]).split()[-1:]
    return bool(set(before) & WORDS["hours"])


def figure_traits(case: Case, figure: Figure, figures: Sequence[Figure]) -> tuple[Traits, list[tuple[float, Span]]]:
    """What speaks for and against a figure, and the figures that the reports have in its place."""
    context = case.context(figure.span, near=figure.span)
    held, rivals, alike, telling = [], [], [0.0], [Beside(0.0, 0.0, (0, 0))]
    found: list[tuple[float, Span]] = []
    for at, theirs in case.library.figures:
        for other in theirs:
            same = may_be(other, figure)
            weight = 0.0 if same or not _rival_of(other, figure, figures) else _sure(other, figure)
            if not same and not weight:
                continue
            beside = Beside(context.beside(at, other.span), context.shares.get(at, 0.0), at)
            if same:
                held.append(beside)
                alike += [beside.near] if count_alike(other, figure) else []
                continue
            rivals.append(Beside(weight * beside.near, weight * beside.share, at))
            telling += [beside] if weight == 1.0 else []
            found.append((weight * beside.near, other.span))
    value = figure.low if figure.low is not None else figure.high or 0.0
    best, near = max(b.near for b in telling), max(alike)
    traits = pair(case, context, held, rivals)
    traits |= {
        "alike": near,
        "telling": best,
        "nearer alike": ratio(traits["rival"], near),
        "telling nearer": ratio(best, near),
        "fated": float(figure.fate is not None),
        "small": float(value < SMALL),
        "round": float(value >= ROUND and value % ROUND == 0),
        "nowhere": float(not any(_exactly(line, figure) for line in case.whole.index.lines())),
        "bounded": float(figure.low != figure.high),
    }
    return traits, found


def _rival_of(theirs: Figure, ours: Figure, all_ours: Iterable[Figure]) -> bool:
    """Whether a figure of a report may answer the same question with another number."""
    others = (f for f in all_ours if f.span != ours.span)
    apart = not theirs.meets(ours) or _beyond(theirs, ours)
    return count_alike(theirs, ours) and apart and not any(_agree(theirs, f) for f in others)


def _differs(case: Case, figure: Figure, rivals: list[tuple[float, Span]]) -> Finding:
    """A figure that the reports do not have here, with those they have in its place."""
    best = max((near for near, _ in rivals), default=0.0)
    spans = [span for near, span in rivals if best > 0 and near >= STRONG * best]
    if spans:
        return case.finding(Ruling.DIFFERS, Aspect.FIGURE, figure.span, "the reports have another figure", spans)
    near_by = [m.line.span for m in case.matches[:1]]
    return case.finding(Ruling.NOT_IN_REPORTS, Aspect.FIGURE, figure.span, "no report has this figure", near_by)


def _rated(case: Case, figure: Figure) -> Iterator[Rated]:
    """All figures of the reports beside one of the draft's."""
    query = case.about(figure.span, near=figure.span)
    index = case.library.index
    found = {m.at: m for m in index.all(query)}
    own = (m for w in case.line.words if w.meets(figure.span) and w.value for m in index.all({w.key: 1.0}))
    for match in [*found.values(), *(m for m in own if m.at not in found)]:
        for theirs in numbers_of(match.line):
            yield Rated(theirs, match, index.beside(query, match.at, theirs.span))


def _sure(theirs: Figure, ours: Figure) -> float:
    """How far the words tell that two figures count the same: they name it, or nothing speaks against it."""
    told = (bool(ours.fate) and theirs.fate == ours.fate) or (bool(ours.noun) and theirs.noun == ours.noun)
    return 1.0 if told or theirs.unit == ours.unit not in LOOSE_UNITS else LOOSE


def may_be(theirs: Figure, ours: Figure) -> bool:
    """Whether a figure of a report may be the draft's own."""
    return bool(theirs.values & ours.values) or _borne_out(theirs, ours)


def _borne_out(theirs: Figure, ours: Figure) -> bool:
    """The same of another number; "at least ten" only of one that is not far above."""
    near = theirs.low is not None and ours.low is not None and theirs.low <= TWICE * ours.low
    return _agree(theirs, ours) and (ours.high is not None or near)


def _agree(theirs: Figure, ours: Figure) -> bool:
    """Whether a figure of a report bears ours out, as far as the words tell."""
    return theirs.meets(ours) and not _beyond(theirs, ours) and count_alike(theirs, ours)


def _beyond(theirs: Figure, ours: Figure) -> bool:
    """Whether a bound says more than the report's: "at least nineteen" where it has "at least eleven"."""
    more = theirs.low is not None and ours.low is not None and theirs.high is None and ours.high is None
    return more and (ours.low or 0) > (theirs.low or 0)


def _written(line: Line, figure: Figure) -> bool:
    """Whether the figure is written as a number: "a third" and "dozens" are not; nor does "one" count anything."""
    numbers = [w.value for w in line.words if w.value is not None and w.meets(figure.span)]
    return any(n != 1 and n in figure.values for n in numbers)


def _exactly(line: Line, figure: Figure) -> bool:
    """Whether a sentence holds the number, or a closed range of the same kind with it."""
    closed = (f for f in line.figures if f.low is not None and f.high is not None)
    dates = [d.span for d in line.days] if figure.fate else []  # of others, the draft's may be an hour
    plain = {w.value for w in line.words if not any(w.meets(s) for s in dates)}
    numbers = plain | {x for f in line.figures for x in (f.low, f.high)}
    return any(_borne_out(f, figure) for f in closed) or bool(figure.values & numbers)


def figures_of(case: Case) -> list[Figure]:
    """The figures of the sentence outside quotations: those read as counts, and other numbers that are no date."""
    return [f for f in numbers_of(case.line) if not case.quoted(f.span)]


def has(line: Line, figure: Figure) -> bool:
    """Whether a sentence holds the figure: as a count that meets it, or in the same number."""
    if any(
        f.meets(figure) and (f.low is not None or f.high is not None) for f in line.figures if count_alike(f, figure)
    ):
        return True
    values = {w.value for w in line.words if w.value is not None}
    return bool(figure.values & values)


def count_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same kind of thing, as far as the words tell."""
    if one.fate and other.fate:
        return one.fate == other.fate and (one.noun == other.noun or not (one.noun and other.noun))
    if one.unit == other.unit not in LOOSE_UNITS:
        return True
    if one.noun and other.noun:
        return one.noun == other.noun
    return one.unit == other.unit or "thing" in (one.unit, other.unit)


def _rival(theirs: Figure, ours: Figure, all_ours: Iterable[Figure]) -> bool:
    """Whether a figure of a report answers the same question as ours with another number."""
    return (
        count_alike(theirs, ours)
        and (not theirs.meets(ours) or _beyond(theirs, ours))
        and not any(_agree(theirs, f) for f in all_ours)
        and (theirs.part == ours.part or ours.unit == "thing")
    )


def _later(
    case: Case, figure: Figure, same: list[Rated], rated: list[Rated], figures: list[Figure]
) -> Iterator[Finding]:
    """A later figure of the same count, if a report has one; figures held against it, if others have them."""
    if figure.fate is None or of_then(case) or says_when(case, figure):
        return
    floor = STRONG * max(r.score for r in same)
    holding = [r for r in same if r.score >= floor]
    speakers = frozenset(k for s in case.line.said for k in s.speakers)
    known = {f.span for r in holding for f in case.library.rows.later.get(r.figure.span, ())}
    told = [r.figure for r in rated if r.figure.span in known and r.score >= FAINT]
    later = [f for f in told if f.high is not None and _rival(f, figure, figures)]
    later = [f for f in later if _by(case, f, speakers) and not _less(case, f, figure)]
    later += _successors(case, figure, same, rated, figures)
    others = [f for f in figures if f.fate == figure.fate and f.span != figure.span and not f.part]
    whole = sum(f.low or 0 for f in (*others, figure))
    if any(f.meets(other) for f in later for other in others) or (others and any(f.low == whole for f in later)):
        return  # "rose from nine to 13" has the later one, too; "61 civilians and six soldiers" are the later 67
    if later:
        spans = [f.span for f in later]
        yield case.finding(Ruling.SUPERSEDED, Aspect.FIGURE, figure.span, LATER_ONE, spans)
        return
    near = [r for r in rated if r.score >= floor and r.figure.fate == figure.fate]
    rivals = [r for r in near if r.figure.noun == figure.noun and _rival(r.figure, figure, figures)]
    if not rivals or speakers:
        return  # "17, the Network said" is what the Network said
    newest = max((r.match.line.day for r in same if r.score >= AGAIN and r.match.line.day), default=None)
    grown = [r.figure.span for r in rivals if newest and _grown(r, figure, newest)]
    ruling, why = (Ruling.SUPERSEDED, LATER_ONE) if grown else (Ruling.DISPUTED, "others have another figure")
    yield case.finding(ruling, Aspect.FIGURE, figure.span, why, grown or [r.figure.span for r in rivals])


def of_then(case: Case) -> bool:
    """Whether a sentence itself tells a figure as one of before, or as wrong: "at first", "was withdrawn"."""
    return bool(set(case.tokens) & (WORDS["then"] | WORDS["corrections"] | WORDS["denies"]))


def _grown(theirs: Rated, figure: Figure, told: date) -> bool:
    """Whether a figure is larger than ours and of a later report than all that tell ours."""
    line = theirs.match.line
    later = line.day is not None and line.day > told and not _of_before(line, told)
    return later and (theirs.figure.low or 0) > (figure.low or 0) and not _taken_back(theirs)


def _successors(
    case: Case, figure: Figure, same: list[Rated], rated: list[Rated], figures: list[Figure]
) -> list[Figure]:
    """Larger or corrected figures of the same fate in later reports that tell of the same, and of no other time."""
    held = max(r.score for r in same)
    holding = [r for r in same if r.score >= STRONG * held]
    back = [r for r in same if _taken_back(r) or _replaced(r)]
    since = max((r.match.line.day for r in holding if r not in back and r.match.line.day), default=None)
    speakers = frozenset(k for s in case.line.said for k in s.speakers)
    sources = [s.source for s in case.line.said if s.source]
    query = case.about(figure.span, *sources, near=figure.span)
    weight = case.library.index.weight
    near = [w for w in case.without(figure.span, *sources) if w.name and query.get(w.key, 0.0) > BESIDE * weight(w)]
    beside = frozenset(k for r in holding for k in r.match.line.keys)  # of others the earlier report need not speak
    names = frozenset(w.key for w in near) & beside - speakers
    told = {r.match.line.span.doc for r in holding}
    larger = any(
        r.figure.fate == figure.fate
        and (r.figure.low or 0) > WHOLE * (figure.low or 0)
        and r.match.line.span.doc in told
        for r in rated
        if since and not _of_before(r.match.line, since)
    )  # then ours is of a part, or of somebody's count: names and speakers must stand in the sentence itself
    found: list[Rated] = []
    for theirs in rated:
        line, other = theirs.match.line, theirs.figure
        if theirs.score < max(LATER, NEARLY * held) or not _may_follow(theirs, figure, figures) or not other.low:
            continue
        if any(r.match.line.span.doc == line.span.doc for r in back) and other.low >= HALF * (figure.low or 0):
            found.append(theirs)
            continue
        if line.day is None or since is None or line.day <= since or _of_before(line, since):
            continue
        if not names <= (line.keys if larger else case.library.about(theirs.match.at)):
            continue
        corrected = bool({w.text for w in line.words} & WORDS["corrections"]) and other.low >= HALF * (figure.low or 0)
        if _same_voice(case, line, speakers) and (other.low > (figure.low or 0) or corrected):
            found.append(theirs)
    last = max((r.match.line.day for r in found if r.match.line.day), default=None)
    again = [r for r in same if r.score >= (AGAIN if r.figure.fate == figure.fate else STRONG * held) and r not in back]
    if last and any(r.match.line.day and r.match.line.day >= last for r in again):
        return []  # told again, so it still stands
    best = max((r.score for r in found), default=0.0)
    return [r.figure for r in found if r.score >= STRONG * best]


def _may_follow(theirs: Rated, figure: Figure, figures: list[Figure]) -> bool:
    """Whether a figure of a report counts what ours counts, and all of it, and is no figure of before."""
    other = theirs.figure
    loose = other.fate is None and other.unit in LOOSE_UNITS and theirs.score >= SURE_LOOSE  # "Dead: 77"
    alike = other.noun in (figure.noun, "") and (other.fate == figure.fate or loose)
    whole = other.high is not None and not other.part
    return alike and whole and _rival(other, figure, figures) and not _taken_back(theirs)


def _replaced(rated: Rated) -> bool:
    """Whether a sentence corrects the one figure it has: "the figure of ten is replaced"."""
    line = rated.match.line
    return bool({w.text for w in line.words} & WORDS["corrections"]) and len(line.figures) == 1


def _taken_back(rated: Rated) -> bool:
    """Whether a sentence tells a figure as one of before: "not the 83", "had given 31", "18 given earlier"."""
    line, span = rated.match.line, rated.figure.span
    start = line.span.start
    before = fold(line.text[: span.start - start]).split()[-BACK:]
    after = fold(line.text[span.end - start :]).split()[:2]
    given = any(a == "had" and b in WORDS["gives"] for a, b in pairwise(before))
    return given or bool({*before, *after} & WORDS["formerly"])


def _of_before(line: Line, since: date) -> bool:
    """Whether a sentence tells of another time: all its days lie well before the figure was told."""
    return bool(line.days) and all((since - d.last).days > BACKGROUND for d in line.days)


def says_when(case: Case, figure: Figure) -> bool:
    """Whether the sentence says at which time the figure held ("by 27 July", "said on Monday")."""
    start = case.line.span.start
    for day in case.line.days:
        before = fold(case.line.text[: day.span.start - start]).split()[-2:]
        said = before[-1:] == ["on"] and set(before[:1]) & WORDS["says"]
        if day.exact and day.span.start > figure.span.end and (said or set(before[-1:]) & WORDS["as of"]):
            return True
    return False


def _same_voice(case: Case, line: Line, speakers: frozenset[str]) -> bool:
    """Whether a report's figure may come from those whom the draft names; if it names nobody, from anybody."""
    if not speakers:
        return True
    voices = frozenset(k for s in line.said for k in s.speakers) | line.keys
    return bool(speakers & (voices | case.library.outlet(line.span.doc)))


def _by(case: Case, figure: Figure, speakers: frozenset[str]) -> bool:
    """Whether a figure of a report may come from those whom the draft names."""
    lines = (line for line in case.library.index.lines() if line.span.covers(figure.span))
    return not speakers or any(_same_voice(case, line, speakers) for line in lines)


def _less(case: Case, later: Figure, figure: Figure) -> bool:
    """Whether a figure is smaller than an earlier one, and its sentence corrects nothing: a part of it, or another."""
    lines = [line for line in case.library.index.lines() if line.span.covers(later.span)]
    corrected = any({w.text for w in line.words} & WORDS["corrections"] for line in lines)
    return (later.high or later.low or 0) < (figure.low or 0) and not corrected
