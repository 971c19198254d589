"""How sure it is that a series counts what it is told of: a small learned weighing, as for the fields of an event.

What speaks against a figure stands beside it: another day, another place, a passage of background, the same figure told
of another event. The weights are those of data/models/sureness.json, made by training/likeness.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from opensitrep.model import LASTING, Count, Currency, Event, Interval, Passage, Place, PlaceRole, Series, Span, Value
from opensitrep.reconcile.events import Features, closeness, days_between, least, meet, sureness
from opensitrep.reconcile.facts.populations import is_vague
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals

T = TypeVar("T")
HERE = (PlaceRole.TARGET, PlaceRole.VENUE)
AWAY = 1.5  # days from which another day is not that of the event
MANY = 2.0  # powers of two from which reports, origins and values are many
LARGE = 6  # power of ten from which a figure is as large as any


class Beside:
    """What stands beside the figures of an account."""

    def __init__(self, ledger: Ledger, series: Iterable[Series]) -> None:
        self.ledger = ledger
        self.main = {s.main for s in ledger.account.stories}
        self.told = Counter((s.fate, v.low, v.high) for s in series for v in s.values)

    @cached_property
    def _passages(self) -> dict[Span, Passage]:
        held: dict[Span, Passage] = {}
        for reading in self.ledger.account.readings:
            ordered = sorted(reading.passages, key=lambda p: p.span)
            at = 0
            for count in sorted(reading.counts, key=lambda c: c.number):
                while at < len(ordered) and ordered[at].span.end < count.number.end:
                    at += 1
                if at < len(ordered) and ordered[at].span.covers(count.number):
                    held[count.number] = ordered[at]
        return held

    @cached_property
    def _times(self) -> dict[str, list[tuple[Span, Interval]]]:
        return {
            r.document.id: sorted(
                ((t.span, i) for t in r.times if (i := self.ledger.interval_of(t.span)) and intervals.known(i)),
                key=_span,
            )
            for r in self.ledger.account.readings
        }

    @cached_property
    def _places(self) -> dict[str, list[tuple[Span, Place]]]:
        return {
            r.document.id: sorted(((t.span, p) for t in r.toponyms if (p := self.ledger.place_at(t.span))), key=_span)
            for r in self.ledger.account.readings
        }

    def features(self, series: Series) -> list[Features]:
        """How each value of a series is told, by name; what is not named is 0. Of helpers sent to an accident, as told
        of the accident."""
        every = [self.ledger.counts[c] for v in series.values for c in v.counts]
        event = self.ledger.events[series.event]
        if all(self.ledger.event_of_incident.get(c.incident or "") == event.parent for c in every):
            event = self.ledger.events.get(event.parent or "", event)
        sizes = [_size(v) for v in series.values]
        largest, (_, usual) = (
            max(sizes),
            max((len(v.counts), size) for v, size in zip(series.values, sizes, strict=True)),
        )
        whole = {
            f"fate {series.fate}": 1.0,
            f"kind {event.type}": 1.0,
            f"tie {event.tie.value}": 1.0,
            "of the main event": float(event.id in self.main),
            "reports of the series": min(MANY, math.log2(len({c.number.doc for c in every}))),
            "values": min(MANY, math.log2(len(series.values))),
            "population": float(series.population is not None),
            "window": float(series.window is not None),
        }
        out = []
        for value, size in zip(series.values, sizes, strict=True):
            counts = [self.ledger.counts[c] for c in value.counts]
            found = whole | {
                f"state {value.state.value}": 1.0,
                "score": math.fsum(c.score for c in counts) / len(counts),
                "of its incident": math.fsum(c.home_score for c in counts) / len(counts),
                "reports": min(MANY, math.log2(len({c.number.doc for c in counts}))),
                "share of counts": len(counts) / len(every),
                "origins": min(MANY, math.log2(1 + len(value.origins))),
                "vague": float(any(is_vague(self.ledger.figures[c.number]) for c in counts)),
                "open": float(value.low is None or value.high is None),
                "size": min(LARGE, size),
                "one": float(value.low == value.high == 1),
                "below the largest": largest - size,
                "beyond the usual": max(0.0, size - usual),
                "below the usual": max(0.0, usual - size),
                "told of other events": math.log2(self.told[series.fate, value.low, value.high]),
            }
            for count in counts:
                for name in self._count(count, event):
                    found[name] = found.get(name, 0.0) + 1 / len(counts)
            out.append(found)
        return out

    def scores(self, series: Series) -> list[float]:
        """The probability of each value that it counts what its series is of; a length is of what its clause tells."""
        if series.fate == LASTING:
            return [max(self.ledger.counts[c].score for c in v.counts) for v in series.values]
        return [sureness("series", found) for found in self.features(series)]

    def judge(self, series: Series) -> Series:
        """The series with the probability that its latest value is right, and whether it is sure enough to be told."""
        event = self.ledger.events[series.event]
        judged = replace(series, score=self.scores(series)[series.latest[0]] if series.latest else 0.0)
        told = event.shown or event.parent is not None or event.currency is Currency.BACKGROUND
        told = told and not self._of_other_days(series, event)
        return replace(
            judged, shown=series.shown and told and judged.score >= least("series", is_main=event.id in self.main)
        )

    def _of_other_days(self, series: Series, event: Event) -> bool:
        """Whether all of it is counted over a stretch that does not hold the day of its event: "20 in 2015"."""
        counts = [self.ledger.counts[c] for v in series.values for c in v.counts]
        over = [self.ledger.interval_of(c.period) if c.period else None for c in counts]
        known = [i for i in over if i is not None and intervals.known(i)]
        if series.window is None or event.when is None or not known or len(known) < len(over):
            return False
        return not any(meet(i, event.when) for i in known)

    def _count(self, count: Count, event: Event) -> Iterable[str]:
        """What stands beside one figure."""
        yield f"stance {count.stance}"
        yield "said by somebody" if count.attribution else "in the outlet's own voice"
        own = self.ledger.incident_of_mention.get(count.mention or "")
        yield "beside no happening" if own is None else "beside its own" if own in event.incidents else "beside another"
        passage = self._passages.get(count.number)
        if passage is None:
            return
        yield f"part {passage.part.value}"
        yield f"reality {passage.reality.value}"
        times = _inside(self._times[count.number.doc], passage.span)
        if times and event.when:
            if any(meet(i, event.when) for i in times):
                yield "its day"
            elif all(days_between(i, event.when) > AWAY for i in times):
                yield "another day"
        here = [self.ledger.places[p.place] for p in event.places if p.role in HERE]
        places = _inside(self._places[count.number.doc], passage.span)
        if places and here:
            near = [closeness(p, q) for p in places for q in here]
            yield "another place" if all(n is None for n in near) else "its place"


def _span(item: tuple[Span, T]) -> Span:
    return item[0]


def _inside(sorted_by_span: Sequence[tuple[Span, T]], span: Span) -> list[T]:
    """What stands inside a span; the cost grows with what stands there, not with the report."""
    out = []
    for at in range(bisect_left(sorted_by_span, span.start, key=lambda item: item[0].start), len(sorted_by_span)):
        held, thing = sorted_by_span[at]
        if held.start >= span.end:
            break
        if span.covers(held):
            out.append(thing)
    return out


def _size(value: Value) -> float:
    """Power of ten."""
    return math.log10(1 + max(0.0, value.low if value.low is not None else value.high or 0.0))
