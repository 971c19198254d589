"""Figures as dated series: the latest first with its claimants, rivals side by side, parts beneath, projections apart.

Every value is drawn on one axis from zero, never averaged; positions are per cent of the plot.
"""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.lead import words_of
from opensitrep.derive.pieces import Cite, Derived, Fixed, Item, Run, Sign
from opensitrep.derive.tolls import axis_step, axis_top, rivals_of
from opensitrep.model import Event, Series, State, Value
from opensitrep.page.desk import Desk

OPEN = 4  # series of an event that stand open before the rest folds
ROWS = 8  # values of one series that stand open


@dataclass(frozen=True, slots=True)
class Whisker:
    """How one value is drawn: `low`, `high` in per cent; kind dot, about, at least, up to."""

    kind: str
    low: float
    high: float
    middle: float


@dataclass(frozen=True, slots=True)
class TollRow:
    """One value: its figure and words, day, drawing, claimants; `state` stands, superseded ..., `rival` in dispute."""

    figure: Derived
    cites: tuple[Cite, ...]
    day: Derived
    state: Derived | None
    whisker: Whisker
    source: Run
    rival: bool


@dataclass(frozen=True, slots=True)
class Toll:
    """One series; `projected` are values that are expected only, `parts` series of a part of it."""

    anchor: str
    sign: Sign
    title: Derived
    counts: Derived
    ticks: tuple[tuple[float, Derived], ...]
    rows: tuple[TollRow, ...]
    earlier: tuple[TollRow, ...]
    projected: tuple[TollRow, ...]
    parts: tuple[Toll, ...]
    why: Derived


@dataclass(frozen=True, slots=True)
class EventTolls:
    """The figures of one event."""

    event: Run
    tolls: tuple[Toll, ...]
    more: tuple[Toll, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A figure that belongs to no happening, in its words."""

    fate: Derived
    cite: Cite


def compose_tolls(desk: Desk) -> tuple[EventTolls, ...]:
    """The figures of each printed event, those of the main one first."""
    out = []
    for event in desk.current:
        made = tolls_of(desk, event)
        if made:
            run = (Derived("event name", (event.id,)), desk.event_link(event.id))
            out.append(EventTolls(run, made[:OPEN], made[OPEN:]))
    return tuple(out)


def tolls_of(desk: Desk, event: Event) -> tuple[Toll, ...]:
    """The series of an event; a part stands beneath its whole, where that is printed."""
    found = desk.book.series_of(event.id)
    ids = {s.id for s in found}
    return tuple(toll(desk, s, found) for s in found if s.part_of not in ids)


def toll(desk: Desk, series: Series, others: tuple[Series, ...]) -> Toll:
    """One series: what stands, then what it took the place of."""
    of, rest = (series.id,), tuple(s for s in others if s.id != series.id)
    rivals = set(rivals_of(series))
    standing = list(dict.fromkeys([*series.latest, *sorted(rivals)]))
    gone = [n for n in reversed(range(len(series.values))) if n not in standing]
    projected = [n for n in gone if series.values[n].state is State.PROJECTED]
    earlier = [n for n in gone if n not in projected]
    rows = [toll_row(desk, series, n, n in rivals) for n in standing]
    step, top = axis_step(series), axis_top(series)
    several = len(standing) > 1
    return Toll(
        desk.series_anchor(series.id),
        desk.series_sign(series),
        Derived("series title", of),
        Derived("series counts", of),
        tuple(
            (share(step * n, top), Derived("series axis tick", (series.id, str(n)))) for n in range(int(top / step) + 1)
        )
        if several
        else (),
        tuple(rows[:ROWS]),
        (*rows[ROWS:], *(toll_row(desk, series, n, False) for n in earlier)),
        tuple(toll_row(desk, series, n, False) for n in projected),
        tuple(toll(desk, s, rest) for s in rest if s.part_of == series.id),
        Derived("series why", of),
    )


def toll_row(desk: Desk, series: Series, index: int, rival: bool) -> TollRow:
    """One value with its words in the newest report and the numbers of the others."""
    value, of = series.values[index], (series.id, str(index))
    spans = sorted(value.evidence, key=lambda s: (desk.book.numbers[s.doc], s))
    source: list[Item] = [Derived("series claimants", of)]
    if len(desk.readings) > 1:
        source += [Fixed("dot"), Derived("series value counts", of)]
    state = Derived("series state", of) if value.state is not State.STANDS else None
    first = {s.doc: s for s in reversed(spans)}
    cites = tuple(desk.cite(words_of(desk.book, s), 70) for s in sorted(first.values()))[:3]
    return TollRow(
        Derived("series value", of),
        cites,
        Derived("series as of", of),
        state,
        whisker(value, axis_top(series)),
        tuple(source),
        rival,
    )


def share(number: float, top: float) -> float:
    """A number as per cent of the axis."""
    return round(min(100.0, 100 * number / top), 2)


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


def compose_unplaced(desk: Desk) -> tuple[Unplaced, ...]:
    """Figures that belong to no happening, in the order of the reports."""
    found = desk.book.unplaced_in(desk.story)
    rows = sorted(found, key=lambda c: (desk.book.numbers[c.number.doc], c.number))
    return tuple(
        Unplaced(Derived("unplaced fate", (c.id,)), desk.cite(words_of(desk.book, c.number), 90)) for c in rows
    )
