"""Arithmetic on `Interval`: instants, civil days, overlap, hull. No calendar of today, no text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from opensitrep.model import Interval

KNOWN = 65_536  # moments that are remembered


def zone_of(offset: str | None) -> timezone:
    """A UTC offset such as "+03:00" as a time zone; UTC where none is known."""
    if not offset or offset in ("Z", "+00:00"):
        return UTC
    sign = -1 if offset[0] == "-" else 1
    hours, _, minutes = offset[1:].partition(":")
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes or 0)))


@lru_cache(maxsize=KNOWN)
def instant(text: str | None, *, zone: str | None = None, last: bool = False) -> datetime | None:
    """The first (or with `last` the last) instant of an ISO day, month, year or date-time; a day ends at midnight.

    None where there is none, or none that the calendar has: the last year of it has no end.
    """
    if not text:
        return None
    if "T" in text:
        when = datetime.fromisoformat(text)
        return when if when.tzinfo else when.replace(tzinfo=zone_of(zone))
    year, month, day = (int(p) for p in [*text.split("-"), "1", "1"][:3])
    begin = datetime(year, month, day, tzinfo=zone_of(zone))
    return _behind(begin, text.count("-")) if last else begin


def _behind(begin: datetime, parts: int) -> datetime | None:
    """The end of a day (2 hyphens), month (1) or year that begins then."""
    try:
        if parts == 2:
            return begin + timedelta(days=1)
        if parts == 1:
            return begin.replace(year=begin.year + begin.month // 12, month=begin.month % 12 + 1)
        return begin.replace(year=begin.year + 1)
    except (OverflowError, ValueError):  # behind 31 December 9999
        return None


def on_the_clock(interval: Interval) -> tuple[datetime | None, datetime | None]:
    """First and last moment as local clocks show them, offsets aside (written as UTC); None where open."""
    first, last = bounds(interval)
    return first.replace(tzinfo=UTC) if first else None, last.replace(tzinfo=UTC) if last else None


def has_instants(interval: Interval) -> bool:
    """Whether its ends are hours with a known offset, which compare as instants; a day stays a civil day."""
    ends = [end for end in (interval.start, interval.end) if end is not None]
    return all("T" in end and (interval.zone is not None or is_aware(end)) for end in ends)


def is_aware(text: str) -> bool:
    """Whether an ISO hour has its offset."""
    return datetime.fromisoformat(text).tzinfo is not None


def measured(
    a: Interval, b: Interval
) -> tuple[tuple[datetime | None, datetime | None], tuple[datetime | None, datetime | None]]:
    """Both intervals in one measure: as instants where both have hours with an offset, else by the local clock."""
    measure = bounds if has_instants(a) and has_instants(b) else on_the_clock
    return measure(a), measure(b)


def bounds(interval: Interval) -> tuple[datetime | None, datetime | None]:
    """First and last instant; None where open."""
    return instant(interval.start, zone=interval.zone), instant(interval.end, zone=interval.zone, last=True)


def days(interval: Interval) -> tuple[date | None, date | None]:
    """First and last civil day, in the zone of the interval."""
    first, last = bounds(interval)
    zone = zone_of(interval.zone)
    if last and last != first:
        last -= timedelta(microseconds=1)
    return _day_in(first, zone), _day_in(last, zone)


def _day_in(moment: datetime | None, zone: timezone) -> date | None:
    """The civil day of a moment; None where the calendar does not have it there."""
    try:
        return moment.astimezone(zone).date() if moment else None
    except OverflowError:
        return None


def known(interval: Interval | None) -> bool:
    """Whether at least one side is stated."""
    return interval is not None and (interval.start is not None or interval.end is not None)


def meets(a: Interval, b: Interval) -> bool:
    """Whether the two share an instant; an open side reaches for ever."""
    (a0, a1), (b0, b1) = measured(a, b)
    low = max((x for x in (a0, b0) if x), default=None)
    high = min((x for x in (a1, b1) if x), default=None)
    return low is None or high is None or low < high or (low == high and (a0 == a1 or b0 == b1))


def contains(a: Interval, b: Interval) -> bool:
    """Whether b lies wholly inside a."""
    (a0, a1), (b0, b1) = measured(a, b)
    return (a0 is None or (b0 is not None and a0 <= b0)) and (a1 is None or (b1 is not None and b1 <= a1))


def hull(intervals: list[Interval]) -> Interval:
    """The smallest interval that holds all; open where one of them is open. At least one interval."""
    measure = bounds if all(has_instants(i) for i in intervals) else on_the_clock
    first = min(intervals, key=lambda i: measure(i)[0] or datetime.min.replace(tzinfo=UTC))
    last = max(intervals, key=lambda i: measure(i)[1] or datetime.max.replace(tzinfo=UTC))
    coarse = first if first.precision == last.precision else replace(first, precision="vague")
    return replace(coarse, end=last.end, approx=any(i.approx for i in intervals), value=None)


def days_of(interval: Interval | None) -> tuple[date | None, date | None]:
    """First and last day of an interval that may be missing."""
    return days(interval) if interval and known(interval) else (None, None)
