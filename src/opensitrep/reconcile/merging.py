"""Which tellings are of one happening: vetoes first, then a likeness, then average linkage with both kinds of links.

Two tellings are never one where their type, period, modality, far places, disjoint times or opposed sides speak
against it (cannot-link; Wagstaff & Cardie 2000). What is left is scored by parts and joined by mean likeness. Only
tellings of one type that share a place, an actor, a day or a rare word are looked at: a large story stays cheap.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from opensitrep import intervals
from opensitrep.model import Interval, Modality, Place, Precision
from opensitrep.reconcile.camps import words
from opensitrep.reconcile.stories import Pair, average_link
from opensitrep.reconcile.tellings import Telling, rarity, spoken_types

THRESHOLD = 0.5  # set on the five reports and the open coreference sets; flat between .45 and .55
UNSURE = 0.42  # pairs of events nearly as alike are laid before a person
NEAR = 30.0  # km between two points that may be one place: a town and its outskirts
AREA = 300.0  # km between a point and an area without borders in the gazetteer (Donbas, the Sahel)
SMALL = 150  # tellings of one type that are compared pair by pair
CROWD = 60  # tellings that share a feature and still lead to one another
TOGETHER, APART = 100.0, -1_000_000.0  # likeness of what must and what must not be linked
AREAS = ("country", "region", "area", "sea", "river", "organisation")
EARTH = 6371.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part adds to a likeness; set by hand on the five reports, sums to about 1.2."""

    type: float = 0.15
    mode: float = 0.10
    place: float = 0.30
    time: float = 0.20
    agents: float = 0.15
    targets: float = 0.10
    words: float = 0.35


WEIGHTS = Weights()


# ---------------------------------------------------------------- places and times


def distance(a: Place, b: Place) -> float | None:
    """Great-circle distance in km; None where a place has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    d = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, d)))


def holds(whole: Place, part: Place) -> bool:
    """Whether one place lies in another, by country or first-level division."""
    if whole.id == part.id:
        return False
    if whole.kind == "country":
        return part.country == whole.country and part.kind != "country"
    return part.admin1 == whole.id


def closeness(a: Place, b: Place) -> float | None:
    """1 for the same place, less for one inside or beside the other, 0 where that is open, None where apart."""
    if a.id == b.id:
        return 1.0
    if holds(a, b) or holds(b, a):
        return 0.3 if "country" in (a.kind, b.kind) else 0.7
    away = distance(a, b)
    if away is None:
        return 0.0
    if away <= NEAR and "country" not in (a.kind, b.kind):
        return 0.6
    wide = a.kind in AREAS[1:] or b.kind in AREAS[1:] or Precision.UNKNOWN in (a.precision, b.precision)
    if wide and away <= AREA and (a.country == b.country or None in (a.country, b.country)):
        return 0.1
    if {a.kind, b.kind} <= {"admin1", "admin2", "region", "area"} and a.country == b.country and away <= AREA / 2:
        return 0.0
    return None


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
    if not intervals.meets(a, b):
        return None
    spans = [_days(i) for i in (a, b)]
    if None in spans:
        return 0.2
    longest = max(s for s in spans if s is not None)
    return 1.0 if longest <= 1.5 else 0.6 if longest <= 4 else 0.3 if longest <= 31 else 0.1


def _days(interval: Interval) -> float | None:
    first, last = intervals.bounds(interval)
    return (last - first).total_seconds() / 86400 if first and last else None


# ---------------------------------------------------------------- vetoes


def vetoed(a: Telling, b: Telling) -> str | None:
    """Why two tellings cannot be of one happening; None where nothing speaks against it."""
    if a.type != b.type:
        return "another type"
    if a.currency is not b.currency:
        return "another period"
    if not _moods_fit(a, b):
        return "one is told as done, the other is not"
    if times_alike(a.when, b.when) is None:
        return "at another time"
    spoken = a.type in spoken_types()
    if not spoken and places_alike(a.places, b.places) is None:
        return "in another place"
    if not spoken and _whole_and_part(a, b):
        return "a whole and its part"
    if spoken and (_apart(a.agents, b.agents) and _apart_camps(a.agent_camps, b.agent_camps)):
        return "said by another"
    if not spoken and _apart_camps(a.agent_camps, b.agent_camps):
        return "done by another side"
    if _apart_camps(a.target_camps, b.target_camps) and not a.target_camps & b.agent_camps:
        return "done to another side"
    return None


def _moods_fit(a: Telling, b: Telling) -> bool:
    """Done with done, planned with planned; a plan for a stated day may be the deed of that day."""
    if a.modality is b.modality:
        return True
    moods = {a.modality, b.modality}
    if moods == {Modality.ACTUAL, Modality.PLANNED}:
        same_day = times_alike(a.when, b.when)
        plan = a if a.modality is Modality.PLANNED else b
        told = intervals.bounds(plan.published)[0] if plan.published else None
        first = intervals.bounds(plan.when)[0] if plan.when else None
        soon = told is not None and first is not None and (first - told).total_seconds() <= 86400
        return soon and same_day is not None and same_day >= 1.0 and bool(a.agents & b.agents)
    return False


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b


_apart_camps = _apart


def _whole_and_part(a: Telling, b: Telling) -> bool:
    """One is told of a whole country or area, the other of a place in it."""
    return _wide(a) != _wide(b) and bool(a.places) and bool(b.places)


def _wide(telling: Telling) -> bool:
    return bool(telling.places) and all(p.kind == "country" for p in telling.places)


# ---------------------------------------------------------------- likeness


class Likeness:
    """Likeness of two tellings, from -1,000,000 (vetoed) to about 1."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        spread = rarity(tellings)
        self.weight = {w: 1 + math.log((1 + len(tellings)) / (1 + n)) for w, n in spread.items()}
        self.modes = [frozenset(group) for group in words().one_mode]

    def __call__(self, a: Telling, b: Telling) -> float:
        """The likeness, rounded."""
        if vetoed(a, b):
            return APART
        w = WEIGHTS
        spoken = a.type in spoken_types()
        place = places_alike(a.places or a.office, b.places or b.office) or 0.0
        score = (
            w.type
            + w.mode * self._mode(a.mode, b.mode)
            + (w.place / 2 if spoken else w.place) * place
            + w.time * (times_alike(a.when, b.when) or 0.0)
            + w.agents * _shared(a.agents, b.agents, a.agent_camps, b.agent_camps)
            + w.targets * _shared(a.targets, b.targets, a.target_camps, b.target_camps)
            + w.words * self._words(a.words, b.words)
            + (0.1 if _share_launch(a, b) else 0.0)
        )
        return round(score, 4)

    def _mode(self, a: str | None, b: str | None) -> float:
        if a is None or b is None:
            return 0.3
        return 1.0 if a == b else 0.8 if any({a, b} <= group for group in self.modes) else -1.0

    def _words(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Cosine over the weights of the words of both clauses."""
        both = sum(self.weight[w] ** 2 for w in sorted(a & b))
        size = math.sqrt(sum(self.weight[w] ** 2 for w in sorted(a)) * sum(self.weight[w] ** 2 for w in sorted(b)))
        return both / size if size else 0.0


def _shared(a: frozenset[str], b: frozenset[str], a_camps: frozenset[str], b_camps: frozenset[str]) -> float:
    if a & b:
        return 1.0
    return 0.6 if a_camps & b_camps else 0.0


def _share_launch(a: Telling, b: Telling) -> bool:
    return bool({p.id for p in a.launch} & {p.id for p in b.launch})


# ---------------------------------------------------------------- candidates and groups


def candidates(tellings: Sequence[Telling]) -> list[Pair]:
    """Pairs worth comparing, by position: all of a small type, else those that share a feature few have."""
    by_type: dict[str, list[int]] = defaultdict(list)
    for i, telling in enumerate(tellings):
        by_type[telling.type].append(i)
    found: set[Pair] = set()
    for members in by_type.values():
        if len(members) <= SMALL:
            found.update((i, j) for n, i in enumerate(members) for j in members[n + 1 :])
            continue
        holders: dict[str, list[int]] = defaultdict(list)
        for i in members:
            for key in _features(tellings[i]):
                holders[key].append(i)
        for shared in holders.values():
            if len(shared) <= CROWD:
                found.update((i, j) for n, i in enumerate(shared) for j in shared[n + 1 :])
            else:  # neighbours in time and text order are still compared
                found.update((i, j) for n, i in enumerate(shared) for j in shared[n + 1 : n + 1 + CROWD // 4])
    return sorted(found)


def _features(telling: Telling) -> set[str]:
    day = telling.when.start[:10] if telling.when and telling.when.start else ""
    return {
        *(f"p {p.id} {day}" for p in telling.places),
        *(f"a {a} {day}" for a in telling.agents | telling.targets),
        *(f"w {w}" for w in telling.words),
    }


def group(
    tellings: Sequence[Telling], *, together: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> tuple[list[tuple[int, ...]], Mapping[Pair, float]]:
    """Positions of tellings of one happening, and the likeness of the pairs compared.

    `together` are links of the reports themselves or of a person, `apart` a person's splits; a split outweighs all.
    """
    likeness = Likeness(tellings)
    values: dict[Pair, float] = {(i, j): likeness(tellings[i], tellings[j]) for i, j in candidates(tellings)}
    for i, j in together:
        if i != j:
            values[min(i, j), max(i, j)] = TOGETHER
    for i, j in apart:
        if i != j:
            values[min(i, j), max(i, j)] = 100 * APART
    return average_link(len(tellings), values, threshold=THRESHOLD), values


def doubtful(groups: Sequence[tuple[int, ...]], values: Mapping[Pair, float]) -> list[tuple[int, int, float]]:
    """Pairs of groups that nearly became one, with the two most alike tellings; one pair for each two groups."""
    home = {i: n for n, members in enumerate(groups) for i in members}
    best: dict[Pair, tuple[float, int, int]] = {}
    count: Counter[Pair] = Counter()
    total: dict[Pair, float] = defaultdict(float)
    for (i, j), value in sorted(values.items()):
        key = (min(home[i], home[j]), max(home[i], home[j]))
        if key[0] != key[1]:
            count[key] += 1
            total[key] += value
            best[key] = max(best.get(key, (value, -i, -j)), (value, -i, -j))
    return [
        (-best[key][1], -best[key][2], round(total[key] / count[key], 4))
        for key in sorted(best)
        if UNSURE <= total[key] / count[key] < THRESHOLD
    ]
