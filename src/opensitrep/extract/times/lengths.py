"""Builders of `extract/times` for windows, durations, sets and vague times; see `rules`."""

from __future__ import annotations

import re

from opensitrep.extract.times.building import CLOCK_UNITS, DAY_PARTS, amount, builds, expression, is_written, period
from opensitrep.extract.times.grammar import Found, Word
from opensitrep.model import Anchor, Offset, Span, TimeExpression, TimeType
from opensitrep.text.words import Lists

WORDS = Lists("times")

# ---------------------------------------------------------------- windows and durations


@builds("window")
def window(found: Found, span: Span) -> TimeExpression | None:
    """ "The previous 24 hours", "the coming months", "recent years"."""
    unit = found.value("UNIT", "UNITS")
    if unit is None:
        return None
    back = found.word("LASTWORD", "RECENT") is not None
    if found.word("RECENT") is not None:
        return expression(
            found, span, TimeType.DATE, "PAST_REF", Anchor.PUBLICATION, direction=-1, bound="over",
            offset=Offset(None, unit),
        )  # fmt: skip
    count = amount(found)
    vague = found.has("coming", "ahead", "come", "future") and count == "X" and not found.word("FEW")
    return expression(
        found, span, TimeType.DATE if vague else TimeType.DURATION, "FUTURE_REF" if vague else period(count, unit),
        Anchor.PUBLICATION, direction=-1 if back and not found.has("next") else 1, bound="over",
        offset=Offset(None, unit) if vague else None,
    )  # fmt: skip


@builds("within")
def within(found: Found, span: Span) -> TimeExpression | None:
    """ "Within months", "within two days"."""
    unit = found.value("UNIT", "UNITS")
    if unit is None or (
        found.word("UNIT") and amount(found) == "1" and not found.has("a", "an") and not found.word("NUM")
    ):
        return None
    return expression(found, span, TimeType.DURATION, period(amount(found), unit), Anchor.PUBLICATION, bound="within")


@builds("first units")
def first_units(found: Found, span: Span) -> TimeExpression | None:
    """ "The first few weeks": from the day spoken of."""
    unit, order = found.value("UNITS"), found.value("ORD")
    if unit is None or (order and order != "1"):
        return None
    last = found.has("final", "last")
    return expression(
        found,
        span,
        TimeType.DURATION,
        period(amount(found), unit),
        Anchor.EXPRESSION,
        bound="first" if not last else None,
    )


@builds("nth")
def nth(found: Found, span: Span) -> TimeExpression | None:
    """ "Its fifth month", "the 122nd day"."""
    number, unit = found.value("ORD"), found.value("UNIT")
    in_row = found.has("straight", "consecutive", "successive", "running", "row")
    if number and (part := found.value("PART")):
        if not in_row or part not in DAY_PARTS:
            return None
        return expression(
            found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(0, "D"), part=part, bound="row"
        )
    if number is None or unit is None or unit in ("TS", "TM", "C", "Q") or (unit == "E"):
        return None
    return expression(
        found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(1 - float(number), unit), bound="nth"
    )


@builds("nth day")
def nth_day(found: Found, span: Span) -> TimeExpression | None:
    """ "Day 122" of something that goes on."""
    number = found.value("NUM") or ""
    if not re.fullmatch(r"\d{1,4}", number):
        return None
    return expression(
        found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(1 - float(number), "D"), bound="nth"
    )


@builds("duration")
def duration(found: Found, span: Span) -> TimeExpression | None:
    """ "Five days", "nearly two years", "a few weeks"."""
    unit = found.value("UNIT", "UNITS")
    count = amount(found)
    if unit is None or (found.words[-1].lower == "second" and not found.word("NUM")):
        return None
    if found.word("UNIT") and "YEAR" in found.parts.get("NUM", found.words[0]).classes:  # "the 1988 quarter"
        return None
    if found.has("some") and found.word("NUM") is None and found.word("UNIT"):
        return None
    if "NUM3" in found.parts and ("UNIT3" in found.parts or "UNITS3" in found.parts):
        second: Word = found.parts.get("UNITS3") or found.parts["UNIT3"]
        small = period(found.parts["NUM3"].classes["NUM"], second.classes.get("UNITS") or second.classes["UNIT"])
        first = found.parts["NUM"].classes["NUM"] if "NUM" in found.parts else "1"
        return expression(found, span, TimeType.DURATION, _together(period(first, unit), small), Anchor.NONE)
    if count == "1" and unit == "WE":
        return expression(found, span, TimeType.DURATION, "P2D", Anchor.NONE)
    approx = found.value("ROUGHLY") == "APPROX"
    return expression(found, span, TimeType.DURATION, period(count, unit), Anchor.NONE, approx=approx)


def _together(large: str, small: str) -> str:
    """Two durations as one: P3D + PT4H = P3DT4H."""
    if large.startswith("PT") and small.startswith("PT"):
        return large + small[2:]
    return large + small[1:]


@builds("durations")
def durations(found: Found, span: Span) -> TimeExpression | None:
    """ "Three months, two weeks and a day"."""
    out, count = "", ""
    for word in found.words:
        if "NUM" in word.classes:
            count = word.classes["NUM"]
        elif word.lower in WORDS["a or an"]:
            count = "1"
        elif unit := word.classes.get("UNITS") or word.classes.get("UNIT"):
            piece = period(count, unit)
            out = _together(out, piece) if out else piece
    return expression(found, span, TimeType.DURATION, out, Anchor.NONE)


@builds("half unit")
def half_unit(found: Found, span: Span) -> TimeExpression | None:
    """ "Half an hour", "a year and a half"."""
    unit = found.value("UNIT") or "D"
    more = found.rule.name == "unit and a half"
    small = {"TH": ("30M", "PT1H30M"), "Y": ("6M", "P18M"), "D": ("T12H", "P1DT12H"), "TM": ("30S", "PT1M30S")}
    if unit == "E":
        return expression(found, span, TimeType.DURATION, "P15Y" if more else "P5Y", Anchor.NONE)
    if unit not in small:
        return expression(found, span, TimeType.DURATION, period("1.5" if more else "0.5", unit), Anchor.NONE)
    less, plus = small[unit]
    clock_unit = "T" if unit in CLOCK_UNITS else ""
    return expression(found, span, TimeType.DURATION, plus if more else f"P{clock_unit}{less}", Anchor.NONE)


@builds("bare units", "long")
def bare_units(found: Found, span: Span) -> TimeExpression | None:
    """ "Weeks", "months-long": some of them."""
    unit = found.value("UNITS", "UNIT", "LONG")
    if unit is None or unit in ("TS", "TM", "WE", "Q"):
        return None
    plural = found.word("UNITS") is not None or (found.word("LONG") is not None and "slong" in found.words[0].lower)
    count = amount(found) if found.word("NUM") else "X" if plural else "1"
    return expression(found, span, TimeType.DURATION, period(count, unit), Anchor.NONE)


@builds("all day")
def all_day(found: Found, span: Span) -> TimeExpression | None:
    """ "All day", "the whole week"."""
    unit = found.value("UNIT")
    return expression(found, span, TimeType.DURATION, period("1", unit), Anchor.NONE) if unit and unit != "TS" else None


# ---------------------------------------------------------------- sets


@builds("every")
def every(found: Found, span: Span) -> TimeExpression | None:
    """ "Every Friday", "almost every day", "every two hours"."""
    if not is_written(found):
        return None
    if day := found.value("WEEKDAY"):
        part = found.value("PART")
        value = f"XXXX-WXX-{day}" + (f"T{part}" if part in DAY_PARTS else "")
    elif part := found.value("PART"):
        value = f"XXXX-XX-XXT{part}" if part in DAY_PARTS else "P1D"
    elif name := found.value("SEASON"):
        value = f"XXXX-{name}"
    elif number := found.value("MONTH"):
        day_number = found.value("DAYNUM")
        value = f"XXXX-{number}" + (f"-{int(day_number):02d}" if day_number else "")
    else:
        unit = found.value("UNIT", "UNITS")
        if unit is None:
            return None
        count = "2" if found.has("other") else found.value("NUM") or ("X" if found.word("FEW") else "1")
        value = period(count, unit)
    return expression(found, span, TimeType.SET, value, Anchor.NONE)


@builds("rate")
def rate(found: Found, span: Span) -> TimeExpression | None:
    """ "Twice a week"."""
    unit = found.value("UNIT")
    return expression(found, span, TimeType.SET, period("1", unit), Anchor.NONE) if unit else None


@builds("frequency")
def frequency(found: Found, span: Span) -> TimeExpression | None:
    """ "Daily"."""
    return expression(found, span, TimeType.SET, found.value("FREQ"), Anchor.NONE)


# ---------------------------------------------------------------- vague


@builds("vague")
def vague(found: Found, span: Span) -> TimeExpression | None:
    """ "Now", "recently"."""
    return expression(found, span, TimeType.DATE, found.value("NOW", "ONCE", "RECENT", "SOON"), Anchor.PUBLICATION)


@builds("the past")
def the_past(found: Found, span: Span) -> TimeExpression | None:
    """ "In the past", "the near future"."""
    value = "FUTURE_REF" if found.has("future") else "PAST_REF"
    return expression(found, span, TimeType.DATE, value, Anchor.PUBLICATION)


@builds("present", "so far")
def present(found: Found, span: Span) -> TimeExpression | None:
    """ "At the moment", "so far"."""
    return expression(found, span, TimeType.DATE, "PRESENT_REF", Anchor.PUBLICATION)


@builds("past")
def past(found: Found, span: Span) -> TimeExpression | None:
    """ "At the time": some past moment that the text spoke of."""
    return expression(found, span, TimeType.DATE, "PAST_REF", Anchor.NONE)


@builds("earlier")
def earlier(found: Found, span: Span) -> TimeExpression | None:
    """ "Earlier", without saying how much."""
    return expression(found, span, TimeType.DATE, "PAST_REF", Anchor.PUBLICATION)


@builds("present adjective")
def present_adjective(found: Found, span: Span) -> TimeExpression | None:
    """ "Current" before a noun."""
    if not found.has("current"):
        return None
    return expression(found, span, TimeType.DATE, "PRESENT_REF", Anchor.PUBLICATION)
