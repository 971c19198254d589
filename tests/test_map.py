"""The map: labels that cover nothing, frames that hold the pins, points only where the text supports one."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from opensitrep.derive.book import Book
from opensitrep.derive.summary import point_of
from opensitrep.model import Account, Precision
from opensitrep.page.desk import Desk
from opensitrep.page.map.draw import compose_map
from opensitrep.page.map.labels import Wanted, overlap, place_labels
from opensitrep.page.map.pins import sort_places
from opensitrep.run.ledger import Ledger
from opensitrep.world import earth, outlines
from opensitrep.world.outlines import Ring
from opensitrep.world.projection import centre, clip, frame_for, project

TOWNS = (
    "Strikes on two towns\n\n4 March 2023\n\n"
    "Rockets hit Kharkiv on Saturday, killing three people, governor Oleh Rudenko said.\n\n"
    "A drone hit a depot in Poltava on Saturday, the army said. "
    "Shells fell in the Sumy region on Saturday, the governor said."
)


def test_a_label_stands_east_of_its_marker_where_there_is_room() -> None:
    [found] = place_labels([Wanted(100, 100, 8, 60, 30)], [(92, 92, 108, 108)], 400, 300)
    assert found is not None
    assert found.box[0] > 108
    assert found.anchor == "start"
    assert found.leader is None


def test_labels_cover_neither_markers_nor_one_another_nor_the_frame() -> None:
    wanted = [Wanted(60 + 30 * i, 60 + 25 * i, 8, 120, 30) for i in range(7)]
    markers = [(w.x - 8, w.y - 8, w.x + 8, w.y + 8) for w in wanted]
    boxes = [p.box for p in place_labels(wanted, markers, 420, 320) if p]
    assert len(boxes) >= 4
    for n, box in enumerate(boxes):
        assert not any(overlap(box, other) for other in (*markers, *boxes[:n]))
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= 420
        assert box[3] <= 320


def test_a_label_without_room_becomes_a_number() -> None:
    assert place_labels([Wanted(50, 50, 8, 500, 30)], [], 100, 100) == [None]


def test_a_frame_keeps_the_shape_true() -> None:
    frame = frame_for((22, 44, 40, 52), width=776, lowest=420, highest=600)
    here, east, north = frame.at(30, 48), frame.at(31, 48), frame.at(30, 49)
    at = SimpleNamespace(lat=48.0, lon=30.0)
    wide = (east[0] - here[0]) / earth.far(at, SimpleNamespace(lat=48.0, lon=31.0))
    tall = (here[1] - north[1]) / earth.far(at, SimpleNamespace(lat=49.0, lon=30.0))
    assert wide == pytest.approx(tall, rel=0.05)


def test_a_ring_is_cut_to_the_frame_with_its_margin() -> None:
    cut = clip(np.array([(-500.0, -500.0), (900.0, -500.0), (900.0, 900.0), (-500.0, 900.0)]), 100, 80)
    assert len(cut)
    assert {round(x) for x, _ in cut} == {-12, 112}
    assert {round(y) for _, y in cut} == {-12, 92}
    assert not len(clip(np.array([(-500.0, -500.0), (-400.0, -500.0), (-400.0, -400.0)]), 100, 80))


def test_the_centre_of_a_square_is_its_middle() -> None:
    frame = frame_for((0, 0, 10, 10), width=100, lowest=10, highest=1000)
    (x, _), size = centre(
        project(frame, Ring(np.array([(2.0, 2.0), (4.0, 2.0), (4.0, 4.0), (2.0, 4.0)]), (2.0, 2.0, 4.0, 4.0)))
    )
    assert x == pytest.approx(30, abs=0.5)
    assert size > 0


@pytest.fixture(scope="module")
def desk(tell: Callable[..., Account]) -> Desk:
    account = tell(TOWNS)
    return Desk(Book(account), account.stories[0].id, "")


def test_only_towns_and_sites_get_a_pin(desk: Desk) -> None:
    found = sort_places(desk)
    assert found.pins
    assert all(p.place.precision in (Precision.POINT, Precision.SITE, Precision.TOWN) for p in found.pins)
    pinned = {e.id for p in found.pins for e in p.events}
    assert not pinned & {e.id for _, e in found.regions}


def test_every_pin_of_a_map_stands_in_its_frame_and_in_its_key(desk: Desk) -> None:
    picture = compose_map(desk)
    assert picture is not None
    for marker in picture.markers:
        assert 0 <= marker.x <= 776
        assert 0 <= marker.y <= picture.height
    assert len(picture.key) == len(picture.narrow)
    assert picture.outlines.focus.startswith("M")


# ---------------------------------------------------------------- areas, launch places, worldview

AROUND = (
    "Strikes in the east\n\n4 March 2023\n\n"
    "Rockets hit a depot near Kramatorsk on Saturday, governor Oleh Rudenko said.\n\n"
    "Four missiles fired from Belgorod struck Poltava on Saturday, the air force said."
)


@pytest.fixture(scope="module")
def around(tell: Callable[..., Account]) -> Desk:
    account = tell(AROUND)
    account = replace(account, events=tuple(replace(e, shown=True) for e in account.events))  # all of them drawn
    return Desk(Book(account), account.stories[0].id, "")


def test_a_vague_place_is_a_circle_and_never_a_pin(around: Desk) -> None:
    found = sort_places(around)
    assert [c.place.name for c in found.circles] == ["near Kramatorsk"]
    assert "Kramatorsk" not in {p.place.name for p in found.pins}
    picture = compose_map(around)
    assert picture is not None
    assert len(picture.rings) == 1
    assert [sign for sign, _ in picture.exactness] == ["ring"]


def test_a_launch_place_has_a_mark_of_its_own(around: Desk) -> None:
    found = sort_places(around)
    assert {(p.place.name, p.launch) for p in found.pins} == {("Poltava", False), ("Belgorod", True)}
    picture = compose_map(around)
    assert picture is not None
    assert sorted(m.shape for m in (*picture.markers, *(picture.inset.markers if picture.inset else ()))) == [
        "launch",
        "triangle",
    ]


def test_geojson_pins_neither_reference_points_nor_launch_places(around: Desk) -> None:
    ledger = Ledger(around.book.account)
    points = {p.name for e in ledger.account.events if (p := point_of(ledger, e))}
    assert points == {"Poltava"}


def test_the_worldview_says_whose_borders_are_drawn() -> None:
    crimea = (34.1, 44.95)

    def holder(worldview: str) -> set[str | None]:
        near = outlines.countries((*crimea, *crimea), worldview=worldview)
        return {s.country for s in near if any(inside(crimea, ring) for ring in s.rings)}

    assert holder("un") == {"UA"}
    assert holder("de-facto") == {"RU"}
    assert outlines.disputed_at(*crimea) == ("Crimea",)


def inside(point: tuple[float, float], ring: outlines.Ring) -> bool:
    odd = False
    points = ring.points.tolist()
    for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0]), strict=True):
        if (y0 > point[1]) != (y1 > point[1]) and point[0] < x0 + (point[1] - y0) / (y1 - y0) * (x1 - x0):
            odd = not odd
    return odd
