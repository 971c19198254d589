"""Dates, ranges and counts in words. Every word comes from `data/en/wording.toml`; nothing is chosen by taste here."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from opensitrep.derive.wording import wording
from opensitrep.model import Bounds, Interval
from opensitrep.text.intervals import bounds, days, zone_of

DAY = timedelta(days=1)
CLOCK = timedelta(hours=2)  # a stated hour has at most this much room around it ("about 05:00": half an hour each side)


def text(key: str) -> str:
    """A fixed string by its key."""
    return wording().text[key]


def word(table: str, value: str) -> str:
    """The word for a value of an open list ("origin speaker", "outcome open"); the value itself where there is none."""
    return wording().text.get(f"{table} {value}", value)


def capital(words: str) -> str:
    """Words as the beginning of a line."""
    return words[:1].upper() + words[1:]


def day_text(day: date, year: str | None) -> str:
    """ "25 June", with the year where it is not the year of the story."""
    plain = f"{day.day} {wording().months[day.month - 1]}"
    return plain if year == f"{day.year:04}" else f"{plain} {day.year:04}"


def days_text(first: date, last: date, year: str | None) -> str:
    """ "25 June", "24–26 June", "30 June – 1 July"."""
    if first == last:
        return day_text(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_text(last, year)}"
    return f"{day_text(first, year if first.year != last.year else f'{first.year:04}')} – {day_text(last, year)}"


def clock_text(moment: datetime, interval: Interval) -> str:
    """ "05:00", in the zone of the interval."""
    return moment.astimezone(zone_of(interval.zone)).strftime("%H:%M")


def end_text(moment: datetime, interval: Interval) -> str:
    """The same for the end of an interval: the midnight that ends a day is "24:00"."""
    words = clock_text(moment, interval)
    return "24:00" if words == "00:00" else words


def interval_text(interval: Interval | None, year: str | None) -> str:
    """An interval in words: stated hour, hours, days, month, year, or an open side."""
    if interval is None or (interval.start is None and interval.end is None):
        return text("date not stated")
    coarse = coarse_text(interval)
    if coarse:
        return coarse
    first, last = days(interval)
    if first is None or last is None:
        known = first or last
        word = "until" if first is None else "from"
        return f"{text(word)} {day_text(known, year)}" if known else text("date not stated")
    begin, end = bounds(interval)
    if begin and end and "T" in (interval.start or "") and "T" in (interval.end or ""):
        return hours_text(begin, end, interval, year)
    plain = days_text(first, last, year)
    return f"{text('about')} {plain}" if interval.approx and interval.precision not in ("day", "instant") else plain


def coarse_text(interval: Interval) -> str | None:
    """A month or a year stated as such."""
    start, end = interval.start or "", interval.end or ""
    if start and start == end and len(start) == 4:
        return start
    if start and start == end and len(start) == 7:
        return f"{wording().months[int(start[5:7]) - 1]} {start[:4]}"
    return None


def hours_text(begin: datetime, end: datetime, interval: Interval, year: str | None) -> str:
    """ "25 June, about 05:00", "25 June, early morning", "25 June, 04:00–09:00", or both ends with their days."""
    first, last = days(interval)
    if first is None or last is None:
        return text("date not stated")
    if interval.precision == "part of day":
        spoken = wording().parts.get(f"{clock_text(begin, interval)}–{end_text(end, interval)}")
        if spoken and end - begin <= DAY:
            return f"{days_text(first, last, year)}, {spoken}"
    if end - begin <= CLOCK:
        middle = begin + (end - begin) / 2
        word = f"{text('about')} " if interval.approx or end != begin else ""
        return (
            f"{day_text(middle.astimezone(zone_of(interval.zone)).date(), year)}, {word}{clock_text(middle, interval)}"
        )
    if clock_text(begin, interval) == clock_text(end, interval) == "00:00":
        return days_text(first, last, year)
    if first == last:
        return f"{day_text(first, year)}, {clock_text(begin, interval)}–{end_text(end, interval)}"
    return f"{day_text(first, year)}, {clock_text(begin, interval)} – {day_text(last, year)}, {end_text(end, interval)}"


def weekday_text(day: date, year: str | None) -> str:
    """ "Sat 25 June"."""
    return f"{wording().days[day.weekday()]} {day_text(day, year)}"


def zone_text(zone: str | None) -> str:
    """ "UTC+3" for "+03:00"."""
    if not zone or zone in ("Z", "+00:00"):
        return "UTC"
    hours, _, minutes = zone[1:].partition(":")
    return f"UTC{'−' if zone[0] == '-' else '+'}{int(hours)}" + (f":{minutes}" if minutes and int(minutes) else "")


def number_text(value: float) -> str:
    """1,400 or 3.5."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def range_text(low: float | None, high: float | None) -> str:
    """ "45–48", "at least 24", "up to 80", "20"; "not stated" where both sides are open."""
    if low is not None and high is not None:
        return number_text(low) if low == high else f"{number_text(low)}–{number_text(high)}"
    if low is not None:
        return f"{text('at least')} {number_text(low)}"
    if high is not None:
        return f"{text('up to')} {number_text(high)}"
    return text("not stated")


def counted(number: int, noun: str) -> str:
    """ "1 report", "4 reports"."""
    return f"{number_text(number)} {noun if number == 1 else wording().plurals[noun]}"


def or_more(number: int, noun: str) -> str:
    """ "4 or more reports"."""
    return f"{number_text(number)} {text('or more')} {wording().plurals[noun]}"


def origins_text(found: Bounds) -> str:
    """ "1 origin", "3–4 origins"."""
    if found.lower == found.upper:
        return counted(found.lower, "origin")
    return f"{found.lower}–{found.upper} {wording().plurals['origin']}"


def counts_text(reports: int, found: Bounds) -> str:
    """Reports first, then origins, always both."""
    return f"{counted(reports, 'report')}, {origins_text(found)}"
