"""What parts two incidents for good, and how likely two others are one: a small learned weighing of what they share.

The weights are those of data/models/likeness.json, made by training/likeness; its card stands in the same file. Place,
day, cause and named victims part for good (cannot-link; Wagstaff & Cardie 2000): no sum of hints outweighs them. Of the
main incidents of two reports of one story, one placed by another clause may have been placed amiss: another place only
speaks against.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import mul

import msgspec

from opensitrep.model import Currency, Ground, Interval, Modality, Tie
from opensitrep.reconcile.events.nearness import KNOWN, closeness, days_between, length, meet, vague
from opensitrep.reconcile.events.tellings import Figure, Telling, real
from opensitrep.text.words import Lists, data_bytes

WORDS = Lists("merging", "codes")
RECENT = 7.0  # days before its report of which undated current news tells
NIGHT = 0.75  # days between hours stated with a happening from which they part: "late Monday" is "early on Tuesday"
DAY = 1.5  # days up to which a time is a day
MONTH = 5.0  # powers of two of days from which two days are far apart
FEW = 4  # figures below tell little
NEARNESS = ((1.0, "place same"), (0.5, "place near"), (0.2, "place within"))
CONTRARY = -1.5  # of what a day a day away, or told from the day of the report, parts: one report in six may err
ATTACK = "ASSAULT"
APART = -1_000_000.0  # likeness of what must not be linked


@dataclass(frozen=True, slots=True)
class Weights:
    """The file data/models/likeness.json, as far as deciding needs it."""

    bias: float
    weights: dict[str, float]
    threshold: float  # probability from which two incidents are joined; chosen on dev
    unsure: float  # from which a pair is laid before a person


@cache
def weights() -> Weights:
    """The weights, read once."""
    return msgspec.json.decode(data_bytes("models/likeness.json"), type=Weights)


# ---------------------------------------------------------------- barriers


def parted(a: Telling, b: Telling) -> str | None:
    """Why two incidents cannot be one; None where nothing parts them."""
    return next((reason for reason, speaks in BARRIERS if speaks(a, b)), None)


def _other_place(a: Telling, b: Telling) -> bool:
    """Of the main incidents of two reports one that its own clause does not place may have been placed amiss."""
    if a.place is None or b.place is None or closeness(a.place, b.place) is not None:
        return False
    return not (a.tie is Tie.MAIN and b.tie is Tie.MAIN) or min(_named_in_clauses(a), _named_in_clauses(b)) > 0


def _named_in_clauses(telling: Telling) -> int:
    """In how many of its clauses the words of its place stand."""
    return sum(p.span == telling.incident.place for m in telling.mentions for p in m.places)


def _other_day(a: Telling, b: Telling) -> bool:
    if a.when is None or b.when is None:
        return False
    if not (_is_stated(a) and _is_stated(b)) or meet(a.when, b.when):
        return False
    whole = all(i.precision == "day" and not i.approx for i in (a.when, b.when))
    return whole or days_between(a.when, b.when) >= NIGHT


def _is_stated(telling: Telling) -> bool:
    return telling.incident.day_ground is Ground.STATED and _exact(telling.when)


def _may_err(a: Telling, b: Telling) -> bool:
    """Whether two days are next to one another, or one is only told from the day of its report ("last night")."""
    if a.when is None or b.when is None:
        return True
    return days_between(a.when, b.when) < 1 or "relative" in (a.when.basis, b.when.basis)


@lru_cache(maxsize=KNOWN)
def _exact(when: Interval | None) -> bool:
    """A civil day, or hours."""
    return when is not None and not vague(when) and (length(when) or 99.0) <= DAY


def _other_cause(a: Telling, b: Telling) -> bool:
    """A quake is no flood, a road accident no crash of a plane; a mode not told parts nothing."""
    if a.type != b.type or a.type not in WORDS["causes"]:
        return False
    one, two = a.incident.mode, b.incident.mode
    return one is not None and two is not None and not same_mode(one, two)


def _other_speakers(a: Telling, b: Telling) -> bool:
    """Words are of whoever speaks them."""
    spoken = a.type == b.type and a.type in WORDS["spoken"]
    return spoken and bool(a.doers) and bool(b.doers) and not a.doers & b.doers and not a.doer_camps & b.doer_camps


def _other_victims(a: Telling, b: Telling) -> bool:
    return bool(a.victims) and bool(b.victims) and not a.victims & b.victims and a.type in WORDS["hostile"]


def _other_side(a: Telling, b: Telling) -> bool:
    """What the police do, or what is done to the attacker, is no part of the attack."""
    return a.type == b.type == ATTACK and {a.answers, b.answers} == {True, False}


@cache
def same_mode(a: str | None, b: str | None) -> bool:
    """Whether two modes may be of one deed: the same, used for one another, or one not told."""
    return a is None or b is None or a == b or any({a, b} <= group for group in _mode_groups())


@cache
def _mode_groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(modes.split()) for modes in WORDS.table("modes of one deed").values())


DAY_APART = "on another day"
BARRIERS: tuple[tuple[str, Callable[[Telling, Telling], bool]], ...] = (
    ("one is real, the other is not", lambda a, b: real(a) != real(b)),
    ("at another place", _other_place),
    (DAY_APART, _other_day),
    ("of another cause", _other_cause),
    ("by other speakers", _other_speakers),
    ("to other persons", _other_victims),
    ("an attack and its answer", _other_side),
)
FOR_GOOD = tuple(speaks for reason, speaks in BARRIERS if reason != DAY_APART)  # a day may be told amiss


# ---------------------------------------------------------------- features


class Likeness:
    """The probability that two incidents of one story are one."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        spread = Counter(word for t in tellings for word in t.words | t.triggers)
        self.rarity = {w: (1 + math.log((1 + len(tellings)) / (1 + n))) ** 2 for w, n in spread.items()}
        self._sizes: dict[frozenset[str], float] = {}

    def __call__(self, a: Telling, b: Telling) -> float:
        """The probability, rounded; far below 0 where something parts the two."""
        for speaks in FOR_GOOD:
            if speaks(a, b):
                return APART
        if _other_day(a, b):
            return CONTRARY if _may_err(a, b) else APART
        known = weights()
        names, measured = self._told(a, b)
        weighed = [known.weights.get(f, 0.0) * v for f, v in measured.items()]
        score = known.bias + math.fsum([*_weights_of(names), *weighed])
        return round(1 / (1 + math.exp(-score)), 4)

    def features(self, a: Telling, b: Telling) -> dict[str, float]:
        """What speaks for and against, by name; what is not named is 0."""
        names, measured = self._told(a, b)
        return dict.fromkeys(names, 1.0) | measured

    def _told(self, a: Telling, b: Telling) -> tuple[tuple[str, ...], dict[str, float]]:
        """What holds of the two, and what is measured of them."""
        kind, place, day, tie = _kind(a.type, b.type), _place(a, b), _day(a, b), _tie(a.tie, b.tie)
        names = (*_crossed(kind, place, day, tie), _mode(a, b), _doers(a, b), _undergoers(a, b))
        found = {"words": self._cosine(a.words, b.words), "triggers": self._cosine(a.triggers, b.triggers)}
        found["kind and triggers"] = found["triggers"] if kind == "kind same" else 0.0
        found |= _against(a, b, place, day)
        if a.incident.vector and b.incident.vector:
            found["vectors"] = sum(map(mul, a.incident.vector, b.incident.vector)) / 127**2
        found |= _figures(a, b)
        if a.doc == b.doc:
            found |= {"one report": 1.0, f"one report, {kind}": 1.0, f"one report, {tie}": 1.0}
            if a.id in (b.incident.to, a.incident.to) or b.id in (b.incident.to, a.incident.to):
                found["one report, tied"] = 1.0
            found["one report, triggers"] = found["triggers"]
        found["sure"] = min(a.incident.score, b.incident.score)
        if a.modality is not b.modality:
            found["modality"] = 1.0
        if a.currency is not b.currency:
            found["currency"] = 1.0
        if _too_old(a, b) or _too_old(b, a):
            found["long before"] = 1.0
        if a.headline and b.headline:
            found["headlines"] = 1.0
        return names, found

    def _cosine(self, a: frozenset[str], b: frozenset[str]) -> float:
        both = math.fsum([self.rarity[w] for w in a & b])
        return both / math.sqrt(self._size(a) * self._size(b)) if both else 0.0

    def _size(self, words: frozenset[str]) -> float:
        """Their rarity on the whole, worked out once."""
        if (known := self._sizes.get(words)) is None:
            known = self._sizes[words] = math.fsum([self.rarity[w] for w in words])
        return known


@cache
def _crossed(kind: str, place: str, day: str, tie: str) -> tuple[str, ...]:
    """What holds of two incidents, alone and together."""
    return (kind, place, day, tie, f"{kind}, {place}", f"{kind}, {day}", f"{tie}, {kind}")


@cache
def _weights_of(names: tuple[str, ...]) -> tuple[float, ...]:
    known = weights().weights
    return tuple(known[name] for name in names if name in known)


@cache
def _kind(a: str, b: str) -> str:
    if a == b:
        return "kind same"
    return "kind near" if any({a, b} <= group for group in _kind_groups()) else "kind other"


@cache
def _kind_groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(kinds.split()) for kinds in WORDS.table("kinds of one deed").values())


def _mode(a: Telling, b: Telling) -> str:
    one, two = a.incident.mode, b.incident.mode
    if one is None or two is None:
        return "mode open"
    return "mode same" if one == two else "mode near" if same_mode(one, two) else "mode other"


def _place(a: Telling, b: Telling) -> str:
    if a.place is None or b.place is None:
        return "place open" if a.place is None and b.place is None else "place of one"
    near = closeness(a.place, b.place)
    if near is None:
        return "place apart"
    return next((name for least, name in NEARNESS if near >= least), "place unsure")


def _day(a: Telling, b: Telling) -> str:
    if a.when is None or b.when is None:
        known = a.when or b.when
        other = a.published if a.when is None else b.published
        if known is None or other is None:
            return "day open"
        return "day of one, fits" if days_between(known, other) <= 1 else "day of one"
    if not meet(a.when, b.when):
        return "day next" if days_between(a.when, b.when) < 1 else "day apart"
    return "day same" if _exact(a.when) and _exact(b.when) else "day meets"


def _against(a: Telling, b: Telling, place: str, day: str) -> dict[str, float]:
    """How firmly another place and another day are told."""
    found: dict[str, float] = {}
    if place == "place apart":
        found["place apart, sure"] = min(a.incident.place_score, b.incident.place_score)
    if day == "day apart" and a.when and b.when:
        stated = _is_stated(a) and _is_stated(b)
        gap = min(MONTH, math.log2(1 + days_between(a.when, b.when)))
        found |= {f"day apart, {_tie(a.tie, b.tie)}": 1.0, "day apart, stated": float(stated)}
        found["day apart, sure"] = min(a.incident.day_score, b.incident.day_score)
        found |= {"days apart": gap, "days apart, stated": stated * gap}
    return found


def _too_old(dated: Telling, undated: Telling) -> bool:
    """The undated news of a report is of the days before it; what is dated before those may be another happening."""
    if dated.when is None or undated.when is not None or undated.published is None:
        return False
    news = undated.tie is Tie.MAIN and undated.currency is Currency.CURRENT and undated.modality is Modality.ACTUAL
    return news and days_between(dated.when, undated.published) > RECENT


@cache
def _tie(a: Tie, b: Tie) -> str:
    if a is b:
        return f"tie both {a.value}"
    one = a if b is Tie.MAIN else b
    return f"tie main and {one.value}" if Tie.MAIN in (a, b) else "tie unlike"


def _doers(a: Telling, b: Telling) -> str:
    if not a.doers or not b.doers:
        return "doers open"
    if a.doers & b.doers:
        return "doers same"
    return "doers of one camp" if a.doer_camps & b.doer_camps else "doers other"


def _undergoers(a: Telling, b: Telling) -> str:
    if not a.undergoers or not b.undergoers:
        return "undergoers open"
    return "undergoers same" if a.undergoers & b.undergoers else "undergoers other"


def _figures(a: Telling, b: Telling) -> dict[str, float]:
    """The same larger figure of one fate speaks for one happening, another one a little against it."""
    (one, fates), (two, others) = _larger(a.figures), _larger(b.figures)
    if one & two:
        return {"figures same": 1.0}
    return {"figures other": 1.0} if fates & others else {}


@lru_cache(maxsize=KNOWN)
def _larger(figures: frozenset[Figure]) -> tuple[frozenset[Figure], frozenset[str]]:
    """The figures that tell something, and their fates."""
    found = frozenset((f, low, high) for f, low, high in figures if (low or high or 0) >= FEW)
    return found, frozenset(f for f, *_ in found)
