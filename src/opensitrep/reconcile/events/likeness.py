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

import msgspec
import numpy as np

from opensitrep.model import Currency, Ground, Interval, Modality, Tie
from opensitrep.reconcile.events.compared import Answers, Column, Compared, Looks, crossed
from opensitrep.reconcile.events.nearness import KNOWN, closeness, days_between, length, meet, vague
from opensitrep.reconcile.events.tellings import Figure, Telling, real
from opensitrep.reconcile.linkage import Pair
from opensitrep.text.words import Lists, data_bytes

WORDS = Lists("merging", "codes")
RECENT = 7.0  # days before its report of which undated current news tells
NIGHT = 0.75  # days between hours stated with a happening from which they part: "late Monday" is "early on Tuesday"
DAY = 1.5  # days up to which a time is a day
YEAR = 366.0  # days from which two stretches that are stated are apart, however long each is
MONTH = 5.0  # powers of two of days from which two days are far apart
FEW = 4  # figures below tell little
NEARNESS = ((1.0, "place same"), (0.5, "place near"), (0.2, "place within"))
CONTRARY = -1.5  # of what a day a day away, or told from the day of the report, parts: one report in six may err
ATTACK = "ASSAULT"
APART = -1_000_000.0  # likeness of what must not be linked
Told = dict[str, float]


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
    return next((reason for reason, _, speaks in BARRIERS if speaks(a, b)), None)


def _other_place(a: Telling, b: Telling) -> bool:
    """Of the main incidents of two reports one that its own clause does not place may have been placed amiss."""
    if a.place is None or b.place is None or closeness(a.place, b.place) is not None:
        return False
    return not (a.tie is Tie.MAIN and b.tie is Tie.MAIN) or min(_named_in_clauses(a), _named_in_clauses(b)) > 0


def _named_in_clauses(telling: Telling) -> int:
    """In how many of its clauses the words of its place stand."""
    return sum(p.span == telling.incident.place for m in telling.mentions for p in m.places)


def _other_day(a: Telling, b: Telling) -> bool:
    if a.when is None or b.when is None or meet(a.when, b.when):
        return False
    if not (_is_stated(a) and _is_stated(b)):
        return _years_apart(a, b)
    whole = all(i.precision == "day" and not i.approx for i in (a.when, b.when))
    return whole or days_between(a.when, b.when) >= NIGHT


def _is_stated(telling: Telling) -> bool:
    return telling.incident.day_ground is Ground.STATED and _exact(telling.when)


def _may_err(a: Telling, b: Telling) -> bool:
    """Whether two days are next to one another, or one is only told from the day of its report ("last night")."""
    if a.when is None or b.when is None:
        return True
    return days_between(a.when, b.when) < 1 or "relative" in (a.when.basis, b.when.basis)


def _day_looks(telling: Telling) -> tuple[object, ...]:
    return telling.when, telling.incident.day_ground is Ground.STATED, telling.tie is Tie.MAIN


def _years_apart(a: Telling, b: Telling) -> bool:
    """Whether two times that are stated, however long ("in May 2009", "in 2012"), lie more than a year apart; of the
    main incidents of two reports one has been misread."""
    if a.when is None or b.when is None or a.tie is b.tie is Tie.MAIN or not (_has_own(a) and _has_own(b)):
        return False
    return days_between(a.when, b.when) > YEAR


def _has_own(telling: Telling) -> bool:
    return telling.incident.day_ground is Ground.STATED and telling.when is not None and not vague(telling.when)


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
BARRIERS: tuple[tuple[str, Looks, Callable[[Telling, Telling], bool]], ...] = (
    ("one is real, the other is not", real, lambda a, b: real(a) != real(b)),
    ("at another place", lambda t: (t.place, t.tie is Tie.MAIN, _named_in_clauses(t) > 0), _other_place),
    (DAY_APART, _day_looks, _other_day),
    ("of another cause", lambda t: (t.type, t.incident.mode), _other_cause),
    ("by other speakers", lambda t: t.type in WORDS["spoken"] and (t.type, t.doers, t.doer_camps), _other_speakers),
    ("to other persons", lambda t: (t.type in WORDS["hostile"], t.victims), _other_victims),
    ("an attack and its answer", lambda t: t.type == ATTACK and (t.answers,), _other_side),
)
"""Why two cannot be one, what of each is looked at, and whether it is so."""


# ---------------------------------------------------------------- features


class Likeness:
    """The probabilities that incidents of one story are one, by their positions among `tellings`."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self.tellings = tellings
        spread = Counter(word for t in tellings for word in t.words | t.triggers)
        self.rarity = {w: (1 + math.log((1 + len(tellings)) / (1 + n))) ** 2 for w, n in spread.items()}

    def of(self, pairs: Sequence[Pair]) -> dict[Pair, float]:
        """The probability of each pair, rounded; far below 0 where something parts the two."""
        if not pairs:
            return {}
        asked = Compared(self.tellings, pairs)
        days, others = asked.ask(_day_looks, _day_parts), asked.none()
        for reason, looks, speaks in BARRIERS:
            if reason != DAY_APART:
                others |= asked.ask(looks, speaks).column()
        found = np.where(others, APART, days.column())
        free = np.flatnonzero(found == 0.0)
        if free.size:
            scores = self._scores([pairs[n] for n in free.tolist()])
            found[free] = [round(1 / (1 + math.exp(-score)), 4) for score in scores.tolist()]
        return dict(zip(pairs, found.tolist(), strict=True))

    def features(self, pairs: Sequence[Pair]) -> list[Told]:
        """What speaks for and against each pair, by name; what is not named is 0."""
        if not pairs:
            return []
        answers, measured = self._told(Compared(self.tellings, pairs))
        columns = {name: column.tolist() for name, column in measured.items()}
        out: list[Told] = [{name: column[n] for name, column in columns.items()} for n in range(len(pairs))]
        for answer in answers:
            for found, told in zip(out, answer.each(), strict=True):
                found.update(told)
        return out

    def _scores(self, pairs: Sequence[Pair]) -> Column:
        """The weighed sum of what is told of each pair; always in one order, so that it is the same everywhere."""
        known = weights()
        answers, measured = self._told(Compared(self.tellings, pairs))
        total = np.full(len(pairs), known.bias)
        for answer in answers:
            total += answer.column(lambda told: sum(known.weights.get(f, 0.0) * v for f, v in told.items()))
        for name, column in measured.items():
            total += known.weights.get(name, 0.0) * column
        return total

    def _told(self, asked: Compared) -> tuple[list[Answers[Told]], dict[str, Column]]:
        """What holds of each pair, and what is measured of it."""
        kind, tie = asked.ask(lambda t: t.type, _kind), asked.ask(lambda t: t.tie, _tie)
        place, day = asked.ask(lambda t: t.place, _place), asked.ask(lambda t: (t.when, t.published), _day)
        report = asked.ask(lambda t: t.doc, lambda a, b: a.doc == b.doc)
        answers = [
            crossed(_scene, kind, place, day, tie, report),
            *(asked.ask(looks, question) for looks, question in QUESTIONS),
        ]
        triggers = asked.cosines([t.triggers for t in self.tellings], self.rarity)
        one_report = report.column()
        apart, days_apart = place.column(lambda p: p == "place apart"), day.column(lambda d: d == "day apart")
        return answers, {
            "words": asked.cosines([t.words for t in self.tellings], self.rarity),
            "triggers": triggers,
            "kind and triggers": triggers * kind.column(lambda k: k == "kind same"),
            "place apart, sure": apart * asked.least([t.incident.place_score for t in self.tellings]),
            "day apart, sure": days_apart * asked.least([t.incident.day_score for t in self.tellings]),
            "vectors": asked.products([t.incident.vector for t in self.tellings]) / 127**2,
            "one report, tied": one_report * asked.each(one_report, _tied),
            "one report, triggers": one_report * triggers,
            "sure": asked.least([t.incident.score for t in self.tellings]),
        }


def _day_parts(a: Telling, b: Telling) -> float:
    """How firmly two days part: not at all, against all hints but the strongest, for good."""
    return (CONTRARY if _may_err(a, b) else APART) if _other_day(a, b) else 0.0


def _scene(kind: str, place: str, day: str, tie: str, one_report: bool) -> Told:
    """What holds of two incidents, alone and together."""
    names = [kind, place, day, tie, f"{kind}, {place}", f"{kind}, {day}", f"{tie}, {kind}"]
    names += ["one report", f"one report, {kind}", f"one report, {tie}"] if one_report else []
    return dict.fromkeys(names, 1.0)


def _tied(a: Telling, b: Telling) -> float:
    return float(a.id in (b.incident.to, a.incident.to) or b.id in (b.incident.to, a.incident.to))


def _kind(a: Telling, b: Telling) -> str:
    if a.type == b.type:
        return "kind same"
    return "kind near" if kinds_near(a.type, b.type) else "kind other"


@cache
def kinds_near(a: str, b: str) -> bool:
    """Whether two kinds may be of one deed."""
    return a != b and any({a, b} <= group for group in _kind_groups())


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


def _days_apart(a: Telling, b: Telling) -> Told:
    """How firmly another day is told, and how far it is away."""
    if a.when is None or b.when is None or _day(a, b) != "day apart":
        return {}
    stated = _is_stated(a) and _is_stated(b)
    gap = min(MONTH, math.log2(1 + days_between(a.when, b.when)))
    told = {f"day apart, {_tie(a, b)}": 1.0, "day apart, stated": float(stated)}
    return told | {"days apart": gap, "days apart, stated": stated * gap}


def _too_old(dated: Telling, undated: Telling) -> bool:
    """The undated news of a report is of the days before it; what is dated before those may be another happening."""
    if dated.when is None or undated.when is not None or undated.published is None:
        return False
    news = undated.tie is Tie.MAIN and undated.currency is Currency.CURRENT and undated.modality is Modality.ACTUAL
    return news and days_between(dated.when, undated.published) > RECENT


def _tie(a: Telling, b: Telling) -> str:
    if a.tie is b.tie:
        return f"tie both {a.tie.value}"
    one = a.tie if b.tie is Tie.MAIN else b.tie
    return f"tie main and {one.value}" if Tie.MAIN in (a.tie, b.tie) else "tie unlike"


def _unlike(a: Telling, b: Telling) -> Told:
    """What one is and the other is not, and what both are."""
    found = {
        "modality": a.modality is not b.modality,
        "currency": a.currency is not b.currency,
        "long before": _too_old(a, b) or _too_old(b, a),
        "headlines": a.headline and b.headline,
    }
    return {name: 1.0 for name, holds in found.items() if holds}


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


def _figures(a: Telling, b: Telling) -> Told:
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


def _named(relation: Callable[[Telling, Telling], str]) -> Callable[[Telling, Telling], Told]:
    return lambda a, b: {relation(a, b): 1.0}


QUESTIONS: tuple[tuple[Looks, Callable[[Telling, Telling], Told]], ...] = (
    (lambda t: t.incident.mode, _named(_mode)),
    (lambda t: (t.doers, t.doer_camps), _named(_doers)),
    (lambda t: t.undergoers, _named(_undergoers)),
    (lambda t: t.figures, _figures),
    (lambda t: (t.when, _is_stated(t), t.tie), _days_apart),
    (lambda t: (t.when, t.published, t.tie, t.modality, t.currency, t.headline), _unlike),
)
"""What of each of two incidents is looked at, and what it says of the two."""
