"""Days of a draft beside the days the reports give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from opensitrep.check.case import Case
from opensitrep.check.match import Match, Query
from opensitrep.check.store import Day
from opensitrep.check.words import WORDS
from opensitrep.model import Aspect, Finding, Ruling
from opensitrep.text.days import names
from opensitrep.text.fold import fold

CLOSE = 0.6  # share of the best likeness of a sentence whose day counts
FAINT = 0.25  # the same, where no report names the draft's own
CERTAIN = 0.55  # likeness of what stands beside another day, from which that day is held against the draft's
AHEAD = 1.6  # how much liker that must be than what stands beside the draft's own
SURE = 0.45  # likeness of a sentence whose day is held against the draft's


def check_days(case: Case) -> Iterator[Finding]:
    """Days on which the reports do not have it."""
    for day in case.line.days:
        if case.quoted(day.span) or not names_day(case, day):
            continue
        query = case.about(day.span, near=day.span)
        beside = list(_nearer(case, day, query))
        if beside:
            yield _differs(case, day, beside)
            continue
        ranked = case.ranked(query)
        close = [m for m in ranked if m.score >= CLOSE * ranked[0].score]
        if _same_weekday(case, close, day):
            continue
        known = _anywhere(case, day)
        if known and any(_on(case, m, day) for m in close):
            continue
        sure = SURE if known else FAINT
        others = [d for m in close if m.score >= sure for d in _days_of(case, m) if d.exact]
        if others and not any(_by_one(case, m, others, day) for m in close):
            yield _differs(case, day, others)


def _differs(case: Case, day: Day, others: Sequence[Day]) -> Finding:
    told = ", ".join(sorted({d.first.isoformat() for d in others}, reverse=True))
    why = f"the reports have another day: {told}"
    return case.finding(Ruling.DIFFERS, Aspect.DAY, day.span, why, [d.span for d in others])


def _nearer(case: Case, day: Day, query: Query) -> Iterator[Day]:
    """Other days beside which the reports have what the draft has beside its own, far more than beside this."""
    weekday = _weekdays().findall(fold(case.words(day.span)))
    held, others = 0.0, []
    for match in case.library.index.all(query):
        start = match.line.span.start
        for other in match.line.days:
            score = case.library.index.beside(query, match.at, other.span)
            written = fold(match.line.text[other.span.start - start : other.span.end - start])
            if (other.first <= day.last and day.first <= other.last) or (weekday and weekday[0] in written):
                held = max(held, score)
            elif other.exact and names_day_text(written):
                others.append((score, other))
    best = max((score for score, _ in others), default=0.0)
    if best >= CERTAIN and best >= AHEAD * held:
        yield from (other for score, other in others if score >= CLOSE * best)


def _by_one(case: Case, match: Match, others: Sequence[Day], day: Day) -> bool:
    """Whether a sentence that only says "the day before" or "a day later" may mean the draft's day."""
    beside = set(fold(match.line.text).split()) & WORDS["beside days"]
    return bool(beside) and any(abs((d.first - day.first).days) == 1 for d in others)


def _same_weekday(case: Case, close: Sequence[Match], day: Day) -> bool:
    """Whether a draft that only names a weekday has that of a sentence it may rest on: which week, it leaves to it."""
    written = fold(case.words(day.span))
    named = _weekdays().findall(written)
    return bool(named) and not any(c.isdigit() for c in written) and any(named[0] in fold(m.line.text) for m in close)


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


def _anywhere(case: Case, day: Day) -> bool:
    """Whether any report names the day, or is of it."""
    named = (d for line in case.library.index.lines() for d in line.days if d.narrow)
    if any(d.first <= day.first <= d.last for d in named):
        return True
    return any(d is None or abs((d - day.first).days) <= 1 for d in case.library.days)


def _on(case: Case, match: Match, day: Day) -> bool:
    """Whether a sentence may be about a day: it names it, one beside it does, or it names none and is of that day."""
    around = case.library.index.around(match.at)
    named = [d for line in around for d in line.days if d.narrow]
    weekday = day.first.strftime("%A").lower()
    if any(d.first <= day.last and day.first <= d.last for d in named):
        return True
    if any(weekday in fold(line.text) for line in around) and not any(c.isdigit() for c in case.words(day.span)):
        return True
    if any(d.narrow for d in match.line.days):
        return False
    return match.line.day is None or abs((match.line.day - day.first).days) <= 1


def _days_of(case: Case, match: Match) -> list[Day]:
    """The days a sentence names; if it names none, those of the sentence before it."""
    own = list(match.line.days)
    return own or [d for line in case.library.index.around(match.at)[:1] for d in line.days]
