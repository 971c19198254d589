"""Builders of `extract/times` for clock times, their days, zones and ranges; see `rules`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from opensitrep.extract.times.building import (
    anchor_of,
    builds,
    direction,
    edge,
    expression,
    is_written,
    named_day,
    whole_part,
    year_shift,
)
from opensitrep.extract.times.grammar import Found, Word, hour
from opensitrep.model import Anchor, Offset, Span, TimeExpression, TimeType
from opensitrep.text.words import Lists

WORDS = Lists("times")


@builds("clock")
def clock(found: Found, span: Span) -> TimeExpression | None:  # noqa: PLR0911  one return for each kind of day
    """A clock time, with its day and zone where they are said."""
    opening = next((i for i, w in enumerate(found.words) if w.lower == "("), None)  # not the clock in brackets
    before = [
        w for w in found.words[:opening] if "CLOCK" in w.classes or "HOURAMPM" in w.classes or "BAREHOUR" in w.classes
    ]
    when = _clock(_without_brackets(found, opening) if opening is not None and before else found)
    if when is None or not is_written(found):
        return None
    zone, other = _zones(found)
    more: dict[str, Any] = {
        "clock": when,
        "zone": zone,
        "approx": found.word("ROUGHLY") is not None or found.has("before", "after"),
    }
    if other is not None:
        more["zone"] = _distance(when, other)
    more["part"] = whole_part(found) if edge(found) is None else found.value("PART")
    if (day := named_day(found)) is not None:
        return expression(found, span, TimeType.TIME, day, anchor_of(day), offset=year_shift(found), **more)
    step = direction(found)
    if name := found.value("WEEKDAY"):
        return expression(
            found, span, TimeType.TIME, f"XXXX-WXX-{name}", Anchor.PUBLICATION, direction=step,
            offset=Offset(step, "D") if step else None, **more,
        )  # fmt: skip
    if step_word := found.value("TODAY"):
        return expression(
            found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(int(step_word), "D"), **more
        )
    if found.word("TONIGHT", "THISWORD"):
        return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=Offset(0, "D"), **more)
    if step and found.word("PART"):  # "at 11 p.m. last night", but "at 2 a.m. last night" is of today
        offset = Offset(0 if found.value("PART") == "NI" and when < "06:00" else step, "D")
        return expression(found, span, TimeType.TIME, None, Anchor.PUBLICATION, offset=offset, **more)
    return expression(found, span, TimeType.TIME, None, Anchor.EXPRESSION, offset=Offset(0, "D"), **more)


@builds("quarters")
def quarters(found: Found, span: Span) -> TimeExpression | None:
    """ "Half past six in the morning", "a quarter to nine on Sunday"."""
    whole = clock(found, span)
    if whole is None and found.word("BAREHOUR"):  # without a half of the day: as on the clock
        whole = clock(
            replace(found, words=found.words, parts=found.parts | {"AMPM": Word(0, 0, "am", {"AMPM": "AM"})}), span
        )
    if whole is None or whole.clock is None:
        return None
    told = found.parts.get("NUM6") or found.parts.get("NUM7")
    number = float(told.classes["NUM"]) if told else 15
    if number != int(number) or not 0 < number < 60:
        return None
    minutes = 30 if found.has("half") else -int(number) if found.has("to") else int(number)
    hours, past = divmod(int(whole.clock[:2]) * 60 + minutes, 60)
    return replace(whole, clock=f"{hours % 24:02d}:{past:02d}")


@builds("clocks")
def clocks(found: Found, span: Span) -> TimeExpression | None:
    """ "Between 2 and 5 a.m. on Saturday", "from 08:00 to 20:00": one expression with both ends."""
    links = [i for i, w in enumerate(found.words) if w.lower in WORDS["between two clocks"]]
    ends = [_only(found, w) for w in (found.words[: links[0]], found.words[links[0] + 1 :])] if links else []
    last = _clock(ends[1]) if ends else None
    if last is None or clock(found, span) is None:
        return None
    first = _clock(ends[0])
    if first is None:  # "2 to 5 p.m.": of the same half of the day, unless that would turn it round
        hours = int(ends[0].value("BAREHOUR") or 0) % 12
        late = last >= "12:00" and hours < int(last[:2]) - 12 + (last[3:] != "00")
        first = f"{hours + 12 * late:02d}:00"
    whole = clock(found, span)
    return replace(whole, clock=first, until=f"T{last}", bound="from") if whole else None


def _without_brackets(found: Found, opening: int) -> Found:
    """The match without what stands in brackets ("7 p.m. (10:00 GMT) on Saturday")."""
    closing = next((i for i, w in enumerate(found.words) if w.lower == ")"), len(found.words) - 1)
    return _only(found, (*found.words[:opening], *found.words[closing + 1 :]))


def _only(found: Found, words: tuple[Word, ...]) -> Found:
    """The match as if only these words stood in it."""
    kept = {k: w for k, w in found.parts.items() if w in words}
    return replace(found, words=words, parts=kept)


def _clock(found: Found) -> str | None:  # noqa: PLR0911  one return for each form
    noon = found.value("NOON")
    if noon:
        return noon
    half = found.value("AMPM")
    shift = found.value("PART")
    if shift in ("AF", "EV", "NI") and half is None:
        half = "AM" if shift == "NI" and (found.value("BAREHOUR") or "9") in ("1", "2", "3", "4", "5") else "PM"
    if four := found.value("HHMM"):
        return four
    if (said := found.word("CLOCK")) is not None:
        hours, minutes = (int(x) for x in said.classes["CLOCK"].split(":"))
        return hour(hours, minutes, half if hours <= 12 else None)
    if full := found.value("HOURAMPM"):
        return full
    if dotted := found.value("DOTCLOCK"):
        return (
            dotted
            if found.word("ZONE", "ZONENAME", "ZONEWORD", "WEEKDAY", "TODAY", "MONTH") or found.has("hours", "local")
            else None
        )
    number = found.value("BAREHOUR") or found.value("NUM", "DAYNUM")
    if number is None or not re.fullmatch(r"\d+", number) or not 1 <= int(number) <= 12:
        return None
    return hour(int(number), 0, half)


def _zones(found: Found) -> tuple[str | None, str | None]:
    """The zone of the first clock, and the second clock if it is stated in universal time."""
    first = found.parts.get("ZONE")
    zone = first.classes["ZONE"] if first else "local" if found.has("local") else found.value("ZONEWORD")
    names = [w.classes["ZONENAME"] for w in found.words if "ZONENAME" in w.classes]
    zone = zone or (" ".join(names) if names else None)
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
