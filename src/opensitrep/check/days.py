"""Days of a draft beside the days the reports give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from opensitrep.check.case import Case
from opensitrep.check.store import Day, Line
from opensitrep.check.weights import Beside, Traits, pair, sure
from opensitrep.check.words import WORDS
from opensitrep.model import Aspect, Finding, Ruling
from opensitrep.text.days import names
from opensitrep.text.fold import fold

CLOSE = 0.6  # share of the best likeness of what stands beside a day from which that day is shown, too


def check_days(case: Case) -> Iterator[Finding]:
    """Days on which the reports do not have it."""
    for day in case.line.days:
        if case.quoted(day.span) or not names_day(case, day):
            continue
        traits, rivals = day_traits(case, day, case.words(day.span))
        if sure("day", traits):
            best = max((near for near, _ in rivals), default=0.0)
            yield _differs(case, day, [d for near, d in rivals if best > 0 and near >= CLOSE * best])


def day_traits(case: Case, day: Day, written: str) -> tuple[Traits, list[tuple[float, Day]]]:
    """What speaks for and against a day (as it is written), and the days that the reports have in its place."""
    context, index = case.context(day.span, near=day.span), case.library.index
    plain = fold(written)
    named = [] if any(c.isdigit() for c in plain) else _weekdays().findall(plain)
    held: list[Beside] = []
    rivals: list[Beside] = []
    found: list[tuple[float, Day]] = []
    for at, line in index.placed():
        for other in line.days:
            same = _same(line, other, day, named)
            if not same and not other.exact:
                continue
            beside = Beside(context.beside(at, other.span), context.shares.get(at, 0.0), at)
            (held if same else rivals).append(beside)
            found += [] if same else [(beside.near, other)]
    best = [index.reports[r][n] for _, (r, n) in context.ranked(1)]
    published = [d for d in case.library.days if d]
    traits = pair(case, context, held, rivals)
    traits |= {
        "weekday": float(bool(named)),
        "published": float(any(0 <= (d - day.first).days <= 1 for d in published)),
        "any": float(any(d.first <= day.first <= d.last for line in index.lines() for d in line.days if d.narrow)),
        "undated": float(any(not line.days for line in best)),
        "of its report": float(any(line.day and abs((line.day - day.first).days) <= 1 for line in best)),
    }
    return traits, found


def _same(line: Line, other: Day, day: Day, named: list[str]) -> bool:
    """Whether a day of a report is the draft's, or its weekday where it only names one: which week, it leaves to it."""
    if other.first <= day.last and day.first <= other.last:
        return other.narrow or day.first in (other.first, other.last)
    start = line.span.start
    return bool(named) and named[0] in fold(line.text[other.span.start - start : other.span.end - start])


def _differs(case: Case, day: Day, others: Sequence[Day]) -> Finding:
    told = ", ".join(sorted({d.first.isoformat() for d in others}, reverse=True))
    why = f"the reports have another day: {told}" if told else "no report has it on this day"
    return case.finding(Ruling.DIFFERS, Aspect.DAY, day.span, why, [d.span for d in others])


def names_day(case: Case, day: Day) -> bool:
    """Whether the words name a day of the calendar or of the week; "the next morning" hangs on what was told before.

    A day a figure holds for ("as of", "by", "the count of") is none of a happening.
    """
    text = fold(case.words(day.span))
    before = fold(case.line.text[: day.span.start - case.line.span.start]).split()[-1:]
    if not day.exact or set(before) & WORDS["as of"]:
        return False
    return names_day_text(text)


def names_day_text(text: str) -> bool:
    """Whether words in comparison form name a day of the calendar or of the week."""
    return (any(c.isdigit() for c in text) and bool(_dated().search(text))) or bool(_weekdays().search(text))


@cache
def _weekdays() -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(map(re.escape, names().weekdays)) + r")\b")


@cache
def _dated() -> re.Pattern[str]:
    """A month by name, a date in figures, or "the 21st": not the hour of a clock."""
    months = "|".join(map(re.escape, names().months))
    return re.compile(rf"\b({months})\b|\b\d+[./-]\d+[./-]\d+\b|\b\d+(st|nd|rd|th)\b")
