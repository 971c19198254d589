"""About which days an expression means, counted from the day of publication: close enough to tell days apart.

The exact interval with its reason is settled right of the bar; here only nearness is asked.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from opensitrep.model import TimeExpression, TimeType

UNITS = {"D": 1, "W": 7, "F": 14, "WE": 7, "M": 30, "Q": 91, "Y": 365, "E": 3650, "C": 36500}  # days
WIDTHS = {"D": 0, "W": 3, "F": 7, "WE": 1, "M": 15, "Q": 45, "Y": 183, "E": 1825, "C": 18250}
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
MONTH = re.compile(r"(\d{4})-(\d\d)")
YEAR = re.compile(r"(\d{4})")
WEEKDAY = re.compile(r"XXXX-WXX-(\d)")
OPEN = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
OPEN_DAY = re.compile(r"XXXX-\d\d-\d\d")
STAND_IN = 2020  # a year for a report that names none
CYCLE = 7  # days of a week; years in which a day falls on nearly every one
Days = tuple[int, int]
"""First and last day as ordinals."""


def published_day(value: str | None) -> date | None:
    """The day of publication of a report, if it is known to the day."""
    match = DAY.match(value or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def likely_day(times: Sequence[TimeExpression]) -> date | None:
    """A day that may be that of a report which states none, from its times in the order in which they may name it: only
    distances are asked of it.

    A day without a year is of the first year, from the newest one named on, in which it is the weekday named first;
    else the report is newer than the years it names, and its weekdays stand in a week of their own.
    """
    values = [t.value or "" for t in times]
    if values and (full := DAY.match(values[0])):
        return published_day(full[0])
    newest = max((int(v[:4]) for v in values if YEAR.match(v)), default=STAND_IN)
    weekday = next((int(m[1]) for t in times if t.direction <= 0 and (m := WEEKDAY.match(t.value or ""))), None)
    named = next((m[0].removeprefix("XXXX") for v in values if (m := OPEN_DAY.match(v))), None)
    found = [d for n in range(CYCLE) if named and (d := published_day(f"{newest + n}{named}"))]
    if found:
        return next((d for d in found if d.isoweekday() == weekday), found[-1])
    new_year = date(newest + 1, 1, 1)
    return new_year + timedelta(days=((weekday or 1) - new_year.isoweekday()) % CYCLE) if values else None


def days_of(time: TimeExpression, published: date | None) -> Days | None:
    """The days an expression may mean; None where it cannot be told without other expressions."""
    if time.type is TimeType.SET or (time.type is TimeType.DURATION and time.offset is None):
        return None
    try:
        return _written(time.value or "", published, time.direction) or _counted(time, published)
    except (ValueError, OverflowError):  # no such day in the calendar
        return None


def _written(value: str, published: date | None, direction: int) -> Days | None:  # noqa: PLR0911  one return a form
    if match := DAY.match(value):
        day = date(int(match[1]), int(match[2]), int(match[3])).toordinal()
        return day, day
    if match := MONTH.match(value):
        return _month(int(match[1]), int(match[2]))
    if match := YEAR.match(value):
        return date(int(match[1]), 1, 1).toordinal(), date(int(match[1]), 12, 31).toordinal()
    if published is None:
        return None
    if match := WEEKDAY.match(value):
        back = (published.isoweekday() - int(match[1])) % 7
        day = published.toordinal() + ((7 - back) % 7 if direction > 0 else -back)
        return day, day
    if match := OPEN.match(value):
        month, number = int(match[1]), int(match[2] or 0)
        return _nearest(month, number, published, direction)
    return None


def _month(year: int, month: int) -> Days:
    return date(year, month, 1).toordinal(), date(year, month, monthrange(year, month)[1]).toordinal()


def _nearest(month: int, number: int, published: date, direction: int) -> Days:
    """A day or month without its year: on the side told, else the nearest."""
    options = []
    for year in (published.year - 1, published.year, published.year + 1):
        if number <= monthrange(year, month)[1]:
            day = date(year, month, number).toordinal() if number else 0
            options.append((day, day) if number else _month(year, month))
    here = published.toordinal()
    past = [o for o in options if o[0] <= here]
    coming = [o for o in options if o[1] >= here]
    if direction < 0 and past:
        return past[-1]
    if direction > 0 and coming:
        return coming[0]
    return min(options, key=lambda o: abs(o[0] - here))


def _counted(time: TimeExpression, published: date | None) -> Days | None:
    """A distance from the day of publication ("yesterday", "two weeks ago")."""
    if published is None or time.offset is None or time.refers is not None or time.offset.amount is None:
        return None
    unit, amount = time.offset.unit, time.offset.amount
    if unit not in UNITS:
        day = published + timedelta(days=int(amount / 24) if unit == "TH" else 0)
        return day.toordinal(), day.toordinal()
    if unit == "Y":
        return _written(f"{published.year + round(amount):04d}", published, 0)
    middle = published.toordinal() + round(amount * UNITS[unit])
    return middle - WIDTHS[unit], middle + WIDTHS[unit]


def apart(left: Days, right: Days) -> int:
    """Days between two stretches; 0 where they share one."""
    return max(0, left[0] - right[1], right[0] - left[1])
