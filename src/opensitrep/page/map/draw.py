"""The map: points only where the text supports one, regions as dashed outlines, off-map and unknown places as lists.

Drawn twice from one geometry: with labels, and narrow with numbers and a key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from opensitrep.derive.book import Book, kind_of
from opensitrep.derive.events import event_bounds, event_counts, event_figure, status_of
from opensitrep.derive.names import place_name
from opensitrep.derive.phrases import text
from opensitrep.derive.pieces import Derived, Fixed, Run
from opensitrep.model import Event, Place, Precision
from opensitrep.page.desk import Desk
from opensitrep.page.map.labels import Placed, Rectangle, Wanted, overlap, place_labels
from opensitrep.page.map.marks import Inset, KeyRow, Label, Marker, Name, Ring, box_of, crowded, label_box, radius
from opensitrep.page.map.outlines import Outlines
from opensitrep.page.map.pins import WIDE, Circle, Pin, Sorted, around, choose_frame, sort_places
from opensitrep.world import outlines
from opensitrep.world.outlines import Shape
from opensitrep.world.projection import Frame, centre, frame_for, project

NARROW = 358.0  # pixels: the width of a phone of 390 without its margins


@dataclass(frozen=True, slots=True)
class Picture:
    """The map with its lists."""

    height: float
    narrow_height: float
    ratio: float
    outlines: Outlines
    rings: tuple[Ring, ...]
    names: tuple[Name, ...]
    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]
    numbers: tuple[Marker, ...]
    narrow: tuple[Marker, ...]
    inset: Inset | None
    worldview: Fixed
    bar: float
    bar_text: Derived
    key: tuple[KeyRow, ...]
    kinds: tuple[tuple[str, Derived], ...]
    statuses: tuple[tuple[str, Fixed], ...]
    exactness: tuple[tuple[str, Fixed], ...]
    edge: tuple[tuple[float, Run, str], ...]
    region_rows: tuple[Run, ...]
    elsewhere: tuple[Run, ...]
    nowhere: tuple[Run, ...]


def compose_map(desk: Desk) -> Picture | None:
    """The map of a story; None where no place has a point."""
    found = sort_places(desk)
    anchors = found.pins or tuple(Pin(c.place, c.events, c.lon, c.lat) for c in found.circles)
    return draw(desk, choose_frame(anchors), found) if anchors else None


def listed(desk: Desk) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Regions and events without a place, for a page without a map."""
    found = sort_places(desk)
    vague = (*(e for c in found.circles for e in c.events), *(e for _, e in found.regions))
    return tuple(event_run(desk, e) for e in vague), tuple(event_run(desk, e) for e in found.nowhere)


# ---------------------------------------------------------------- drawing


def draw(desk: Desk, frame: Frame, found: Sorted) -> Picture:
    """Everything in its place."""
    pins = [p for p in found.pins if frame.holds(p.lon, p.lat)]
    outside = [p for p in found.pins if not p.launch and not frame.holds(p.lon, p.lat)]
    countries = sorted({p.place.country for p in pins if p.place.country})
    ground = Outlines(frame, desk.book.worldview, tuple(countries), region_shapes(found.regions))
    markers = [marker(desk, p, frame, n) for n, p in enumerate(pins, 1)]
    crowd = crowded(markers)
    taken: list[Rectangle] = [box_of(m) for m in markers]
    taken += [(frame.width - 330, y - 12, frame.width, y + 4) for y, _, _ in edge_notes(desk, outside)]
    rings = rings_of(desk, frame, found.circles, taken)
    inset, window = None, None
    if crowd:
        inset = enlarge(desk, [(pins[i], markers[i]) for i in crowd], ground, taken)
    hidden = set(crowd) if inset else set()
    if inset:
        window = (inset.x - 4, inset.y - 4, inset.x + inset.width + 4, inset.y + inset.height + 4)
        taken = [t for i, t in enumerate(taken) if i not in hidden] + [window, inset.source]
    shown = [(p, m) for i, (p, m) in enumerate(zip(pins, markers, strict=True)) if i not in hidden]
    labels, numbers = write_labels(desk, shown, taken, frame.width, frame.height)
    ratio = NARROW / WIDE
    narrow = tuple(replace(m, x=round(m.x * ratio, 1), y=round(m.y * ratio, 1)) for m in markers)
    bar = next((k for k in (2000, 1000, 500, 200, 100, 50, 20, 10) if k * frame.kilometre <= frame.width / 6), 10)
    covered = [box_of(m) for _, m in shown] + [label_box(x) for x in labels] + ([window] if window else [])
    return Picture(
        frame.height,
        round(frame.height * ratio),
        round(ratio, 4),
        ground,
        rings,
        country_names(frame, ground.shapes, covered),
        tuple(m for _, m in shown),
        labels,
        numbers,
        narrow,
        inset,
        Fixed(f"map worldview {desk.book.worldview}"),
        round(bar * frame.kilometre, 1),
        Derived("kilometres", (str(bar),)),
        tuple(key_row(desk, p, n) for n, p in enumerate(pins, 1)),
        legend_kinds(markers),
        legend_statuses(markers),
        legend_exactness(found),
        edge_notes(desk, outside),
        tuple(
            event_run(desk, e) for e in (*(e for c in found.circles for e in c.events), *(e for _, e in found.regions))
        ),
        tuple(event_run(desk, e) for p in outside for e in p.events),
        tuple(event_run(desk, e) for e in found.nowhere),
    )


def region_shapes(regions: tuple[tuple[Place, Event], ...]) -> tuple[tuple[str, str], ...]:
    """The divisions, id and country, that outline regions known as such and nothing nearer."""
    found = {}
    for place, _ in regions:
        if place.precision is Precision.REGION and place.country:
            shape = outlines.division(place.id, place.country) or outlines.division(place.admin1 or "", place.country)
            if shape and shape.id and shape.country:
                found[shape.id] = shape.country
    return tuple(sorted(found.items()))


def marker(desk: Desk, pin: Pin, frame: Frame, number: int) -> Marker:
    """The pin of a place, told by its weightiest event."""
    event = pin.events[0]
    x, y = frame.at(pin.lon, pin.lat)
    bounds = event_bounds(desk.book, event.id)
    solid = min(bounds.lower, 3)
    return Marker(
        round(x, 1),
        round(y, 1),
        "launch" if pin.launch else kind_of(event).shape,
        status_of(event),
        solid,
        max(0, min(bounds.upper, 3) - solid),
        event is desk.current[0],
        Derived("launch name", (pin.place.id, event.id)) if pin.launch else Derived("marker name", (event.id,)),
        desk.event_anchor(event.id),
        Derived("ordinal", (str(number),)),
    )


def write_labels(
    desk: Desk, shown: list[tuple[Pin, Marker]], taken: list[Rectangle], width: float, height: float
) -> tuple[tuple[Label, ...], tuple[Marker, ...]]:
    """Labels that found a place, and markers that carry a number instead."""
    wanted = [wish(desk.book, p, m) for p, m in shown]
    labels, numbers = [], []
    for (pin, mark), placed, want in zip(shown, place_labels(wanted, taken, width, height), wanted, strict=True):
        if placed is None:
            numbers.append(mark)
        else:
            labels.append(label(pin, mark, placed, want))
    return tuple(labels), tuple(numbers)


def wish(book: Book, pin: Pin, mark: Marker) -> Wanted:
    """The size of a label: widths by a mean letter of 7.2 px (bold, 13 px) and 6.2 px (12 px)."""
    event = pin.events[0].id
    first = 7.2 * len(place_name(book, pin.place.id))
    second = (
        6.2 * len(text("launched"))
        if pin.launch
        else 6.2 * (len(event_figure(book, event)) + len(event_counts(book, event)) + 3)
    )
    return Wanted(mark.x, mark.y, radius(mark), max(first, second), 30)


def label(pin: Pin, mark: Marker, placed: Placed, want: Wanted) -> Label:
    """A label in its box."""
    event = pin.events[0].id
    left, top, right, _ = placed.box
    x = left if placed.anchor == "start" else right if placed.anchor == "end" else (left + right) / 2
    return Label(
        round(x, 1),
        round(top + 12, 1),
        placed.anchor,
        Derived("place name", (pin.place.id,)),
        (Fixed("launched"),)
        if pin.launch
        else (Derived("event figure", (event,)), Fixed("dot"), Derived("event counts", (event,))),
        placed.leader,
        mark.selected,
    )


def free_corner(frame: Frame, taken: list[Rectangle], width: float, height: float) -> tuple[float, float] | None:
    """The first corner where a box of that size covers no marker, from the lower left on; None if there is none."""
    right, bottom = frame.width - width - 8, frame.height - height - 8
    for x, y in ((8.0, bottom), (right, bottom), (8.0, 8.0), (right, 8.0)):
        if not any(overlap((x - 10, y - 10, x + width + 10, y + height + 10), t) for t in taken):
            return x, y
    return None


def enlarge(desk: Desk, crowd: list[tuple[Pin, Marker]], ground: Outlines, taken: list[Rectangle]) -> Inset | None:
    """Markers too close together, enlarged in a free corner; None if no corner is free."""
    width, height = 290.0, 170.0
    corner = free_corner(ground.frame, taken, width, height)
    if corner is None:
        return None
    pins, frame = [p for p, _ in crowd], ground.frame
    box = around([(p.lon, p.lat) for p in pins], least=0.12)
    pad_x, pad_y = max((box[2] - box[0]) * 0.6, 0.1), max((box[3] - box[1]) * 0.4, 0.05)
    inner = frame_for(
        (box[0] - pad_x, box[1] - pad_y, box[2] + pad_x, box[3] + pad_y), width=width, lowest=height, highest=height
    )
    small = [marker(desk, p, inner, int(m.number.of[0])) for p, m in crowd]
    labels, numbers = write_labels(desk, list(zip(pins, small, strict=True)), [box_of(m) for m in small], width, height)
    x0, y0 = frame.at(inner.box[0], inner.box[3])
    x1, y1 = frame.at(inner.box[2], inner.box[1])
    grow = max(0.0, 24 - (x1 - x0)) / 2
    source = (round(x0 - grow, 1), round(y0 - grow, 1), round(x1 + grow, 1), round(y1 + grow, 1))
    return Inset(
        corner[0],
        corner[1],
        width,
        height,
        source,
        replace(ground, frame=inner),
        tuple(small),
        labels,
        numbers,
    )


def country_names(frame: Frame, shapes: tuple[Shape, ...], covered: list[Rectangle]) -> tuple[Name, ...]:
    """Names of countries where a large part is seen and nothing is covered."""
    out = []
    for shape in shapes:
        if not shape.country:
            continue
        rings = [r for ring in shape.rings if (r := project(frame, ring))]
        if not rings:
            continue
        (x, y), size = max((centre(r) for r in rings), key=lambda pair: pair[1])
        half = 4.8 * len(shape.name)
        for shift in (0, 26, -26, 52, -52):  # pixels up or down, to find a free line
            box = (x - half, y + shift - 10, x + half, y + shift + 6)
            free = box[0] > 4 and box[2] < frame.width - 4 and box[1] > 4 and box[3] < frame.height - 4
            if size > 6000 and free and not any(overlap(box, c) for c in covered):
                out.append(Name(round(x, 1), round(y + shift, 1), Derived("country label", (shape.country,))))
                break
    return tuple(out)


def key_row(desk: Desk, pin: Pin, number: int) -> KeyRow:
    """A place with all its events."""
    event = pin.events[0].id
    return KeyRow(
        Derived("ordinal", (str(number),)),
        Derived("place name", (pin.place.id,)),
        Fixed("launched") if pin.launch else Derived("event figure", (event,)),
        Derived("event counts", (event,)),
        tuple(desk.event_link(e.id) for e in pin.events),
    )


def edge_notes(desk: Desk, outside: list[Pin]) -> tuple[tuple[float, Run, str], ...]:
    """The first two places off the map, written at its upper edge; all stand in the list below."""
    found = []
    for n, pin in enumerate(outside[:2]):
        event = pin.events[0].id
        run = (Derived("place name", (pin.place.id,)), Fixed("off the map"), Derived("event line", (event,)))
        found.append((18.0 + 18 * n, run, desk.event_anchor(event)))
    return tuple(found)


def event_run(desk: Desk, event: Event) -> Run:
    """One event in a list below the map."""
    return (
        desk.event_link(event.id),
        Derived("event lead", (event.id,)),
        Fixed("dot"),
        Derived("event counts", (event.id,)),
    )


def rings_of(desk: Desk, frame: Frame, circles: tuple[Circle, ...], taken: list[Rectangle]) -> tuple[Ring, ...]:
    """Areas whose middle lies on the map and that are no larger than half of it; a name where it covers nothing."""
    out = []
    for circle in circles:
        r = circle.radius * frame.kilometre
        if frame.holds(circle.lon, circle.lat) and 2 * r < frame.width:
            x, y = frame.at(circle.lon, circle.lat)
            event = circle.events[0].id
            name, place = Derived("marker name", (event,)), Derived("place name", (circle.place.id,))
            r = max(r, 9.0)
            half = 3.2 * len(place_name(desk.book, circle.place.id))
            box = (x - half, y + r + 3, x + half, y + r + 18)
            fits = box[0] > 4 and box[2] < frame.width - 4 and box[3] < frame.height - 4
            fits = fits and not any(overlap(box, t) for t in taken)
            taken += [box] if fits else []
            out.append(Ring(round(x, 1), round(y, 1), round(r, 1), name, desk.event_anchor(event), place, fits))
    return tuple(out)


def legend_exactness(found: Sorted) -> tuple[tuple[str, Fixed], ...]:
    """How places are drawn that are not known as a point, as far as they stand on this map."""
    rows = [("ring", Fixed("exact ring")) for _ in found.circles[:1]]
    return (*rows, *(("outline", Fixed("exact outline")) for _ in region_shapes(found.regions)[:1]))


def legend_kinds(markers: list[Marker]) -> tuple[tuple[str, Derived], ...]:
    """The shapes that stand on this map with the kinds they mean."""
    shapes = sorted({m.shape for m in markers})
    return tuple((s, Derived("shape kinds", (s,))) for s in shapes)


def legend_statuses(markers: list[Marker]) -> tuple[tuple[str, Fixed], ...]:
    """The statuses that stand on this map."""
    order = ("happened", "reported", "claimed", "planned", "denied")
    found = {m.status for m in markers}
    return tuple((s, Fixed(f"status {s}")) for s in order if s in found)
