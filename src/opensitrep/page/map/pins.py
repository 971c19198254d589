"""Which current events get a pin, and the frame that shows them: a country, or the surroundings of the pins."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.book import SPOKEN
from opensitrep.derive.events import event_bounds, main_place
from opensitrep.derive.summary import LAUNCHING, POINTS, happens_at, launched_from
from opensitrep.model import Event, Place, Precision, Status
from opensitrep.page.desk import Desk
from opensitrep.world import outlines
from opensitrep.world.outlines import Box
from opensitrep.world.projection import Frame, Point, frame_for

WIDE = 776.0  # pixels: the main column of the page
LOWEST, HIGHEST = 420.0, 600.0  # pixels: a map fits a screen
COUNTRY = 26.0  # degrees: a country wider than this is not shown whole
DRAWN = 150.0  # km: a larger circle (half a country) covers what the words do not mean, and is listed instead
SIDE = 3.0  # degrees: the least side of a map of one town


@dataclass(frozen=True, slots=True)
class Pin:
    """A place with its current events, the weightiest first; `launch` where something started, not came down."""

    place: Place
    events: tuple[Event, ...]
    lon: float
    lat: float
    launch: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """An area with its current events: somewhere within `radius` km of a point."""

    place: Place
    events: tuple[Event, ...]
    lon: float
    lat: float
    radius: float


@dataclass(frozen=True, slots=True)
class Sorted:
    """Current deeds by what is known of their place: pins, circles, regions, nothing."""

    pins: tuple[Pin, ...]
    circles: tuple[Circle, ...]
    regions: tuple[tuple[Place, Event], ...]
    nowhere: tuple[Event, ...]


def on_map(event: Event) -> bool:
    """Deeds and meetings; words have no place of their own."""
    return event.type not in SPOKEN and event.type is not None and event.status is not Status.BACKGROUND


def sort_places(desk: Desk) -> Sorted:
    """Current events by what is known of their place: a point, a circle, a region, nothing."""
    points: dict[tuple[float, float], list[tuple[Place, Event]]] = {}
    launches: dict[tuple[float, float], list[tuple[Place, Event]]] = {}
    circles: dict[str, list[tuple[Place, Event]]] = {}
    regions: list[tuple[Place, Event]] = []
    nowhere: list[Event] = []
    for event in desk.current:
        if not on_map(event):
            continue
        for start in launched_from(desk.book, event):
            launches.setdefault(_point(start), []).append((start, event))
        place = main_place(desk.book, event)
        starts = {p.place for p in event.places if p.role in LAUNCHING} - {
            p.id for p, _ in happens_at(desk.book, event)
        }
        if place is None:
            nowhere.append(event)
        elif place.id in starts:
            if place not in launched_from(desk.book, event):
                regions.append((place, event))
        elif place.precision in POINTS and place.lat is not None and stated(event, place):
            points.setdefault(_point(place), []).append((place, event))
        elif place.radius is not None and place.radius <= DRAWN and place.lat is not None:
            circles.setdefault(place.id, []).append((place, event))
        else:
            regions.append((place, event))
    pins = [_pin(found, False) for found in points.values()] + [_pin(found, True) for found in launches.values()]
    weight = {e.id: (-event_bounds(desk.book, e.id).lower, -desk.weight(e)) for e in desk.current}
    pins.sort(key=lambda p: (p.launch, *weight[p.events[0].id], p.place.id))
    rings = [_circle(found) for _, found in sorted(circles.items())]
    rings.sort(key=lambda c: (*weight[c.events[0].id], c.place.id))
    return Sorted(tuple(pins), tuple(rings), tuple(regions), tuple(nowhere))


def _point(place: Place) -> tuple[float, float]:
    return round(place.lon or 0.0, 2), round(place.lat or 0.0, 2)


def _pin(found: list[tuple[Place, Event]], launch: bool) -> Pin:
    """A pin; a site stands at the point of its town, which gives the pin its name."""
    place = min((p for p, _ in found), key=lambda p: (p.precision is not Precision.TOWN, p.id))
    return Pin(place, tuple(e for _, e in found), place.lon or 0.0, place.lat or 0.0, launch)


def _circle(found: list[tuple[Place, Event]]) -> Circle:
    place = found[0][0]
    return Circle(place, tuple(e for _, e in found), place.lon or 0.0, place.lat or 0.0, place.radius or 0.0)


def stated(event: Event, place: Place) -> bool:
    """Whether the place is more than inferred."""
    return any(p.place == place.id and not p.inferred for p in event.places)


# ---------------------------------------------------------------- frame


def choose_frame(pins: tuple[Pin, ...]) -> Frame:
    """The country most pins lie in, or their own surroundings where it is too wide or they stand close together."""
    pins = tuple(p for p in pins if not p.launch) or pins
    votes: dict[str, int] = {}
    for pin in pins:
        votes[pin.place.country or ""] = votes.get(pin.place.country or "", 0) + len(pin.events)
    focus = min(votes, key=lambda c: (-votes[c], c))
    core = [p for p in pins if (p.place.country or "") == focus]
    box = around([(p.lon, p.lat) for p in core])
    country = next((s for s in outlines.countries() if s.country == focus), None)
    if (
        country
        and country.box[2] - country.box[0] <= COUNTRY
        and box[2] - box[0] > (country.box[2] - country.box[0]) / 4
    ):
        box = merge(box, country.box)
    wide, tall = (box[2] - box[0]) * 0.35, (box[3] - box[1]) * 0.35
    reach = (box[0] - wide, box[1] - tall, box[2] + wide, box[3] + tall)
    near = [p for p in pins if reach[0] <= p.lon <= reach[2] and reach[1] <= p.lat <= reach[3]]
    box = merge(box, around([(p.lon, p.lat) for p in near], least=0.0))
    pad = max(box[2] - box[0], box[3] - box[1]) * 0.04
    return frame_for(
        (box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad), width=WIDE, lowest=LOWEST, highest=HIGHEST
    )


def around(points: list[Point], least: float = SIDE) -> Box:
    """The box of some points, at least `least` degrees on each side."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    wide, tall = max(0.0, least * 1.5 - (east - west)) / 2, max(0.0, least - (north - south)) / 2
    return (west - wide, south - tall, east + wide, north + tall)


def merge(a: Box, b: Box) -> Box:
    """The box around two boxes."""
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
