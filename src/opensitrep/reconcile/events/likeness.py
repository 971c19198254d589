"""What parts two tellings for good, and how alike two others are."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from opensitrep.model import Currency, Modality, Place
from opensitrep.reconcile.events.nearness import Seen, days_between, distance, ends
from opensitrep.reconcile.events.tellings import Telling, rarity, spoken_types
from opensitrep.text.words import Lists

WORDS = Lists("merging", "codes")
FIGURE, FEW = 0.2, 5  # likeness of the same figure; figures below tell little
RECENT = 7  # days before its report of which undated current news tells
SPREAD = 100.0  # km between places that one deed cannot hit at once
TOGETHER, APART = 100.0, -1_000_000.0  # likeness of what must and what must not be linked


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part adds to a likeness; set by hand on the five reports."""

    type: float
    mode: float
    place: float
    time: float
    agents: float
    targets: float
    words: float
    launch: float


DONE = Weights(type=0.15, mode=0.10, place=0.30, time=0.20, agents=0.15, targets=0.10, words=0.35, launch=0.10)
SPOKEN = Weights(type=0.08, mode=0.05, place=0.20, time=0.10, agents=0.20, targets=0.10, words=0.70, launch=0.0)
UNDATED = 0.4  # likeness in time of current news of which one or both name no day
UNDATED_PLAN = 0.3  # taken off where a plan without a day and a deed do not have their actors in common
SEVERAL = 3  # places that make a deed told of them a wide one, of which a telling without a place may be
WIDELY = 0.5  # likeness in place of a deed told of a whole country and one told of no place


def vetoed(a: Telling, b: Telling, seen: Seen | None = None) -> str | None:
    """Why two tellings cannot be of one happening; None where nothing speaks against it."""
    seen = seen or Seen()
    for reason, speaks in VETOES:
        if speaks(a, b, seen):
            return reason
    return None


def _other_time(a: Telling, b: Telling, seen: Seen) -> bool:
    return seen.times(a.when, b.when) is None or _out_of_days(a, b) or _out_of_days(b, a)


def _other_place(a: Telling, b: Telling, seen: Seen) -> bool:
    """Deeds in places apart, or one told of a whole and one of a part; words may be told from anywhere."""
    if a.type in spoken_types():
        return False
    whole_and_part = bool(a.places) and bool(b.places) and is_wide(a.places) != is_wide(b.places)
    if whole_and_part and sums_up(a.type, a.mode) and sums_up(b.type, b.mode):
        return True
    return seen.places(a.places, b.places) is None


def sums_up(kind: str | None, mode: str | None) -> bool:
    """Whether a telling of this kind for a whole country may sum up many deeds; else it is one deed told vaguely."""
    return kind not in WORDS["extents"] and (mode is None or mode in WORDS["umbrellas"])


def _other_actors(a: Telling, b: Telling) -> bool:
    """Done by another side; met by other persons; said by another single voice, or by another side."""
    sides = _apart(a.agent_camps, b.agent_camps)
    if a.type in WORDS["meetings"] and _apart(a.persons, b.persons):
        return True
    if a.type not in spoken_types() or not _apart(a.agents, b.agents):
        return sides and a.type not in spoken_types()
    return sides or (a.single and b.single and not a.voices & b.voices)


def _other_targets(a: Telling, b: Telling) -> bool:
    return _apart(a.target_camps, b.target_camps) and not a.target_camps & b.agent_camps


def _out_of_days(dated: Telling, undated: Telling) -> bool:
    """Current news without a date is of the days before its report; what is dated before those is another happening."""
    if dated.when is None or undated.when is not None or undated.published is None:
        return False
    if undated.currency is not Currency.CURRENT or undated.modality is not Modality.ACTUAL:
        return False
    last, told = ends(dated.when)[1], ends(undated.published)[0]
    return last is not None and told is not None and told - last > timedelta(days=RECENT)


def _moods_fit(a: Telling, b: Telling, seen: Seen) -> bool:
    """Done with done, planned with planned; a plan for the day of its report may be the deed of that day."""
    if {a.modality, b.modality} != {Modality.ACTUAL, Modality.PLANNED}:
        return a.modality is b.modality
    plan, deed = (a, b) if a.modality is Modality.PLANNED else (b, a)
    when = deed.when or deed.published
    if plan.published is None or when is None or plan.type in spoken_types():
        return False
    if plan.when is None:
        return days_between(plan.published, when) <= 1
    both = (plan.agents | plan.targets) & (deed.agents | deed.targets)
    return (
        bool(both) and days_between(plan.when, plan.published) <= 1 and (seen.times(plan.when, deed.when) or 0.0) >= 1.0
    )


def other_mode(a: Telling, b: Telling) -> bool:
    """Both modes are told, for a deed and not for words, and no report uses one for the other."""
    return a.type not in spoken_types() and not same_mode(a.mode, b.mode)


def same_mode(a: str | None, b: str | None) -> bool:
    """Whether two modes may be of one deed: the same, used for one another, or one not told."""
    return a is None or b is None or a == b or any({a, b} <= group for group in _mode_groups())


@cache
def _mode_groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(modes.split()) for modes in WORDS.table("modes of one deed").values())


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b


def is_wide(places: Sequence[Place]) -> bool:
    """A whole country, or places too far apart for one deed."""
    if not places or all(p.kind == "country" for p in places):
        return bool(places)
    return any((distance(p, q) or 0.0) > SPREAD for n, p in enumerate(places) for q in places[n + 1 :])


VETOES: tuple[tuple[str, Callable[[Telling, Telling, Seen], bool]], ...] = (
    ("another type", lambda a, b, seen: a.type != b.type),
    ("another period", lambda a, b, seen: a.currency is not b.currency),
    ("one is told as done, the other is not", lambda a, b, seen: not _moods_fit(a, b, seen)),
    ("another kind of deed", lambda a, b, seen: a.line != b.line or other_mode(a, b)),
    ("by others", lambda a, b, seen: _other_actors(a, b)),
    ("to others", lambda a, b, seen: _other_targets(a, b)),
    ("at another time", _other_time),
    ("in another place", _other_place),
)


class Likeness:
    """Likeness of two tellings, from -1,000,000 (vetoed) to about 1."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        spread = rarity(tellings)
        self.weight = {w: (1 + math.log((1 + len(tellings)) / (1 + n))) ** 2 for w, n in spread.items()}
        self.length = {t.words: math.sqrt(math.fsum(self.weight[w] for w in t.words)) for t in tellings}
        self.seen = Seen()

    def __call__(self, a: Telling, b: Telling) -> float:
        """The likeness, rounded."""
        if vetoed(a, b, self.seen):
            return APART
        w = SPOKEN if a.type in spoken_types() else DONE
        place = self.seen.places(a.places or a.office, b.places or b.office) or 0.0
        score = (
            w.type
            + w.mode * self._mode(a.mode, b.mode)
            + w.place * (place or (WIDELY if _placeless_and_wide(a, b) else 0.0))
            + w.time * self._time(a, b)
            + _parties(w, a, b)
            + w.words * self._words(a.words, b.words)
            + (w.launch if _share_launch(a, b) else 0.0)
            + _figures(a, b)
            - (UNDATED_PLAN if a.modality is not b.modality and not _same_parties(a, b) else 0.0)
        )
        return round(score, 4)

    def _mode(self, a: str | None, b: str | None) -> float:
        if a is None or b is None:
            return 0.5
        return 1.0 if a == b else 0.8 if same_mode(a, b) else -1.0

    def _words(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Cosine over the weights of the words of both clauses."""
        both = a & b
        return math.fsum(self.weight[w] for w in both) / (self.length[a] * self.length[b]) if both else 0.0

    def _time(self, a: Telling, b: Telling) -> float:
        """Likeness in time; current news of one story that names no day is of the same days, or may be."""
        return self.seen.times(a.when, b.when) or 0.0 if a.when is not None and b.when is not None else UNDATED


def _parties(w: Weights, a: Telling, b: Telling) -> float:
    """What shared agents and targets add; who met whom is the same either way round."""
    if a.type in WORDS["meetings"]:
        both = (a.agents | a.targets) & (b.agents | b.targets)
        return (w.agents + w.targets / 2 if both else 0.0) + (w.agents if len(both) > 1 else 0.0)
    agents = _shared(a.agents, b.agents, a.agent_camps, b.agent_camps)
    return w.agents * agents + w.targets * _shared(a.targets, b.targets, a.target_camps, b.target_camps)


def _same_parties(a: Telling, b: Telling) -> bool:
    """Two or more actors are in both."""
    return len((a.agents | a.targets) & (b.agents | b.targets)) > 1


def _shared(a: frozenset[str], b: frozenset[str], a_camps: frozenset[str], b_camps: frozenset[str]) -> float:
    if a & b:
        return 1.0
    return 0.6 if a_camps & b_camps else 0.0


def _placeless_and_wide(a: Telling, b: Telling) -> bool:
    """One is told of a whole country or many places, the other of none, as "the strikes" of a night are."""
    pairs = ((a, b), (b, a))
    return any(not x.places and from_anywhere(x) and _widely(y.places) for x, y in pairs)


def _widely(places: Sequence[Place]) -> bool:
    """A whole country, or more places than two towns named beside a third."""
    return is_wide(places) and (len(places) >= SEVERAL or any(p.kind == "country" for p in places))


def from_anywhere(telling: Telling) -> bool:
    """No place of launch is told but a country: what starts from one airfield is no whole barrage."""
    return all(p.kind == "country" for p in telling.launch)


def _figures(a: Telling, b: Telling) -> float:
    """The same larger figure for the same question speaks for one happening, another one a little against it."""
    pairs = [(x, y) for x in a.figures for y in b.figures if x[0] == y[0] and min(x[2], y[2]) >= FEW]
    if any(max(x[1], y[1]) <= min(x[2], y[2]) for x, y in pairs):
        return FIGURE
    return -FIGURE / 2 if pairs else 0.0


def _share_launch(a: Telling, b: Telling) -> bool:
    return bool({p.id for p in a.launch} & {p.id for p in b.launch})
