"""How likely an entry is meant by its name, before any context is looked at."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from opensitrep.text.spelling import likeness, plain
from opensitrep.world.earth import far
from opensitrep.world.gazetteer.entry import Entry, Match
from opensitrep.world.gazetteer.file import ALTERNATE, BARE, WEAK

SETTLED = ("city", "town", "village", "area")
DIVIDED = ("admin1", "admin2", "region")
ASKED = {
    "admin1": ("admin1", "region", "admin2"),
    "admin2": ("admin2", "admin1", "area"),
    "city": ("city", "town", "village"),
    "area": ("region", "area", "admin1", "admin2", "sea"),
    "country": ("country",),
    "sea": ("sea", "river"),
    "river": ("river",),
    "base": ("base", "facility", *SETTLED),
    "plant": ("plant", "facility", *SETTLED),
    "facility": ("facility", "base", "plant", *SETTLED),
    "organisation": ("organisation",),
}
"""Kinds of entry that fit the feature the words ask for ("the Lviv region": admin1), best first."""
# by eye on spellings of the seed reports: a main name beats any other name, a user's own site any namesake
_WEIGHTS = {5: 1.5, 4: 1.0, 3: 0.9, 2: 0.55, 1: 0.25}
_STEPS = {"sound": 0.8, "slip": 0.7}  # times the likeness
GREAT = 1_000_000  # people of a place that is meant by its name although its country is not named
MARGIN = 0.1  # of clearness, between a place and another that is as clear
REACH = 0.15  # ... between the clearest place and those that context may prefer
FAME = 0.2  # of ten million people; likeness runs from 0 to 1
AGED = 0.15  # less likeness to another name of a place whose main name is unlike: often a former one
UNLIKE = 0.5  # likeness below which a name is another name altogether
DOUBTED = 0.45  # of the likeness that is left to names equally like that of two towns
MOST_KEPT = 10_000  # names kept that were looked up, of each kind: about 20 MB
CLOSE = 0.85  # likeness of a city's name to that of a hamlet, from which a text may mean the city
KNOWN = 50_000  # people of a place that is not passed over for a name like its own
HAMLET = (
    20_000  # people below which one abroad gives way to a like name at hand; set on the tuning half, as the 4 times
)


def rank(matches: Collection[Match], feature: str | None = None) -> list[tuple[Match, float]]:
    """The matches of one name with a score from 0 to 1, best first: kind of name, size, kind of place, feature asked.

    Population enters by its logarithm; of a town and a division of one name the town is meant, unless it holds less
    than a tenth of the people of the division or a word asks for the division. Context is not looked at.
    """
    towns = {(m.entry.country, m.entry.admin1): m.entry for m in matches if m.entry.kind in SETTLED and m.weight >= 2}
    chief: dict[str | None, int] = {}  # people of the largest place whose main name this is, by country
    for m in matches:
        if m.weight >= 3 and m.entry.kind in SETTLED:
            chief[m.entry.country] = max(m.entry.population, chief.get(m.entry.country, 0))
    areas = {m.entry.id: m.weight for m in matches if m.entry.kind in ("admin1", "admin2")}
    known = [_weighted(m, max(_better_known(m, chief), _seat(m, areas))) for m in matches]
    scored = [(m, round(min(1.0, _prior(m, feature, towns.get((m.entry.country, m.entry.id)))), 4)) for m in known]
    return sorted(scored, key=lambda s: (-s[1], s[0].weight < 5, -s[0].entry.population, s[0].entry.id))


def stands(match: Match, *, here: bool) -> bool:
    """Whether a place is meant by its name, whatever other names are like it; `here`: in a country at hand."""
    entry = match.entry
    if match.weight > 4 or entry.feature in ("PPLC", "OWN") or entry.kind in ("country", "region", "sea", "river"):
        return True
    return entry.population >= (KNOWN if here and match.weight > ALTERNATE else GREAT)


def by_another_name(exact: Sequence[Match], here: Sequence[Match]) -> tuple[Match, ...]:
    """Matches in which another name counts nearly as a main one where nothing at hand has it as its main name."""
    if not here or any(m.weight > ALTERNATE for m in here):
        return tuple(exact)
    near = {m.entry.id for m in here}
    return tuple(replace(m, weight=BARE) if m.entry.id in near and m.weight == ALTERNATE else m for m in exact)


def overrules(near: Match, here: Sequence[Match], key: str) -> bool:
    """Whether a town with a name like the one asked for is meant rather than the small places that have just this name.

    It has twenty times the people (twice, if this is only another name of the other; as many, if one unlike its main
    name, often a former one); or it is the seat that a division of this very name is called after.
    """
    entry, best = near.entry, rank(here)[0][0]
    if near.likeness < 0.7 or entry.kind not in SETTLED:
        return False
    if all(m.entry.kind in ("admin1", "admin2") for m in here):
        return near.likeness > 0.8 and any(_together_at(m.entry, entry, reach=111.0) for m in here)
    times = 20 if best.weight >= BARE else 2 if likeness(key, plain(best.entry.name)) >= UNLIKE else 1
    return entry.population >= max(5_000, times * best.entry.population)


def greatest(alike: Sequence[Match], here: Sequence[Match], key: str) -> list[Match]:
    """The city with a name very like the one asked for beside which both its rivals and the namesakes are small."""
    cities = [m for m in alike if m.likeness >= CLOSE and m.entry.population >= GREAT / 10 and overrules(m, here, key)]
    best = max(cities, key=lambda m: (m.entry.population, m.entry.id), default=None)
    others = [m.entry.population for m in alike if best and m.entry.kind in SETTLED and m.entry.id != best.entry.id]
    return [best] if best and best.entry.population >= 20 * max(others, default=0) else []


def clearest(near: Collection[Match]) -> list[Match]:
    """Of places found by names like the one asked for those that can be meant, the likest first.

    Towns and divisions are judged apart. Towns far apart that are about equally clear stay with so little likeness that
    only what the text says of one ("in southern Belarus") can settle them, and divisions are left out beside them, as
    they are if unclear themselves. Numbers set on the tuning half of the spelling test.
    """
    out: list[Match] = []
    for settled in (True, False):
        group = [m for m in near if (m.entry.kind in SETTLED) is settled]
        ranked = sorted(group, key=lambda m: (-_clearness(m), m.entry.id))
        rivals = [m for m in ranked[1:] if _clearness(m) > _clearness(ranked[0]) - MARGIN]
        near_best = [m for m in ranked if _clearness(m) > _clearness(ranked[0]) - REACH]
        if all(_together_at(ranked[0].entry, m.entry) for m in rivals):
            out += near_best
        elif settled:
            return [replace(m, likeness=round(DOUBTED * m.likeness, 4)) for m in near_best]
    return out


def known(match: Match) -> bool:
    """Whether a place is no hamlet: its own name, written as it is, goes before names like it at hand."""
    return match.entry.population >= HAMLET or match.entry.kind not in SETTLED


def lowered(match: Match) -> Match:
    """The match of a place that has just this name but gives way to a greater one with a name like it."""
    return replace(match, weight=ALTERNATE if match.weight > ALTERNATE else WEAK)


def after(near: Sequence[Match], kept: Sequence[Match]) -> list[Match]:
    """Places by names like the one asked for, beside places abroad of just this name.

    Beside a known one those without four times its people have so little likeness left that only what the text says of
    one can settle it.
    """
    people = max((m.entry.population for m in kept if known(m) and m.weight > ALTERNATE), default=None)
    if people is None:
        return list(near)
    lesser = [m.likeness > DOUBTED and m.entry.population < 4 * people for m in near]
    return [
        replace(m, likeness=round(DOUBTED * m.likeness, 4)) if less else m for m, less in zip(near, lesser, strict=True)
    ]


def _clearness(match: Match) -> float:
    return match.likeness + FAME * math.log10(match.entry.population + 100) / 8


def _together_at(a: Entry, b: Entry, reach: float = 15.0) -> bool:
    """Whether two entries are one place on a map: one holds the other, or they lie within `reach` km."""
    if {a.id, b.id} & {a.admin1, a.admin2, b.admin1, b.admin2}:
        return a.id in (b.admin1, b.admin2) or b.id in (a.admin1, a.admin2)
    return far(a, b) < reach


def placed(entry: Entry) -> bool:
    """Whether an entry may be found by a name like its own: no country, no district of a city."""
    return entry.kind not in ("country", "organisation") and entry.feature != "PPLX"


def _better_known(match: Match, chief: dict[str | None, int]) -> int:
    """The weight of a town meant by another name of it although a hamlet of its country has that as its main name.

    A town of 20,000 or more with twenty times the people (by eye: Konstantinovka; rarely true of namesakes).
    """
    people = chief.get(match.entry.country)
    big = match.entry.population >= max(20_000, 20 * (people or 0))
    return BARE if people is not None and match.weight == 2 and match.entry.kind in SETTLED and big else 0


def _weighted(match: Match, least: int) -> Match:
    """The match with at least that weight."""
    return match if match.weight >= least else replace(match, weight=least)


def _seat(match: Match, areas: dict[str, int]) -> int:
    """The weight of the name of the division that a town lies in: one calls the other by its name."""
    entry = match.entry
    if entry.kind not in SETTLED or match.weight < ALTERNATE:
        return 0
    return min(BARE, max(areas.get(entry.admin1 or "", 0), areas.get(entry.admin2 or "", 0)))


def _prior(match: Match, feature: str | None, namesake: Entry | None) -> float:
    entry = match.entry
    size = math.log10(entry.population + 100) / 8  # 0.25 for a hamlet, 0.87 for a city of ten millions
    if entry.feature == "OWN":
        size = 0.75
    elif entry.feature == "PPLC" or entry.kind == "country":
        size += 0.15
    if match.step == "exact":
        score = _WEIGHTS[match.weight] * (0.2 + 0.8 * size)
    else:  # the size has been looked at when the name was taken for one like it, see `clearest`
        score = _STEPS[match.step] * match.likeness * (0.5 + 0.5 * size)
    if feature in ASKED:
        fit = ASKED[feature]
        return score * (1.0 if entry.kind in fit[:2] else 0.9 if entry.kind in fit else 0.3)
    if entry.kind == "admin2":
        score *= 0.6
    elif entry.kind == "admin1" and namesake and namesake.population * 10 > entry.population:
        score *= 0.7
    elif entry.feature == "PPLX":
        score *= 0.6
    return score
