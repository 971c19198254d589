"""Names near a name that no place of the countries at hand has: same skeleton of consonants first, then a slip away.

Knows keys and countries only; which entries have a name found here, and which of them is meant, `gazetteer` says.
Countries without skeletons in the file (their names are not transliterated) have typing errors tried on plain names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from opensitrep.text.spelling import distances, likeness, slips, sounds

# Least likeness of an acceptable name. Set on the tuning half of the spelling test (benchmarks/spellings.py), where
# lower ones find more wrong places than right ones.
SAME = 0.65  # with the same skeleton
OTHER = 0.78  # with a consonant or two more, fewer, swapped or others
SHORT = 0.02  # more for each letter below nine, of names with another skeleton
LONG_SKELETON = 6  # from so many consonants two may differ
FEWEST = 4  # letters of a name that others are looked for near to: shorter ones are like too many


@dataclass(frozen=True, slots=True)
class Near:
    """A name in the file that is like the one asked for, in one country (ISO alpha-2)."""

    key: str
    country: str
    likeness: float
    step: str  # sound, slip


class Nearby:
    """Names like a name. `rows` asks the file; skeletons of a country are read once, by their first letter."""

    def __init__(self, rows: Callable[..., list[Any]], sounded: Iterable[str]) -> None:
        self.rows = rows
        self.sounded = frozenset(sounded)
        self._skeletons: dict[tuple[str, str], list[str]] = {}

    def names(self, key: str, countries: Iterable[str], *, slip: bool) -> list[Near]:
        """Names like a plain name in the countries, by country and key."""
        if len(key) < FEWEST:
            return []
        spelt = sorted(self.sounded.intersection(countries))
        asked = sounds(key)
        found = self._same(key, asked, spelt, SAME, "sound")
        if found or not slip or not slips(key):
            return found
        least = OTHER + SHORT * max(0, 9 - len(key.replace(" ", "")))
        found = [near for code in spelt for near in self._other(key, asked, code, least)]
        other = sorted(set(countries) - self.sounded)
        return found + (self._typed(key, other) if other else [])

    def _same(
        self, key: str, skeletons: Sequence[str], countries: Sequence[str], least: float, step: str
    ) -> list[Near]:
        """Names with one of the skeletons."""
        if not skeletons or not countries:
            return []
        query = (
            f"SELECT DISTINCT country, key FROM sound WHERE country IN ({_marks(countries)}) "
            f"AND sound IN ({_marks(skeletons)}) ORDER BY country, key"
        )
        alike = [(country, other, likeness(key, other)) for country, other in self.rows(query, *countries, *skeletons)]
        return [Near(other, country, share, step) for country, other, share in alike if share >= least and other != key]

    def _other(self, key: str, asked: tuple[str, ...], country: str, least: float) -> list[Near]:
        """Names with a skeleton that differs by a slip or two; its first letter is taken as right."""
        others: set[str] = set()
        for skeleton in asked:
            most = 1 if len(skeleton) < LONG_SKELETON else 2
            others |= distances(skeleton, self._beginning(country, skeleton[0]), most=most).keys() - set(asked)
        return self._same(key, sorted(others), [country], least, "slip")

    def _beginning(self, country: str, letter: str) -> list[str]:
        if (country, letter) not in self._skeletons:
            query = "SELECT DISTINCT sound FROM sound WHERE country = ? AND sound >= ? AND sound < ? ORDER BY sound"
            self._skeletons[country, letter] = [s for (s,) in self.rows(query, country, letter, chr(ord(letter) + 1))]
        return self._skeletons[country, letter]

    def _typed(self, key: str, countries: list[str]) -> list[Near]:
        """Names one or two typing errors away; the first three letters are taken as right, for a short search."""
        most = slips(key)
        rows = self.rows(
            "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ? AND weight >= 2",
            key[:3],
            key[:3] + "\x7f",
            len(key) - most,
            len(key) + most,
        )
        near = distances(key, [other for (other,) in rows], most=most)
        best = min(near.values(), default=0)
        keys = sorted(k for k, d in near.items() if d == best)
        return [Near(k, code, likeness(key, k), "slip") for k in keys for code in countries]


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))
