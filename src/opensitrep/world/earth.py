"""Distance and direction on the globe, for the room of places. Spherical formulas (Snyder, Map Projections, 5)."""

from __future__ import annotations

import math
from typing import Protocol

EARTH = 6371.0  # km, mean radius


class Located(Protocol):
    """Anything with a point in degrees, or None."""

    @property
    def lat(self) -> float | None:
        """Degrees north."""

    @property
    def lon(self) -> float | None:
        """Degrees east."""


def far(a: Located, b: Located) -> float:
    """Great-circle distance in km; endless where a point is missing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    p, q, d = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(h)))


def bearing(a: Located, b: Located) -> float:
    """Direction from a to b in degrees clockwise from north; 0 where a point is missing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0
    p, q, d = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    east = math.sin(d) * math.cos(q)
    north = math.cos(p) * math.sin(q) - math.sin(p) * math.cos(q) * math.cos(d)
    return math.degrees(math.atan2(east, north)) % 360


def turn(a: float, b: float) -> float:
    """The angle between two directions, 0 to 180 degrees."""
    return abs((a - b + 180) % 360 - 180)


def moved(lat: float, lon: float, *, distance: float, direction: float) -> tuple[float, float]:
    """The point `distance` km from another in that direction, as (lat, lon) in degrees."""
    p, d, t = math.radians(lat), distance / EARTH, math.radians(direction)
    q = math.asin(math.sin(p) * math.cos(d) + math.cos(p) * math.sin(d) * math.cos(t))
    east = math.atan2(math.sin(t) * math.sin(d) * math.cos(p), math.cos(d) - math.sin(p) * math.sin(q))
    return math.degrees(q), (lon + math.degrees(east) + 180) % 360 - 180


def between(a: Located, b: Located) -> tuple[float, float] | None:
    """The middle of two points as (lat, lon); None where one is missing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return moved(a.lat, a.lon, distance=far(a, b) / 2, direction=bearing(a, b))
