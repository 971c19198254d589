"""The ruling on each sentence of a draft: what the checks found, how near the reports are, how many origins say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from opensitrep.check.case import TOLD, Case, Library
from opensitrep.check.context import Context
from opensitrep.check.days import check_days
from opensitrep.check.figures import check_figures, figures_of, has
from opensitrep.check.moods import check_denials, check_plans, plans
from opensitrep.check.names import check_names
from opensitrep.check.quotations import check_quotations
from opensitrep.check.revised import check_revised
from opensitrep.check.speakers import check_speakers
from opensitrep.check.store import Line, lines_of
from opensitrep.check.weights import Traits, sure
from opensitrep.check.words import WORD, WORDS, Word
from opensitrep.model import Account, Aspect, Bounds, Check, Checked, Finding, Ruling
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold

MANY, LONG = 4, 20  # names or deeds, and words, of which more say no more
RESTS = 0.65  # share of the best likeness of a sentence on which the draft's rests
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    check_speakers, check_revised, check_figures, check_days, check_names, check_plans, check_denials,
)  # fmt: skip
GRAVEST = tuple(Ruling)
CLOSING = "\"'”’)* \n"


def check_draft(draft: Account, library: Library) -> Check:
    """Every sentence of a draft (its reading in an account of its own, times and places settled) beside the reports."""
    text = "".join(reading.document.text for reading in draft.readings[:1])
    return Check(text, tuple(map(checked, cases(draft, library))), library.rows.account.made_with)


def cases(draft: Account, library: Library) -> list[Case]:
    """Every sentence of a draft with what it may rest on."""
    ledger = Ledger(draft)
    lines = [line for reading in draft.readings for line in lines_of(reading, ledger)]
    near = library.of_draft(lines)
    return [Case(line, near, library) for line in lines]


def checked(case: Case) -> Checked:
    """One sentence."""
    line, library = case.line, case.library
    found = tuple(_findings(case)) if tells(line) else ()
    rests = list(_rests_on(case)) if case.told >= TOLD else []
    origins = library.rows.origins(rests) if rests else Bounds(0, 0)
    told = Ruling.SUPPORTED if origins.lower > 1 else Ruling.ONE_ORIGIN
    ruling = min([f.ruling for f in found] or [told if rests else Ruling.NOT_CHECKABLE], key=GRAVEST.index)
    proofs = tuple(library.proof(line.span) for line in rests)
    return Checked(line.span.start, line.span.end, line.text, ruling, origins, found, proofs)


def tells(line: Line) -> bool:
    """Whether a sentence tells anything: a question and a heading without a verb do not."""
    return not line.text.rstrip(CLOSING).endswith("?") and (not line.heading or bool(line.deeds))


def _rests_on(case: Case) -> Iterator[Line]:
    """The nearest sentences; where some hold a figure of the draft's sentence, none that holds none."""
    near = [m.line for m in case.matches if m.score >= RESTS * case.best]
    figures = figures_of(case)
    holding = [line for line in near if any(has(line, figure) for figure in figures)]
    yield from holding or near


def _findings(case: Case) -> Iterator[Finding]:
    quotes = list(check_quotations(case))
    if not quotes and checkable(case) and sure("happening", happening_traits(case)):
        why = "no report tells this"
        yield case.finding(Ruling.NOT_IN_REPORTS, Aspect.HAPPENING, case.line.span, why)
        return
    seen: set[tuple[int, int]] = set()
    for finding in (*quotes, *(f for check in CHECKS for f in check(case))):
        if (finding.start, finding.end) not in seen:
            seen.add((finding.start, finding.end))
            yield finding


def happening_traits(case: Case) -> Traits:
    """What speaks for no report telling a sentence."""
    index = case.library.index
    names = [w for w in case.line.words if w.name and w.start > case.line.begins]
    parts = [Context(index, part) for part in case.parts if part]
    weights = [sum(p.weights.values()) for p in parts]
    apart = sum(w * p.top for w, p in zip(weights, parts, strict=True)) / (sum(weights) or 1.0)
    tokens = set(case.tokens)
    return {
        "told": case.told,
        "known": case.known,
        "alike": Context(index, case.line.words).top,
        "alike in parts": apart,
        "apart": 1.0 - apart,
        "unknown names": min(sum(not case.whole.index.holds(w.key) for w in names), MANY) / MANY,
        "names": min(len(names), MANY) / MANY,
        "words": min(len({w.key for w in case.line.words}), LONG) / LONG,
        "done": min(sum(d.done for d in case.line.deeds), MANY) / MANY,
        "opinion": float(bool(tokens & WORDS["opinions"])),
        "negates": float(bool(tokens & WORDS["negates"])),
        "plans": float(plans(case.line.text)),
    }


def checkable(case: Case) -> bool:
    """Whether a sentence tells what a report would not leave out: a deed, somebody, a place, a day, a figure.

    What the writer says to the reader is in no report, nor need a heading be.
    """
    if case.line.heading or _to_reader(case):
        return False
    asks = set(case.tokens[:1]) & WORDS["asks"]
    return (not asks and any(d.done for d in case.line.deeds)) or _checkable(case.line)


def _to_reader(case: Case) -> bool:
    """Whether a sentence speaks of its writer and its reader: "here is what you asked for"."""
    start, quotes = case.line.span.start, case.line.quotes
    outside = (m for m in WORD.finditer(case.line.text) if not any(a <= m.start() + start < b for a, b in quotes))
    return any(fold(m.group()) in WORDS["addresses"] for m in outside)


def _checkable(line: Line) -> bool:
    """Whether a sentence says anything that a report would not leave out: somebody, a place, a day, a figure."""
    named = any(w.name and w.start > line.begins for w in line.words)
    exact = any(d.exact for d in line.days)
    counted = any((w.value or 0) > 1 and not _definite(line, w) for w in line.words)
    return bool(named or exact or line.places or counted)


def _definite(line: Line, number: Word) -> bool:
    """Whether a number only takes up what was told: "the two sides"."""
    return fold(line.text[: number.start - line.span.start]).split()[-1:] == ["the"]
