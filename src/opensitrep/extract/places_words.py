"""Words of `data/place_words.toml` as sets, for finding places and their use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from opensitrep.resources import load

FILE = "place_words.toml"


@dataclass(frozen=True, slots=True)
class Table:
    """The file as it stands."""

    features: dict[str, list[str]]
    prepositions: dict[str, list[str]]
    directions: dict[str, list[str]]
    use: dict[str, list[str]]
    stop: dict[str, list[str]]
    abbreviations: dict[str, str]


@dataclass(frozen=True)
class PlaceWords:
    """Words that say what a name is."""

    table: Table

    @cached_property
    def feature(self) -> dict[str, str]:
        """Kind of place by type word."""
        return {word: kind for kind, words in self.table.features.items() for word in words}

    @cached_property
    def place_prepositions(self) -> frozenset[str]:
        """Prepositions after which a name is a place."""
        return frozenset(self.table.prepositions["place"])

    @cached_property
    def half_prepositions(self) -> frozenset[str]:
        """Prepositions after which a name may be a place."""
        return frozenset(self.table.prepositions["half"])

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
        return frozenset(self.table.stop["words"])

    @cached_property
    def given(self) -> frozenset[str]:
        """Given names."""
        return frozenset(self.table.stop["given"])

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
    def _use(self) -> dict[str, frozenset[str]]:
        return {kind: frozenset(words) for kind, words in self.table.use.items()}

    def is_use(self, kind: str, word: str) -> bool:
        """Whether a word stands in one of the lists about use: place_objects, motion, bodies, pieces, houses ..."""
        return word in self._use[kind]


def load_words() -> PlaceWords:
    """The words of the package. Raises `ResourceError` for a damaged file."""
    return PlaceWords(load(FILE, Table))
