"""Builders of `extract/times` for times at a distance ("last week", "a day after"); see `rules`."""

from __future__ import annotations

from opensitrep.extract.times.building import (
    CLOCK_UNITS,
    amount,
    anchor_of,
    builds,
    direction,
    edge,
    edge_of_day,
    expression,
    is_written,
    named_day,
    period,
)
from opensitrep.extract.times.grammar import Found
from opensitrep.model import Anchor, Offset, Span, TimeExpression, TimeType
from opensitrep.text.words import Lists

WORDS = Lists("times")


@builds("offset")
def offset_unit(found: Found, span: Span) -> TimeExpression | None:
    """ "Last week", "earlier this month", "the end of the year"."""
    unit = found.value("UNIT")
    if (
        unit is None
        or unit in ("TS", "TM", "TH", "C", "E")
        or (unit == "D" and not (edge(found) or found.word("THISWORD")))
    ):
        return _long_offset(found, span, unit)
    step = direction(found)
    if unit == "WE" and step == 0:
        return expression(found, span, TimeType.DATE, "XXXX-WXX-WE", Anchor.PUBLICATION)
    if found.has("the") and (
        (found.has("past") and unit in ("D", "W", "F", "M", "Y", "Q")) or (found.has("last") and unit == "F")
    ):
        return expression(
            found, span, TimeType.DURATION, period("1", unit), Anchor.PUBLICATION, direction=-1, bound="over"
        )
    if found.has("following", "preceding", "previous", "ensuing"):
        return expression(
            found, span, TimeType.DATE, None, Anchor.EXPRESSION, offset=Offset(step, unit), part=edge(found)
        )
    part = edge_of_day(found) if unit == "D" else edge(found)
    if part and step == 0 and found.has("earlier", "later"):
        part = "EARLIER" if found.has("earlier") else "LATER"
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(step, unit), part=part)


def _long_offset(found: Found, span: Span, unit: str | None) -> TimeExpression | None:
    if unit in ("E", "C", "TH", "TM") and direction(found) and found.word("UNIT"):
        return expression(
            found,
            span,
            TimeType.DURATION,
            period("1", unit),
            Anchor.PUBLICATION,
            direction=direction(found),
            bound="over",
        )
    return None


@builds("week weekday")
def week_weekday(found: Found, span: Span) -> TimeExpression | None:
    """ "Tuesday of last week"."""
    return expression(
        found, span, TimeType.DATE, f"XXXX-WXX-{found.value('WEEKDAY')}", Anchor.PUBLICATION,
        offset=Offset(direction(found), "W"),
    )  # fmt: skip


@builds("week of")
def week_of(found: Found, span: Span) -> TimeExpression | None:
    """ "The week of March 6"."""
    day = named_day(found)
    return (
        expression(found, span, TimeType.DATE, day, anchor_of(day), part="WEEK") if day and is_written(found) else None
    )


@builds("ago")
def ago(found: Found, span: Span) -> TimeExpression | None:
    """ "Four months ago", "years ago", "the year-ago quarter"."""
    unit = found.value("UNIT", "UNITS") or "Y"
    count = "1" if found.rule.name == "year ago today" else amount(found)
    approx = found.word("ROUGHLY") is not None
    if found.rule.name == "year ago" and count != "X" and unit not in CLOCK_UNITS and found.word("TODAY", "WEEKDAY"):
        return _ago_to_the_day(found, span, float(count), unit)
    if count == "X":
        return expression(
            found, span, TimeType.DATE, "PAST_REF", Anchor.PUBLICATION, offset=Offset(None, unit), direction=-1
        )
    if unit in CLOCK_UNITS:
        return expression(
            found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(-float(count), unit), approx=approx
        )
    return expression(
        found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(-float(count), unit), approx=approx
    )


def _ago_to_the_day(found: Found, span: Span, count: float, unit: str) -> TimeExpression | None:
    """ "A week ago today", "two weeks ago Monday"."""
    days = {"D": 1, "W": 7, "F": 14}.get(unit)
    if name := found.value("WEEKDAY"):
        offset = Offset(-7 * count, "D")
        value = f"XXXX-WXX-{name}"
        return (
            expression(found, span, TimeType.DATE, value, Anchor.PUBLICATION, offset=offset, direction=-1)
            if unit == "W"
            else None
        )
    offset = Offset(-count * days, "D") if days else Offset(-count, unit)
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=offset, part=None if days else "DAY")


@builds("in units")
def in_units(found: Found, span: Span) -> TimeExpression | None:
    """ "In two weeks": a length, or, where the clause lies ahead, the time so far on."""
    unit, count = found.value("UNIT", "UNITS"), amount(found)
    if unit is None:
        return None
    offset = Offset(float(count), unit) if count != "X" else None
    approx = found.value("ROUGHLY") == "APPROX"
    return expression(found, span, TimeType.DURATION, period(count, unit), Anchor.NONE, offset=offset, approx=approx)


@builds("year earlier")
def year_earlier(found: Found, span: Span) -> TimeExpression | None:
    """ "The year-earlier quarter", "year-ago": a unit before the period spoken of, else before the publication."""
    unit = found.value("UNIT")
    if unit is None or unit in CLOCK_UNITS:
        return None
    number = int(found.value("ORD") or 0)
    offset = Offset(-1, unit)
    if found.has("quarter") and 1 <= number <= 4 and unit == "Y":
        return expression(
            found, span, TimeType.DATE, f"XXXX-Q{number}", Anchor.PUBLICATION, offset=offset, direction=-1
        )
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=offset)


@builds("of event")
def of_event(found: Found, span: Span) -> TimeExpression | None:
    """ "Throughout the war", "before the invasion": no date unless the happening has one."""
    first = next((w for w in found.words if w.lower == "the"), found.words[0])
    last = found.words[-1]
    bound = found.words[0].lower if found.words[0].lower != "the" else None
    return expression(
        found, span, TimeType.DATE, None, Anchor.EVENT, refers=Span(span.doc, first.start, last.end), part=edge(found),
        bound=WORDS.table("bounds of a happening").get(bound or "", bound),
    )  # fmt: skip


@builds("hence")
def hence(found: Found, span: Span) -> TimeExpression | None:
    """ "Two weeks from now"."""
    unit, count = found.value("UNIT", "UNITS"), amount(found)
    if unit is None:
        return None
    step = None if count == "X" else float(count)
    value = "FUTURE_REF" if step is None else None
    return expression(found, span, TimeType.DATE, value, Anchor.PUBLICATION, offset=Offset(step, unit), direction=1)


@builds("shift")
def shift(found: Found, span: Span) -> TimeExpression | None:
    """ "A day after", "two weeks earlier": counted from a happening or from the day spoken of."""
    unit, word = found.value("UNIT", "UNITS"), found.word("SINCEWORD")
    if unit is None or word is None:
        return None
    sign = int(word.classes["SINCEWORD"])
    count = amount(found)
    step = None if count == "X" else sign * float(count)
    bare = word.lower in WORDS["counted from a day told"]
    anchor = Anchor.EXPRESSION if bare else Anchor.EVENT
    whole = found.word("UNIT") is not None or step is not None
    kind = TimeType.DATE if unit not in CLOCK_UNITS else TimeType.TIME
    if not bare and found.rule.name != "the day after":
        kind = TimeType.DURATION  # TIMEX3: "two days after the vote" is the length between the two
    implies = f"{-step:g}{unit}" if step is not None and not bare and unit not in CLOCK_UNITS else None
    if not whole and word.lower == "before":
        return None
    return expression(
        found, span, kind, None, anchor, offset=Offset(step, unit), direction=sign, implies=implies,
        approx=step is None or found.word("ROUGHLY") is not None,
    )  # fmt: skip


@builds("before last")
def before_last(found: Found, span: Span) -> TimeExpression | None:
    """ "The weekend before last", "the year after next"."""
    step = -2 if found.has("before") else 2
    if day := found.value("WEEKDAY"):
        if not is_written(found):
            return None
        return expression(
            found, span, TimeType.DATE, f"XXXX-WXX-{day}", Anchor.PUBLICATION, offset=Offset(step // 2, "W")
        )
    unit = found.value("UNIT")
    if unit is None or unit in CLOCK_UNITS:
        return None
    return expression(
        found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(step, unit), direction=step // 2
    )


@builds("day of unit")
def day_of_unit(found: Found, span: Span) -> TimeExpression | None:
    """ "The last day of the month", "the first day of March 2023"."""
    head = next(w.lower for w in found.words if w.lower not in WORDS["before the day of a unit"])
    number = int(WORDS.table("days of a unit").get(head) or found.value("ORD") or 0)
    part = f"D#{number}"
    if name := found.value("MONTH"):
        value = f"{found.value('YEAR') or 'XXXX'}-{name}"
        return expression(found, span, TimeType.DATE, value, anchor_of(value), part=part) if is_written(found) else None
    unit = found.value("UNIT")
    if unit not in ("W", "M", "Q", "Y") or number == 0:
        return None
    before = found.words[-2].classes
    step = next((int(before[k]) for k in ("LASTWORD", "NEXTWORD", "THISWORD") if k in before), 0)
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(step, unit), part=part)


@builds("turn")
def turn(found: Found, span: Span) -> TimeExpression | None:
    """ "The turn of the century": of the last one."""
    return expression(found, span, TimeType.DATE, "2000", Anchor.SELF, approx=True)


@builds("new year")
def new_year(found: Found, span: Span) -> TimeExpression | None:
    """ "In the new year": the coming one, or in January the one begun."""
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(1, "Y"), part="NEW YEAR")


@builds("shortly")
def shortly(found: Found, span: Span) -> TimeExpression | None:
    """ "Shortly before": close to a happening told in the same breath."""
    word = found.word("SINCEWORD")
    if word is None or word.lower not in WORDS["shortly before or after"]:
        return None
    sign = int(word.classes["SINCEWORD"])
    return expression(
        found, span, TimeType.DATE, None, Anchor.EVENT, offset=Offset(0, "D"), direction=sign, approx=True
    )


@builds("shift same")
def shift_same(found: Found, span: Span) -> TimeExpression | None:
    """ "The following day", "that week": counted from the day spoken of."""
    unit = found.value("UNIT") or "D"
    steps = [w.classes[c] for w in found.words for c in ("LASTWORD", "NEXTWORD") if c in w.classes]
    step = int(steps[0]) if steps else 0
    if unit in ("TS", "TM", "C", "E"):
        return None
    anchor = Anchor.EXPRESSION if not found.has("next", "last") or unit == "D" else Anchor.PUBLICATION
    return expression(found, span, TimeType.DATE, None, anchor, offset=Offset(step, unit))


@builds("the unit")
def the_unit(found: Found, span: Span) -> TimeExpression | None:
    """ "The week", "the quarter": the one of the publication."""
    unit = found.value("UNIT")
    if unit == "WE":
        return expression(found, span, TimeType.DATE, "XXXX-WXX-WE", Anchor.PUBLICATION)
    if unit not in ("W", "Q", "Y", "M"):
        return None
    return expression(found, span, TimeType.DATE, None, Anchor.PUBLICATION, offset=Offset(0, unit))
