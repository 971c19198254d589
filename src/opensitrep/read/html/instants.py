"""Days and instants as fields of pages hold them: ISO 8601, RFC 822, seconds since 1970, JavaScript, words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from opensitrep.text.written import written_days

INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?Z?)?")
SECONDS = re.compile(r"1\d{9}(?:\d{3})?|[89]\d{8}")
SHORTEST, LONGEST = 10, 200  # digits of seconds; characters of a field that holds a day
SCRIPTED = re.compile(r"(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2}) (\d\d?) (\d{4}) \d\d:\d\d:\d\d")


def read_instant(value: str | None, language: str | None = None, *, first: bool | None = None) -> str | None:
    """The ISO day or instant a field holds, in one of the spellings of the web; None if it is no full day."""
    said = (value or "").strip()
    if not said or len(said) > LONGEST:
        return None
    if INSTANT.match(said) or COMPACT.fullmatch(said) or SECONDS.fullmatch(said):
        return _of_digits(said)
    if match := SCRIPTED.match(said):  # as JavaScript writes it
        said = f"{match[1]} {match[2]}, {match[3]}"
    else:
        try:
            return parsedate_to_datetime(said).isoformat()
        except (ValueError, TypeError, IndexError):
            pass
    return next((day for _, _, day in written_days(said, language, first=first)), None)


def _of_digits(said: str) -> str | None:
    """ISO 8601, the same without signs, or seconds or milliseconds since 1970."""
    if match := INSTANT.match(said):
        day, clock, zone = match.groups()
        whole = f"{day}T{clock}{'Z' if zone in ('UTC', 'GMT') else zone or ''}" if clock else day
        return whole if _is_day(day) else None
    if match := COMPACT.fullmatch(said):
        year, month, day, hour, minute, second = match.groups()
        whole = f"{year}-{month}-{day}"
        if _is_day(whole):
            return f"{whole}T{hour}:{minute}:{second or '00'}Z" if hour else whole
    if not SECONDS.fullmatch(said):
        return None
    seconds = int(said) / (1000 if len(said) > SHORTEST else 1)
    return datetime.fromtimestamp(int(seconds), tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_day(day: str) -> bool:
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False
