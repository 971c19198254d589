"""The numbers of a sentence that count something: those read as counts, and others that are no date."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

from opensitrep.check.match import BREAK
from opensitrep.check.store import Figure, Line
from opensitrep.check.words import WORDS, Word
from opensitrep.model import Span

LOOSE = ("thing", "person")  # units that tell nothing of what is counted


def numbers_of(line: Line) -> list[Figure]:
    """The figures of a sentence: those read as counts, and other numbers that are no date."""
    taken = [f.span for f in line.figures] + [d.span for d in line.days]
    more = []
    for word in line.words:
        if word.value is not None and not any(word.meets(s) for s in taken) and not _part_of_name(line, word):
            beside = next((w for w in line.words if 0 < w.start - word.end <= 1), None)
            noun = beside.key if beside and beside.value is None else ""
            more.append(Figure(Span(line.span.doc, word.start, word.end), word.value, word.value, "thing", noun, None))
    return _with_fates(line, sorted([*line.figures, *more], key=lambda f: f.span))


def _with_fates(line: Line, figures: list[Figure]) -> list[Figure]:
    """The figures; the first of a clause that counts nobody else has the one fate that the clause tells of."""
    start = line.span.start
    cuts = [start, *(m.start() + start for m in BREAK.finditer(line.text)), line.span.end]
    for first, last in pairwise(cuts):
        within = [n for n, f in enumerate(figures) if first <= f.span.start < last]
        fates = [_fates().get(w.key) for w in line.words if first <= w.start < last]
        told = {one for one, two in zip(fates, [*fates, None][1:], strict=True) if one and two is None}
        if len(told) != 1 or any(figures[n].fate for n in within):
            continue
        free = [n for n in within if not figures[n].noun and figures[n].unit in LOOSE]
        if free[:1] == within[:1] and free:
            figures[free[0]] = replace(figures[free[0]], fate=told.pop())
    return figures


@cache
def _fates() -> dict[str, str]:
    """The fates that comparison forms of words tell of."""
    return {f"~{form}": fate for form, fate in WORDS.table("fates").items()}


def _part_of_name(line: Line, word: Word) -> bool:
    """A number inside a name or a year: "gate 2", "S-300", "in 1982"."""
    text, start = line.text, word.start - line.span.start
    before = text[:start].rstrip()
    glued = text[:start][-1:] in ("-", "–", "/")
    year = word.value is not None and 1900 <= word.value <= 2100
    return glued or year or before.lower().endswith((" no.", " number", " gate", " article", " aged"))
