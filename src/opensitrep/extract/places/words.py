"""Words of `data/en/places.toml` that need more than a list: kinds by type word, patterns, what is never a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from opensitrep.text.days import names
from opensitrep.text.words import Lists, load, load_rows
from opensitrep.world.countries import countries

WORDS = Lists("places")


@dataclass(frozen=True, slots=True)
class CommonWord:
    """A row of data/en/common_words.tsv: in how many stories a word stands in lower case, and with a capital."""

    word: str
    lower: int
    capital: int


@dataclass(frozen=True, slots=True)
class Table:
    """The tables of the file beside its plain lists."""

    features: dict[str, tuple[str, ...]]
    ends: dict[str, tuple[str, ...]]
    relative: dict[str, tuple[str, ...]]
    abbreviations: dict[str, str]  # division by its abbreviation without full stops


class PlaceWords:
    """Words that say what a name is."""

    def __init__(self, table: Table, common: frozenset[str]) -> None:
        self.common = common  # common words that also name a place ("plain", "summer"), lower case
        self.relative, self.abbreviations = table.relative, table.abbreviations
        self.feature = {word: kind for kind, words in table.features.items() for word in words}
        """Kind of place by type word."""
        self.ends = {word: kind for kind, words in table.ends.items() for word in words}
        """Kind of site (road, water, land, building) by the type word with a capital that ends its name."""
        days = (names().months, names().weekdays)
        self.calendar = frozenset(max((w for w in t if t[w] == n), key=len) for t in days for n in t.values())
        """Months and days of the week written out, which stand behind a name without a comma."""

    def either(self, kind: str) -> str:
        """The words of a list of the table `relative` as an alternative of a regular expression, longest first."""
        return "|".join(sorted(map(re.escape, self.relative[kind]), key=lambda w: (-len(w), w)))

    def tell(self, kind: str) -> frozenset[str]:
        """The single words of a list of the table `relative` that tell something, directions in all their forms."""
        words = {word for phrase in self.relative[kind] for word in phrase.split()}
        ends = WORDS.ordered("ends of directions") if kind == "ways" else ()
        return frozenset(words | {way + end for way in words for end in ends}) - frozenset(self.relative["vague"])

    @cached_property
    def beside(self) -> frozenset[str]:
        """Type words of what lies on the edge of a place and says nothing of its kind: "the coast of Yemen"."""
        return frozenset(word for kind in ("edges", "coasts", "boundaries") for word in self.relative[kind])

    @cached_property
    def leading(self) -> frozenset[str]:
        """Prepositions after which a name is or may be a place."""
        return WORDS["place prepositions"] | WORDS["half prepositions"]

    @cached_property
    def stop(self) -> frozenset[str]:
        """Words that are never a place by themselves."""
        return WORDS["never places"] | self.calendar

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Single words that stand for a government, lower case: seats of government from the table of countries."""
        return frozenset(word.lower() for row in countries() for word in row.seats)


def load_words() -> PlaceWords:
    """The words of the package. Raises `ResourceError` for a damaged file."""
    common = frozenset(row.word for row in load_rows("en/common_words.tsv", CommonWord))
    return PlaceWords(load("en/places.toml", Table), common | WORDS["doubtful"])
