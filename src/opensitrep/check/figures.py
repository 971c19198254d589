"""Figures of a draft beside those of the reports: another one, an earlier one, one that others hold otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from opensitrep.check.case import Case
from opensitrep.check.match import Match, Query
from opensitrep.check.store import Figure, Line
from opensitrep.check.words import WORDS, Word
from opensitrep.model import Aspect, Finding, Ruling, Span
from opensitrep.text.fold import fold

STRONG = 0.5  # share of the best likeness that a sentence needs to stand for a figure
SURE = 0.4  # likeness of a sentence whose figure is held against the draft's
BESIDE = 0.3  # how near a name must stand to a figure (1 beside it) to belong to what it counts
LATER = 0.2  # likeness of a sentence whose later figure counts
BACKGROUND = 45  # days before a report from which on a day is of another time
FAINT = 0.25  # the same, where the draft's own stands in no report
KNOWN = 0.6  # the same, where the draft's own figure stands elsewhere in the reports
AHEAD = 2.0  # how much nearer a sentence with another figure must be than any with the draft's own
DIGITS = 10  # a figure under this that no report has may be counted by the writer


def check_figures(case: Case) -> Iterator[Finding]:
    """Figures that the reports have otherwise, later, or not at all."""
    figures = figures_of(case)
    yield from _swapped(case)
    for figure in figures:
        query = case.about(figure.span, near=figure.span)
        ranked = case.ranked(query)
        best = ranked[0].score if ranked else 0.0
        close = [m for m in ranked if m.score >= STRONG * best]
        holding = [m for m in close if has(m.line, figure)]
        held = max((m.score for m in case.library.index.all(query) if has(m.line, figure)), default=0.0)
        sure = max(SURE, KNOWN if held else 0.0, AHEAD * held)
        rivals = [f for m in close for f in m.line.figures if m.score >= sure and _rival(f, figure, figures)]
        if _telling(figure) and not any(_exactly(line, figure) for line in case.library.index.lines()):
            yield _nowhere(case, figure, ranked, figures)
        elif holding:
            yield from _later(case, figure, holding, query, figures)
        elif rivals:
            spans = [f.span for f in rivals]
            yield case.finding(Ruling.DIFFERS, Aspect.FIGURE, figure.span, "the reports have another figure", spans)


def _telling(figure: Figure) -> bool:
    """Whether a figure must stand in a report: a small one may be counted by the writer, "dozens" stands for many."""
    return figure.low is not None and figure.high is not None and (figure.low >= DIGITS or figure.fate is not None)


def _exactly(line: Line, figure: Figure) -> bool:
    """Whether a sentence holds the number, or a closed range of the same kind with it."""
    closed = (f for f in line.figures if f.low is not None and f.high is not None and _alike(f, figure))
    return any(f.meets(figure) for f in closed) or bool({figure.low, figure.high} & {w.value for w in line.words})


def _nowhere(case: Case, figure: Figure, ranked: list[Match], figures: list[Figure]) -> Finding:
    """A figure that stands in no report: with those the reports have in its place, if they have any."""
    near = [m for m in ranked if m.score >= FAINT]
    rivals = [f.span for m in near for f in m.line.figures if _rival(f, figure, figures)]
    if rivals:
        return case.finding(Ruling.DIFFERS, Aspect.FIGURE, figure.span, "the reports have another figure", rivals)
    spans = [m.line.span for m in near[:1]]
    return case.finding(Ruling.NOT_IN_REPORTS, Aspect.FIGURE, figure.span, "no report has this figure", spans)


def figures_of(case: Case) -> list[Figure]:
    """The figures of the sentence outside quotations: those read as counts, and other numbers that are no date."""
    read = [f for f in case.line.figures if not case.quoted(f.span)]
    dates = [d.span for d in case.line.days]
    taken = [f.span for f in read] + dates
    more = []
    for word in case.line.words:
        span = Span(case.line.span.doc, word.start, word.end)
        if word.value is not None and not any(s.meets(span) for s in taken) and not case.quoted(span):
            more += [] if _part_of_name(case.line, word) else [Figure.bare(span, word.value)]
    return read + more


def _part_of_name(line: Line, word: Word) -> bool:
    """A number inside a name or a year: "gate 2", "S-300", "in 1982"."""
    text, start = line.text, word.start - line.span.start
    before = text[:start].rstrip()
    glued = text[:start][-1:] in ("-", "–", "/")
    year = word.value is not None and 1900 <= word.value <= 2100
    return glued or year or before.lower().endswith((" no.", " number", " gate", " article", " aged"))


def has(line: Line, figure: Figure) -> bool:
    """Whether a sentence holds the figure: as a count that meets it, or in the same number."""
    if any(f.meets(figure) and (f.low is not None or f.high is not None) for f in line.figures if _alike(f, figure)):
        return True
    values = {w.value for w in line.words if w.value is not None}
    return bool({figure.low, figure.high} & values)


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same kind of thing, as far as the words tell."""
    if one.fate and other.fate:
        return one.fate == other.fate and (one.noun == other.noun or not (one.noun and other.noun))
    return one.unit == other.unit or "thing" in (one.unit, other.unit) or one.noun == other.noun != ""


def _rival(theirs: Figure, ours: Figure, all_ours: Iterable[Figure]) -> bool:
    """Whether a figure of a report answers the same question as ours with another number."""
    return (
        _alike(theirs, ours)
        and not theirs.meets(ours)
        and not any(theirs.meets(f) and _alike(theirs, f) for f in all_ours)
        and (theirs.part == ours.part or ours.unit == "thing")
    )


def _later(case: Case, figure: Figure, holding: list[Match], query: Query, figures: list[Figure]) -> Iterator[Finding]:
    """A later figure of the same count, if a report has one; figures held against it, if others have them."""
    if figure.fate is None or set(case.line.keys) & WORDS["then"] or _says_when(case, figure):
        return
    speakers = frozenset(k for s in case.line.said for k in s.speakers)
    known = case.library.rows.later
    later = [f for m in holding for f in m.line.figures if f.meets(figure) for f in known.get(f.span, ())]
    later = [f for f in later if _by(case, f, speakers) and not _less(case, f, figure)]
    later += _successors(case, figure, holding, figures)
    same = [f for f in figures if f.fate == figure.fate and f.span != figure.span]
    whole = sum(f.low or 0 for f in (*same, figure))
    if any(f.meets(other) for f in later for other in same) or (same and any(f.low == whole for f in later)):
        return  # "rose from nine to 13" has the later one, too; "61 civilians and six soldiers" are the later 67
    if later:
        spans = [f.span for f in later]
        yield case.finding(Ruling.SUPERSEDED, Aspect.FIGURE, figure.span, "a later report has a later figure", spans)
        return
    floor = STRONG * max(m.score for m in holding)
    near = [f for m in case.ranked(query) if m.score >= floor for f in m.line.figures]
    rivals = [f.span for f in near if (f.fate, f.noun) == (figure.fate, figure.noun) and _rival(f, figure, figures)]
    if rivals and not speakers:  # "17, the Network said" is what the Network said
        yield case.finding(Ruling.DISPUTED, Aspect.FIGURE, figure.span, "others have another figure", rivals)


def _successors(case: Case, figure: Figure, holding: list[Match], figures: list[Figure]) -> list[Figure]:
    """Larger or corrected figures of the same fate in later reports that tell of the same, and of no other time."""
    since = max((m.line.day for m in holding if m.line.day), default=None)
    sources = [s.source for s in case.line.said if s.source]
    speakers = frozenset(k for s in case.line.said for k in s.speakers)
    query = case.about(figure.span, *sources, near=figure.span)
    weight = case.library.index.weight
    near = [w for w in case.without(figure.span, *sources) if w.name and query.get(w.key, 0.0) > BESIDE * weight(w)]
    beside = frozenset(k for m in holding for k in m.line.keys)  # of other names the earlier report need not speak
    names = frozenset(w.key for w in near) & beside - speakers
    found: list[tuple[Match, Figure]] = []
    for match in case.library.index.all(query) if since else ():
        line = match.line
        if match.score < LATER or line.day is None or since is None or line.day <= since:
            continue
        about = case.library.about(match.at)
        if not names <= about or _of_before(line, since) or not _same_voice(case, line, speakers):
            continue
        corrected = bool({w.text for w in line.words} & WORDS["corrections"])
        for theirs in line.figures:
            grown = (theirs.low or 0) > (figure.low or 0) or (corrected and theirs.low is not None)
            same = theirs.fate == figure.fate and theirs.noun in (figure.noun, "")
            if grown and same and _rival(theirs, figure, figures):
                found.append((match, theirs))
        again = any((f.fate, f.low, f.high) == (figure.fate, figure.low, figure.high) for f in line.figures)
        if again and not corrected:
            return []  # told again, so it still stands
    best = max((m.score for m, _ in found), default=0.0)
    return [f for m, f in found if m.score >= STRONG * best]


def _of_before(line: Line, since: date) -> bool:
    """Whether a sentence tells of another time: all its days lie well before the figure was told."""
    return bool(line.days) and all((since - d.last).days > BACKGROUND for d in line.days)


def _says_when(case: Case, figure: Figure) -> bool:
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


def _swapped(case: Case) -> Iterator[Finding]:
    """Two figures that a report gives to each other's owners: "A 230, B 800" where it has "B 230, A 800"."""
    numbers = [w for w in case.line.words if w.value is not None]
    for one, two in pairwise(numbers):
        if one.key == two.key:
            continue
        before = [w for w in case.line.words if w.value is None and w.end <= one.start]
        between = [w for w in case.line.words if w.value is None and one.end <= w.start and w.end <= two.start]
        for match in case.matches:
            order = [w.key for w in match.line.words]
            for a in before:
                for b in between:
                    keys = [a.key, one.key, b.key, two.key]
                    if len(set(keys)) == 4 and [k for k in order if k in keys] == [b.key, one.key, a.key, two.key]:
                        yield _swap(case, match.line, (a, b), two.end)
                        return


def _swap(case: Case, line: Line, owners: tuple[Word, Word], end: int) -> Finding:
    doc = case.line.span.doc
    speakers = {k for s in (*case.line.said, *line.said) for k in s.speakers}
    says = bool({w.key for w in owners} & speakers)
    ruling, aspect = (Ruling.WRONG_SPEAKER, Aspect.SPEAKER) if says else (Ruling.DIFFERS, Aspect.FIGURE)
    why = "the report gives these figures the other way round"
    return case.finding(ruling, aspect, Span(doc, owners[0].start, end), why, [line.span])
