"""The numbers of a sentence that count something: those read as counts, and others that are no date."""

from __future__ import annotations

from opensitrep.check.store import Figure, Line
from opensitrep.check.words import Word
from opensitrep.model import Span


def numbers_of(line: Line) -> list[Figure]:
    """The figures of a sentence: those read as counts, and other numbers that are no date."""
    taken = [f.span for f in line.figures] + [d.span for d in line.days]
    more = []
    for word in line.words:
        if word.value is not None and not any(word.meets(s) for s in taken) and not _part_of_name(line, word):
            beside = next((w for w in line.words if 0 < w.start - word.end <= 1), None)
            noun = beside.key if beside and beside.value is None else ""
            more.append(Figure(Span(line.span.doc, word.start, word.end), word.value, word.value, "thing", noun, None))
    return [*line.figures, *more]


def _part_of_name(line: Line, word: Word) -> bool:
    """A number inside a name or a year: "gate 2", "S-300", "in 1982"."""
    text, start = line.text, word.start - line.span.start
    before = text[:start].rstrip()
    glued = text[:start][-1:] in ("-", "–", "/")
    year = word.value is not None and 1900 <= word.value <= 2100
    return glued or year or before.lower().endswith((" no.", " number", " gate", " article", " aged"))
