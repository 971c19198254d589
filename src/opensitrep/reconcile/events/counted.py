"""The day of X in "six days after X": counted back from the day of its clause, else from that of the report.

News dates itself by what it is about: "two weeks after the prison was stormed" tells when that was. X is the happening
named right behind the words; without a day of the clause the report is the clause, and its writing took a day.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import timedelta

from opensitrep.model import Interval, Mention, Reading, Span, TimeExpression
from opensitrep.reconcile.times import counted_from
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals

REACH = 60  # characters behind the words, about ten words, in which X stands
_BREAK = re.compile(r"[.,;:!?\"“”()\n]")
Told = dict[str, tuple[Span, Interval]]
"""By id of a mention the words that date it, and the days."""


def counted_back(ledger: Ledger, reading: Reading) -> Told:
    """The mentions of a report that a time is counted from."""
    mentions = sorted((m for m in reading.mentions if m.type), key=lambda m: (m.trigger.start, m.id))
    starts = [m.trigger.start for m in mentions]
    cues = sorted(c.start for a in reading.attributions for c in a.cue)
    out: Told = {}
    for e in (t for t in reading.times if t.implies):
        n = bisect_left(starts, e.span.end)
        at = mentions[n] if n < len(mentions) else None
        if at is None or not _follows(reading.document.text, e, at, cues):
            continue
        published = ledger.published(reading.document.id)
        when = ledger.interval_of(e.span, "implies") or _from_report(e, published)
        if when and not (e.offset and (e.offset.amount or 0) > 0 and _is_later(when, published)):
            out.setdefault(at.id, (e.span, when))
    return out


def _is_later(when: Interval, published: Interval | None) -> bool:
    """Whether what something came after is told to lie behind its report: the day of the clause is another one's."""
    first, last = intervals.days(when)[0], intervals.days(published)[1] if published else None
    return first is not None and last is not None and first > last


def _follows(text: str, e: TimeExpression, mention: Mention, cues: list[int]) -> bool:
    """Whether a mention is what the words count from: close behind them, no speech and no other clause between."""
    between = text[e.span.end : mention.trigger.start]
    said = bisect_left(cues, e.span.end) < bisect_left(cues, mention.trigger.start)
    return len(between) <= REACH and not _BREAK.search(between) and not said


def _from_report(e: TimeExpression, published: Interval | None) -> Interval | None:
    """Counted back from the day of the report, or the day before it where days are counted."""
    day = intervals.days(published)[0] if published else None
    when = counted_from(e, day) if day else None
    last = intervals.days(when)[1] if when and e.beside is None else None
    if when is None or last is None or when.precision != "day":
        return when
    return replace(when, end=(last + timedelta(days=1)).isoformat(), approx=True)
