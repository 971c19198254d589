"""Words of `data/en/places.toml` as sets, for finding places and their use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from opensitrep.text.words import load, load_rows
from opensitrep.world.countries import countries

FILE = "en/places.toml"
COMMON = "en/common_words.tsv"


@dataclass(frozen=True, slots=True)
class CommonWord:
    """A row of data/en/common_words.tsv: in how many stories a word stands in lower case, and with a capital."""

    word: str
    lower: int
    capital: int


@dataclass(frozen=True, slots=True)
class Table:
    """The file as it stands."""

    features: dict[str, list[str]]
    ends: dict[str, list[str]]
    sites: dict[str, list[str]]
    relative: dict[str, list[str]]
    joins: dict[str, list[str]]
    prepositions: dict[str, list[str]]
    directions: dict[str, list[str]]
    use: dict[str, list[str]]
    stop: dict[str, list[str]]
    abbreviations: dict[str, str]


@dataclass(frozen=True, eq=False)
class PlaceWords:
    """Words that say what a name is."""

    table: Table
    common: frozenset[str] = frozenset()  # common words that also name a place ("plain", "summer"), lower case

    @cached_property
    def feature(self) -> dict[str, str]:
        """Kind of place by type word."""
        return {word: kind for kind, words in self.table.features.items() for word in words}

    @cached_property
    def ends(self) -> dict[str, str]:
        """Kind of site (road, water, land, building) by the type word with a capital that ends its name."""
        return {word: kind for kind, words in self.table.ends.items() for word in words}

    @cached_property
    def numbered(self) -> frozenset[str]:
        """Roads that have a number."""
        return frozenset(self.table.sites["numbered"])

    @cached_property
    def colours(self) -> frozenset[str]:
        """Plain words that can begin the name of a site."""
        return frozenset(self.table.sites["colours"])

    @cached_property
    def bodily(self) -> frozenset[str]:
        """Type words that as often belong to the name of a body."""
        return frozenset(self.table.sites["bodily"])

    @cached_property
    def place_prepositions(self) -> frozenset[str]:
        """Prepositions after which a name is a place."""
        return frozenset(self.table.prepositions["place"])

    def either(self, kind: str) -> str:
        """The words of a list of the table `relative` as an alternative of a regular expression, longest first."""
        return "|".join(sorted(map(re.escape, self.table.relative[kind]), key=lambda w: (-len(w), w)))

    def tell(self, kind: str) -> frozenset[str]:
        """The single words of a list of the table `relative` that tell something, directions in all their forms."""
        words = {word for phrase in self.table.relative[kind] for word in phrase.split()}
        sides = {f"{way}{end}" for way in words for end in ("ern", "ernmost")} if kind == "ways" else set()
        return frozenset(words | sides) - frozenset(self.table.relative["vague"])

    @cached_property
    def beside(self) -> frozenset[str]:
        """Type words of what lies on the edge of a place and says nothing of its kind: "the coast of Yemen"."""
        return frozenset(word for kind in ("edges", "coasts", "boundaries") for word in self.table.relative[kind])

    @cached_property
    def small(self) -> frozenset[str]:
        """Words in lower case inside a name."""
        return frozenset(self.table.joins["small"])

    @cached_property
    def articles(self) -> frozenset[str]:
        """Articles of Arabic that begin a name in lower case."""
        return frozenset(self.table.joins["articles"])

    @cached_property
    def calendar(self) -> frozenset[str]:
        """Months and days of the week, which stand behind a name without a comma."""
        return frozenset(self.table.stop["calendar"])

    @cached_property
    def near(self) -> frozenset[str]:
        """Words before "to" that make it a preposition of place."""
        return frozenset(self.table.prepositions["near"])

    @cached_property
    def half_prepositions(self) -> frozenset[str]:
        """Prepositions after which a name may be a place."""
        return frozenset(self.table.prepositions["half"])

    @cached_property
    def leading(self) -> frozenset[str]:
        """Prepositions after which a name is or may be a place."""
        return self.place_prepositions | self.half_prepositions

    @cached_property
    def party_prepositions(self) -> frozenset[str]:
        """Prepositions after which a country is a party."""
        return frozenset(self.table.prepositions["party"])

    @cached_property
    def directions(self) -> frozenset[str]:
        """Words for a part of a place ("northern")."""
        return frozenset(self.table.directions["words"])

    @cached_property
    def stop(self) -> frozenset[str]:
        """Words that are never a place by themselves."""
        return frozenset(self.table.stop["words"]) | self.calendar

    @cached_property
    def given(self) -> frozenset[str]:
        """Given names."""
        return frozenset(self.table.stop["given"])

    @cached_property
    def saints(self) -> frozenset[str]:
        """Words before the name of a saint, without full stops."""
        return frozenset(self.table.stop["saints"])

    @cached_property
    def titles(self) -> frozenset[str]:
        """Words before a name that make it a person's."""
        return frozenset(self.table.stop["titles"])

    @cached_property
    def speech(self) -> frozenset[str]:
        """Verbs that only people are the subject of, or a government."""
        return frozenset(self.table.stop["speech"])

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Division by its abbreviation without full stops."""
        return self.table.abbreviations

    @cached_property
    def quarters(self) -> frozenset[str]:
        """Type words behind the name of a part of a town, or of a small place: "the Maxaquene neighbourhood"."""
        return frozenset(self.table.use["quarters"])

    @cached_property
    def far(self) -> frozenset[str]:
        """Words of distance in "as far away as"."""
        return self._use["far"]

    @cached_property
    def adjectival(self) -> frozenset[str]:
        """Names of countries used as adjectives, without full stops."""
        return self._use["adjectival"]

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Single words that stand for a government, lower case: seats of government from the table of countries."""
        return frozenset(word.lower() for row in countries() for word in row.seat.split("|") if word)

    @cached_property
    def _use(self) -> dict[str, frozenset[str]]:
        return {kind: frozenset(words) for kind, words in self.table.use.items()}

    def is_use(self, kind: str, word: str) -> bool:
        """Whether a word stands in one of the lists about use: place_objects, motion, bodies, pieces, houses ..."""
        return word in self._use[kind]


def load_words() -> PlaceWords:
    """The words of the package. Raises `ResourceError` for a damaged file."""
    table = load(FILE, Table)
    return PlaceWords(
        table, frozenset(row.word for row in load_rows(COMMON, CommonWord)) | frozenset(table.stop["doubtful"])
    )
