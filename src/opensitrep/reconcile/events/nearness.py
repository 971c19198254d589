"""How near two places and two times are to one another, for merging: from 1 for the same to None for apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from opensitrep.model import Interval, Place, Precision
from opensitrep.reconcile.events.tellings import holds
from opensitrep.text import intervals

NEAR = 30.0  # km between two points that may be one place: a town and its outskirts
AREA = 300.0  # km between a point and an area without borders in the gazetteer (Donbas, the Sahel)
VAGUE = ("region", "area", "sea", "river", "organisation")
EARTH = 6371.0


def distance(a: Place, b: Place) -> float | None:
    """Great-circle distance in km; None where a place has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    d = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, d)))


def closeness(a: Place, b: Place) -> float | None:
    """1 for the same place, less for one inside or beside the other, 0 where that is open, None where apart."""
    away = distance(a, b)
    countries = "country" in (a.kind, b.kind)
    if a.id == b.id:
        return 1.0
    if holds(a, b) or holds(b, a):
        return 0.3 if countries else 0.7
    if away is None:
        return 0.0
    if away <= NEAR and not countries and (a.country == b.country or None in (a.country, b.country)):
        return 0.6
    return _vaguely_close(a, b, away)


def _vaguely_close(a: Place, b: Place, away: float) -> float | None:
    """Closeness of places without borders in the gazetteer, or of two neighbouring divisions."""
    vague = a.kind in VAGUE or b.kind in VAGUE or Precision.UNKNOWN in (a.precision, b.precision)
    if vague and away <= AREA and (a.country == b.country or None in (a.country, b.country)):
        return 0.1
    divisions = {a.kind, b.kind} <= {"admin1", "admin2", *VAGUE}
    return 0.0 if divisions and a.country == b.country and away <= AREA / 2 else None


def places_alike(a: Sequence[Place], b: Sequence[Place]) -> float | None:
    """The best closeness of any two; 0 where one side names none, None where all are apart."""
    if not a or not b:
        return 0.0
    found = [c for p in a for q in b if (c := closeness(p, q)) is not None]
    return max(found) if found else None


def times_alike(a: Interval | None, b: Interval | None) -> float | None:
    """1 for the same day or hours, less the coarser the times are, 0 where one is not known, None where disjoint."""
    if a is None or b is None or not intervals.known(a) or not intervals.known(b):
        return 0.0
    if not _meet(a, b):
        return 0.1 if vague(a) != vague(b) and days_between(a, b) <= 1 else None
    spans = [_days(i) for i in (a, b)]
    if None in spans:
        return 0.2
    longest = max(s for s in spans if s is not None)
    return 1.0 if longest <= 1.5 else 0.6 if longest <= 4 else 0.3 if longest <= 31 else 0.1


@lru_cache(maxsize=4096)
def ends(interval: Interval) -> tuple[datetime | None, datetime | None]:
    """As `intervals.bounds`, each worked out once."""
    return intervals.bounds(interval)


@lru_cache(maxsize=4096)
def _both(a: Interval, b: Interval) -> tuple[tuple[datetime | None, datetime | None], ...]:
    """As `intervals.measured`, each pair worked out once."""
    return intervals.measured(a, b)


def _meet(a: Interval, b: Interval) -> bool:
    """As `intervals.meets`, from bounds already read."""
    (a0, a1), (b0, b1) = _both(a, b)
    low = max((x for x in (a0, b0) if x), default=None)
    high = min((x for x in (a1, b1) if x), default=None)
    return low is None or high is None or low < high or (low == high and (a0 == a1 or b0 == b1))


def vague(interval: Interval) -> bool:
    """Told as "now" or "at present", or only by the day of the report."""
    return interval.precision == "vague" or interval.value == "PRESENT_REF"


def days_between(a: Interval, b: Interval) -> float:
    """Days between two times that do not meet; the ends of civil days are midnights."""
    (a0, a1), (b0, b1) = _both(a, b)
    gaps = [(x - y).total_seconds() / 86400 for x, y in ((a0, b1), (b0, a1)) if x is not None and y is not None]
    return max(gaps, default=0.0)


def _days(interval: Interval) -> float | None:
    first, last = ends(interval)
    return (last - first).total_seconds() / 86400 if first and last else None


class Seen:
    """Likenesses of times and places already worked out: a story tells of few of either, in many tellings."""

    def __init__(self) -> None:
        self._times: dict[tuple[Interval | None, Interval | None], float | None] = {}
        self._places: dict[tuple[tuple[str, ...], tuple[str, ...]], float | None] = {}

    def times(self, a: Interval | None, b: Interval | None) -> float | None:
        """As `times_alike`."""
        if a is None or b is None:
            return 0.0
        if (a, b) not in self._times:
            self._times[a, b] = self._times[b, a] = times_alike(a, b)
        return self._times[a, b]

    def places(self, a: Sequence[Place], b: Sequence[Place]) -> float | None:
        """As `places_alike`."""
        if not a or not b:
            return 0.0
        key = tuple([p.id for p in a]), tuple([p.id for p in b])
        if key not in self._places:
            self._places[key] = self._places[key[1], key[0]] = places_alike(a, b)
        return self._places[key]
