"""Labelled days."""

from __future__ import annotations

from datetime import date, timedelta

from opensitrep.extract.incidents.days import Days, apart

WIDE = 1  # days by which words may be vaguer than the labelled day


def written(value: str) -> Days | None:
    """The days of a labelled date: a day, month, year or a range of them."""
    first, _, last = value.partition("/")
    return _first(first), _last(last or first)


def _first(value: str) -> int:
    return date(*(int(v) for v in (value + "-01-01").split("-")[:3])).toordinal()


def _last(value: str) -> int:
    given = value.split("-")
    if len(given) == 3:
        return _first(value)
    year, month = int(given[0]), int(given[1]) if len(given) == 2 else 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).toordinal()


def right_days(found: Days, wanted: Days) -> bool:
    """Whether words give the labelled day: they share a day and are not much vaguer."""
    return apart(found, wanted) == 0 and found[1] - found[0] <= wanted[1] - wanted[0] + WIDE
