"""The days on which lasting happenings of a story began, and what "before the invasion" comes to.

A beginning counts where a report dates it in one sentence ("the invasion that began on 3 May"); where the reports of a
story do not name one and the same day, what hangs on it stays open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from opensitrep.model import Anchor, Interval, Resolution, Span, TimeExpression
from opensitrep.text.words import Lists

WORDS = Lists("onsets")
RULES = ("stretch of a happening", "edge of a happening")
REACH = 90  # characters between a name and the day of its beginning, about fifteen words; chosen
STOP = re.compile(r"[.!?;]\s+(?=[\"“]?[A-Z])|\n")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """By group: name and verb of beginning, in either order, within the reach."""
    lasting, verbs = WORDS.table("lasting"), sorted(WORDS["beginning"])
    verb = rf"\b(?:{'|'.join(verbs)})\b"
    out = []
    for group in sorted(set(lasting.values())):
        name = rf"\b(?:{'|'.join(sorted(word for word in lasting if lasting[word] == group))})\b"
        out.append((group, re.compile(rf"(?:{name}.*{verb}|{verb}.*{name})[^,]{{0,30}}$", re.IGNORECASE | re.DOTALL)))
    return tuple(out)


def group_of(words: str) -> str | None:
    """The group of the last word ("the full-scale war")."""
    return WORDS.table("lasting").get(words.rsplit(maxsplit=1)[-1].lower())


def beginnings(dated: Iterable[tuple[TimeExpression, Interval, str]]) -> dict[str, tuple[str, Span]]:
    """By group the one day on which reports say it began, with the words that say so.

    `dated` are expressions of one civil day with the text of their report.
    """
    found: dict[str, dict[str, Span]] = defaultdict(dict)
    for e, interval, text in dated:
        day = interval.start if interval.precision == "day" and interval.start == interval.end else None
        if day is None or e.negated or e.anchor not in (Anchor.SELF, Anchor.PUBLICATION):
            continue
        before = STOP.split(text[max(0, e.span.start - REACH) : e.span.start])[-1]
        for group, pattern in _patterns():
            if pattern.search(before):
                found[group].setdefault(day, e.span)
    return {g: next(iter(days.items())) for g, days in found.items() if len(days) == 1}


def counted(e: TimeExpression, group: str, day: str, told: Span, now: str | None) -> Resolution | None:
    """An expression counted from the beginning of a happening; None where it hangs on the end."""
    if e.part not in (None, "START"):
        return None
    side = WORDS.table("sides of a beginning").get(e.bound or "")
    start, end = None if side == "before" else day, now if side == "after" else day
    basis = "other report" if told.doc != e.span.doc else "relative"
    interval = Interval(start, end, precision="vague" if start != end else "day", basis=basis, value=day)
    return Resolution(e.span, "time", interval, f"{e.rule}: counted from {day}, when a report says the {group} began")
