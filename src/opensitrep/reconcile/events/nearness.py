"""How near two places and two times are to one another, for merging: from 1 for the same to None for apart."""

from __future__ import annotations

import math
from datetime import datetime
from functools import lru_cache

from opensitrep.model import Interval, Place, Precision
from opensitrep.text import intervals

NEAR = 30.0  # km between two points that may be one place: a town and its outskirts
AREA = 300.0  # km between a point and an area without borders in the gazetteer (Donbas, the Sahel)
VAGUE = ("region", "area", "sea", "river", "organisation")
EARTH = 6371.0
KNOWN = 65_536  # pairs of times or places that are remembered: those of a story of some 250 distinct ones
Ends = tuple[datetime | None, datetime | None]


def holds(whole: Place, part: Place) -> bool:
    """Whether one place lies in another, by country or first-level division."""
    if whole.id == part.id:
        return False
    if whole.kind == "country":
        return part.country == whole.country and part.kind != "country"
    return part.admin1 == whole.id


def distance(a: Place, b: Place) -> float | None:
    """Great-circle distance in km; None where a place has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    d = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, d)))


@lru_cache(maxsize=KNOWN)
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


@lru_cache(maxsize=KNOWN)
def ends(interval: Interval) -> Ends:
    """As `intervals.bounds`, each worked out once."""
    return intervals.bounds(interval)


@lru_cache(maxsize=KNOWN)
def _measures(interval: Interval) -> tuple[bool, Ends, Ends]:
    """Whether it has instants, its ends as such, and as local clocks show them."""
    return intervals.has_instants(interval), ends(interval), intervals.on_the_clock(interval)


def _both(a: Interval, b: Interval) -> tuple[Ends, Ends]:
    """As `intervals.measured`, each interval worked out once."""
    (exact, instants, clock), (exact_too, instants_too, clock_too) = _measures(a), _measures(b)
    return (instants, instants_too) if exact and exact_too else (clock, clock_too)


@lru_cache(maxsize=KNOWN)
def meet(a: Interval, b: Interval) -> bool:
    """As `intervals.meets`, from bounds already read."""
    (a0, a1), (b0, b1) = _both(a, b)
    low = max((x for x in (a0, b0) if x), default=None)
    high = min((x for x in (a1, b1) if x), default=None)
    return low is None or high is None or low < high or (low == high and (a0 == a1 or b0 == b1))


def vague(interval: Interval) -> bool:
    """Told as "now" or "at present", or only by the day of the report."""
    return interval.precision == "vague" or interval.value == "PRESENT_REF"


@lru_cache(maxsize=KNOWN)
def days_between(a: Interval, b: Interval) -> float:
    """Days between two times that do not meet; the ends of civil days are midnights."""
    (a0, a1), (b0, b1) = _both(a, b)
    gaps = [(x - y).total_seconds() / 86400 for x, y in ((a0, b1), (b0, a1)) if x is not None and y is not None]
    return max(gaps, default=0.0)


def length(interval: Interval) -> float | None:
    """Days from its start to its end; None where open."""
    first, last = ends(interval)
    return (last - first).total_seconds() / 86400 if first and last else None
