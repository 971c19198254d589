"""The ruling on each sentence of a draft: what the checks found, how near the reports are, how many origins say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from opensitrep.check.case import Case, Library
from opensitrep.check.days import check_days
from opensitrep.check.figures import check_figures, figures_of, has
from opensitrep.check.moods import check_denials, check_plans
from opensitrep.check.names import check_names
from opensitrep.check.quotations import check_quotations
from opensitrep.check.speakers import check_speakers
from opensitrep.check.store import Line, lines_of
from opensitrep.check.words import Word
from opensitrep.model import Account, Aspect, Bounds, Check, Checked, Finding, Ruling
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold

FOUND = 0.34  # likeness under which no report tells this
KNOWN = 0.55  # share of its words in any report from which on it may be told there in other words
RESTS = 0.65  # share of the best likeness of a sentence on which the draft's rests
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    check_quotations, check_speakers, check_figures, check_days, check_names, check_plans, check_denials,
)  # fmt: skip
GRAVEST = tuple(Ruling)


def check_draft(draft: Account, library: Library) -> Check:
    """Every sentence of a draft (its reading in an account of its own, times and places settled) beside the reports."""
    ledger = Ledger(draft)
    lines = [line for reading in draft.readings for line in lines_of(reading, ledger)]
    text = "".join(reading.document.text for reading in draft.readings[:1])
    near = library.of_draft(lines)
    return Check(text, tuple(checked(Case(line, near, library)) for line in lines), library.rows.account.made_with)


def checked(case: Case) -> Checked:
    """One sentence."""
    line, library = case.line, case.library
    found = () if line.heading and not line.deeds else tuple(_findings(case))
    rests = list(_rests_on(case)) if case.told >= FOUND else []
    origins = library.rows.origins(rests) if rests else Bounds(0, 0)
    told = Ruling.SUPPORTED if origins.lower > 1 else Ruling.ONE_ORIGIN
    ruling = min([f.ruling for f in found] or [told if rests else Ruling.NOT_CHECKABLE], key=GRAVEST.index)
    proofs = tuple(library.proof(line.span) for line in rests)
    return Checked(line.span.start, line.span.end, line.text, ruling, origins, found, proofs)


def _rests_on(case: Case) -> Iterator[Line]:
    """The nearest sentences; where some hold a figure of the draft's sentence, none that holds none."""
    near = [m.line for m in case.matches if m.score >= RESTS * case.best]
    figures = figures_of(case)
    holding = [line for line in near if any(has(line, figure) for figure in figures)]
    yield from holding or near


def _findings(case: Case) -> Iterator[Finding]:
    if case.told < FOUND:
        quotes = list(check_quotations(case))
        if quotes:
            yield from quotes
        elif case.known < KNOWN and _checkable(case.line):
            why = "no report tells this"
            yield case.finding(Ruling.NOT_IN_REPORTS, Aspect.HAPPENING, case.line.span, why)
        return
    seen: set[tuple[int, int]] = set()
    for check in CHECKS:
        for finding in check(case):
            if (finding.start, finding.end) not in seen:
                seen.add((finding.start, finding.end))
                yield finding


def _checkable(line: Line) -> bool:
    """Whether a sentence says anything that a report would not leave out: somebody, a place, a day, a figure."""
    named = any(w.name and w.start > line.span.start for w in line.words)
    exact = any(d.exact for d in line.days)
    counted = any((w.value or 0) > 1 and not _definite(line, w) for w in line.words)
    return bool(named or exact or line.places or counted)


def _definite(line: Line, number: Word) -> bool:
    """Whether a number only takes up what was told: "the two sides"."""
    return fold(line.text[: number.start - line.span.start]).split()[-1:] == ["the"]
