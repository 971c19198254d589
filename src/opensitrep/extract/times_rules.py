"""From a match of the time grammar to a `TimeExpression`: one small builder for each `make` of data/times.toml.

Values follow TIMEX3 (ISO-TimeML); what hangs on a day not known in the report stays partial ("XXXX-06-05").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from opensitrep.extract.times_grammar import Found, hour
from opensitrep.model import Anchor, Offset, Span, TimeExpression, TimeType

Builder = Callable[[Found, Span], TimeExpression | None]
BUILDERS: dict[str, Builder] = {}
CLOCK_UNITS = {"TH": "H", "TM": "M", "TS": "S"}
AS_OTHER = {"F": (2, "W"), "E": (10, "Y"), "C": (100, "Y"), "WE": (2, "D")}  # fortnight, decade, century, weekend
ABBREVIATED = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
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
    if unit == "Y" and re.fullmatch(r"\d+\.5", amount):
        return f"P{amount[:-2]}Y6M" if amount != "0.5" else "P6M"
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


def is_written(found: Found) -> bool:
    """Whether months and weekdays are written as names ("May", not "may")."""
    return all(w.capital for w in found.words if "MONTH" in w.classes or "WEEKDAY" in w.classes)


def named_day(found: Found) -> str | None:
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


def anchor_of(value: str) -> Anchor:
    """Complete values stand by themselves, partial ones hang on the publication."""
    return Anchor.PUBLICATION if value.startswith("XXXX") else Anchor.SELF


@builds("date")
def date(found: Found, span: Span) -> TimeExpression | None:
    """A day of a month."""
    value = named_day(found)
    if value is None or not is_written(found):
        return None
    part = found.value("PART")
    kind = TimeType.TIME if part else TimeType.DATE
    clock = part if part and ":" in part else None
    return expression(
        found, span, kind, value, anchor_of(value), part=whole_part(found), clock=clock, direction=direction(found)
    )


@builds("dates")
def dates(found: Found, span: Span) -> TimeExpression | None:
    """Days of one month: "20 to 22 March", "between March 20 and 22"."""
    days = [
        int(w.classes.get("DAYNUM") or w.classes["ORDNUM"])
        for k, w in sorted(found.parts.items())
        if k[:3] in ("DAY", "ORD")
    ]
    month_name = found.value("MONTH")
    if month_name is None or not is_written(found) or len(days) != 2:
        return None
    first, last = sorted(days)
    if (
        first == last
        or not _possible(int(month_name), last)
        or (found.has("and") and not found.has("between") and last - first > 1)
    ):
        return None
    year_month = f"{found.value('YEAR') or 'XXXX'}-{month_name}"
    value, until = f"{year_month}-{first:02d}", f"{year_month}-{last:02d}"
    return expression(found, span, TimeType.DATE, value, anchor_of(value), until=until, bound="from")


@builds("month")
def month(found: Found, span: Span) -> TimeExpression | None:
    """A month, with or without its year."""
    name = found.word("MONTH")
    if name is None or not is_written(found):
        return None
    step = direction(found)
    if found.rule.name == "month" and len(name.lower) <= 4 and name.lower in ABBREVIATED:
        return None
    value = f"{found.value('YEAR') or 'XXXX'}-{found.value('MONTH')}"
    if found.word("UNIT") is not None:
        if found.value("UNIT") != "Y":
            return None
        return expression(
            found,
            span,
            TimeType.DATE,
            value,
            Anchor.PUBLICATION,
            part=edge(found),
            direction=step,
            offset=Offset(step, "Y"),
        )
    offset = Offset(step, "M") if step else None
    return expression(
        found, span, TimeType.DATE, value, anchor_of(value), part=edge(found), direction=step, offset=offset
    )


@builds("weekday")
def weekday(found: Found, span: Span) -> TimeExpression | None:
    """A weekday, with the part of it that is named."""
    if not is_written(found):
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
    if not is_written(found):
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
    """ "The 1990s", "the early '80s"."""
    digits = found.value("DECADE") or ""
    if len(digits) == 2 and not found.has("the"):
        return None
    full = digits if len(digits) == 4 else ("20" if int(digits) < 30 else "19") + digits
    if len(digits) not in (2, 4) or not 1500 <= int(full) <= 2090 or not full.endswith("0"):
        return None
    return expression(found, span, TimeType.DATE, full[:3], Anchor.SELF, part=edge(found))


@builds("century")
def century(found: Found, span: Span) -> TimeExpression | None:
    """ "The 20th century"."""
    number = int(found.value("ORD") or 0)
    if not 1 <= number <= 22:
        return None
    return expression(found, span, TimeType.DATE, f"{number - 1:02d}", Anchor.SELF, part=edge(found))


@builds("season")
def season(found: Found, span: Span) -> TimeExpression | None:
    """A season, with or without its year."""
    value = f"{found.value('YEAR') or 'XXXX'}-{found.value('SEASON')}"
    if found.words[-1].lower == "fall" and not (found.value("LASTWORD", "NEXTWORD", "THISWORD") or found.value("YEAR")):
        return None
    if found.words[-1].lower == "spring" and found.has("the") and not edge(found):
        return None
    return expression(found, span, TimeType.DATE, value, anchor_of(value), part=edge(found), direction=direction(found))


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
    offset = Offset(step, "Y") if (step and found.word("UNIT")) or found.has("year") else None
    return expression(found, span, TimeType.DATE, value, anchor_of(value), direction=step, offset=offset)


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
    """ "Yesterday", "early today", "the day after tomorrow"."""
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
    """ "This morning", "last night", "tonight"."""
    if found.word("TONIGHT"):
        return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(0, "D"), part="NI")
    step = direction(found)
    if found.has("current") or (step and found.value("LASTWORD") and found.has("past", "preceding")):
        return None
    return expression(
        found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(step, "D"), part=whole_part(found)
    )


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
    """ "In the early hours of Saturday": from midnight to six."""
    if not is_written(found):
        return None
    late = edge(found) == "END"
    more: dict[str, Any] = {"part": "END" if late else "START+NI"}
    if (day := named_day(found)) is not None:
        return expression(found, span, TimeType.TIME, day, anchor_of(day), **more)
    if name := found.value("WEEKDAY"):
        return expression(found, span, TimeType.TIME, f"XXXX-WXX-{name}", Anchor.PUBLICATION, **more)
    if step := found.value("TODAY"):
        return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(int(step), "D"), **more)
    if not (found.has("the") or found.word("PART")):
        return None
    return expression(found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(0, "D"), **more)


@builds("next part")
def next_part(found: Found, span: Span) -> TimeExpression | None:
    """ "The next morning": of the day after the one spoken of."""
    if found.has("coming", "upcoming"):
        return None
    return expression(
        found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(1, "D"), part=whole_part(found)
    )


@builds("clock")
def clock(found: Found, span: Span) -> TimeExpression | None:
    """A clock time, with its day and zone where they are said."""
    when = _clock(found)
    if when is None or not is_written(found):
        return None
    zone, other = _zones(found)
    more: dict[str, Any] = {
        "clock": when,
        "zone": zone,
        "approx": found.word("ROUGHLY") is not None or found.has("shortly"),
    }
    if other is not None:
        more["zone"] = _distance(when, other)
    more["part"] = whole_part(found) if edge(found) is None else found.value("PART")
    if (day := named_day(found)) is not None:
        return expression(found, span, TimeType.TIME, day, anchor_of(day), **more)
    if name := found.value("WEEKDAY"):
        step = direction(found)
        return expression(
            found, span, TimeType.TIME, f"XXXX-WXX-{name}", Anchor.PUBLICATION, direction=step,
            offset=Offset(step, "D") if step else None, **more,
        )  # fmt: skip
    if step_word := found.value("TODAY"):
        return expression(
            found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(int(step_word), "D"), **more
        )
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
    if four := found.value("HHMM"):
        return four
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
