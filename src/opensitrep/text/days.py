"""Full dates as written to ISO days: "June 25, 2022", "25 June 2022", "2022-06-25", "20220625", the path of an address.

Only what is complete as written; a date that two readings fit ("04/05/2022") is no date. No clock, no publication day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from opensitrep.text.words import load

FIRST, LAST = 1900, 2100  # years a date of a report can have


@dataclass(frozen=True, slots=True)
class Names:
    """Lower-case names and abbreviations of months (1 to 12) and weekdays (Monday is 0), and words beside dates."""

    months: dict[str, int]
    weekdays: dict[str, int]
    issued: tuple[str, ...]  # "published", "posted"
    changed: tuple[str, ...]  # "updated"
    beside: frozenset[str]  # lower-case words of a line that names a date, an outlet and a writer


@cache
def names() -> Names:
    """The names of data/en/cldr.toml and days.toml."""
    return load("en/days.toml", Names, over="en/cldr.toml")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{'|'.join(sorted(names().months, key=len, reverse=True))})\b\.?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    forms = (
        r"(?P<year>(?:19|20)\d\d)(?P<dash>[-/.])(?P<number>\d{1,2})(?P=dash)(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:19|20)\d\d)(?P<number>[01]\d)(?P<day>[0-3]\d)(?!\d)",
        r"(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>(?:19|20)\d\d)(?!\d|\.\d)",
        rf"{month}\s+{day}\s*,?\s+(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"{day}\s+(?:of\s+)?{month},?\s+(?P<year>(?:19|20)\d\d)(?!\d)",
    )
    return tuple(re.compile(rf"(?<![\w.,:/-]){form}", re.IGNORECASE) for form in forms)


def full_dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and ISO day of every complete date, in text order; all eight digits in one run count too."""
    found = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if day := _day(match):
                found.append((match.start(), match.end(), day))
    reached = 0
    for start, end, day in sorted(found, key=lambda f: (f[0], -f[1])):
        if start >= reached:
            yield start, end, day
            reached = end


def _day(match: re.Match[str]) -> str | None:
    given = match.groupdict()
    month = names().months[given["month"].lower()] if given.get("month") else int(given["number"])
    day = int(given["day"])
    if not given.get("month") and not match.group().startswith(given["year"]) and day != month:
        if month > 12:
            day, month = month, day
        elif day <= 12 and "." not in match.group():  # with full stops the day comes first everywhere
            return None  # 04/05/2022: April or May
    return iso(int(given["year"]), month, day)


def iso(year: int, month: int, day: int) -> str | None:
    """The ISO day, or None if there is no such day."""
    try:
        return date(year, month, day).isoformat() if FIRST <= year <= LAST else None
    except ValueError:
        return None


@cache
def _line() -> re.Pattern[str]:
    weekday = "|".join(sorted(names().weekdays, key=len, reverse=True))
    issued = "|".join((*names().issued, *names().changed))
    zone = r"(?:[A-Z]{1,5}|[+-]\d\d:?\d\d)"
    return re.compile(
        rf"^\W*(?:(?:first\s+|last\s+)?(?:date|{issued})(?:\s+(?:on|at))?\s*:?\s*)?"
        rf"(?:(?:{weekday})\b[.,]*\s+)?"
        rf"(?P<date>[\w ,./-]+?)"
        rf"(?:[T\s,|•·–-]+(?:at\s+)?\d{{1,2}}[:.h]\d\d(?::\d\d)?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*\(?{zone}?\)?)?\W*$",
        re.IGNORECASE,
    )


def date_line(line: str) -> tuple[int, int, str] | None:
    """Where a line that is nothing but a date (with a label, weekday or time of day) holds it, and its ISO day."""
    if len(line) > 80 or not any(c.isdigit() for c in line):
        return None
    match = _line().match(line)
    if not match:
        return None
    start, end = match.span("date")
    for first, last, day in full_dates(line):
        if first <= start and end <= last + 1:
            return first, last, day
    return None


BESIDE = 14  # words a line that names its date has beside it; chosen, not measured
ISSUE = 22  # words of a sentence that tells when the report was published; chosen, not measured
CLOCK = re.compile(r"\b\d{1,2}(?:[:.h]\d\d){1,2}\b|\b\d{1,2}\s*(?:[ap]\.?m\b\.?|o'clock)", re.IGNORECASE)
STAMP = re.compile(
    r"\W*\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*\(?(?:[A-Z]{2,5}|local time)?\)?\W*", re.IGNORECASE
)
REPORT = r"(?:report|article|story|piece|item|page|post|dispatch|text|column|release|bulletin)"


def dates_beside_names(line: str) -> list[tuple[int, int, str, bool]]:
    """Start, end, ISO day and whether it is that of an update, of each full date in a line of nothing but dates, times,
    names and words like "by" and "staff" ("The Example Post, Sunday 5 March 2023"); none in any other line."""
    found = list(full_dates(line)) if any(c.isdigit() for c in line) else []
    if not found or len(line) > 200:
        return []
    rest = CLOCK.sub(" ", _without(line, found))
    words = re.findall(r"[^\W_][\w.'’&@-]*", rest)
    if len(words) > BESIDE or not all(_is_beside(word) for word in words):
        return []
    return [(s, e, day, _is_update(line[:s])) for s, e, day in found if _agrees(line, s, day)]


def date_of_issue(line: str) -> list[tuple[int, int, str, bool]]:
    """The same for a sentence that tells when the report was published ("This was first published May 5, 2023")."""
    if len(line) > 300 or len(line.split()) > ISSUE:
        return []
    found = []
    for start, end, day in full_dates(line):
        if len(line[end:].split()) <= 4 and _issue().search(line[:start]):
            found.append((start, end, day, _is_update(line[:start])))
    return found


@cache
def _issue() -> re.Pattern[str]:
    said = "|".join((*names().issued, *names().changed))
    return re.compile(
        rf"^\W*(?:(?:this|the)\s+(?:[\w'’-]+\s+){{0,2}}{REPORT}\b.{{0,60}}?|(?:first|last|originally)\s+)?\b(?:{said})\b.{{0,40}}$",
        re.IGNORECASE,
    )


def _without(line: str, found: list[tuple[int, int, str]]) -> str:
    out, at = [], 0
    for start, end, _ in found:
        out.append(line[at:start])
        at = end
    return " | ".join((*out, line[at:]))


def _is_beside(word: str) -> bool:
    low = word.lower().rstrip(".")
    return (
        not word[0].islower()
        or low in names().beside
        or low in names().weekdays
        or low in names().issued + names().changed
    )


def _is_update(before: str) -> bool:
    """Whether the last word about publishing before a date speaks of an update."""
    words = [w for w in re.findall(r"[a-z]+", before.lower()) if w in names().issued + names().changed]
    return bool(words) and words[-1] in names().changed


def _agrees(line: str, start: int, day: str) -> bool:
    """Whether the weekday right before a date, if there is one, is that of the date."""
    word = re.search(r"([^\W\d_]+)[.,]*\s*$", line[:start])
    weekday = names().weekdays.get(word.group(1).lower()) if word else None
    return weekday is None or weekday == date.fromisoformat(day).weekday()


def day_of_address(url: str | None) -> str | None:
    """The ISO day in the path of an address (".../2022/06/25/..." or "...-20220625-..."), or None."""
    if not url:
        return None
    path = url.split("?")[0].split("#")[0]
    match = re.search(r"(?<!\d)(20\d\d|19\d\d)([-/_]?)(\d{1,2}|[a-z]{3})\2(\d{1,2})(?!\d)", path, re.IGNORECASE)
    if not match:
        return None
    year, dash, month, day = match.groups()
    number = names().months.get(month.lower(), 0) if month.isalpha() else int(month)
    if (not dash and (len(month), len(day)) != (2, 2)) or (
        len(day) == 1 and dash == "/" and path[match.end() :][:1] == "-"
    ):
        return None  # ".../2023/10/3-questions" is no day
    return iso(int(year), number, int(day))


def nearest_weekday(day: date, weekday: int, *, later: bool = False) -> date:
    """The last day on or before `day` (with `later` the first on or after it) that is the weekday (Monday is 0)."""
    shift = (weekday - day.weekday()) % 7 if later else -((day.weekday() - weekday) % 7)
    return day + timedelta(days=shift)
