"""Interval plots: one per number question, one axis from zero, values side by side, never averaged.

Positions are per cent of the plot; the hull is an empty frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.events import NUMBERS
from opensitrep.derive.facts import axis_step, axis_top
from opensitrep.derive.pieces import Cite, Derived, Fixed, Item, Run, Sign
from opensitrep.model import Fact, Span, Value, Verdict
from opensitrep.page.desk import Desk

Given = tuple[tuple[str, ...], int, Value, Span]
"""One piece of evidence: its origins, the position of its value, the value, the span."""
PLOTS = 8  # shown before the rest folds
ROWS = 8  # values in one plot


@dataclass(frozen=True, slots=True)
class Whisker:
    """How one value is drawn: `low`, `high` in per cent; kind dot, range, about, at least, up to."""

    kind: str
    low: float
    high: float
    middle: float


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One value: its words, what bounds it, its drawing, its source; `bracket` (first, inner, last) is one origin."""

    cite: Cite
    scope: Run
    whisker: Whisker
    source: Run
    bracket: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One disputed number."""

    anchor: str
    sign: Sign
    title: Derived
    counts: Derived
    sides: Derived
    ticks: tuple[tuple[float, Derived], ...]
    rows: tuple[FigureRow, ...]
    hull: tuple[float, float] | None
    hull_text: Derived | None
    why: Run


def compose_figures(desk: Desk) -> tuple[tuple[Plot, ...], tuple[Plot, ...]]:
    """Plots of numbers that differ or stand in several reports: the first ones, and the rest."""
    if len(desk.readings) < 2:
        return (), ()
    facts = [f for f in desk.facts if f.slot in NUMBERS and len(ranges(f)) > 1]
    facts = [f for f in facts if f.event is None or f.event in desk.book.events]

    def order(fact: Fact) -> tuple[bool, float, str]:
        return (len(set(ranges(fact))) < 2, -desk.fact_weight(fact), fact.id)

    plots = [plot(desk, f) for f in sorted(facts, key=order)]
    return tuple(plots[:PLOTS]), tuple(plots[PLOTS:])


def ranges(fact: Fact) -> list[tuple[float | None, float | None]]:
    """The number ranges among the values, one for each piece of evidence."""
    return [(v.low, v.high) for v in fact.values if v.low is not None or v.high is not None for _ in v.evidence]


def plot(desk: Desk, fact: Fact) -> Plot:
    """One fact as a plot."""
    top = axis_top(fact)
    rows: list[Given] = []
    for index, value in enumerate(fact.values):
        if value.low is None and value.high is None:
            continue
        for span in sorted(value.evidence):
            origins = tuple(sorted(value.origins))
            rows.append((origins, index, value, span))
    first: dict[tuple[str, ...], int] = {}
    for origins, index, _, _ in rows:
        first[origins] = min(index, first.get(origins, index))
    rows.sort(key=lambda r: (first[r[0]], r[0], r[1], desk.book.numbers[r[3].doc], r[3]))
    drawn = [figure_row(desk, fact, r, b) for r, b in zip(rows, brackets([r[0] for r in rows]), strict=True)]
    of = (fact.id,)
    hull, hull_text = None, None
    answer = fact.answer
    if fact.verdict is Verdict.CONTRADICTED and answer and answer.low is not None and answer.high is not None:
        hull, hull_text = (share(answer.low, top), share(answer.high, top)), Derived("fact hull", of)
    why: Run = (Fixed("why maybe none"), Derived("fact doubts", of)) if fact.verdict is Verdict.CONTRADICTED else ()
    return Plot(
        desk.fact_anchor(fact.id) + "p",
        desk.fact_sign(fact),
        Derived("fact title", of),
        Derived("fact counts", of),
        Derived("fact sides", of),
        tuple(
            (share(axis_step(fact) * n, top), Derived("axis tick", (fact.id, str(n))))
            for n in range(int(top / axis_step(fact)) + 1)
        ),
        tuple(drawn[:ROWS]),
        hull,
        hull_text,
        why,
    )


def share(number: float, top: float) -> float:
    """A number as per cent of the axis."""
    return round(min(100.0, 100 * number / top), 2)


def brackets(groups: list[tuple[str, ...]]) -> list[str]:
    """For each row whether it begins, continues or ends a bracket of one origin."""
    out = []
    for n, origins in enumerate(groups):
        before = n > 0 and groups[n - 1] == origins != ()
        after = n + 1 < len(groups) and groups[n + 1] == origins != ()
        out.append("inner" if before and after else "last" if before else "first" if after else "none")
    return out


def figure_row(desk: Desk, fact: Fact, row: Given, bracket: str) -> FigureRow:
    """One value of one report."""
    _, index, value, span = row
    scope: Run = (
        (Derived("value scope", (fact.id, str(index))),)
        if value.scope or (value.as_of and len({v.as_of for v in fact.values}) > 1)
        else ()
    )
    claim = next(
        iter(desk.speaking([c for c in value.claims if c in desk.book.claims and desk.book.doc_of(c) == span.doc])),
        None,
    )
    source: list[Item] = (
        [Derived("claim speaker", (claim,))] if claim else [Derived("value from", (fact.id, str(index)))]
    )
    return FigureRow(desk.cite(desk.words_of(span), 60), scope, whisker(value, axis_top(fact)), tuple(source), bracket)


def whisker(value: Value, top: float) -> Whisker:
    """The drawing of one range."""
    low, high = value.low, value.high
    if low is not None and high is not None:
        middle = share((low + high) / 2, top)
        if low == high:
            return Whisker("dot", middle, middle, middle)
        return Whisker("about", share(low, top), share(high, top), middle)
    if low is not None:
        return Whisker("at least", share(low, top), 100.0, share(low, top))
    return Whisker("up to", 0.0, share(high or 0.0, top), share(high or 0.0, top))
