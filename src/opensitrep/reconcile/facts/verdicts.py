"""Whether the values of a question agree, and the answer made of them by a named rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from opensitrep.model import Relation, Slot, Span, Value, Verdict
from opensitrep.reconcile.camps import camp
from opensitrep.reconcile.facts.relations import (
    Link,
    Question,
    Said,
    disjoint,
    holds,
    in_base_unit,
    later_count,
    relate,
    within,
)
from opensitrep.text import intervals
from opensitrep.text.measures import comparable

PAIRED = 24  # values compared pair by pair; of more, each with the first and its neighbour, so that cost stays linear
Count = Callable[[Sequence[Said]], int]
"""Gives the number of independent origins behind some values."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its reason, the relations by position, and two sets of positions: what nothing supersedes, and
    of it what answers for the whole (not what only counts a part and contradicts nothing)."""

    kind: Verdict
    why: str
    relations: tuple[Relation, ...] = ()
    standing: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()


def _pairs(count: int) -> list[tuple[int, int]]:
    if count <= PAIRED:
        return [(i, j) for j in range(count) for i in range(j)]
    near = {(0, j) for j in range(1, count)} | {(j - 1, j) for j in range(1, count)}
    return sorted(near, key=lambda p: (p[1], p[0]))


def _replaced(i: int, j: int, said: Sequence[Said], question: Question) -> int:
    """Which of two values the other replaces: the earlier one."""
    a, b = said[i], said[j]
    if question.slot is Slot.CONTROLLER and a.window and b.window:
        first, second = intervals.bounds(a.window)[1], intervals.bounds(b.window)[1]
        return i if first is not None and (second is None or first < second) else j
    return i if later_count(a, b, question) else j


def verdict(said: Sequence[Said], question: Question, count: Count | None = None) -> Finding:
    """The verdict about agreement, its reason, and how each value stands to the others. Never about truth.

    `count` gives the independent origins behind some values; without it different origins count as independent.
    """
    count = count or _different
    links = {(i, j): _independent(said[i], said[j], question, count) for i, j in _pairs(len(said))}
    gone = {_replaced(i, j, said, question) for (i, j), link in links.items() if link.kind == "superseded"}
    standing = tuple(i for i in range(len(said)) if i not in gone) or tuple(range(len(said)))
    relations = tuple(Relation(i, j, link.kind, link.why) for (i, j), link in links.items())
    live = {pair: link for pair, link in links.items() if set(pair) <= set(standing)}
    kind, why = _judge(said, standing, live, count)
    if gone:
        kind = Verdict.COMPATIBLE if kind is Verdict.SINGLE else kind  # one count told at several times
        why = f"{why}; {_count(len(gone), 'earlier value')} superseded: a later count replaces an earlier one"
    parts = {i for pair, link in live.items() for i in pair if link.part is said[i]}
    against = {i for pair, link in live.items() if link.kind == "contradicts" for i in pair}
    whole = tuple(i for i in standing if i not in parts - against)
    return Finding(kind, why, relations, standing, whole or standing)


def _independent(a: Said, b: Said, question: Question, count: Count) -> Link:
    """How two values stand to each other; unknown lineage corroborates nothing."""
    link = relate(a, b, question)
    if link.kind == "corroborates" and count([a, b]) < 2:
        return replace(link, kind="compatible", why=f"{link.why}, of unknown lineage")
    return link


def _different(said: Sequence[Said]) -> int:
    return len({o for s in said for o in s.value.origins})


def _judge(
    said: Sequence[Said], standing: Sequence[int], live: Mapping[tuple[int, int], Link], count: Count
) -> tuple[Verdict, str]:
    against = [link.why for link in live.values() if link.kind == "contradicts"]
    if against:
        return Verdict.CONTRADICTED, "; ".join(sorted(set(against)))
    if any(not link.agrees for link in live.values()):
        return Verdict.COMPATIBLE, "; ".join(sorted({link.why for link in live.values() if not link.agrees}))
    still = [said[i] for i in standing]
    reports, origins = len({d for s in still for d in s.documents}), count(still)
    if origins > 1:
        return Verdict.AGREED, f"{_count(origins, 'independent origin')} say the same"
    if reports > 1:
        return Verdict.AGREED, f"{_count(reports, 'report')} say the same, from one origin"
    return Verdict.SINGLE, "one report, one origin"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def hull(values: Sequence[Value], question: Question) -> Value:
    """One line for several values: the smallest answer that holds them all, never an average; at least one value.

    A value that only says the same less exactly (a range or time that holds another value whole) does not widen it.
    Codes in stages give the least far-reaching one, sides of one camp its state; other codes and texts are listed.
    """
    close = [v for v in values if not any(_looser(v, w, question.rule.form) for w in values)] or list(values)
    joined = Value(
        claims=tuple(dict.fromkeys(c for v in values for c in v.claims)),
        evidence=tuple(dict.fromkeys(e for v in values for e in v.evidence)),
        origins=tuple(dict.fromkeys(o for v in values for o in v.origins)),
        as_of=max((v.as_of for v in values if v.as_of), default=None),
        scope=values[0].scope if len({v.scope for v in values}) == 1 else None,
    )
    match question.rule.form:
        case "number":
            close = list(_in_one_unit(close))
            low = None if any(v.low is None for v in close) else min(v.low for v in close if v.low is not None)
            high = None if any(v.high is None for v in close) else max(v.high for v in close if v.high is not None)
            return replace(joined, low=low, high=high, unit=close[0].unit)
        case "interval":
            times = [v.interval for v in close if v.interval is not None]
            dated = [t for t in times if intervals.known(t)]
            return replace(joined, interval=intervals.hull(dated) if dated else times[0])
        case "places":
            return replace(joined, places=tuple(dict.fromkeys(p for v in values for p in v.places)))
        case "code":
            return replace(joined, code=_one_code([v.code or "" for v in values], question))
    return replace(joined, text=" / ".join(dict.fromkeys(v.text or "" for v in values)))


def _in_one_unit(values: Sequence[Value]) -> Sequence[Value]:
    """The values in the unit of the first, of which those in another unit say the same; else one without a figure."""
    first = values[0]
    others = [v for v in values if comparable(v.unit, first.unit)]
    if not others:
        return values
    there = in_base_unit(Said(first)).value
    if any(disjoint(in_base_unit(Said(v)).value, there) for v in others):
        return [replace(first, low=None, high=None)]
    return [v for v in values if v not in others]


def _looser(v: Value, w: Value, form: str) -> bool:
    """Whether v holds w whole and is not the same."""
    if form == "number" and comparable(v.unit, w.unit):
        return False
    if form == "number":
        return (v.low, v.high) != (w.low, w.high) and holds(v, w)
    if form == "interval" and v.interval is not None and w.interval is not None:
        return within(w.interval, v.interval) == "inside"
    return False


def _one_code(codes: Sequence[str], question: Question) -> str:
    different = list(dict.fromkeys(codes))
    if question.rule.stages:
        return min(different, key=lambda c: question.rule.stages.index(c) if c in question.rule.stages else -1)
    if question.slot is Slot.CONTROLLER and len({camp(c) for c in different}) == 1:
        return min(different, key=len)
    return " / ".join(sorted(different))


def spans_of(values: Sequence[Value]) -> tuple[Span, ...]:
    """All evidence of several values, without repetition, in order."""
    return tuple(dict.fromkeys(e for v in values for e in v.evidence))
