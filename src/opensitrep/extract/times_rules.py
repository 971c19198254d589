"""From a match of the time grammar to a `TimeExpression`: one small builder for each `make` of data/times.toml.

Values follow TIMEX3 (ISO-TimeML); what depends on a day not known in the report stays partial ("XXXX-06-05") or an offset.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from opensitrep.extract.times_grammar import Found, Word, hour
from opensitrep.model import Anchor, Offset, Span, TimeExpression, TimeType

Builder = Callable[[Found, Span], TimeExpression | None]
BUILDERS: dict[str, Builder] = {}
CLOCK_UNITS = {"TH": "H", "TM": "M", "TS": "S"}
AS_OTHER = {"F": (2, "W"), "E": (10, "Y"), "C": (100, "Y"), "WE": (2, "D")}  # fortnight, decade, century, weekend
DAY_PARTS = ("MO", "AF", "EV", "NI", "DW", "MI", "DT")


def builds(*makes: str) -> Callable[[Builder], Builder]:
    """Register a builder for these kinds of rule."""

    def register(builder: Builder) -> Builder:
        for make in makes:
            BUILDERS[make] = builder
        return builder

    return register


def expression(found: Found, span: Span, kind: TimeType, value: str | None, anchor: Anchor, **more: Any) -> TimeExpression:
    """An expression of this rule."""
    return TimeExpression(span, kind, value, anchor, rule=found.rule.name, **more)


def period(amount: str, unit: str) -> str:
    """A TIMEX3 duration: amount "3", "1.5" or "X", unit in TIMEX letters."""
    if unit in AS_OTHER and amount != "X":
        factor, unit = AS_OTHER[unit]
        amount = f"{float(amount) * factor:g}"
    elif amount == "X" and unit in ("E", "C"):
        unit = "E" if unit == "E" else "C"
    if unit in CLOCK_UNITS:
        if re.fullmatch(r"\d+\.5", amount) and unit != "TS":
            smaller = {"TH": "30M", "TM": "30S"}[unit]
            whole = amount[:-2]
            return f"PT{whole}{CLOCK_UNITS[unit]}{smaller}" if whole != "0" else f"PT{smaller}"
        return f"PT{amount}{CLOCK_UNITS[unit]}"
    return f"P{amount}{unit}"


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
    return None if word is None or word.lower in ("earlier", "later") else word.classes["EDGE"]


def whole_part(found: Found) -> str | None:
    """Edge and part of the day together: "START+MO"."""
    part = found.value("PART")
    parts = [p for p in (edge_of_day(found), part if part in DAY_PARTS else None) if p]
    return "+".join(parts) or None


def direction(found: Found) -> int:
    """-1 for "last", 1 for "next", 0 else."""
    step = found.value("LASTWORD", "NEXTWORD")
    return int(step) if step else 0


def _written(found: Found) -> bool:
    """Whether months and weekdays are written as names ("May", not "may")."""
    return all(w.capital for w in found.words if "MONTH" in w.classes or "WEEKDAY" in w.classes)


def _day(found: Found) -> str | None:
    """The day of a match as TIMEX3: whole or partial."""
    if iso := found.value("ISODATE"):
        return iso if _possible(int(iso[5:7]), int(iso[8:])) else None
    if slash := found.value("SLASHDATE"):
        one, two, year = re.split(r"[/.]", slash)
        month, day = (int(one), int(two)) if "/" in slash and int(one) <= 12 else (int(two), int(one))
        year = year if len(year) == 4 else ("20" if int(year) < 70 else "19") + year
        return f"{year}-{month:02d}-{day:02d}" if _possible(month, day) else None
    month_name, number = found.value("MONTH"), found.value("DAYNUM", "ORDNUM")
    if not month_name or not number or not _possible(int(month_name), int(number)):
        return None
    return f"{found.value('YEAR') or 'XXXX'}-{month_name}-{int(number):02d}"


def _possible(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def _anchor(value: str) -> Anchor:
    return Anchor.PUBLICATION if value.startswith("XXXX") else Anchor.SELF


@builds("date")
def date(found: Found, span: Span) -> TimeExpression | None:
    """A day of a month."""
    value = _day(found)
    if value is None or not _written(found):
        return None
    part = found.value("PART")
    kind = TimeType.TIME if part else TimeType.DATE
    clock = part if part and ":" in part else None
    return expression(found, span, kind, value, _anchor(value), part=whole_part(found), clock=clock, direction=direction(found))


@builds("month")
def month(found: Found, span: Span) -> TimeExpression | None:
    """A month, with or without its year."""
    if not _written(found):
        return None
    value = f"{found.value('YEAR') or 'XXXX'}-{found.value('MONTH')}"
    step = direction(found)
    offset = Offset(step, "M") if step else None
    return expression(found, span, TimeType.DATE, value, _anchor(value), part=edge(found), direction=step, offset=offset)


@builds("weekday")
def weekday(found: Found, span: Span) -> TimeExpression | None:
    """A weekday, with the part of it that is named."""
    if not _written(found):
        return None
    day, part, step = found.value("WEEKDAY"), found.value("PART"), direction(found)
    if found.rule.name == "part of weekday" and part is None and not found.has("hours") and edge(found) is None:
        return None
    if found.has("hours") and part is None:
        part = "NI"
    kind = TimeType.TIME if part else TimeType.DATE
    whole = whole_part(found) or ("START" if found.has("hours") else None)
    return expression(
        found, span, kind, f"XXXX-WXX-{day}", Anchor.PUBLICATION, part=whole, direction=step,
        clock=part if part and ":" in part else None,
        offset=Offset(step, "D") if step else Offset(0, "W") if found.word("THISWORD") else None,
    )  # fmt: skip


@builds("overnight")
def overnight(found: Found, span: Span) -> TimeExpression | None:
    """The night that ends on a day: "overnight", "overnight into Sunday", "the night from Friday to Saturday"."""
    if not _written(found):
        return None
    if "WEEKDAY2" in found.parts:
        day = found.parts["WEEKDAY2"].classes["WEEKDAY"]
        return expression(found, span, TimeType.TIME, f"XXXX-WXX-{day}", Anchor.PUBLICATION, part="OVERNIGHT")
    if day_word := found.value("WEEKDAY"):
        return expression(found, span, TimeType.TIME, f"XXXX-WXX-{day_word}", Anchor.PUBLICATION, part="OVERNIGHT")
    if today_word := found.value("TODAY"):
        return expression(
            found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(int(today_word), "D"), part="OVERNIGHT"
        )
    return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, part="OVERNIGHT", offset=Offset(0, "D"))


@builds("weekdays")
def weekdays(found: Found, span: Span) -> TimeExpression | None:
    """A day of every week."""
    day = found.value("WEEKDAYS", "WEEKDAY")
    part = found.value("PARTS")
    tail = f"T{part}" if part else ""
    value = f"XXXX-WXX-{day}{tail}"
    return expression(found, span, TimeType.SET, value, Anchor.NONE)


@builds("year")
def year(found: Found, span: Span) -> TimeExpression | None:
    """A year in four digits."""
    value = found.value("YEAR")
    if value is None or not 1000 <= int(value) <= 2100:
        return None
    plain = not (found.has("year", "fiscal") or edge(found))
    if plain and not 1600 <= int(value) <= 2060:
        return None
    return expression(found, span, TimeType.DATE, value, Anchor.SELF, part=edge(found))


@builds("years")
def years(found: Found, span: Span) -> TimeExpression | None:
    """A span of years: "2014-2015", "1988-89"."""
    first = found.value("YEAR")
    second = found.parts["YEAR2"].classes["YEAR"] if "YEAR2" in found.parts else None
    short = found.value("SHORTYEAR")
    if first and second is None and short:
        second = first[:2] + f"{int(short):02d}"
    if not first or not second or not int(first) < int(second) <= 2100 or int(first) < 1600:
        return None
    return expression(found, span, TimeType.DATE, first, Anchor.SELF, until=second, bound="from")


@builds("decade")
def decade(found: Found, span: Span) -> TimeExpression | None:
    """"The 1990s", "the early '80s"."""
    digits = found.value("DECADE") or ""
    if len(digits) == 2 and not found.has("the"):
        return None
    full = digits if len(digits) == 4 else ("20" if int(digits) < 30 else "19") + digits
    if len(digits) not in (2, 4) or not 1500 <= int(full) <= 2090 or not full.endswith("0"):
        return None
    return expression(found, span, TimeType.DATE, full[:3] + "X", Anchor.SELF, part=edge(found))


@builds("century")
def century(found: Found, span: Span) -> TimeExpression | None:
    """"The 20th century"."""
    number = int(found.value("ORD") or 0)
    if not 1 <= number <= 22:
        return None
    return expression(found, span, TimeType.DATE, f"{number - 1:02d}XX", Anchor.SELF, part=edge(found))


@builds("season")
def season(found: Found, span: Span) -> TimeExpression | None:
    """A season, with or without its year."""
    value = f"{found.value('YEAR') or 'XXXX'}-{found.value('SEASON')}"
    if found.words[-1].lower == "fall" and not (found.value("LASTWORD", "NEXTWORD", "THISWORD") or found.value("YEAR")):
        return None
    if found.words[-1].lower == "spring" and found.has("the") and not edge(found):
        return None
    return expression(found, span, TimeType.DATE, value, _anchor(value), part=edge(found), direction=direction(found))


@builds("quarter")
def quarter(found: Found, span: Span) -> TimeExpression | None:
    """A quarter of a year."""
    number = int(found.value("ORD") or 0)
    if not 1 <= number <= 4:
        return None
    return _part_of_year(found, span, f"Q{number}")


@builds("half")
def half(found: Found, span: Span) -> TimeExpression | None:
    """The first or second half of a year."""
    return _part_of_year(found, span, "H1" if found.has("first") else "H2")


def _part_of_year(found: Found, span: Span, name: str) -> TimeExpression:
    value = f"{found.value('YEAR') or 'XXXX'}-{name}"
    step = direction(found)
    offset = Offset(step, "Y") if step and found.word("UNIT") or found.has("year") else None
    return expression(found, span, TimeType.DATE, value, _anchor(value), direction=step, offset=offset)


@builds("feast")
def feast(found: Found, span: Span) -> TimeExpression | None:
    """A feast; movable ones keep their name until the year is known."""
    name = found.value("FEAST") or ("01-01" if found.has("day") else "12-31")
    if found.has("eve") and name == "12-25":
        name = "12-24"
    value = f"{found.value('YEAR') or 'XXXX'}-{name}"
    return expression(found, span, TimeType.DATE, value, Anchor.PUBLICATION, direction=direction(found))


# ---------------------------------------------------------------- days and their parts


@builds("today")
def today(found: Found, span: Span) -> TimeExpression | None:
    """"Yesterday", "early today", "the day after tomorrow"."""
    days = int(found.value("TODAY") or 0)
    if found.has("day") and found.words[0].lower in ("the", "day"):
        days += 1 if found.has("after") else -1
        if days not in (-2, 2):
            return None
    part = found.value("PART")
    kind = TimeType.TIME if part else TimeType.DATE
    clock = part if part and ":" in part else None
    return expression(
        found, span, kind, None, Anchor.PUBLICATION, offset=Offset(days, "D"), part=whole_part(found), clock=clock
    )


@builds("this part")
def this_part(found: Found, span: Span) -> TimeExpression | None:
    """"This morning", "last night", "tonight"."""
    if found.word("TONIGHT"):
        return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(0, "D"), part="NI")
    step = direction(found)
    if found.has("current") or (step and found.value("LASTWORD") and found.has("past", "preceding")):
        return None
    return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(step, "D"), part=whole_part(found))


@builds("part")
def part_of_day(found: Found, span: Span) -> TimeExpression | None:
    """A part of a day that is not named: the day spoken of, else the day of publication."""
    name = found.value("PART") or ""
    if ":" in name:
        return expression(found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(0, "D"), clock=name)
    part = whole_part(found)
    first = found.words[0].lower
    if first in ("before", "around", "after") and name not in ("DW", "EV", "MI"):
        return None
    if name == "NI" and edge(found) is None and first == "at":
        part = "OVERNIGHT"
    return expression(found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(0, "D"), part=part)


@builds("early hours")
def early_hours(found: Found, span: Span) -> TimeExpression | None:
    """"In the early hours of Saturday": from midnight to six."""
    if not _written(found):
        return None
    late = edge(found) == "END"
    more: dict[str, Any] = {"part": "END" if late else "START+NI"}
    if (day := _day(found)) is not None:
        return expression(found, span, TimeType.TIME, day, _anchor(day), **more)
    if name := found.value("WEEKDAY"):
        return expression(found, span, TimeType.TIME, f"XXXX-WXX-{name}", Anchor.PUBLICATION, **more)
    if step := found.value("TODAY"):
        return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(int(step), "D"), **more)
    if not (found.has("the") or found.word("PART")):
        return None
    return expression(found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(0, "D"), **more)


@builds("next part")
def next_part(found: Found, span: Span) -> TimeExpression | None:
    """"The next morning": of the day after the one spoken of."""
    if found.has("coming", "upcoming"):
        return None
    return expression(found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(1, "D"), part=whole_part(found))


@builds("clock")
def clock(found: Found, span: Span) -> TimeExpression | None:
    """A clock time, with its day and zone where they are said."""
    when = _clock(found)
    if when is None or not _written(found):
        return None
    zone, other = _zones(found)
    more: dict[str, Any] = {"clock": when, "zone": zone, "approx": found.word("ROUGHLY") is not None}
    if other is not None:
        more["zone"] = _distance(when, other)
    more["part"] = whole_part(found) if edge(found) is None else found.value("PART")
    if (day := _day(found)) is not None:
        return expression(found, span, TimeType.TIME, day, _anchor(day), **more)
    if name := found.value("WEEKDAY"):
        step = direction(found)
        return expression(
            found, span, TimeType.TIME, f"XXXX-WXX-{name}", Anchor.PUBLICATION, direction=step,
            offset=Offset(step, "D") if step else None, **more,
        )  # fmt: skip
    if step_word := found.value("TODAY"):
        return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(int(step_word), "D"), **more)
    if found.word("TONIGHT"):
        return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(0, "D"), **more)
    return expression(found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(0, "D"), **more)


def _clock(found: Found) -> str | None:
    noon = found.value("NOON")
    if noon:
        return noon
    half = found.value("AMPM")
    shift = found.value("PART")
    if shift in ("AF", "EV", "NI") and half is None:
        half = "PM"
    if (said := found.word("CLOCK")) is not None:
        hours, minutes = (int(x) for x in said.classes["CLOCK"].split(":"))
        return hour(hours, minutes, half if hours <= 12 else None)
    if full := found.value("HOURAMPM"):
        return full
    number = found.value("BAREHOUR") or found.value("NUM", "DAYNUM")
    if number is None or not re.fullmatch(r"\d+", number) or not 1 <= int(number) <= 12:
        return None
    return hour(int(number), 0, half)


def _zones(found: Found) -> tuple[str | None, str | None]:
    """The zone of the first clock, and the second clock if it is stated in universal time."""
    first = found.parts.get("ZONE")
    zone = first.classes["ZONE"] if first else "local" if found.has("local") else None
    for clock_key, zone_key in (("CLOCK2", "ZONE2"), ("CLOCK3", "ZONE3")):
        said, other = found.parts.get(clock_key), found.parts.get(zone_key)
        if said is not None and other is not None and other.classes["ZONE"] == "+00:00":
            half = found.parts.get("AMPM4")
            hours, minutes = (int(x) for x in said.classes["CLOCK"].split(":"))
            return zone, hour(hours, minutes, half.classes["AMPM"] if half else None)
    return zone, None


def _distance(local: str, universal: str) -> str:
    """The UTC offset between two clocks that show the same instant, between -12:00 and +14:00."""
    here, there = (int(t[:2]) * 60 + int(t[3:]) for t in (local, universal))
    minutes = (here - there + 720) % 1440 - 720
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


# ---------------------------------------------------------------- weeks, months, years by distance


@builds("offset")
def offset_unit(found: Found, span: Span) -> TimeExpression | None:
    """"Last week", "earlier this month", "the end of the year"."""
    unit = found.value("UNIT")
    if unit is None or unit in ("TS", "TM", "TH", "C", "E") or (unit == "D" and not (edge(found) or found.word("THISWORD"))):
        return _long_offset(found, span, unit)
    step = direction(found)
    if found.has("past") and unit in ("W", "M", "Y", "Q") and found.has("the"):
        return expression(
            found, span, TimeType.DURATION, period("1", unit), Anchor.PUBLICATION, direction=-1, bound="over"
        )
    if found.has("following", "preceding", "previous", "ensuing"):
        return expression(found, span, TimeType.DATE, None, Anchor.EXPRESSION, offset=Offset(step, unit), part=edge(found))
    part = edge_of_day(found) if unit == "D" else edge(found)
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(step, unit), part=part)


def _long_offset(found: Found, span: Span, unit: str | None) -> TimeExpression | None:
    if unit in ("E", "C", "TH", "TM") and direction(found) and found.word("UNIT"):
        return expression(
            found, span, TimeType.DURATION, period("1", unit), Anchor.PUBLICATION, direction=direction(found), bound="over"
        )
    return None


@builds("week weekday")
def week_weekday(found: Found, span: Span) -> TimeExpression | None:
    """"Tuesday of last week"."""
    return expression(
        found, span, TimeType.DATE, f"XXXX-WXX-{found.value('WEEKDAY')}", Anchor.PUBLICATION,
        offset=Offset(direction(found), "W"),
    )  # fmt: skip


@builds("week of")
def week_of(found: Found, span: Span) -> TimeExpression | None:
    """"The week of March 6"."""
    day = _day(found)
    return expression(found, span, TimeType.DATE, day, _anchor(day), part="WEEK") if day and _written(found) else None


@builds("ago")
def ago(found: Found, span: Span) -> TimeExpression | None:
    """"Four months ago", "years ago", "the year-ago quarter"."""
    unit = found.value("UNIT", "UNITS") or "Y"
    count = "1" if found.rule.name in ("year ago today", "year earlier period") else amount(found)
    approx = found.word("ROUGHLY") is not None
    if count == "X":
        return expression(found, span, TimeType.DATE, "PAST_REF", Anchor.PUBLICATION, offset=Offset(None, unit), direction=-1)
    if unit in CLOCK_UNITS:
        return expression(
            found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(-float(count), unit), approx=approx
        )
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(-float(count), unit), approx=approx)


@builds("hence")
def hence(found: Found, span: Span) -> TimeExpression | None:
    """"Two weeks from now"."""
    unit, count = found.value("UNIT", "UNITS"), amount(found)
    if unit is None:
        return None
    step = None if count == "X" else float(count)
    value = "FUTURE_REF" if step is None else None
    return expression(found, span, TimeType.DATE, value, Anchor.PUBLICATION, offset=Offset(step, unit), direction=1)


@builds("shift")
def shift(found: Found, span: Span) -> TimeExpression | None:
    """"A day after", "two weeks earlier": counted from a happening or from the day spoken of."""
    unit, word = found.value("UNIT", "UNITS"), found.word("SINCEWORD")
    if unit is None or word is None:
        return None
    sign = int(word.classes["SINCEWORD"])
    count = amount(found)
    step = None if count == "X" else sign * float(count)
    bare = word.lower in ("earlier", "later", "previously", "afterwards", "afterward", "thereafter")
    anchor = Anchor.EXPRESSION if bare else Anchor.EVENT
    whole = found.word("UNIT") is not None or step is not None
    kind = TimeType.DATE if unit not in CLOCK_UNITS else TimeType.TIME
    implies = f"{-step:g}{unit}" if step is not None and not bare and unit not in CLOCK_UNITS else None
    if not whole and word.lower == "before":
        return None
    return expression(
        found, span, kind, None, anchor, offset=Offset(step, unit), direction=sign, implies=implies,
        approx=step is None or found.word("ROUGHLY") is not None,
    )  # fmt: skip


@builds("shortly")
def shortly(found: Found, span: Span) -> TimeExpression | None:
    """"Shortly before": close to a happening told in the same breath."""
    word = found.word("SINCEWORD")
    if word is None or word.lower not in ("before", "after", "afterwards", "afterward"):
        return None
    sign = int(word.classes["SINCEWORD"])
    return expression(
        found, span, TimeType.DATE, None, Anchor.EVENT, offset=Offset(0, "D"), direction=sign, approx=True
    )


@builds("shift same")
def shift_same(found: Found, span: Span) -> TimeExpression | None:
    """"The following day", "that week": counted from the day spoken of."""
    unit = found.value("UNIT") or "D"
    step = direction(found)
    if unit in ("TS", "TM", "C", "E"):
        return None
    anchor = Anchor.EXPRESSION if not found.has("next", "last") or unit == "D" else Anchor.PUBLICATION
    return expression(found, span, TimeType.DATE, None, anchor, offset=Offset(step, unit))


@builds("the unit")
def the_unit(found: Found, span: Span) -> TimeExpression | None:
    """"The week", "the quarter": the one of the publication."""
    unit = found.value("UNIT")
    if unit not in ("W", "Q", "Y", "WE", "M"):
        return None
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(0, unit))


# ---------------------------------------------------------------- windows and durations


@builds("window")
def window(found: Found, span: Span) -> TimeExpression | None:
    """"The previous 24 hours", "the coming months", "recent years"."""
    unit = found.value("UNIT", "UNITS")
    if unit is None:
        return None
    back = found.word("LASTWORD", "RECENT") is not None
    if found.word("RECENT") is not None:
        return expression(found, span, TimeType.DATE, "PAST_REF", Anchor.PUBLICATION, direction=-1, bound="over")
    count = amount(found)
    vague = found.has("coming", "ahead", "come", "future") and count == "X" and not found.word("FEW")
    return expression(
        found, span, TimeType.DATE if vague else TimeType.DURATION, "FUTURE_REF" if vague else period(count, unit),
        Anchor.PUBLICATION, direction=-1 if back and not found.has("next") else 1, bound="over",
        offset=Offset(None, unit) if vague else None,
    )  # fmt: skip


@builds("within")
def within(found: Found, span: Span) -> TimeExpression | None:
    """"Within months", "within two days"."""
    unit = found.value("UNIT", "UNITS")
    if unit is None or (found.word("UNIT") and amount(found) == "1" and not found.has("a", "an") and not found.word("NUM")):
        return None
    return expression(found, span, TimeType.DURATION, period(amount(found), unit), Anchor.PUBLICATION, bound="within")


@builds("first units")
def first_units(found: Found, span: Span) -> TimeExpression | None:
    """"The first few weeks": from the day spoken of."""
    unit, order = found.value("UNITS"), found.value("ORD")
    if unit is None or (order and order != "1"):
        return None
    last = found.has("final", "last")
    return expression(
        found, span, TimeType.DURATION, period(amount(found), unit), Anchor.EXPRESSION, bound="first" if not last else None
    )


@builds("nth")
def nth(found: Found, span: Span) -> TimeExpression | None:
    """"Its fifth month", "the 122nd day"."""
    number, unit = found.value("ORD"), found.value("UNIT")
    if number is None or unit is None or unit in ("TS", "TM", "C", "Q") or (unit == "E"):
        return None
    straight = found.has("straight", "consecutive", "successive", "full")
    value = period(number, unit) if straight else None
    kind = TimeType.DURATION if straight else TimeType.DATE
    return expression(found, span, kind, value, Anchor.PUBLICATION, offset=Offset(1 - float(number), unit), bound="nth")


@builds("nth day")
def nth_day(found: Found, span: Span) -> TimeExpression | None:
    """"Day 122" of something that goes on."""
    number = found.value("NUM") or ""
    if not re.fullmatch(r"\d{1,4}", number):
        return None
    return expression(
        found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(1 - float(number), "D"), bound="nth"
    )


@builds("duration")
def duration(found: Found, span: Span) -> TimeExpression | None:
    """"Five days", "nearly two years", "a few weeks"."""
    unit = found.value("UNIT", "UNITS")
    count = amount(found)
    if unit is None or (found.words[-1].lower == "second" and not found.word("NUM")):
        return None
    if found.has("some") and found.word("NUM") is None and found.word("UNIT"):
        return None
    if "NUM3" in found.parts and ("UNIT3" in found.parts or "UNITS3" in found.parts):
        second: Word = found.parts.get("UNITS3") or found.parts["UNIT3"]
        small = period(found.parts["NUM3"].classes["NUM"], second.classes.get("UNITS") or second.classes["UNIT"])
        first = found.parts["NUM"].classes["NUM"]
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


@builds("half unit")
def half_unit(found: Found, span: Span) -> TimeExpression | None:
    """"Half an hour", "a year and a half"."""
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
    """"Weeks", "months-long": some of them."""
    unit = found.value("UNITS", "UNIT", "LONG")
    if unit is None or unit in ("TS", "TM", "WE", "Q"):
        return None
    plural = found.word("UNITS") is not None or (found.word("LONG") is not None and "slong" in found.words[0].lower)
    count = amount(found) if found.word("NUM") else "X" if plural else "1"
    return expression(found, span, TimeType.DURATION, period(count, unit), Anchor.NONE)


@builds("all day")
def all_day(found: Found, span: Span) -> TimeExpression | None:
    """"All day", "the whole week"."""
    unit = found.value("UNIT")
    return expression(found, span, TimeType.DURATION, period("1", unit), Anchor.NONE) if unit and unit != "TS" else None


# ---------------------------------------------------------------- sets


@builds("every")
def every(found: Found, span: Span) -> TimeExpression | None:
    """"Every Friday", "almost every day", "every two hours"."""
    if not _written(found):
        return None
    if day := found.value("WEEKDAY"):
        part = found.value("PART")
        value = f"XXXX-WXX-{day}" + (f"T{part}" if part in DAY_PARTS else "")
    elif part := found.value("PART"):
        value = f"XXXX-XX-XXT{part}" if part in DAY_PARTS else "P1D"
    elif name := found.value("SEASON"):
        value = f"XXXX-{name}"
    elif number := found.value("MONTH"):
        value = f"XXXX-{number}"
    else:
        unit = found.value("UNIT", "UNITS")
        if unit is None:
            return None
        count = "2" if found.has("other") else found.value("NUM") or ("X" if found.word("FEW") else "1")
        value = period(count, unit)
    return expression(found, span, TimeType.SET, value, Anchor.NONE)


@builds("rate")
def rate(found: Found, span: Span) -> TimeExpression | None:
    """"Twice a week"."""
    unit = found.value("UNIT")
    return expression(found, span, TimeType.SET, period("1", unit), Anchor.NONE) if unit else None


@builds("frequency")
def frequency(found: Found, span: Span) -> TimeExpression | None:
    """"Daily"."""
    return expression(found, span, TimeType.SET, found.value("FREQ"), Anchor.NONE)


# ---------------------------------------------------------------- vague


@builds("vague")
def vague(found: Found, span: Span) -> TimeExpression | None:
    """"Now", "recently", "soon"."""
    return expression(found, span, TimeType.DATE, found.value("NOW", "ONCE", "SOON", "RECENT"), Anchor.PUBLICATION)


@builds("the past")
def the_past(found: Found, span: Span) -> TimeExpression | None:
    """"In the past", "the near future"."""
    value = "FUTURE_REF" if found.has("future") else "PAST_REF"
    return expression(found, span, TimeType.DATE, value, Anchor.PUBLICATION)


@builds("present", "so far")
def present(found: Found, span: Span) -> TimeExpression | None:
    """"At the moment", "so far"."""
    return expression(found, span, TimeType.DATE, "PRESENT_REF", Anchor.PUBLICATION)


@builds("past")
def past(found: Found, span: Span) -> TimeExpression | None:
    """"At the time": some past moment that the text spoke of."""
    return expression(found, span, TimeType.DATE, "PAST_REF", Anchor.NONE)


@builds("earlier")
def earlier(found: Found, span: Span) -> TimeExpression | None:
    """"Earlier", without saying how much."""
    return expression(found, span, TimeType.DATE, "PAST_REF", Anchor.PUBLICATION)


@builds("present adjective")
def present_adjective(found: Found, span: Span) -> TimeExpression | None:
    """"Current" before a noun."""
    if not found.has("current"):
        return None
    return expression(found, span, TimeType.DATE, "PRESENT_REF", Anchor.PUBLICATION)
