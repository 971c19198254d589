"""Rows of GeoNames files: the dump of places, the alternate names, the hierarchy.

Formats: download.geonames.org/export/dump/readme.txt. Which classes and codes are kept, as which kind of ours and why,
stands in `data/world/geonames_codes.tsv`; what the languages of names mean in `data/world/geonames_languages.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opensitrep.text.spelling import plain
from opensitrep.text.words import load_rows
from opensitrep.world.building.tables import Progress, Tally, rows
from opensitrep.world.gazetteer import ALTERNATE, BARE, DIVISION_WORDS, PRIMARY, SURE, WEAK, Row, latin, settlement

PLACE_COLUMNS = (19,)
NAME_COLUMNS = (8, 10)  # without and with the years in use
PARENT_COLUMNS = (2, 3)
SHORTEST = 4  # letters of a name of no stated use: shorter ones are codes and abbreviations
LARGEST = 2**31  # ids; GeoNames counts to 14 millions
_ZONE = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){0,2}")
_COUNTRY = re.compile(r"[A-Z]{2}|")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Code:
    """What becomes of the places with a feature code."""

    group: str  # feature class of GeoNames
    code: str  # "*": every code of the class that is not listed
    kind: str  # ours; "settlement": by function and size
    names: int  # least number of other names
    weight: int  # the most a name of it weighs
    why: str


@dataclass(frozen=True, slots=True)
class Language:
    """What becomes of the names in a "language"."""

    language: str
    use: str  # main, weak, skip
    why: str


@cache
def codes() -> dict[tuple[str, str], Code]:
    """The codes that are kept, by class and code."""
    return {(row.group, row.code): row for row in load_rows("world/geonames_codes.tsv", Code)}


@cache
def languages() -> dict[str, str]:
    """Use of the names by language."""
    return {row.language: row.use for row in load_rows("world/geonames_languages.tsv", Language)}


class Numbers:
    """A set of positive numbers, an eighth of a byte each where they lie close together."""

    def __init__(self) -> None:
        self._blocks: dict[int, bytearray] = {}

    def add(self, number: int) -> None:
        """Put a number in."""
        block, place = number >> 16, number & 0xFFFF
        self._blocks.setdefault(block, bytearray(8192))[place >> 3] |= 1 << (place & 7)

    def __contains__(self, number: int) -> bool:
        block = self._blocks.get(number >> 16)
        return block is not None and bool(block[(number & 0xFFFF) >> 3] >> (number & 7) & 1)


# ---------------------------------------------------------------- places


class Dump:
    """The places of a dump that are kept: `wanted` countries (ISO alpha-2; none: all) and the codes of the table."""

    def __init__(self, wanted: Collection[str] = ()) -> None:
        self.wanted = frozenset(wanted)
        self.kept, self.humble = Numbers(), Numbers()  # all; those whose names must not become main names
        self.day = ""  # of the youngest change

    def places(self, path: Path, tally: Tally, progress: Progress | None = None) -> Iterator[Row]:
        """Rows of a dump; bad ones are counted. Raises `ResourceError` as `tables.rows`."""
        known = codes()
        for line, cells in rows(path, PLACE_COLUMNS, tally, progress):
            code = known.get((cells[6], cells[7])) or known.get((cells[6], "*"))
            if code is None or (self.wanted and cells[8] not in self.wanted):
                continue
            others = cells[3].split(",") if cells[3] else []
            if len(others) < code.names:
                continue
            try:
                row = place(cells, others, code)
            except ValueError as error:
                tally.refuse(line, str(error))
                continue
            tally.kept += 1
            self.kept.add(row.id)
            if code.weight < PRIMARY:
                self.humble.add(row.id)
            if cells[18] > self.day and _DAY.fullmatch(cells[18]):
                self.day = cells[18]
            yield row

    def names(self, path: Path, tally: Tally, progress: Progress | None = None) -> Iterator[tuple[str, int, int]]:
        """Key, id and weight of the alternate names of the places kept; run after `places`."""
        for line, cells in rows(path, NAME_COLUMNS, tally, progress):
            try:
                ident = int(cells[1])
            except ValueError:
                tally.refuse(line, "no place id", cells[1])
                continue
            if ident not in self.kept or not (weight := _weight(cells)) or not latin(cells[3]):
                continue
            if ident in self.humble:
                weight = min(weight, ALTERNATE)
            if key := plain(cells[3]):
                tally.kept += 1
                yield key, ident, SURE + weight


def place(cells: list[str], others: list[str], code: Code) -> Row:
    """One row of a dump. Raises `ValueError` with the reason where it cannot be used."""
    ident, people = _number(cells[0], "no id"), _number(cells[14] or "0", "population is no number")
    if not 0 < ident < LARGEST:
        raise ValueError("id out of range")
    if not _COUNTRY.fullmatch(cells[8]):
        raise ValueError("country is no ISO code")
    if not plain(cells[1]):
        raise ValueError("no name")
    lat, lon = point(cells[4], cells[5])
    feature = cells[7] or "PPL"
    kind = settlement(feature, people) if code.kind == "settlement" else code.kind
    row = Row(ident, cells[1], kind, lat, lon, cells[8] or None)
    row.population, row.feature = max(0, people), feature
    row.zone = cells[17] if _ZONE.fullmatch(cells[17]) else None
    if cells[10] not in ("", "00"):
        row.code1 = f"{cells[8]}.{cells[10]}"
        row.code2 = f"{row.code1}.{cells[11]}" if cells[11] else None
    row.call(cells[1], SURE + min(PRIMARY, code.weight))
    if cells[2]:
        row.call(cells[2], SURE + min(PRIMARY, code.weight))
    for other in others:
        if len(other) >= SHORTEST and latin(other):
            row.call(other, ALTERNATE if code.weight >= PRIMARY else WEAK)
    if kind in ("admin1", "admin2"):
        _call_bare(row, cells[1], SURE + (BARE if kind == "admin1" else WEAK))
    return row


def _call_bare(row: Row, name: str, weight: int) -> None:
    if (bare := DIVISION_WORDS.sub("", name)) != name:
        row.call(bare, weight)


def point(lat: str, lon: str) -> tuple[float, float]:
    """Degrees. Raises `ValueError` with the reason where the two are no point of the earth."""
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise ValueError("no point") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):  # false for what is not a number, too
        raise ValueError("point not on the earth")
    return north, east


def _number(cell: str, reason: str) -> int:
    try:
        return int(cell)
    except ValueError:
        raise ValueError(reason) from None


# ---------------------------------------------------------------- names, parents


def _weight(cells: list[str]) -> int:
    """Of an alternate name: historic, colloquial, out of use: weak; short or preferred in English: a main one."""
    preferred, short, colloquial, historic = (cell == "1" for cell in cells[4:8])
    use = languages().get(cells[2], "")
    if use == "skip":
        return 0
    if historic or colloquial or use == "weak" or (len(cells) == 10 and cells[9]):
        return WEAK
    if use == "main" and (preferred or short):
        return PRIMARY
    return ALTERNATE if len(cells[3]) >= SHORTEST else WEAK


def parents(path: Path, tally: Tally, progress: Progress | None = None) -> Iterator[tuple[int, int]]:
    """Child and parent of the hierarchy, of divisions and of what users added."""
    for line, cells in rows(path, PARENT_COLUMNS, tally, progress):
        if not (cells[0].isdecimal() and cells[1].isdecimal() and max(len(cells[0]), len(cells[1])) < 11):
            tally.refuse(line, "no pair of ids")
            continue
        tally.kept += 1
        yield int(cells[1]), int(cells[0])
