"""Sides, agencies and outlets by name: the rows of data/world/sides.tsv, agencies.tsv and outlets.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.fold import fold
from opensitrep.text.words import load_rows, parts

INITIALS = 5  # letters of what can be initials, or a word of a menu


@dataclass(frozen=True, slots=True)
class Named:
    """One row; several words in one cell are parted by `|`."""

    name: str
    other: str = ""  # further spellings
    code: str | None = None  # ISO 3166-1 alpha-2: of its home, or of the state that runs it
    side: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and its further spellings."""
        return self.name, *parts(self.other)


@cache
def named(table: str) -> tuple[Named, ...]:
    """The rows of `sides`, `agencies` or `outlets`, in their order. Raises `ResourceError` if damaged."""
    return load_rows(f"world/{table}.tsv", Named)


@cache
def agencies() -> dict[str, str]:
    """Name of an agency by each of its spellings in comparison form."""
    return {fold(spelling): row.name for row in named("agencies") for spelling in row.spellings}


@cache
def _written() -> frozenset[str]:
    return frozenset(spelling for row in named("agencies") for spelling in row.spellings)


def agency(text: str) -> str | None:
    """The agency that a text names and nothing else; a short word only as it is written in the table.

    "APP" is the Associated Press of Pakistan, "App" and "app" are words of a menu.
    """
    said = text.strip(" .-–—()")
    name = agencies().get(fold(said))
    return None if name and " " not in said and len(said) <= INITIALS and said not in _written() else name
