"""Full dates as pages of any language write them: "4. März 2024", "4 de marzo de 2024", "03/04/2024", "2024年3月4日".

Names of months and the order of day and month are those of Unicode CLDR. Figures alone that two readings fit
("03/04/2024") are read in the order of the language and country ("en-GB", or "en" and an address under .uk); where that
is not known they are no date. No clock; a year or a month alone is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opensitrep.text.days import iso, names
from opensitrep.text.fold import fold
from opensitrep.text.hosts import host_of
from opensitrep.text.words import load_rows, parts

YEAR = r"(?P<year>(?:19|20)\d\d)"
WORD = r"(?P<word>[^\W\d_]{3,20})"
DAY = r"(?P<day>[0-3]?\d)"
SHORT = r"(?P<year>(?:19|20)\d\d|[0-4]\d)"  # "24": no year above 49 is written with two digits any more
FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<![\d.,/-]){YEAR}(?P<dash>[-/.])(?P<number>[01]?\d)(?P=dash){DAY}(?!\d|[-/]\d)",
        rf"(?<!\d){YEAR}\s*[年년]\s*(?P<number>[01]?\d)\s*[月월]\s*{DAY}\s*[日일]",
        rf"(?<![\d.,/-])(?P<day>[0-3]?\d)(?P<dash>[./-])(?P<number>[0-3]?\d)(?P=dash){SHORT}(?!\d|[./-]\d)",
        rf"(?<![\d.,/])\b{DAY}(?:st|nd|rd|th|er|º|°)?[.,]?[\s-]*(?:(?:de|of|d')\s*)?{WORD}\.?,?[\s-]*(?:(?:de|del)\s+)?{YEAR}(?!\d)",
        rf"{WORD}\.?\s*{DAY}(?:st|nd|rd|th)?(?:\s*,\s*|\s+){YEAR}(?!\d)",
    )
)
FIGURES = 2  # the form in which day and month can be taken for one another


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one month in one language."""

    language: str
    month: int
    names: str


@dataclass(frozen=True, slots=True)
class Order:
    """The order of day, month and year of one language or country."""

    locale: str
    order: str


@cache
def _months(language: str | None) -> dict[str, int]:
    """The month each word stands for; without a language, of all words that mean one month wherever they are used."""
    found: dict[str, int] = {}
    doubtful = set()
    for row in load_rows("world/months.tsv", Names):
        if language in (None, row.language):
            for name in map(fold, parts(row.names)):
                if found.setdefault(name, row.month) != row.month:
                    doubtful.add(name)
    return {name: month for name, month in found.items() if name not in doubtful}


def month_of(word: str, language: str | None) -> int | None:
    """The month a word names: in the language, else in English, else in whichever language has it."""
    said = fold(word)
    for table in (_months(language) if language else {}, names().months, _months(None)):
        if said in table:
            return table[said]
    return None


@cache
def _orders() -> dict[str, str]:
    return {row.locale: row.order for row in load_rows("world/date_order.tsv", Order)}


def day_first(locale: str | None, url: str | None = None) -> bool | None:
    """Whether the day stands before the month in figures of a language ("en-GB") or at an address; None: unknown."""
    language, _, country = (locale or "").replace("_", "-").partition("-")
    language, country = language.lower(), country[:2].upper()
    host = host_of(url) if url and "//" in url else None
    ending = (host or "").rpartition(".")[2].upper()
    ending = {"UK": "GB", "GOV": "US", "MIL": "US", "EDU": "US"}.get(ending, ending)
    places = [place for place in (ending, country) if len(place) == 2]
    tried = [f"{language}-{place}" for place in places] + [f"en-{place}" for place in places if language in ("", "en")]
    order = next((_orders()[name] for name in (*tried, language) if name in _orders()), "")
    return {"DMY": True, "MDY": False}.get(order)


def written_days(text: str, locale: str | None = None, *, first: bool | None = None) -> Iterator[tuple[int, int, str]]:
    """Start, end and ISO day of every full date, in text order; `first` tells whether figures begin with the day."""
    language = (locale or "")[:2].lower() or None
    found = [
        (match.start(), match.end(), day)
        for number, form in enumerate(FORMS)
        for match in form.finditer(text)
        if (day := _day(match, language, first, figures=number == FIGURES))
    ]
    reached = 0
    for start, end, day in sorted(found, key=lambda f: (f[0], -f[1])):
        if start >= reached:
            yield start, end, day
            reached = end


def _day(match: re.Match[str], language: str | None, first: bool | None, *, figures: bool) -> str | None:
    given = match.groupdict()
    year = int(given["year"])
    if figures:
        if year < 100 and given["dash"] == "-":  # "10-12-24" is as often a score
            return None
        year += 2000 if year < 100 else 0
        return _of_figures(year, int(given["day"]), int(given["number"]), given["dash"], first)
    month = int(given["number"]) if given.get("number") else month_of(given["word"], language)
    return iso(year, month, int(given["day"])) if month else None


def _of_figures(year: int, one: int, two: int, dash: str, first: bool | None) -> str | None:
    """The day two figures tell: one above twelve is the day; full stops put the day first everywhere."""
    if one > 12 or two > 12:
        return iso(year, two, one) if two <= 12 else iso(year, one, two)
    if one == two or dash == "." or first:
        return iso(year, two, one)
    return iso(year, one, two) if first is False else None
