"""What stands on a map: markers, labels, rings, names, insets, rows of its key."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.pieces import Derived, Link, Piece, Run
from opensitrep.page.map.labels import Rectangle
from opensitrep.page.map.outlines import Outlines

NEAR = 20.0  # pixels: markers closer than this go to an inset


@dataclass(frozen=True, slots=True)
class Marker:
    """A pin: place, kind as shape, status as what is inside, origins as rings."""

    x: float
    y: float
    shape: str
    status: str
    solid: int
    dotted: int
    selected: bool
    name: Derived
    target: str
    number: Derived


@dataclass(frozen=True, slots=True)
class Label:
    """Two lines of text at a marker."""

    x: float
    y: float
    anchor: str
    place: Derived
    second: Run
    leader: tuple[float, float, float, float] | None
    selected: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """An area in pixels: it happened somewhere in the circle, nothing marks its middle."""

    x: float
    y: float
    r: float
    name: Derived
    target: str
    place: Derived
    labelled: bool


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a country on the map."""

    x: float
    y: float
    text: Derived


@dataclass(frozen=True, slots=True)
class Inset:
    """An enlarged part: its frame in the picture, what it enlarges, its own drawing."""

    x: float
    y: float
    width: float
    height: float
    source: Rectangle
    outlines: Outlines
    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]
    numbers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One place in the key: number, place, figure, counts, all its events."""

    number: Derived
    place: Derived
    figure: Piece
    counts: Derived
    events: tuple[Link, ...]


def radius(found: Marker) -> float:
    """Outer radius of a marker with its rings."""
    return 8.0 + 3.5 * max(0, found.solid + found.dotted - 1)


def box_of(found: Marker) -> Rectangle:
    """The box a marker covers."""
    r = radius(found)
    return (found.x - r, found.y - r, found.x + r, found.y + r)


def label_box(label: Label) -> Rectangle:
    """The box a label covers, roughly."""
    left = label.x if label.anchor == "start" else label.x - 150 if label.anchor == "end" else label.x - 75
    return (left, label.y - 14, left + 150, label.y + 18)


def crowded(markers: list[Marker]) -> list[int]:
    """The largest group of markers that stand closer together than 20 pixels (with what is near them)."""
    best: list[int] = []
    for i, first in enumerate(markers):
        near = [j for j, m in enumerate(markers) if abs(m.x - first.x) < NEAR and abs(m.y - first.y) < NEAR]
        if len(near) > len(best):
            best = near if i in near else best
    return best if len(best) > 1 else []
