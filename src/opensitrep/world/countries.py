"""The countries of the world by code, name, people and seat of government: the rows of data/world/demonyms.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.words import load_rows, parts

SEAT = "seat"  # step of a candidate that is asked for as the capital of a country, not by its name


@dataclass(frozen=True, slots=True)
class Country:
    """One country; several words in one cell are parted by `|`."""

    name: str
    code: str  # ISO 3166-1 alpha-2
    iso3: str  # ISO 3166-1 alpha-3
    other: str = ""  # further names
    adjective: str = ""  # adjectives and nouns of the people
    seat: str = ""  # words that stand for the government

    @property
    def spellings(self) -> tuple[str, ...]:
        """All its names."""
        return self.name, *parts(self.other)

    @property
    def peoples(self) -> tuple[str, ...]:
        """The adjectives and nouns of the people."""
        return parts(self.adjective)

    @property
    def seats(self) -> tuple[str, ...]:
        """The words that stand for the government."""
        return parts(self.seat)


@cache
def countries() -> tuple[Country, ...]:
    """All countries, in the order of the table. Raises `ResourceError` if it is damaged."""
    return load_rows("world/demonyms.tsv", Country)
