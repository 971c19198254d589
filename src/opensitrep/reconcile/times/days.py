"""Days of the calendar by rule: weekdays, months, feasts, seasons."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
FAR = 305  # days, ten months: further off a report gives the year, or says "last March"; chosen


def shift_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, amount: float, unit: str) -> date:
    """A day so many units on; hours and minutes count as part of the day."""
    match unit:
        case "D" | "W" | "F" | "WE":
            return day + timedelta(days=round(amount * {"D": 1, "W": 7, "F": 14, "WE": 7}[unit]))
        case "TH":
            return day + timedelta(days=int(amount / 24))
        case "TM" | "TS":
            return day
        case _:
            return shift_months(day, round(amount * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit]))


def on_weekday(day: date, weekday: int, direction: int, *, strict: bool = False) -> date:
    """The nearest such weekday (1 is Monday) before (-1) or after (1) a day, or that day itself unless `strict`."""
    if direction > 0:
        ahead = (weekday - day.isoweekday()) % 7
        return day + timedelta(days=7 if strict and ahead == 0 else ahead)
    back = (day.isoweekday() - weekday) % 7
    return day - timedelta(days=7 if strict and back == 0 else back)


def year_near(month: int, number: int, day: date, direction: int) -> int | None:
    """The year in which a month (and day, or 0) lies on the right side of `day`; the nearest if the direction is 0."""
    options = []
    for year in (
        day.year - 1,
        day.year,
        day.year + 1,
        *((day.year + 2, day.year + 3) if (month, number) == (2, 29) else ()),
    ):
        if number and number > monthrange(year, month)[1]:
            continue
        first = date(year, month, number or 1)
        last = first if number else date(year, month, monthrange(year, month)[1])
        options.append((year, first, last))
    if direction < 0:
        past = [y for y, first, _ in options if first <= day]
        return past[-1] if past else None
    if direction > 0:
        coming = [y for y, _, last in options if last >= day]
        return coming[0] if coming else None
    return min(options, key=lambda o: (abs((o[1] - day).days), o[0]))[0] if options else None


def easter(year: int) -> date:
    """Western Easter Sunday (Gregorian computus of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def orthodox_easter(year: int) -> date:
    """Eastern Easter Sunday in the Gregorian calendar (Julian computus of Meeus; the shift holds from 1900 to 2099)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def nth_weekday(first: date, last: date, weekday: int, number: int) -> date | None:
    """The n-th such weekday (1 is Monday) of a stretch of days, the last with -1; None if it has not so many."""
    day = on_weekday(last, weekday, -1) if number < 0 else on_weekday(first, weekday, 1) + timedelta(7 * (number - 1))
    return day if first <= day <= last else None


def feast(name: str, year: int) -> date | None:
    """The day of a movable feast: "easter+1", "orthodox+0", or month/weekday/which ("11/4/4", -1 the last)."""
    if m := re.fullmatch(r"(easter|orthodox)([+-]\d+)", name):
        return (easter(year) if m[1] == "easter" else orthodox_easter(year)) + timedelta(days=int(m[2]))
    if m := re.fullmatch(r"(\d\d)/(\d)/(-?\d)", name):
        first = date(year, int(m[1]), 1)
        return nth_weekday(first, shift_months(first, 1) - timedelta(days=1), int(m[2]), int(m[3]))
    return None


def in_month(  # noqa: PLR0911  one return for each kind
    first: date, last: date, part: str
) -> tuple[str, date, date, str] | None:
    """Value, first and last day and precision of "WE#1", "W#2", "H#1" or "5#-1" (last Friday) of a month.

    The n-th week has the days 7n-6 to 7n, the last the last seven; its value is the ISO week most of them lie in.
    """
    kind, which = part.split("#")
    number = int(which)
    if kind == "D":
        day = first + timedelta(days=number - 1) if number > 0 else last + timedelta(days=number + 1)
        return (day.isoformat(), day, day, "day") if first <= day <= last else None
    if kind == "H" and (last - first).days > 3000:
        middle = first.replace(year=first.year + 5)
        days = (first, middle - timedelta(days=1)) if number == 1 else (middle, last)
        return f"{first.year // 10:03d}", *days, "vague"
    if kind == "H":
        middle = first + timedelta(days=14)
        days = (first, middle) if number == 1 else (middle + timedelta(days=1), last)
        return f"{first:%Y-%m}", *days, "vague"
    if kind == "W":
        begin = last - timedelta(days=6) if number < 0 else first + timedelta(days=7 * number - 7)
        year, week, _ = (begin + timedelta(days=3)).isocalendar()
        return f"{year:04d}-W{week:02d}", begin, min(begin + timedelta(days=6), last), "week"
    found = nth_weekday(first, last, 6 if kind == "WE" else int(kind), number)
    if found is None:
        return None
    if kind == "WE":
        year, week, _ = found.isocalendar()
        return f"{year:04d}-W{week:02d}-WE", found, found + timedelta(days=1), "part of week"
    return found.isoformat(), found, found, "day"
