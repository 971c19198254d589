"""Where the labels of a map stand: eight positions (Imhof 1975), then a leader line, then a number."""

from __future__ import annotations

from dataclasses import dataclass

GAP = 4.0  # pixels between a marker and its label
LEADER = 40.0  # longest leader line
DIRECTIONS = ((1, 0), (1, -1), (1, 1), (-1, 0), (-1, -1), (-1, 1), (0, -1), (0, 1))
"""E, NE, SE, W, NW, SW, N, S as steps right and down."""

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to be placed at a marker of that radius; width and height in pixels."""

    x: float
    y: float
    radius: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its box; `anchor` start, end or middle; `leader` is a line from the marker, if any."""

    box: Rectangle
    anchor: str
    leader: tuple[float, float, float, float] | None


def overlap(a: Rectangle, b: Rectangle) -> bool:
    """Whether two boxes share a pixel."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def beside(want: Wanted, step: tuple[int, int], distance: float) -> tuple[Rectangle, str]:
    """The box of a label in one of the eight directions, with its text anchor."""
    dx, dy = step
    reach = want.radius + GAP + distance
    slant = 0.72 if dx and dy else 1.0
    cx, cy = want.x + dx * reach * slant, want.y + dy * reach * slant
    left = cx if dx > 0 else cx - want.width if dx < 0 else cx - want.width / 2
    top = cy - want.height / 2 + dy * want.height / 2 * (0.8 if dx else 1.0)
    anchor = "start" if dx > 0 else "end" if dx < 0 else "middle"
    return (left, top, left + want.width, top + want.height), anchor


def place_labels(wanted: list[Wanted], taken: list[Rectangle], width: float, height: float) -> list[Placed | None]:
    """A place for each label in the order given (most origins first), or None: then a number stands at the marker.

    `taken` are boxes no label may cover (markers, the inset). The cost is labels times boxes, both at most a few dozen.
    """
    boxes = list(taken)
    out: list[Placed | None] = []
    for want in wanted:
        found = None
        for distance in (0.0, LEADER / 2, LEADER):
            for step in DIRECTIONS:
                box, anchor = beside(want, step, distance)
                fits = box[0] >= 2 and box[1] >= 2 and box[2] <= width - 2 and box[3] <= height - 2
                if fits and not any(overlap(box, b) for b in boxes):
                    found = Placed(box, anchor, leader(want, step, distance) if distance else None)
                    break
            if found:
                break
        if found:
            boxes.append(found.box)
        out.append(found)
    return out


def leader(want: Wanted, step: tuple[int, int], distance: float) -> tuple[float, float, float, float]:
    """The line from the edge of a marker to its label."""
    slant = 0.72 if step[0] and step[1] else 1.0
    near, far = want.radius + 1, want.radius + distance + 2
    return tuple(
        round(v, 1)
        for v in (
            want.x + step[0] * near * slant,
            want.y + step[1] * near * slant,
            want.x + step[0] * far * slant,
            want.y + step[1] * far * slant,
        )
    )  # type: ignore[return-value]
