"""The day or instant a form gives, in all the ways tools write it, as ISO; no part that is missing is made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from math import isfinite
from typing import Any

from dateutil.parser import ParserError, parse

from opensitrep.read.fields import table

ISO = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)"
    r"(?:(?:[T ]|,\s*)(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?(?![\d-])"
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")
NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b(.*)", re.DOTALL)
EPOCH = re.compile(r"\d{9,19}(?:\.\d+)?")
WEEKDAY = re.compile(r"^[^\W\d]+[.,]*\s+(?=\d)")
FIRST, LAST = 1600, 2200  # years; others are no days of news
UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (0, 1))  # at least so large: so many to a second
LARGEST = 1e20  # of a number that counts the parts of a second since 1970
SCALE = 100_000_000  # seconds: 1973; smaller numbers are years or counts, not instants
AGREEING = 2  # other values that settle which of two days one is, with none against them
ONE, OTHER = datetime(2000, 1, 1), datetime(2003, 2, 2)


class Unclear(ValueError):
    """A value that is a day, but may be one or another: with the day first, or with the month."""

    def __init__(self, value: str, day_first: str, month_first: str) -> None:
        super().__init__(f"{value} may be one of two days")
        self.day_first, self.month_first = day_first, month_first


@dataclass
class Order:
    """Whether the days of one file are written with the day before the month ("25/04/2024"), told from all of them.

    `look` goes through the whole file once more and has each value read by the order it is given; it is asked for only
    when a value may be one of two days, so that a file is never held.
    """

    look: Callable[[Order], None] | None = None
    seen: dict[bool, list[str]] = field(default_factory=lambda: {True: [], False: []})  # values, at most AGREEING
    settled: dict[bool, list[str]] | None = None

    def read(self, value: Any) -> tuple[str | None, str | None]:
        """As `read_stamp`; and by which other values of the file a value was settled that may be one of two days."""
        try:
            stamp = read_stamp(value)
        except Unclear as doubt:
            if self.look is not None and self.settled is None:
                whole = Order()
                self.look(whole)
                self.settled = whole.seen
            for first, day in ((True, doubt.day_first), (False, doubt.month_first)):
                if self.settled and len(self.settled[first]) >= AGREEING and not self.settled[not first]:
                    written = "the day before the month" if first else "the month before the day"
                    return day, f"{written}, as in {' and '.join(self.settled[first])} of the same file"
            raise
        if isinstance(value, str) and (found := NUMBERS.match(value.strip())) and found[2] != ".":
            kept = self.seen[int(found[1]) > 12]
            if found[1] != found[3] and len(kept) < AGREEING:
                kept.append(found.group()[: -len(found[5]) or None])
        return stamp, None


def read_stamp(value: Any) -> str | None:  # noqa: PLR0911  a return a kind of value
    """The ISO day or instant ("2024-03-04T10:12:00+02:00") a value stands for; None where it says nothing.

    Raises `ValueError` for a value that is not understood, with the reason where it could be two days.
    """
    if isinstance(value, dict):
        inner = next(iter(value.values())) if len(value) == 1 else None
        if inner is None:
            raise ValueError("not understood")
        return read_stamp(inner)
    if isinstance(value, (list, tuple)):
        return _of_parts(list(value)) if value else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _of_number(value)
    if isinstance(value, datetime):
        return _iso(value)
    if hasattr(value, "isoformat"):
        return read_stamp(value.isoformat())
    return _of_text(str(value).strip())


def plain_date(text: str | None) -> str | None:
    """The ISO day or instant of a text ("2022-06-25 10:00" or "20220625"), or None."""
    try:
        return read_stamp(text)
    except ValueError:
        return None


def within(stamp: str) -> str | None:
    """An ISO instant as it stands, its day where its clock is none, or None where it is no day of a report."""
    try:
        if not FIRST <= date.fromisoformat(stamp[:10]).year <= LAST:
            return None
    except ValueError:
        return None
    try:
        datetime.fromisoformat(stamp)
    except ValueError:
        return stamp[:10]
    return stamp


def _of_parts(parts: list[Any]) -> str | None:
    """A struct_time as JSON writes it: year, month, day, hour, minute, second, ..."""
    if len(parts) == 1:
        return read_stamp(parts[0])
    if len(parts) < 3 or not all(isinstance(p, int) for p in parts[:6]):
        raise ValueError("not understood")
    if len(parts) >= 6:
        year, month, day, hour, minute, second = parts[:6]
        try:
            return _iso(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
        except OverflowError as error:
            raise ValueError("not understood") from error
    return _day(*parts[:3])


def _of_number(number: float) -> str | None:
    if isinstance(number, float) and not isfinite(number):
        return None
    if number == 0:
        return None
    if abs(number) > LARGEST:
        raise ValueError("not understood")
    if float(number).is_integer() and COMPACT.fullmatch(str(int(number))) and _is_compact(str(int(number))):
        return _of_text(str(int(number)))
    if number < SCALE:
        raise ValueError("not understood")
    scale = next(per for least, per in UNITS if number >= least)
    try:
        return _iso(datetime.fromtimestamp(int(number / scale), UTC))
    except (OverflowError, OSError) as error:
        raise ValueError("not understood") from error


def _is_compact(digits: str) -> bool:
    """Whether digits are a day ("20240304") and not seconds since 1970, which have ten digits."""
    return len(digits) in (8, 12, 14) and 1900 <= int(digits[:4]) <= LAST and 1 <= int(digits[4:6]) <= 12


def _of_text(text: str) -> str | None:
    if text.lower() in table().values.nothing:
        return None
    if found := ISO.match(text):
        return _built(found.groups())
    if (found := COMPACT.fullmatch(text)) and _is_compact(re.sub(r"\D.*", "", text.replace("T", ""))):
        return _built(found.groups())
    if EPOCH.fullmatch(text):
        return _of_number(float(text))
    if found := NUMBERS.match(text):
        return _of_two_numbers(*found.groups())
    return _of_words(text)


def _of_two_numbers(first: str, sign: str, second: str, year: str, rest: str) -> str:
    """Day and month in figures: the one above 12 is the day; with points the day goes first, as where they are used."""
    one, two = int(first), int(second)
    clock = re.match(r"[ ,T]*(\d\d?):(\d\d)(?::(\d\d))?\s*(?:UTC)?\s*(Z|[+-]\d\d:?\d\d)?", rest)
    behind = clock.groups() if clock else (None,) * 4
    if sign == "." or one > 12 >= two:
        return _built((year, second, first, *behind))
    if two > 12 >= one or one == two:
        return _built((year, first, second, *behind))
    day_first, month_first = _built((year, second, first, *behind)), _built((year, first, second, *behind))
    raise Unclear(f"{first}{sign}{second}{sign}{year}", day_first, month_first)


def _of_words(text: str) -> str:
    """A day with the name of its month, as mails and pages write it (python-dateutil); all of it must stand there."""
    if not any(c.isdigit() for c in text) or len(text) > 100:
        raise ValueError("not understood")
    for words in (text, WEEKDAY.sub("", text)):  # a weekday in another language
        try:
            one, other = (parse(words, default=d, tzinfos=_zone) for d in (ONE, OTHER))
        except (ParserError, OverflowError, ValueError):
            continue
        if one.date() != other.date() or not re.search(r"\d{4}|\b\d\d\b", words):
            raise ValueError("not understood")
        if one != other:  # no clock stands there
            return _day(one.year, one.month, one.day)
        clock = re.search(r"\d:\d\d", words)
        return _iso(one) if clock else _day(one.year, one.month, one.day)
    raise ValueError("not understood")


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name and (minutes := table().zones.get(name.upper())) is not None:
        return timezone(timedelta(minutes=minutes))
    return None


def _built(parts: Sequence[str | None]) -> str:
    """ISO of year, month, day, hour, minute, second and zone as written."""
    year, month, day, hour, minute, second, zone = parts
    plain = _day(int(year or 0), int(month or 0), int(day or 0))
    if hour is None:
        return plain
    if int(hour) > 23 or int(minute or 0) > 59:
        raise ValueError("not understood")
    seconds = f":{second}" if second is not None else ""
    if zone and zone[0] in "+-" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{plain}T{int(hour):02}:{minute}{seconds}{'Z' if zone in ('UTC', 'GMT') else zone or ''}"


def _day(year: int, month: int, day: int) -> str:
    try:
        found = datetime(year, month, day)
    except (ValueError, OverflowError) as error:
        raise ValueError("not understood") from error
    if not FIRST <= year <= LAST:
        raise ValueError("not understood")
    return found.strftime("%Y-%m-%d")


def _iso(instant: datetime) -> str:
    if instant.tzinfo is not None and instant.utcoffset() == timedelta(0):
        if instant.year == 1970 and (instant.month, instant.day) == (1, 1):
            raise ValueError("the beginning of the computers' clock; it stands for none")
        return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
    return instant.replace(microsecond=0).isoformat()
