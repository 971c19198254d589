"""From degrees to the frame of a map: projection, clipping, path text. Plain arithmetic, no knowledge of events.

Equirectangular with the middle parallel true to scale (Snyder, Map Projections: a Working Manual, section 12): at the
size of a country no side is off by more than a few per cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opensitrep.world.outlines import Box, Ring

Point = tuple[float, float]
Points = NDArray[np.float64]
MARGIN = 12.0  # pixels beyond the frame, so that lines cut at the frame are not drawn along it
FINE = 0.9  # pixels: points that lie nearer than this to the line between their neighbours are left out
KNOWN = 4096  # rings of frames that are remembered: those of a map, whose countries are named and drawn
LONG = 48  # points of a stretch from which columns are faster
HALF = 2  # steps of a pixel in which outlines are written: half a pixel is as fine as a screen shows them


@dataclass(frozen=True, slots=True)
class Frame:
    """A map frame: box in degrees (west, south, east, north), size in pixels."""

    box: Box
    width: float
    height: float

    def at(self, lon: Any, lat: Any) -> Any:
        """Degrees to pixels, numbers or columns of them."""
        west, south, east, north = self.box
        return ((lon - west) / (east - west) * self.width, (north - lat) / (north - south) * self.height)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in the frame."""
        west, south, east, north = self.box
        return west <= lon <= east and south <= lat <= north

    @property
    def kilometre(self) -> float:
        """Pixels of a kilometre from north to south."""
        return self.height / ((self.box[3] - self.box[1]) * 111.2)


def frame_for(box: Box, *, width: float, lowest: float, highest: float) -> Frame:
    """A frame of that width around a box; the box grows to keep the shape true and the height within limits."""
    west, south, east, north = box
    shrink = max(0.2, cos(radians((south + north) / 2)))
    height = width * (north - south) / ((east - west) * shrink)
    if height > highest:
        grow = (north - south) * width / (highest * shrink) - (east - west)
        west, east, height = west - grow / 2, east + grow / 2, highest
    elif height < lowest:
        grow = (east - west) * shrink * lowest / width - (north - south)
        south, north, height = south - grow / 2, north + grow / 2, lowest
    return Frame((west, south, east, north), width, round(height))


def clip(points: Points, width: float, height: float) -> Points:
    """A ring cut to the frame with its margin (Sutherland and Hodgman 1974)."""
    for axis, limit, below in (
        (0, -MARGIN, False),
        (0, width + MARGIN, True),
        (1, -MARGIN, False),
        (1, height + MARGIN, True),
    ):
        along = points[:, axis]
        inside = along <= limit if below else along >= limit
        if inside.all():
            continue
        before = np.roll(points, 1, axis=0)
        crosses = inside != np.roll(inside, 1)
        share = ((limit - before[crosses, axis]) / (along[crosses] - before[crosses, axis]))[:, None]
        both = np.stack([before, points], axis=1)  # where the line crosses the edge, and the point itself
        both[crosses, 0] = before[crosses] + share * (points[crosses] - before[crosses])
        points = both[np.stack([crosses, inside], axis=1)]
    return points


@lru_cache(maxsize=KNOWN)
def project(frame: Frame, ring: Ring) -> list[Point]:
    """A ring of (lon, lat) in pixels, cut to the frame, thinned."""
    (left, top), (right, bottom) = frame.at(ring.box[0], ring.box[3]), frame.at(ring.box[2], ring.box[1])
    if right < -MARGIN or left > frame.width + MARGIN or bottom < -MARGIN or top > frame.height + MARGIN:
        return []
    lon, lat = ring.points.T
    points = clip(np.stack(frame.at(lon, lat), axis=1), frame.width, frame.height)
    out: list[Point] = []
    for x, y in thinned(points):
        point = (round(x * HALF) / HALF, round(y * HALF) / HALF)
        if not out or point != out[-1]:
            out.append(point)
    return out if len(out) > 2 else []


def thinned(points: Points) -> list[Point]:
    """The points of a line that are needed to draw it as it is (Douglas and Peucker 1973)."""
    told: list[Point] = list(map(tuple, points.tolist()))
    kept, todo = {0, len(told) - 1}, [(0, len(told) - 1)] if told else []
    while todo:
        first, last = todo.pop()
        far, at = _farthest(points, told, first, last)
        if far > FINE:
            kept.add(at)
            todo += [(first, at), (at, last)]
    return [p for n, p in enumerate(told) if n in kept]


def _farthest(points: Points, told: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    """How far the farthest point between two lies from the line between them, and which it is; the first of several.

    A long stretch is reckoned in columns, a short one point by point, which is faster there; both alike.
    """
    (x0, y0), (x1, y1) = told[first], told[last]
    length, far, at = hypot(x1 - x0, y1 - y0), 0.0, first
    if last - first > LONG and length:
        x, y = points[first + 1 : last].T
        away = np.abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
        at = int(away.argmax())
        return float(away[at]), first + 1 + at
    for n in range(first + 1, last):
        x, y = told[n]
        away = abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length if length else hypot(x - x0, y - y0)
        if away > far:
            far, at = away, n
    return far, at


def path(rings: Iterable[list[Point]]) -> str:
    """Rings as the `d` of an SVG path: a first point, then steps in tenths of a pixel, which are short to write."""
    parts = []
    for ring in rings:
        tenths = [(round(10 * x), round(10 * y)) for x, y in ring]
        steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(tenths)]
        if tenths:
            lines = "".join(_short(x) + (_short(y) if y < 0 else f" {_short(y)}") + " " for x, y in steps)
            parts.append(f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l{lines.rstrip().replace(' -', '-')}z")
    return "".join(parts)


def _short(tenths: int) -> str:
    """A step as SVG reads it: "1.5", ".5", "-.5"."""
    return f"{tenths / 10:g}".replace("0.", ".", 1) if -10 < tenths < 10 and tenths else f"{tenths / 10:g}"


def centre(ring: list[Point]) -> tuple[Point, float]:
    """Centroid and area of a ring in pixels."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        area += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    if abs(area) < 1e-6:
        return ring[0], 0.0
    return (x / (3 * area), y / (3 * area)), abs(area) / 2
