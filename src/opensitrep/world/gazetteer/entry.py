"""A place of the gazetteer, and an entry found by a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """A place. `lat`, `lon` in degrees (None for an organisation).

    Ids are "gn:<GeoNames id>", "os:<label in our table>" or "own:<id in a user's list>".
    """

    id: str
    name: str
    kind: str  # country admin1 admin2 region area city town village sea river plant base facility organisation
    lat: float | None
    lon: float | None
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None  # id of the first-level division
    admin2: str | None
    population: int  # people; of a division the sum over its towns; 0 = not known
    zone: str | None  # IANA name
    feature: str | None  # GeoNames feature code where known: PPLC capital, PPLA seat of a division, PPLX district ...
    valid_from: date | None = None  # first and last day on which the place is one, where a user's list says so
    valid_to: date | None = None

    def stands(self, day: date) -> bool:
        """Whether there is such a place on that day; always, where no dates are known."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found by a name.

    `weight`: 5 name in a user's list, 4 main name, 3 main name without its type word, 2 other name, 1 weak.
    """

    entry: Entry
    weight: int
    step: str  # exact, sound, slip
    likeness: float = 1.0  # of the name asked for and the name found
