"""Time lanes by place: a tick for a stated hour, a whisker for "some time within", an arrow for an open side.

All positions are per cent of the lane, so that text keeps its size at any width.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from opensitrep.derive.book import kind_of
from opensitrep.derive.events import event_line, main_place, status_of
from opensitrep.derive.phrases import CLOCK
from opensitrep.derive.pieces import Derived, Fixed, Run
from opensitrep.derive.stories import span_of_days
from opensitrep.derive.telling import is_background
from opensitrep.model import Event, Interval, Status
from opensitrep.page.desk import Desk
from opensitrep.text.intervals import bounds, known, zone_of

LANES = 14  # places shown, as many as fit a page
WEEK = 7  # days: in longer steps only the named days have a line
IN_LANE = 3  # events in one lane
MARGIN = 8  # events beside the window
NAME, PHONE = 0.12, 0.28  # share of the axis that the name of a day takes, on a wide page and on a phone
SURE = 0.5  # score from which an event of other days is named there
LETTER = 0.72  # per cent of a lane of 890 px that one letter of 12 px takes (6.4 px)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis with its words; `major` begins a day, `spare` words are left out on a phone."""

    x: float
    text: Derived | None
    major: bool
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One event in a lane."""

    kind: str  # tick, whisker, open start, open end
    x0: float
    x1: float
    label_x: float
    anchor: str  # start or end
    text: Derived
    name: Derived
    shape: str
    status: str
    target: str
    y: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One place."""

    place: Derived
    counts: Derived
    items: tuple[Item, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes under one axis, whose days are those of the main events; `margin` are dated events of other days."""

    lead: Run
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    margin: tuple[Run, ...]


def compose_timeline(desk: Desk) -> Timeline | None:
    """Lanes of the places with current, dated events; None where there is none."""
    period = span_of_days(desk.book, desk.story)
    if period is None:
        return None
    zone = zone_of(desk.book.zones.get(desk.story))
    begin = datetime(period[0].year, period[0].month, period[0].day, tzinfo=zone)
    end = datetime(period[1].year, period[1].month, period[1].day, tzinfo=zone) + timedelta(days=1)
    by_place: dict[str, list[Event]] = {}
    outside: list[Event] = []
    for event in desk.current:
        place = main_place(desk.book, event)
        if not known(event.when) or event.status is Status.PLANNED:
            continue
        if not inside(desk.book.when(event), begin, end):
            outside.append(event)
        elif place:
            by_place.setdefault(place.id, []).append(event)
    if not by_place:
        return None
    ranked = sorted(by_place, key=lambda p: (-max(desk.weight(e) for e in by_place[p]), p))[:LANES]
    lanes = [lane(desk, p, by_place[p][:IN_LANE], begin, end) for p in ranked]
    lead = (Fixed("local time"), Derived("story zone", (desk.story,)), Fixed("stop"), Fixed("when lead"))
    old = [e for e in desk.events if is_background(e) and known(e.when) and e.score >= SURE]
    margin = [*outside, *sorted(old, key=lambda e: (-e.score, e.id))][:MARGIN]
    rows = tuple((desk.event_link(e.id), Derived("event name", (e.id,))) for e in margin)
    return Timeline(lead, ticks(desk, begin, end), tuple(lanes), rows)


def inside(when: Interval | None, begin: datetime, end: datetime) -> bool:
    """Whether any of it lies in the period; what began long before the period is left to the table."""
    if when is None:
        return False
    first, last = bounds(when)
    if first and first < begin - timedelta(days=1):
        return False
    return (first or last or begin) < end and (last or first or end) > begin


def ticks(desk: Desk, begin: datetime, end: datetime) -> tuple[Tick, ...]:
    """Days with their names, and hours where the period is short."""
    count = (end - begin).days
    every = max(1, -(-count // 8))  # at most eight day names fit beside one another
    phone = ceil(PHONE * count / every)
    out = []
    for n in range(count + 1):
        day = begin + timedelta(days=n)
        room = (count - n) / count
        named = n % every == 0 and room >= NAME
        if not named and every > WEEK:
            continue
        text = Derived("day name", (desk.story, str(day.date()))) if named else None
        spare = (n // every) % phone > 0 or room < PHONE
        out.append(Tick(round(100 * n / count, 2), text, True, spare))
        if count <= 4 and n < count:  # hours are legible up to four days
            for hour in (6, 12, 18):
                out.append(Tick(round(100 * (n + hour / 24) / count, 2), Derived("hour", (str(hour),)), False))
    return tuple(out)


def lane(desk: Desk, place: str, events: list[Event], begin: datetime, end: datetime) -> Lane:
    """One place with its events below one another."""
    items = tuple(item(desk, e, begin, end, 16 + 22 * i) for i, e in enumerate(events))
    return Lane(
        Derived("place name", (place,)), Derived("place counts", (desk.story, place)), items, 10 + 22 * len(items)
    )


def item(desk: Desk, event: Event, begin: datetime, end: datetime, y: int) -> Item:
    """Where one event is drawn, and on which side its words fit."""
    when = desk.book.when(event)
    first, last = bounds(when) if when else (None, None)

    def at(moment: datetime | None, default: float) -> float:
        if moment is None:
            return default
        share = (moment.astimezone(UTC) - begin.astimezone(UTC)) / (end - begin)
        return round(min(100.0, max(0.0, 100 * share)), 2)

    x0, x1 = at(first, 0.0), at(last, 100.0)
    kind = (
        "open start"
        if first is None
        else "open end"
        if last is None
        else "tick"
        if last - first <= CLOCK
        else "whisker"
    )
    if kind == "tick":
        x0 = x1 = round((x0 + x1) / 2, 2)
    width = LETTER * len(event_line(desk.book, event.id)) + 3
    right = x1 + width <= 104 or x0 < width
    return Item(
        kind,
        x0,
        x1,
        x1 if right else x0,
        "start" if right else "end",
        Derived("event line", (event.id,)),
        Derived("lane name", (event.id,)),
        kind_of(event).shape,
        status_of(event),
        desk.event_anchor(event.id),
        y,
    )
