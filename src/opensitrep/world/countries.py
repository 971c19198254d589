"""The countries of the world by code, name, people and seat of government: the rows of data/world/demonyms.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.words import load_rows


@dataclass(frozen=True, slots=True)
class Country:
    """One country; several words in one cell are parted by `|`."""

    name: str
    code: str  # ISO 3166-1 alpha-2
    iso3: str  # ISO 3166-1 alpha-3
    other: str = ""  # further names
    adjective: str = ""  # adjectives and nouns of the people
    seat: str = ""  # words that stand for the government


@cache
def countries() -> tuple[Country, ...]:
    """All countries, in the order of the table. Raises `ResourceError` if it is damaged."""
    return load_rows("world/demonyms.tsv", Country)
