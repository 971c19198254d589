"""A user's own sites: a table (CSV, semicolons, tabs) or GeoJSON, with days on which each is one.

How columns and kinds may be called stands in `data/world/site_columns.toml`. Ids become "own:<id>".
"""

from __future__ import annotations

import calendar
import csv
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from opensitrep.errors import ResourceError
from opensitrep.text.spelling import plain
from opensitrep.text.words import load, load_rows, parts
from opensitrep.world.building.geonames import point
from opensitrep.world.building.tables import Tally
from opensitrep.world.countries import countries
from opensitrep.world.gazetteer import OWN, SURE, Row, numbered

KINDS = (
    "country", "admin1", "admin2", "region", "area", "city", "town", "village", "sea", "river", "base", "plant",
    "facility",
)  # fmt: skip
LONGEST = 200  # characters of an id
_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?(?:T.*)?")

Ring = list[tuple[float, float]]
"""(lon, lat) degrees."""


@cache
def words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Names of `columns` by our own, words for `kinds` by our kind."""
    return load("world/site_columns.toml", dict[str, dict[str, tuple[str, ...]]])


def sites(path: Path, tally: Tally, taken: set[str]) -> Iterator[Row]:
    """The sites of a file; bad ones are counted. `taken` are the ids used so far, and grows.

    Raises `ResourceError` for a file that is missing, not UTF-8, or neither a table with the columns name, lat, lon nor
    a GeoJSON FeatureCollection.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ResourceError(f"{path}: line {line}: not UTF-8") from error
    except OSError as error:
        raise ResourceError(f"{path}: {error}") from error
    if not text.strip():
        raise ResourceError(f"{path}: empty")
    found = _features(path, text) if text.lstrip()[0] in "{[" else _table(path, text)
    for line, given in found:
        tally.read += 1
        try:
            row = site(given, taken)
        except ValueError as error:
            tally.refuse(line, str(error), str(given.get("name") or given.get("id") or ""))
            continue
        tally.kept += 1
        yield row


def site(given: dict[str, Any], taken: set[str]) -> Row:
    """One site from its cells. Raises `ValueError` with the reason where it cannot be used."""
    name = _cell(given, "name")
    if not plain(name):
        raise ValueError("no name")
    ident = _cell(given, "id") or plain(name).replace(" ", "-")
    if len(ident) > LONGEST or not ident.isprintable():
        raise ValueError("id too long or not printable")
    label = f"own:{ident.removeprefix('own:')}"
    if label in taken:
        raise ValueError("id used twice")
    lat, lon = point(_cell(given, "lat").replace(",", "."), _cell(given, "lon").replace(",", "."))
    row = Row(numbered(label), name, _kind(_cell(given, "kind")), lat, lon, _country(_cell(given, "country")))
    row.label, row.feature, row.zone = label, "OWN", _cell(given, "zone") or None
    people = _cell(given, "population")
    if people:
        if not people.isdecimal():
            raise ValueError("population is no number")
        row.population = int(people)
    row.valid_from, row.valid_to = day(_cell(given, "valid_from")), day(_cell(given, "valid_to"), last=True)
    if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
        raise ValueError("ends before it begins")
    for other in (name, *_names(given.get("names"))):
        row.call(other, SURE + OWN)
    taken.add(label)
    return row


def day(cell: str, *, last: bool = False) -> str | None:
    """YYYY-MM-DD of a day, month or year: its first day or its last one. Raises `ValueError` where it is none."""
    if not cell:
        return None
    found = _DAY.fullmatch(cell)
    if not found:
        raise ValueError("no date (YYYY, YYYY-MM or YYYY-MM-DD)")
    year, month = int(found[1]), int(found[2] or (12 if last else 1))
    if not (year >= 1 and 1 <= month <= 12):
        raise ValueError("no date (YYYY, YYYY-MM or YYYY-MM-DD)")
    longest = calendar.monthrange(year, month)[1]
    number = int(found[3] or (longest if last else 1))
    if not 1 <= number <= longest:
        raise ValueError("no date (YYYY, YYYY-MM or YYYY-MM-DD)")
    return f"{year:04}-{month:02}-{number:02}"


def _cell(given: dict[str, Any], column: str) -> str:
    value = given.get(column)
    return "" if value is None or isinstance(value, (list, dict)) else " ".join(str(value).split())


def _names(cell: Any) -> list[str]:
    """Other names: a list, or one cell parted by | or ;."""
    many = cell if isinstance(cell, list) else re.split(r"[|;]", str(cell or ""))
    return [str(name).strip() for name in many if str(name).strip()]


def _kind(word: str) -> str:
    asked = word.lower().replace("_", " ").replace("-", " ")
    if not asked:
        return "facility"
    if asked in KINDS:
        return asked
    for kind, means in words()["kinds"].items():
        if asked in means:
            return kind
    raise ValueError(f"kind {word[:30]!r} not known (one of: {', '.join(KINDS)})")


@dataclass(frozen=True, slots=True)
class Territory:
    """A row of `data/world/countries.tsv`, which also lists territories without a people of their own name."""

    iso2: str
    names: str = ""


@cache
def _country_codes() -> dict[str, str]:
    rows, territories = countries(), load_rows("world/countries.tsv", Territory)
    found = {plain(name): row.iso2 for row in territories for name in parts(row.names)}
    found |= {row.iso2.lower(): row.iso2 for row in territories}
    found |= {plain(name): row.code for row in rows for name in row.spellings}
    return found | {c.lower(): row.code for row in rows for c in (row.iso3, row.code) if c}


def _country(word: str) -> str | None:
    if not word:
        return None
    code = _country_codes().get(word.lower()) or _country_codes().get(plain(word))
    if code is None:
        raise ValueError(f"country {word[:30]!r} not known")
    return code


# ---------------------------------------------------------------- tables


def _table(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and cells by our own column names, from a table with a header line."""
    head = text.lstrip().split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark)
    try:
        names = _columns(path, next(row for row in reader if row))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        raise ResourceError(f"{path}: line {reader.line_num}: {error}") from error


def _columns(path: Path, head: list[str]) -> list[str]:
    """Our names of the columns in the order of the file; columns of no use keep theirs."""
    names = [own(cell) for cell in head]
    if missing := [column for column in ("name", "lat", "lon") if column not in names]:
        wanted = ", ".join(f"{m} (or {', '.join(words()['columns'][m][1:4])})" for m in missing)
        raise ResourceError(f"{path}: line 1: no column {wanted}; found: {', '.join(head)[:200]}")
    return names


def own(column: str) -> str:
    """Our name for a column of a user's file, else the user's behind a ? (so that it is never taken for ours)."""
    asked = re.sub(r"[ -]+", "_", column.strip().lower())
    return next((name for name, means in words()["columns"].items() if asked in means), f"?{asked}")


# ---------------------------------------------------------------- GeoJSON


def _features(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number (from 1) and properties of the features, the point of each as lat and lon."""
    try:
        raw = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ResourceError(f"{path}: not JSON: {error}") from error
    many = raw.get("features") if isinstance(raw, dict) and raw.get("type") == "FeatureCollection" else None
    if not isinstance(many, list):
        raise ResourceError(f"{path}: not a GeoJSON FeatureCollection")
    for number, feature in enumerate(many, 1):
        whole = feature if isinstance(feature, dict) else {}
        properties = whole.get("properties")
        given = {own(str(k)): v for k, v in properties.items()} if isinstance(properties, dict) else {}
        if whole.get("id") is not None:
            given.setdefault("id", whole["id"])
        given["lat"] = given["lon"] = None
        if found := representative(whole.get("geometry")):
            given["lon"], given["lat"] = found
        yield number, given


def representative(geometry: Any) -> tuple[float, float] | None:
    """A point (lon, lat) for a geometry: itself, the middle of a line, one inside a polygon; None: there is none."""
    if not isinstance(geometry, dict):
        return None
    stand_in = _POINTS.get(str(geometry.get("type")))
    try:
        return stand_in(geometry["coordinates"]) if stand_in else None
    except (TypeError, ValueError, IndexError, KeyError):
        return None


def _pair(at: Any) -> tuple[float, float]:
    lon, lat = float(at[0]), float(at[1])
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError("not a point")
    return round(lon, 6), round(lat, 6)


def _rings(at: Any) -> list[Ring]:
    return [[_pair(p) for p in ring] for ring in at]


def _sides(ring: Ring) -> Iterator[tuple[float, float, float, float]]:
    for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True):
        yield x, y, u, v


def _area(ring: Ring) -> float:
    return sum(x * v - u * y for x, y, u, v in _sides(ring)) / 2


def _inside(rings: list[Ring]) -> tuple[float, float]:
    """The centre of area of the outer ring if it lies inside, else the middle of the widest stretch at its height."""
    outer, area = rings[0], _area(rings[0])
    if not area:
        return outer[0]
    x0, y0 = outer[0]  # sums about a corner keep small sites exact
    moved = [(x - x0, y - y0) for x, y in outer]
    lon = x0 + sum((x + u) * (x * v - u * y) for x, y, u, v in _sides(moved)) / (6 * area)
    lat = y0 + sum((y + v) * (x * v - u * y) for x, y, u, v in _sides(moved)) / (6 * area)
    cuts = sorted(
        x + (lat - y) * (u - x) / (v - y)
        for x, y, u, v in chain.from_iterable(map(_sides, rings))
        if (y > lat) != (v > lat)
    )
    stretches = list(zip(cuts[::2], cuts[1::2], strict=False))
    if stretches and not any(west <= lon <= east for west, east in stretches):
        west, east = max(stretches, key=lambda s: s[1] - s[0])
        lon = (west + east) / 2
    return round(lon, 6), round(lat, 6)


_POINTS: dict[str, Callable[[Any], tuple[float, float]]] = {
    "Point": _pair,
    "MultiPoint": lambda at: _pair(at[len(at) // 2]),
    "LineString": lambda at: _pair(at[len(at) // 2]),
    "MultiLineString": lambda at: _pair((line := max(at, key=len))[len(line) // 2]),
    "Polygon": lambda at: _inside(_rings(at)),
    "MultiPolygon": lambda at: _inside(max(map(_rings, at), key=lambda rings: abs(_area(rings[0])))),
}
