"""The gazetteer file: its tables, a row on its way into it, and its writing in bounded memory.

Rows and names come in any order into a draft beside the target and leave it sorted, so that the same rows give the same
bytes and millions of them take no more memory than a few. The target changes when the draft is whole, or not at all.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from opensitrep.text.spelling import plain, sounds

FORMAT = "6"  # changes when the tables change; a file of another format is refused, the packaged one is rebuilt

# Weights of a name: how surely the entry is meant by it. They order candidates of one spelling, nothing else.
OWN, PRIMARY, BARE, ALTERNATE, WEAK = 5, 4, 3, 2, 1
SURE = 10  # added to a weight while the name waits: its source says how it is used, and overrules one that does not

_TABLES = """
CREATE TABLE made (what TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (id INTEGER PRIMARY KEY, label TEXT, name TEXT NOT NULL, kind TEXT NOT NULL, lat REAL, lon REAL,
    country TEXT, admin1 INTEGER, admin2 INTEGER, population INTEGER NOT NULL, zone INTEGER, feature TEXT,
    valid_from TEXT, valid_to TEXT);
CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, entry INTEGER NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (key, entry))
    WITHOUT ROWID;
CREATE TABLE sound (country TEXT NOT NULL, sound TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (country, sound, key)) WITHOUT ROWID;
"""
_WAITING = """
CREATE TABLE waiting (id INTEGER PRIMARY KEY, label TEXT, name TEXT NOT NULL, kind TEXT NOT NULL, lat REAL, lon REAL,
    country TEXT, admin1 INTEGER, admin2 INTEGER, population INTEGER NOT NULL, zone TEXT, feature TEXT,
    valid_from TEXT, valid_to TEXT, code1 TEXT, code2 TEXT);
CREATE TABLE called (key TEXT NOT NULL, entry INTEGER NOT NULL, weight INTEGER NOT NULL);
"""
_SORT = """
INSERT INTO zone SELECT row_number() OVER (ORDER BY zone), zone
    FROM (SELECT DISTINCT zone FROM waiting WHERE zone <> '');
INSERT INTO entry SELECT w.id, label, w.name, kind, lat, lon, country, admin1, admin2, population, z.id, feature,
    valid_from, valid_to FROM waiting w LEFT JOIN zone z ON z.name = w.zone ORDER BY w.id;
INSERT INTO name SELECT key, entry, max(weight) % 10 FROM called GROUP BY key, entry ORDER BY key, entry;
DROP TABLE called;
DROP TABLE waiting;
CREATE INDEX labelled ON entry (label) WHERE label IS NOT NULL;
"""

_BEFORE = """
state province department departamento commune region republic county district municipality prefecture governorate
parish canton emirate estado provincia condado muhafazat |autonomous region|autonomous republic|federal district
"""
_AFTER = """
oblast region province governorate county parish district department prefecture state raion rayon krai kray republic
canton voivodeship municipality division emirate territory shi ken borough wilayah wilaya comarca |autonomous region
|metropolitan area
"""


def _any(words: str) -> str:
    """Alternatives of a pattern: single words, then names of several words behind bars."""
    single, *several = words.split("|")
    return "|".join((*single.split(), *(w.strip() for w in several)))


DIVISION_WORDS = re.compile(
    rf"^(?:the )?(?:{_any(_BEFORE)}) (?:of |de |du |del |d')?|[ -](?:{_any(_AFTER)})$", re.IGNORECASE
)
"""Type words of the name of a division, at either end."""


@dataclass(slots=True)
class Row:
    """One entry on its way into the file, with its names by weight. Points in degrees, days as YYYY-MM-DD."""

    id: int  # GeoNames id, or a negative number where `label` holds the id
    name: str
    kind: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: int | None = None
    admin2: int | None = None
    population: int = 0
    zone: str | None = None
    feature: str | None = None
    label: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    code1: str | None = None  # of the first and second level division, where ids are not known yet: "UA.07"
    code2: str | None = None
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, weight: int) -> None:
        """Let the entry be found by a name; the greatest weight counts."""
        if (key := plain(name)) and weight > self.names.get(key, 0):
            self.names[key] = weight


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters, as a name: GeoNames also lists romanisations in lower case."""
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x2070 for c in name) and any(c.isupper() for c in name)


def settlement(feature: str, people: int) -> str:
    """The kind of a populated place: by function first, then by size (UN degree of urbanisation: 50,000 and 5,000)."""
    if feature in ("PPLX", "PPLQ", "PPLH", "PPLW"):
        return "area"
    if feature in ("PPLC", "PPLA") or people >= 50_000:
        return "city"
    return "town" if people >= 5_000 else "village"


def numbered(label: str) -> int:
    """The number in the file of an entry that has no GeoNames id: negative, from its own id, the same in every file."""
    return -1 - int.from_bytes(hashlib.sha256(label.encode()).digest()[:7], "big")


class Draft:
    """A gazetteer file being made. What a stopped run leaves behind is thrown away by the next one."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.draft")
        self.part = target.with_name(f"{target.name}.part")
        for old in (self.path, self.part):
            old.unlink(missing_ok=True)
        self.base = sqlite3.connect(f"file:{self.path}", uri=True, isolation_level=None)
        self.base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;")
        self.base.executescript(_TABLES + _WAITING + "BEGIN;")

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows in any order; of two with one id the later one stays, and the names of both."""
        many = list(rows)
        self.base.executemany(
            "INSERT OR REPLACE INTO waiting VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (
                    r.id, r.label, r.name, r.kind, r.lat, r.lon, r.country, r.admin1, r.admin2, r.population, r.zone,
                    r.feature, r.valid_from, r.valid_to, r.code1, r.code2,
                )
                for r in many
            ],
        )  # fmt: skip
        self.call((key, r.id, weight) for r in many for key, weight in r.names.items())

    def call(self, names: Iterable[tuple[str, int, int]]) -> None:
        """Let entries be found by further names: key, id of the entry, weight."""
        self.base.executemany("INSERT INTO called VALUES (?, ?, ?)", names)

    def finish(self, made: Mapping[str, str], *, sounded: Collection[str]) -> tuple[int, int]:
        """Sort all and put the file in its place; gives the numbers of entries and names.

        Names from the countries `sounded` (ISO alpha-2) get transliteration keys.
        """
        self.base.execute("COMMIT")
        self.base.executescript(_SORT)
        self.base.execute("BEGIN")
        self._sound(sounded)
        entries, names = (self.base.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("entry", "name"))
        facts = {"format": FORMAT, "entries": str(entries), "names": str(names), "sounded": " ".join(sorted(sounded))}
        self.base.executemany("INSERT INTO made VALUES (?, ?)", sorted((facts | dict(made)).items()))
        self.base.execute("COMMIT")
        self.base.execute("VACUUM INTO ?", (str(self.part),))
        self.part.replace(self.target)
        self.close()
        return entries, names

    def _sound(self, sounded: Collection[str]) -> None:
        """Give names their transliteration keys: first in any order, then sorted, as a tree in memory would not fit."""
        self.base.execute("CREATE TABLE heard (country TEXT, sound TEXT, key TEXT)")
        called = self.base.execute(
            "SELECT DISTINCT e.country, key FROM name JOIN entry e ON e.id = entry WHERE e.kind <> 'country' "
            f"AND weight >= {ALTERNATE} AND ifnull(feature, '') <> 'PPLX' "
            f"AND e.country IN ({','.join('?' * len(sounded))})",
            sorted(sounded),
        )
        heard = ((country, skeleton, key) for country, key in called for skeleton in sounds(key))
        self.base.executemany("INSERT INTO heard VALUES (?, ?, ?)", heard)
        self.base.execute("INSERT INTO sound SELECT DISTINCT country, sound, key FROM heard ORDER BY 1, 2, 3")
        self.base.execute("DROP TABLE heard")

    def close(self) -> None:
        """Throw the draft away."""
        self.base.close()
        for old in (self.path, self.part):
            old.unlink(missing_ok=True)
