"""What the builders of `extract/times` share: registration, amounts, periods, edges and signs of a match."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from opensitrep.extract.times.grammar import Found
from opensitrep.model import Anchor, Offset, Span, TimeExpression, TimeType
from opensitrep.text.words import Lists

WORDS = Lists("times")


Builder = Callable[[Found, Span], TimeExpression | None]
BUILDERS: dict[str, Builder] = {}
CLOCK_UNITS = {"TH": "H", "TM": "M", "TS": "S"}
AS_OTHER = {"F": (2, "W"), "E": (10, "Y"), "C": (100, "Y"), "WE": (2, "D")}  # fortnight, decade, century, weekend
LONG_UNITS = {"E": "DE", "C": "CE"}  # decades and centuries of which the number is not told
YEARS = range(1000, 2101)  # of days written in figures; with others they are no days of history or news
DAYS = {"TH": 1 / 24, "D": 1, "W": 7, "WE": 7, "F": 14, "M": 30.4, "Q": 91.3, "Y": 365.25, "E": 3653, "C": 36525}
FARTHEST = 1900 * 365.25  # days: such a distance from a day of news ends within the calendar
COUNTED = ("TH", "D", "W", "WE", "F")  # units that are added day by day; of years the calendar takes any number
DAY_PARTS = ("MO", "AF", "EV", "NI", "DW", "MI", "DT")


def builds(*makes: str) -> Callable[[Builder], Builder]:
    """Register a builder for these kinds of rule."""

    def register(builder: Builder) -> Builder:
        for make in makes:
            BUILDERS[make] = builder
        return builder

    return register


def expression(
    found: Found, span: Span, kind: TimeType, value: str | None, anchor: Anchor, **more: Any
) -> TimeExpression:
    """An expression of this rule; a distance out of the calendar ("a million years ago") is one of unknown length."""
    offset = more.get("offset")
    if offset is not None and abs(offset.amount or 0.0) * DAYS.get(offset.unit, 0.0) > FARTHEST:
        more["offset"] = Offset(None, offset.unit)
    return TimeExpression(span, kind, value, anchor, rule=found.rule.name, **more)


def period(amount: str, unit: str) -> str:
    """A TIMEX3 duration: amount "3", "1.5" or "X", unit in TIMEX letters; more days than the calendar has are "X"."""
    if amount != "X" and unit in COUNTED and float(amount) * DAYS[unit] > FARTHEST:
        amount = "X"
    if unit in AS_OTHER and amount != "X":
        factor, unit = AS_OTHER[unit]
        amount = f"{float(amount) * factor:g}"
    if unit in CLOCK_UNITS:
        if re.fullmatch(r"\d+\.5", amount) and unit != "TS":
            smaller = {"TH": "30M", "TM": "30S"}[unit]
            whole = amount[:-2]
            return f"PT{whole}{CLOCK_UNITS[unit]}{smaller}" if whole != "0" else f"PT{smaller}"
        return f"PT{amount}{CLOCK_UNITS[unit]}"
    if amount == "X":
        unit = LONG_UNITS.get(unit, unit)
    if unit == "Y" and re.fullmatch(r"\d+\.5", amount):
        return f"P{amount[:-2]}Y6M" if amount != "0.5" else "P6M"
    return f"P{amount}{unit}"


def period_of(offset: Offset) -> str:
    """The length of a distance as a TIMEX3 duration."""
    return period("X" if offset.amount is None else f"{abs(offset.amount):g}", offset.unit)


def amount(found: Found) -> str:
    """The count in a match: digits, "X" for a vague plural, "1" for a or an."""
    if number := found.word("NUM"):
        value = float(number.classes["NUM"])
        rest = [found.parts.get(k) for k in ("NUM7", "NUM8")]
        if rest[0] and rest[1] and float(rest[1].classes["NUM"]):
            value += float(rest[0].classes["NUM"]) / float(rest[1].classes["NUM"])
        return f"{value + (0.5 if found.has('half') else 0):g}"
    if few := found.word("FEW"):
        return few.classes["FEW"]
    if found.has("a", "an"):
        return "1.5" if found.has("half") else "1"
    return "X" if found.word("UNITS") else "1"


def edge(found: Found) -> str | None:
    """START, MID or END of what is named."""
    return found.value("EDGE", "EDGENOUN")


def edge_of_day(found: Found) -> str | None:
    """The same of a day: "earlier on Saturday" names no part of it."""
    word = found.word("EDGE")
    return None if word is None or word.lower in WORDS["earlier or later"] else word.classes["EDGE"]


def whole_part(found: Found) -> str | None:
    """Edge and part of the day together: "START+MO"."""
    part = found.value("PART")
    parts = [p for p in (edge_of_day(found), part if part in DAY_PARTS else None) if p]
    return "+".join(parts) or None


def direction(found: Found) -> int:
    """-1 for "last", 1 for "next", 0 else."""
    step = found.value("LASTWORD", "NEXTWORD")
    return int(step) if step else 0


def year_shift(found: Found) -> Offset | None:
    """ "Last year" behind a date; "last" before it only says that the side is stated."""
    step = direction(found)
    if found.has("year") and found.value("DAYNUM", "ORDNUM"):
        return Offset(step, "Y")
    return Offset(step, "D") if step and found.value("MONTH") else None


def is_written(found: Found) -> bool:
    """Whether months and weekdays are written as names ("May", not "may")."""
    return all(w.capital for w in found.words if "MONTH" in w.classes or "WEEKDAY" in w.classes)


def named_day(found: Found) -> str | None:
    """The day of a match as TIMEX3: whole or partial."""
    if iso := found.value("ISODATE"):
        return iso if possible(int(iso[5:7]), int(iso[8:])) and int(iso[:4]) in YEARS else None
    if slash := found.value("SLASHDATE"):
        one, two, year = re.split(r"[/.]", slash)
        month, day = (int(one), int(two)) if "/" in slash and int(one) <= 12 else (int(two), int(one))
        year = year if len(year) == 4 else ("20" if int(year) < 70 else "19") + year
        return f"{year}-{month:02d}-{day:02d}" if possible(month, day) and int(year) in YEARS else None
    month_name, number = found.value("MONTH"), found.value("DAYNUM", "ORDNUM")
    if not month_name or not number or not possible(int(month_name), int(number)):
        return None
    return f"{found.value('YEAR') or 'XXXX'}-{month_name}-{int(number):02d}"


def possible(month: int, day: int) -> bool:
    """Whether a month has such a day in some year."""
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def anchor_of(value: str) -> Anchor:
    """Complete values stand by themselves, partial ones hang on the publication."""
    return Anchor.PUBLICATION if value.startswith("XXXX") else Anchor.SELF
