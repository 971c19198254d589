"""The fixed strings of the page, read from `data/en/wording.toml`: furniture, names of kinds, signs. No logic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.words import load
from opensitrep.world.countries import countries


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of event is called and drawn."""

    word: str
    shape: str


@dataclass(frozen=True, slots=True)
class Wording:
    """All fixed strings by their keys; tables of words by the codes they stand for."""

    text: dict[str, str]
    kinds: dict[str, Kind]
    fates: dict[str, str]
    own: dict[str, list[str]]
    plurals: dict[str, str]
    channels: dict[str, str]
    units: dict[str, str]
    parts: dict[str, str]  # of a day, by their hours
    months: list[str]
    days: list[str]


@cache
def wording() -> Wording:
    """The strings, read once. Raises `ResourceError` if the file is damaged."""
    return load("en/wording.toml", Wording)


@cache
def short_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-2 by alpha-3, for the tags of sides."""
    return {row.iso3: row.code for row in countries()}
