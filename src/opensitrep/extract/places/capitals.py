"""Capitals that are told by their country alone: "the Yemeni capital", "Iraq's capital", "the capital of Mali"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from opensitrep.extract.places.names import MOST_CANDIDATES
from opensitrep.extract.places.sites import Sites
from opensitrep.model import Candidate, Precision, Toponym, Use
from opensitrep.text.words import Lists
from opensitrep.world.countries import SEAT, Country, countries

WORDS = Lists("places")
LONGEST = 4  # words of the name of a country


@cache
def called() -> dict[str, Country]:
    """Countries by their names and by what belongs to them is called, in lower case."""
    return {n.lower(): row for row in countries() for n in (*row.peoples, *row.spellings)}


class Capitals(Sites):
    """The capitals of one report that have no name beside them."""

    def capitals(self) -> Iterator[Toponym]:
        """One toponym each, the country in it: "Yemeni capital", "Iraq's capital", "capital of Mali"."""
        for i, word in enumerate(self.tree.lower):
            if word not in WORDS["capitals"] or self.syntax.dep[i] == "compound" or self._named(i):
                continue
            if found := self._owner(i):
                country, first, last = found
                if seats := self._seats(country):
                    yield Toponym(self.tree.span(first, last), Use.LITERAL, None, seats, Precision.TOWN)

    def _named(self, i: int) -> bool:
        """Whether the name stands beside: "the Iraqi capital, Baghdad", "Sanaa, the Yemeni capital"."""
        after = i + 1
        while after < self.count and self.tree.lower[after] in WORDS["before its name"]:
            after += 1
        if after < self.count and self._capitals[after] and self.tree.lower[after] not in called():
            return True
        before = next((k for k in range(i - 1, max(-1, i - LONGEST - 2), -1) if self.tree.lower[k] == ","), 0)
        return before > 0 and self._capitals[before - 1]

    def _owner(self, i: int) -> tuple[Country, int, int] | None:
        """The country before or behind the word, and the first and last token of the toponym."""
        owned = i > 0 and self.tree.lower[i - 1] in WORDS["possessive"]
        last = i - 1 if owned else i
        for first in range(max(0, last - LONGEST), last):
            found = called().get(" ".join(self.tree.lower[first:last]))
            if found and (owned or (first and self.tree.lower[first - 1] in WORDS["before a capital"])):
                return found, first, i
        if i + 1 < self.count and self.tree.lower[i + 1] == "of":
            for stop in range(min(self.count, i + 2 + LONGEST), i + 2, -1):
                if found := called().get(" ".join(self.tree.lower[i + 2 : stop]).removeprefix("the ")):
                    return found, i, stop - 1
        return None

    def _seats(self, country: Country) -> tuple[Candidate, ...]:
        entries = {
            m.entry.id: m.entry
            for seat in country.seats
            for m in self.gazetteer.find(seat)
            if m.entry.feature == "PPLC" and m.entry.country == country.code
        }
        return tuple(Candidate(name, 1.0, SEAT) for name in sorted(entries)[:MOST_CANDIDATES])
