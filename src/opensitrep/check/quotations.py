"""Quotations of a draft, letter by letter: an ellipsis and brackets may leave out words, nothing else may differ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from opensitrep.check.case import Case
from opensitrep.model import Aspect, Finding, Ruling, Span
from opensitrep.text.fold import fold

FEWEST = 2  # words of a quotation that is looked up; one word in quotation marks is a mark of distance
CLOSE = 55.0  # likeness in percent of letters from which words of a report are the ones that were altered
GAP = 600  # characters that an ellipsis may leave out
JOINT = r'(?:\s+|"[^"\n]{1,80}"\s*)'  # between two words: a blank, or who says it ("Print it," she says, "but ...")
LEFT_OUT = re.compile(r"\[[^\]]*\]|\.\.\.|…|\([^)]*\)")
EDGES = " \t\r\n.,;:!?-'\""


def check_quotations(case: Case) -> Iterator[Finding]:
    """Quotations that no report has so."""
    text = case.line.text
    for start, end in case.line.quotes:
        here = Span(case.line.span.doc, start, end)
        words = text[start - case.line.span.start : end - case.line.span.start]
        if len(words.split()) < FEWEST or find(case, words):
            continue
        near = nearest(case, words)
        if near:
            why = "the reports have these words otherwise"
            yield case.finding(Ruling.DIFFERS, Aspect.QUOTATION, here, why, [near])
        else:
            yield case.finding(Ruling.NOT_IN_REPORTS, Aspect.QUOTATION, here, "no report has these words")


def find(case: Case, words: str) -> list[Span]:
    """Where the reports have a quotation, letter by letter but for case, quotation marks and what it leaves out."""
    pieces = [p for part in LEFT_OUT.split(words) if (p := " ".join(fold(part).strip(EDGES).split()))]
    if not pieces:
        return []
    pattern = re.compile(rf"[\s\S]{{0,{GAP}}}?".join(JOINT.join(map(re.escape, p.split(" "))) for p in pieces))
    found = []
    for reading in case.library.rows.account.readings:
        plain = fold(reading.document.text)
        found += [Span(reading.document.id, m.start(), m.end()) for m in pattern.finditer(plain)]
    return found


def nearest(case: Case, words: str) -> Span | None:
    """The words of a report that are most like a quotation, if any are."""
    plain = fold(words).strip(EDGES)
    best: tuple[float, Span] | None = None
    for report in case.library.index.reports:
        for line in report:
            found = fuzz.partial_ratio_alignment(plain, fold(line.text), score_cutoff=CLOSE)
            if found and found.dest_end > found.dest_start and (best is None or found.score > best[0]):
                best = found.score, line.span
    return best[1] if best else None
