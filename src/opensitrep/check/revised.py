"""Figures of a draft that a report itself tells as those of before: "601, against 445", "whose earlier 120"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from opensitrep.check.case import TOLD, Case
from opensitrep.check.figures import LATER_ONE, asked, count_alike, figures_of, may_be, of_then, says_when
from opensitrep.check.match import At
from opensitrep.check.numbers import numbers_of
from opensitrep.check.store import Figure, Line
from opensitrep.check.words import WORDS
from opensitrep.model import Aspect, Finding, Ruling, Span
from opensitrep.text.fold import fold

NEAR = 0.5  # share of the best likeness from which a sentence tells of the draft's figure
FAINT = 0.1  # likeness under which none does
TIMES = 3.0  # how many times as large, or as small, a figure may have become
BEFORE = 6  # words before a figure in which "had given" stands
REACH = 10  # telling words before a figure told against another one, in which that one stands


def check_revised(case: Case) -> Iterator[Finding]:
    """Figures that the draft tells as they are now, and the reports only as those of before."""
    if of_then(case) or case.told < TOLD:
        return
    figures = figures_of(case)
    for figure in figures:
        if figure.low == figure.high and asked(case, figure) and not says_when(case, figure):
            found = _revised(case, figure, figures)
            if found:
                yield case.finding(Ruling.SUPERSEDED, Aspect.FIGURE, figure.span, LATER_ONE, found)


def _revised(case: Case, figure: Figure, figures: Sequence[Figure]) -> list[Span]:
    """What took the place of a figure, where all that tell it, but older reports, tell it as one of before."""
    context = case.context(figure.span, near=figure.span)
    told = [
        (context.beside(at, other.span), at, other)
        for at, theirs in case.library.figures
        for other in theirs
        if other.low == other.high == figure.low
    ]
    best = max((near for near, _, _ in told), default=0.0)
    near = [(at, other) for likeness, at, other in told if likeness >= max(FAINT, NEAR * best)]
    back = [(at, other) for at, other in near if _of_before(_line(case, at), other)]
    since = max((day for at, _ in back if (day := _line(case, at).day)), default=None)
    for at, other in near:
        day = _line(case, at).day
        if (at, other) not in back and (since is None or day is None or day >= since):
            return []  # told again, so it still stands
    newer = [new for at, old in back for new in _newer(_line(case, at), old, figure)]
    return [] if any(may_be(new, own) for new in newer for own in figures) else [new.span for new in newer]


def _line(case: Case, at: At) -> Line:
    return case.library.index.reports[at[0]][at[1]]


def _newer(line: Line, old: Figure, ours: Figure) -> list[Figure]:
    """The figures of a sentence that may have taken the place of an earlier one of it."""
    return [
        f
        for f in numbers_of(line)
        if f.span != old.span and f.low and ours.low and 1 / TIMES <= f.low / ours.low <= TIMES
        if f.low != ours.low and (count_alike(f, ours) or count_alike(f, old))
    ]  # fmt: skip


def _of_before(line: Line, figure: Figure) -> bool:
    """Whether a sentence tells a figure as one of before."""
    first, last = figure.span.start - line.span.start, figure.span.end - line.span.start
    before = [w.strip(".,;:") for w in fold(line.text[:first]).split()]
    after = [w.strip(".,;:") for w in fold(line.text[last:]).split()[:2]]
    if {*before[-2:], *after} & WORDS["formerly"]:
        return True
    if any(a == "had" and b in WORDS["gives"] for a, b in pairwise(before[-BEFORE:])):
        return True
    other = any(w.value is not None for w in [w for w in line.words if w.end <= figure.span.start][-REACH:])
    return bool(set(before[-1:]) & WORDS["against"]) and (other or after[:1] == ["to"])
