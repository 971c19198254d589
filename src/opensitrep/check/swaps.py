"""Two figures of a draft whose owners a report has the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from opensitrep.check.case import Case
from opensitrep.check.match import BREAK
from opensitrep.check.store import Line
from opensitrep.check.words import WORDS, Word
from opensitrep.model import Aspect, Finding, Ruling, Span
from opensitrep.text.fold import fold


def swapped(case: Case) -> Iterator[Finding]:
    """Two figures that a report gives to each other's owners: "A 230, B 800" where it has "B 230, A 800"."""
    numbers = [w for w in case.line.words if w.value is not None]
    for one, two in pairwise(numbers):
        ours = _owners(case.line, one.key, two.key)
        for match in case.matches if one.key != two.key and ours else ():
            theirs = _owners(match.line, one.key, two.key)
            if not ours or not theirs:
                continue
            first = (ours[0].keys() & theirs[1].keys()) - theirs[0].keys() - ours[1].keys()
            second = (ours[1].keys() & theirs[0].keys()) - theirs[1].keys() - ours[0].keys()
            straight = (ours[0].keys() & theirs[0].keys()) ^ (ours[1].keys() & theirs[1].keys())
            if first and second and len(first | second) >= len(straight):
                owners = [w for held in ours for w in held.values() if w.key in first | second]
                yield _swap(case, match.line, owners, two.end)
                return


def _owners(line: Line, one: str, two: str) -> tuple[dict[str, Word], dict[str, Word]] | None:
    """The words to which a sentence gives two numbers: those before each, or behind it ("4,000 of the ministry")."""
    at = {w.key: i for i, w in reversed(list(enumerate(line.words))) if w.key in (one, two)}
    if len(at) < 2:
        return None
    first, last = sorted(at.values())
    start = line.span.start
    broken = BREAK.search(line.text, line.words[first].end - start, line.words[last].start - start)
    if broken:  # each has its clause
        cut = broken.start() + start
        held = [
            {w.key: w for w in line.words if (w.start < cut) == (line.words[at[k]].start < cut)} for k in (one, two)
        ]
        return held[0], held[1]
    stops = [i for i, w in enumerate(line.words) if w.value is not None]

    def owner(i: int) -> dict[str, Word]:
        after = fold(line.text[line.words[i].end - line.span.start :]).split()[:2]
        if set(after) & WORDS["owned"] or "".join(after).startswith("("):
            stop = min((k for k in stops if k > i), default=len(line.words))
            found = line.words[i + 1 : stop]
        else:
            found = line.words[max((k for k in stops if k < i), default=-1) + 1 : i]
        return {w.key: w for w in found}

    return owner(at[one]), owner(at[two])


def _swap(case: Case, line: Line, owners: list[Word], end: int) -> Finding:
    doc = case.line.span.doc
    speakers = {k for s in (*case.line.said, *line.said) for k in s.speakers}
    says = bool({w.key for w in owners} & speakers)
    ruling, aspect = (Ruling.WRONG_SPEAKER, Aspect.SPEAKER) if says else (Ruling.DIFFERS, Aspect.FIGURE)
    why = "the report gives these figures the other way round"
    return case.finding(
        ruling, aspect, Span(doc, min(w.start for w in owners), max(end, *(w.end for w in owners))), why, [line.span]
    )
