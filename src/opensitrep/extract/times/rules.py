"""From a match of the time grammar to a `TimeExpression`: one small builder for each `make` of data/en/times.toml.

Values follow TIMEX3 (ISO-TimeML); what hangs on a day not known in the report stays partial ("XXXX-06-05").
"""

from __future__ import annotations

import re
from typing import Any

from opensitrep.extract.times.building import (
    anchor_of,
    builds,
    direction,
    edge,
    expression,
    is_written,
    named_day,
    possible,
    whole_part,
    year_shift,
)
from opensitrep.extract.times.grammar import Found
from opensitrep.model import Anchor, Offset, Span, TimeExpression, TimeType
from opensitrep.text.words import Lists

WORDS = Lists("times")


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
        found, span, kind, value, anchor_of(value), part=whole_part(found), clock=clock, direction=direction(found),
        offset=year_shift(found),
    )  # fmt: skip


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
    apart = found.has("and") and not found.has("between") and last - first > 1
    if first == last or apart or not possible(int(month_name), last):
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
    if found.rule.name == "month" and name.lower in WORDS["short months"]:
        return None
    value = f"{found.value('YEAR') or 'XXXX'}-{found.value('MONTH')}"
    if found.word("UNIT") is not None:
        if found.value("UNIT") != "Y":
            return None
        return expression(
            found, span, TimeType.DATE, value, Anchor.PUBLICATION, part=edge(found), direction=step,
            offset=Offset(step, "Y"),
        )  # fmt: skip
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
    kind = TimeType.TIME if part else TimeType.DATE
    whole = whole_part(found) or ("START" if found.has("hours") else None)
    return expression(
        found, span, kind, f"XXXX-WXX-{day}", Anchor.PUBLICATION, part=whole, direction=step,
        clock=part if part and ":" in part else None,
        offset=Offset(step, "D") if step else Offset(0, "W") if found.word("THISWORD") else None,
    )  # fmt: skip


@builds("weekday on")
def weekday_on(found: Found, span: Span) -> TimeExpression | None:
    """ "Wednesday week", "a week on Friday", "two weeks from Monday": weeks behind the coming weekday."""
    if not is_written(found):
        return None
    weeks = float(found.value("NUM") or 1)
    return expression(
        found, span, TimeType.DATE, f"XXXX-WXX-{found.value('WEEKDAY')}", Anchor.PUBLICATION, direction=1,
        offset=Offset(7 * weeks, "D"),
    )  # fmt: skip


@builds("numbered week")
def numbered_week(found: Found, span: Span) -> TimeExpression | None:
    """ "Epidemiological week 23", "week 14 of 2023", taken as ISO weeks."""
    number = found.value("NUM") or ""
    if not re.fullmatch(r"\d{1,2}", number) or not 1 <= int(number) <= 53:
        return None
    value = f"{found.value('YEAR') or 'XXXX'}-W{int(number):02d}"
    return expression(found, span, TimeType.DATE, value, anchor_of(value))


@builds("nth of month")
def nth_of_month(found: Found, span: Span) -> TimeExpression | None:
    """ "The second week of July", "the last Friday in May", "the first half of March"."""
    number = -1 if found.has("last", "final") else int(found.value("ORD") or 0)
    if number == 0 or number > 5 or (found.has("half") and number not in (-1, 1, 2)):
        return None
    weekday_word = found.value("WEEKDAY")
    part = f"{weekday_word}#{number}" if weekday_word else (
        f"WE#{number}" if found.has("weekend") else f"H#{number}" if found.has("half") else f"W#{number}"
    )  # fmt: skip
    if name := found.value("MONTH"):
        if not is_written(found):
            return None
        value = f"{found.value('YEAR') or 'XXXX'}-{name}"
        return expression(found, span, TimeType.DATE, value, anchor_of(value), part=part)
    steps = [w for w in found.words if w.classes.keys() & {"LASTWORD", "NEXTWORD", "THISWORD"}]
    step = 0 if len(steps) == 0 or found.words[-2].lower == "the" else int(next(
        v for k, v in found.words[-2].classes.items() if k in ("LASTWORD", "NEXTWORD", "THISWORD")))  # fmt: skip
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(step, "M"), part=part)


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


@builds("dark")
def dark(found: Found, span: Span) -> TimeExpression | None:
    """ "Pre-dawn", "before dawn on Friday": the last hours of the night."""
    if not is_written(found):
        return None
    more: dict[str, Any] = {"part": "PD"}
    if name := found.value("WEEKDAY"):
        step = direction(found)
        return expression(found, span, TimeType.TIME, f"XXXX-WXX-{name}", Anchor.PUBLICATION, direction=step, **more)
    if step_word := found.value("TODAY"):
        return expression(
            found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(int(step_word), "D"), **more
        )
    return expression(found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(0, "D"), **more)


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
    step = direction(found)
    offset = Offset(step, "Y") if found.rule.name == "season of year" else None
    return expression(
        found, span, TimeType.DATE, value, anchor_of(value), part=edge(found), direction=step, offset=offset
    )


@builds("quarter")
def quarter(found: Found, span: Span) -> TimeExpression | None:
    """A quarter of a year."""
    number = int(found.value("ORD") or 0)
    if not 1 <= number <= 4:
        return None
    return _part_of_year(found, span, f"Q{number}")


@builds("half")
def half(found: Found, span: Span) -> TimeExpression | None:
    """The first or second half of a year or decade."""
    if digits := found.value("DECADE"):
        if len(digits) != 4 or not digits.endswith("0"):
            return None
        part = "H#1" if found.has("first") else "H#2"
        return expression(found, span, TimeType.DATE, digits[:3], Anchor.SELF, part=part)
    return _part_of_year(found, span, "H1" if found.has("first") else "H2")


def _part_of_year(found: Found, span: Span, name: str) -> TimeExpression:
    value = f"{found.value('YEAR') or 'XXXX'}-{name}"
    step = direction(found)
    offset = Offset(step, "Y") if (step and found.word("UNIT")) or found.has("year") else None
    return expression(found, span, TimeType.DATE, value, anchor_of(value), direction=step, offset=offset)


@builds("named quarter")
def named_quarter(found: Found, span: Span) -> TimeExpression | None:
    """ "Q3 2022", "H1"."""
    if found.words[0].classes.get("QNAME") and not found.words[0].capital:
        return None
    return _part_of_year(found, span, found.value("QNAME") or "")


@builds("day of month")
def day_of_month(found: Found, span: Span) -> TimeExpression | None:
    """ "On the 25th": of the month at hand."""
    number = int(found.value("ORDNUM") or 0)
    if not found.words[-1].lower[0].isdigit():
        return None
    return expression(found, span, TimeType.DATE, f"XXXX-XX-{number:02d}", Anchor.PUBLICATION)


@builds("feast")
def feast(found: Found, span: Span) -> TimeExpression | None:
    """A feast; movable ones keep their rule until the year is known."""
    words = " ".join(w.lower for w in found.words)
    feasts = WORDS.table("feasts")
    name = max((f for f in feasts if f"{f} " in f"{words} "), key=len)
    value = f"{found.value('YEAR') or 'XXXX'}-{feasts[name]}"
    part = found.value("PART")
    if name in WORDS["new year"] and not found.word("YEAR", "PART"):
        return None
    kind = TimeType.TIME if part else TimeType.DATE
    return expression(
        found, span, kind, value, Anchor.PUBLICATION, direction=direction(found), part=whole_part(found),
        clock=part if part and ":" in part else None,
    )  # fmt: skip


# ---------------------------------------------------------------- days and their parts


@builds("today")
def today(found: Found, span: Span) -> TimeExpression | None:
    """ "Yesterday", "early today", "the day after tomorrow"."""
    days = int(found.value("TODAY") or 0)
    if found.has("day") and found.words[0].lower in WORDS["before after tomorrow"]:
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
    if first in WORDS["before a part of the day"] and name not in ("DW", "EV", "MI"):
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
    kind, more = TimeType.DATE, {"part": "END" if late else "START"}  # a stretch of the day without a TIMEX3 name
    if (day := named_day(found)) is not None:
        return expression(found, span, kind, day, anchor_of(day), offset=year_shift(found), **more)
    if name := found.value("WEEKDAY"):
        return expression(found, span, kind, f"XXXX-WXX-{name}", Anchor.PUBLICATION, **more)
    if step := found.value("TODAY"):
        return expression(found, span, kind, None, Anchor.PUBLICATION, offset=Offset(int(step), "D"), **more)
    if not (found.has("the") or found.word("PART")):
        return None
    return expression(found, span, kind, None, Anchor.EXPRESSION, offset=Offset(0, "D"), **more)


@builds("next part")
def next_part(found: Found, span: Span) -> TimeExpression | None:
    """ "The next morning": of the day after the one spoken of."""
    if found.has("coming", "upcoming"):
        return None
    return expression(
        found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(1, "D"), part=whole_part(found)
    )
