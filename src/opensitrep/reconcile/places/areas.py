"""The area that words beside a place name make of it: "20 km north of Kyiv", "eastern Ukraine", "between A and B".

An area is a circle: a point, and a radius in which what is told lies. It is never a town point; where neither words nor
borders say how large it is, it has no point. Qualitative directions as half the way to the border on that side, after
the cone and projection models of Frank (1996); vague distances as fixed radii, set by hand.
"""

from __future__ import annotations

from functools import cache
from math import cos, radians, sin

from opensitrep.model import Place, Precision, Relative, Whereabouts
from opensitrep.text.spelling import plain
from opensitrep.world import outlines
from opensitrep.world.earth import between, far, moved
from opensitrep.world.outlines import Box, Shape

# Radii and distances in km, by hand, round: what a reader of a map of a province takes the words for.
EDGE = 8.0  # "on the outskirts of": built-up towns end within it
NEAR = 15.0  # "near", "outside": a drive of a quarter of an hour
BEYOND = 30.0  # "across the border from": the next towns on the other side
SEA = 40.0  # "off the coast of": in sight of land, and territorial waters
SIDE = 20.0  # "north of" without a distance lies this far off, within as much again
ROUGH = 0.3  # share of a stated distance by which it is off: directions are told in eighths of a circle
LEAST = 3.0  # no stated distance is closer than this
LONG = 600.0  # a stretch between two places further apart is no area
LOCAL = 40.0  # up to this radius an area is a district, beyond it a region
WATERS = ("sea", "river")
POINTS = (Precision.POINT, Precision.SITE, Precision.TOWN)
DEGREE = 111.2  # km of a degree of latitude


def area_of(place: Place, told: Relative, other: Place | None, words: str) -> Place | None:
    """The area that the words make of a place; None where they leave it what it is, or say nothing that can be drawn.

    `other` is the place at the other end of "between A and B"; `words` are those of `told`, for the name of the area.
    """
    match told.kind:
        case Whereabouts.PART:
            return _part(place, told, words)
        case Whereabouts.BETWEEN:
            return _between(place, other, words)
        case Whereabouts.BORDER:
            return _named(place, other, words, None, Precision.REGION) if place.kind not in WATERS else None
        case Whereabouts.OFF:
            circle = (place.lat, place.lon, told.distance or SEA) if place.precision in POINTS else None
            return None if place.kind in WATERS else _named(place, None, words, circle, Precision.SEA)
    return _around(place, told, words) if place.precision in POINTS else None


def _around(place: Place, told: Relative, words: str) -> Place | None:
    """A circle about a town or beside it."""
    if place.lat is None or place.lon is None:
        return None
    lat, lon = place.lat, place.lon
    if told.kind is Whereabouts.AWAY and told.bearing is not None:
        distance = told.distance or SIDE
        radius = max(LEAST, ROUGH * distance) if told.distance else SIDE
        lat, lon = moved(lat, lon, distance=distance, direction=told.bearing)
    elif told.kind is Whereabouts.AWAY:
        radius = told.distance * (1 + ROUGH) if told.distance else 2 * SIDE
    else:
        radius = told.distance or {Whereabouts.EDGE: EDGE, Whereabouts.NEAR: NEAR}.get(told.kind, BEYOND)
    return _named(place, None, words, (lat, lon, radius), None)


def _between(place: Place, other: Place | None, words: str) -> Place | None:
    """The stretch between two places that are no further apart than two provinces."""
    if other is None or other.id == place.id or place.precision not in POINTS or other.precision not in POINTS:
        return None
    ends, middle = far(place, other), between(place, other)
    if middle is None or ends > LONG:
        return None
    return _named(place, other, words, (*middle, max(LEAST, ends / 2)), None)


def _part(place: Place, told: Relative, words: str) -> Place | None:
    """A side of a country or division, by the box of its mainland; a side of a town is the town."""
    if place.kind not in ("country", "admin1", "admin2", "region", "area") or told.bearing is None:
        return None
    box = _mainland(place.kind, place.id, place.country)
    precision = Precision.DISTRICT if place.kind == "admin2" else Precision.REGION
    if box is None:
        return _named(place, None, words, None, precision)
    west, south, east, north = box
    turn = radians(told.bearing)
    lon = (west + east) / 2 + (east - west) / 4 * sin(turn)
    lat = (south + north) / 2 + (north - south) / 4 * cos(turn)
    wide, tall = (east - west) * DEGREE * cos(radians(lat)), (north - south) * DEGREE
    return _named(place, None, words, (lat, lon, (wide + tall) / 8), precision)


@cache
def _mainland(kind: str, ident: str, country: str | None) -> Box | None:
    """The box of the largest piece of a country or first-level division; None where no outline is known."""
    shape: Shape | None = None
    if kind == "country":
        shape = next((s for s in outlines.countries() if s.country == country), None)
    elif kind == "admin1" and country:
        shape = outlines.division(ident, country)
    if shape is None:
        return None
    return max((r.box for r in shape.rings), key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))


def _named(
    place: Place,
    other: Place | None,
    words: str,
    circle: tuple[float | None, float | None, float] | None,
    precision: Precision | None,
) -> Place:
    """An area; of a circle the radius says whether it is a district or a region. The caller may know a better name."""
    lat, lon, radius = circle or (None, None, None)
    of = tuple(sorted((place.id, other.id))) if other else (place.id,)
    if precision is None:
        precision = Precision.DISTRICT if radius is not None and radius <= LOCAL else Precision.REGION
    return Place(
        id=f"area:{plain(words).replace(' ', '-') or 'by'}@{'+'.join(of)}",
        name=f"{words} {place.name}",
        kind="area",
        lat=None if lat is None else round(lat, 2),
        lon=None if lon is None else round(lon, 2),
        country=place.country if other is None or other.country == place.country else None,
        admin1=place.admin1 if place.kind not in ("country", "admin1") else None,
        zone=place.zone,
        precision=precision,
        radius=None if radius is None else round(radius, 1),
        of=of,
    )
