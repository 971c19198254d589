"""Calendar arithmetic for time expressions: from a partial value and a day to a TIMEX3 value and an `Interval`.

The reading rules of TIMEX3 (ISO-TimeML): a weekday is the nearest in the direction of its clause, a month the nearest
that is not on the other side of the publication, "last week" the ISO week before.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from opensitrep.model import Interval, Offset, TimeExpression, TimeType
from opensitrep.reconcile.times.days import FAR, SEASONS, feast, on_weekday, shift, shift_months, year_near
from opensitrep.text.words import load

PRECISION = {"D": "day", "W": "week", "F": "week", "WE": "part of week", "M": "month", "Q": "season", "Y": "year"}
TIMEX_PARTS = {"DW": "MO", "PD": "MO"}  # dawn is morning
NAMED_PARTS = ("MO", "DW", "PD", "AF", "EV", "NI", "MI", "DT")


@cache
def day_parts() -> dict[str, tuple[int, int]]:
    """Hours of the parts of a day, read once."""
    return load("en/day_parts.toml", dict[str, dict[str, tuple[int, int]]])["parts"]


@dataclass(frozen=True, slots=True)
class Settled:
    """A TIMEX3 value with its interval; `first` is the first day, from which other expressions count."""

    value: str | None
    interval: Interval
    first: date | None = None


# ---------------------------------------------------------------- values to intervals


def span_of(value: str) -> tuple[date, date, str] | None:  # noqa: PLR0911  one return for each form
    """First and last day and precision of a whole TIMEX3 date value; None where it has no days."""
    value = value.split("T", maxsplit=1)[0]
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        if not 1 <= int(m[2]) <= 12 or not 1 <= int(m[3]) <= monthrange(int(m[1]), int(m[2]))[1]:
            return None
        day = date(int(m[1]), int(m[2]), int(m[3]))
        return day, day, "day"
    if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return date(int(m[1]), int(m[2]), 1), date(int(m[1]), int(m[2]), monthrange(int(m[1]), int(m[2]))[1]), "month"
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        if m[3]:
            return monday + timedelta(days=5), monday + timedelta(days=6), "part of week"
        return monday, monday + timedelta(days=6), "week"
    if m := re.fullmatch(r"(\d{4})-(Q|H)(\d)", value):
        size = 3 if m[2] == "Q" else 6
        first = date(int(m[1]), (int(m[3]) - 1) * size + 1, 1)
        return first, shift_months(first, size) - timedelta(days=1), "season"
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        first = date(int(m[1]), SEASONS[m[2]], 1)
        return first, shift_months(first, 3) - timedelta(days=1), "season"
    if re.fullmatch(r"\d{4}", value) and int(value):
        return date(int(value), 1, 1), date(int(value), 12, 31), "year"
    if re.fullmatch(r"\d{3}", value):
        return date(int(value[:3]) * 10, 1, 1), date(int(value[:3]) * 10 + 9, 12, 31), "vague"
    if re.fullmatch(r"\d{2}", value):
        return date(max(int(value[:2]) * 100, 1), 1, 1), date(int(value[:2]) * 100 + 99, 12, 31), "vague"
    return None


def written(first: date, last: date, precision: str) -> tuple[str, str]:
    """A whole month or year by its name, anything else by days."""
    if precision == "month":
        return f"{first:%Y-%m}", f"{last:%Y-%m}"
    if precision == "year":
        return f"{first.year:04d}", f"{last.year:04d}"
    return first.isoformat(), last.isoformat()


def trimmed(first: date, last: date, part: str) -> tuple[date, date]:
    """The early, middle or late third of a stretch of days; a month is cut after its 10th and 20th day."""
    days = (last - first).days + 1
    third = 10 if 28 <= days <= 31 else max(1, round(days / 3))
    if part == "START":
        return first, first + timedelta(days=third - 1)
    if part == "MID":
        return first + timedelta(days=third), first + timedelta(days=2 * third - 1)
    return first + timedelta(days=2 * third), last


def hours_of(day: date, part: str, zone: str | None) -> tuple[str, str] | None:
    """First and last instant of a part of a day; with its offset where the zone is known."""
    hours = day_parts().get(part)
    if hours is None:
        return None
    start, end = (day + timedelta(days=h // 24) for h in hours)
    offset = zone if zone and zone[0] in "+-" else ""
    return f"{start.isoformat()}T{hours[0] % 24:02d}:00{offset}", f"{end.isoformat()}T{hours[1] % 24:02d}:00{offset}"


def part_value(day: date, part: str) -> str:
    """TIMEX3 value of a part of a day."""
    if part == "OVERNIGHT":
        return f"{(day - timedelta(days=1)).isoformat()}TNI"
    named = [p for p in part.split("+") if p in NAMED_PARTS]
    return f"{day.isoformat()}T{TIMEX_PARTS.get(named[0], named[0])}" if named else day.isoformat()


# ---------------------------------------------------------------- partial values


def complete(e: TimeExpression, day: date) -> str | None:  # noqa: PLR0911, PLR0912  one for each form
    """The whole TIMEX3 value of a partial one, seen from the day of publication."""
    value = e.value or ""
    strict = e.offset is not None and e.direction != 0
    sided = strict or e.bound == "since"
    if m := re.fullmatch(r"XXXX-WXX-(\d)", value):
        if e.offset is not None and e.offset.unit == "W":
            monday = day - timedelta(days=day.isoweekday() - 1) + timedelta(days=7 * round(e.offset.amount or 0))
            return (monday + timedelta(days=int(m[1]) - 1)).isoformat()
        if e.direction == 0:  # the clause does not say: the nearest, four days ahead counting as far as three behind
            back, ahead = on_weekday(day, int(m[1]), -1), on_weekday(day, int(m[1]), 1)
            return (ahead if (ahead - day).days < (day - back).days else back).isoformat()
        if e.offset is not None and abs(e.offset.amount or 0) > 1:  # "Wednesday week": weeks behind the coming one
            return (on_weekday(day, int(m[1]), e.direction) + timedelta(days=round(e.offset.amount or 0))).isoformat()
        return on_weekday(day, int(m[1]), e.direction, strict=strict).isoformat()
    if value == "XXXX-WXX-WE":
        return _weekend(e, day)
    if m := re.fullmatch(r"XXXX-W(\d\d)", value):
        week, now = int(m[1]), day.isocalendar()
        return f"{now.year - (week > now.week) if e.direction <= 0 else now.year + (week < now.week):04d}-W{week:02d}"
    if m := re.fullmatch(r"XXXX-XX-(\d\d)", value):
        return _day_of_month(int(m[1]), day, e.direction)
    if m := re.fullmatch(r"XXXX-(\d\d)-(\d\d)", value):
        if e.offset is not None and e.offset.unit == "Y":
            return f"{day.year + round(e.offset.amount or 0):04d}-{m[1]}-{m[2]}"
        year = year_near(int(m[1]), int(m[2]), day, e.direction)
        if year and not sided:
            year += _too_far(date(year, int(m[1]), int(m[2])), day, e.direction)
        return f"{year:04d}-{m[1]}-{m[2]}" if year else None
    if m := re.fullmatch(r"XXXX-(\d\d)", value):
        if e.offset is not None and e.offset.unit == "Y":
            return f"{day.year + round(e.offset.amount or 0):04d}-{m[1]}"
        year = year_near(int(m[1]), 0, day, e.direction)
        if year and not sided and e.direction < 0:
            year += _too_far(date(year, int(m[1]), 28), day, e.direction)
        if year is not None and strict and (year, int(m[1])) == (day.year, day.month):
            year += e.direction
        return f"{year:04d}-{m[1]}" if year else None
    if m := re.fullmatch(r"XXXX-(SP|SU|FA|WI|Q[1-4]|H[12])", value):
        return _part_of_year(m[1], e, day)
    if m := re.fullmatch(r"(XXXX|\d{4})-(easter.+|orthodox.+|\d\d/.+)", value):
        return _feast(m[1], m[2], e, day)
    return value if not value.startswith("XXXX") else None


def _too_far(there: date, day: date, direction: int) -> int:
    """A year on or back where a day without its year would lie nearly a year off: reports give the year then."""
    if direction > 0:
        return -((there - day).days > FAR)
    return int(direction < 0 and (day - there).days > FAR)


def _day_of_month(number: int, day: date, direction: int) -> str | None:
    """The nearest day of that number on the right side of a day: "on the 25th"."""
    firsts = [shift_months(day.replace(day=1), n) for n in (-2, -1, 0, 1, 2)]
    days = [f.replace(day=number) for f in firsts if number <= monthrange(f.year, f.month)[1]]
    if direction < 0:
        return max(d for d in days if d <= day).isoformat()
    if direction > 0:
        return min(d for d in days if d >= day).isoformat()
    return min(days, key=lambda d: (abs((d - day).days), d)).isoformat()


def _weekend(e: TimeExpression, day: date) -> str:
    """The weekend just over from Monday to Thursday, unless the clause lies ahead; else the one at hand."""
    back = 7 if day.isoweekday() <= 4 and e.direction <= 0 else 0
    year, week, _ = (day - timedelta(days=back)).isocalendar()
    return f"{year:04d}-W{week:02d}-WE"


def _part_of_year(name: str, e: TimeExpression, day: date) -> str:
    if e.offset is not None and e.offset.unit == "Y":
        return f"{day.year + round(e.offset.amount or 0):04d}-{name}"
    month = SEASONS.get(name) or (int(name[1]) - 1) * (3 if name[0] == "Q" else 6) + 1
    now = date(day.year, month, 1)
    if e.direction < 0 and e.rule == "this season":  # "last summer": the last one that is over
        years = 0 if shift_months(now, 3) <= day else 1 if shift_months(now, -9) <= day else 2
        return f"{day.year - years:04d}-{name}"
    if e.direction > 0:  # results of a quarter are told up to four months behind its end
        over = 4 if name[0] == "Q" else 0
        return f"{day.year if shift_months(now, 3 + over) > day else day.year + 1:04d}-{name}"
    return f"{day.year if now <= shift_months(day, 2) else day.year - 1:04d}-{name}"


def _feast(year: str, name: str, e: TimeExpression, day: date) -> str | None:
    if year != "XXXX":
        found = feast(name, int(year))
        return found.isoformat() if found else None
    days = [d for y in (day.year - 1, day.year, day.year + 1) if (d := feast(name, y))]
    if not days:
        return None
    if e.direction < 0:
        return max((d for d in days if d <= day), default=days[0]).isoformat()
    if e.direction > 0:
        return min((d for d in days if d >= day), default=days[-1]).isoformat()
    return min(days, key=lambda d: (abs((d - day).days), d)).isoformat()


def by_offset(offset: Offset, day: date) -> str | None:  # noqa: PLR0911  one return for each unit
    """The day, week, month, quarter or year at a distance from a day."""
    if offset.amount is None:
        return None
    there = shift(day, offset.amount, offset.unit)
    match offset.unit:
        case "D":
            return there.isoformat()
        case "W" | "F" | "WE":
            year, week, _ = there.isocalendar()
            return f"{year:04d}-W{week:02d}" + ("-WE" if offset.unit == "WE" else "")
        case "M":
            return f"{there:%Y-%m}"
        case "Q":
            return f"{there.year:04d}-Q{(there.month + 2) // 3}"
        case "Y" | "E" | "C":
            return f"{there.year:04d}"
        case _:
            return None


def length(value: str) -> tuple[float, str] | None:
    """Amount and unit of a TIMEX3 duration of one unit with a known amount."""
    m = re.fullmatch(r"P(T?)(\d+(?:\.\d+)?)([A-Z])", value)
    if not m:
        return None
    unit = {"H": "TH", "M": "TM", "S": "TS"}[m[3]] if m[1] else m[3]
    return float(m[2]), unit


def period_of(offset: Offset) -> str:
    """The length of an offset as a TIMEX3 duration."""
    if offset.amount is None:
        clock_unit = offset.unit[0] == "T"
        return f"PTX{offset.unit[1]}" if clock_unit else f"PX{ {'E': 'DE', 'C': 'CE'}.get(offset.unit, offset.unit) }"
    amount = abs(offset.amount)
    if offset.unit in ("TH", "TM", "TS"):
        return f"PT{amount:g}{offset.unit[1]}"
    factor, unit = {"F": (2, "W"), "E": (10, "Y"), "C": (100, "Y"), "WE": (7, "D")}.get(offset.unit, (1, offset.unit))
    return f"P{amount * factor:g}{unit}"


def lasting(e: TimeExpression, value: str) -> Settled:
    """A duration or a set: no days of its own."""
    kind = "duration" if e.type is TimeType.DURATION else "vague"
    return Settled(value, Interval(None, None, precision=kind, value=value, approx=e.approx))


def bounded(e: TimeExpression, settled: Settled, day: date | None) -> Settled:
    """What "since", "until", "by" and the like make of an interval."""
    now = day.isoformat() if day else None
    it = settled.interval
    if not it.start and not it.end:
        return settled
    match e.bound:
        case "since":
            it = replace(it, end=now)
        case "until" | "by" | "through":
            it = replace(it, start=None)
        case "before":
            it = replace(it, start=None, end=it.start)
        case "after":
            it = replace(it, start=it.end, end=None)
        case "from" if e.until is None and settled.first is not None and it.precision in ("day", "year", "month"):
            it = replace(it, end=None)
        case _:
            return settled
    return replace(settled, interval=it)
