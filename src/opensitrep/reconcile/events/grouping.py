"""Which tellings are of one happening: vetoes first, then a likeness, then average linkage with both kinds of links.

Two tellings are never one where their type, period, modality, far places, disjoint times or opposed sides speak
against it (cannot-link; Wagstaff & Cardie 2000). What is left is scored by parts and joined by mean likeness. Only
tellings of one type that share a place, an actor, a day or a rare word are looked at: a large story stays cheap.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from opensitrep.reconcile.events.likeness import APART, TOGETHER, Likeness, from_anywhere, other_mode
from opensitrep.reconcile.events.tellings import Telling, spoken_types
from opensitrep.reconcile.linkage import Pair, average_link

THRESHOLD = 0.4  # set on the five reports: event F1 .75 at .38, .72 at .42, .62 at .50; merge B-cubed .67 to .69
LEAST = 0.25  # likeness of a telling without a place to the one event it may belong to
UNSURE = 0.32  # pairs of events nearly as alike are laid before a person
SMALL = 150  # tellings of one type that are compared pair by pair
CROWD = 60  # tellings that share a feature and still lead to one another


# ---------------------------------------------------------------- likeness


# ---------------------------------------------------------------- candidates and groups


def candidates(tellings: Sequence[Telling]) -> list[Pair]:
    """Pairs worth comparing, by position: all of a small kind, else those that share a feature few have."""
    by_kind: dict[tuple[str, str, str], list[int]] = defaultdict(list)  # what is of two kinds is never linked
    for i, telling in enumerate(tellings):
        if not telling.bare:
            by_kind[telling.type, telling.currency, telling.line].append(i)
    found: set[Pair] = set()
    for members in by_kind.values():
        if len(members) <= SMALL:
            found.update((i, j) for n, i in enumerate(members) for j in members[n + 1 :])
            continue
        holders: dict[str, list[int]] = defaultdict(list)
        for i in members:
            for key in _features(tellings[i]):
                holders[key].append(i)
        for key, shared in holders.items():
            if len(shared) <= CROWD:
                found.update((i, j) for n, i in enumerate(shared) for j in shared[n + 1 :])
            elif not key.startswith("w "):  # neighbours in order of publication are still compared
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
    tellings: Sequence[Telling],
    *,
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    known: Mapping[Pair, float] = MappingProxyType({}),
) -> tuple[list[tuple[int, ...]], Mapping[Pair, float]]:
    """Positions of tellings of one happening, and the likeness of the pairs compared.

    `together` are links of the reports themselves, `apart` a person's splits; a split outweighs all. `known` holds
    likenesses of pairs that need not be worked out again.
    Bare tellings ("the shelling") have no say in it: they follow what they refer to, else the one event of their report
    that is told by the same word, else they are of no event.
    """
    likeness = Likeness(tellings)
    values: dict[Pair, float] = {
        pair: known[pair] if pair in known else likeness(tellings[pair[0]], tellings[pair[1]])
        for pair in candidates(tellings)
    }
    leads: dict[int, int] = {}
    for i, j in together:
        if i != j and not tellings[i].bare and not tellings[j].bare:
            values[min(i, j), max(i, j)] = TOGETHER
        elif i != j:
            follower, leader = (i, j) if tellings[i].bare else (j, i)
            leads[follower] = leader
    split = {(min(p), max(p)) for p in apart}
    values |= dict.fromkeys(split, 100 * APART)
    joined = average_link(len(tellings), values, threshold=THRESHOLD)
    groups = [members for members in joined if not tellings[members[0]].bare]
    groups = _placeless(tellings, groups, likeness, split)
    return _follow(tellings, groups, leads, split), values


def _placeless(
    tellings: Sequence[Telling], groups: Sequence[tuple[int, ...]], likeness: Likeness, split: set[Pair]
) -> list[tuple[int, ...]]:
    """Tellings without a place go to the one event of their report, else of the story, that nothing speaks against."""
    out = {n: list(members) for n, members in enumerate(groups)}
    large: dict[str, list[int]] = defaultdict(list)
    by_report: dict[tuple[str, str], set[int]] = defaultdict(set)
    for n in sorted(out, key=lambda n: (-len(out[n]), n)):
        first = tellings[out[n][0]]
        if len(out[n]) > 1 and len(large[first.type]) < CROWD:
            large[first.type].append(n)
        for i in out[n]:
            by_report[tellings[i].doc, first.type].add(n)
    for n, members in enumerate(groups):
        one = members[0]
        telling = tellings[one]
        stated = telling.places or not from_anywhere(telling)
        if len(members) > 1 or stated or telling.type in spoken_types():
            continue

        def fits(k: int, one: int = one) -> bool:
            """Nothing speaks against the group, and something for it."""
            found = [
                APART if (min(one, i), max(one, i)) in split else likeness(tellings[one], tellings[i]) for i in out[k]
            ]
            return min(found) > 0 and max(found) >= LEAST

        near = [k for k in sorted(by_report[telling.doc, telling.type]) if k in out and k != n and fits(k)]
        far = [] if near else [k for k in large[telling.type] if k in out and k != n and fits(k)]
        home = near if len(near) == 1 else far if len(far) == 1 else []
        if home:
            out[home[0]].extend(out.pop(n))
    return sorted(tuple(sorted(members)) for members in out.values())


def _follow(
    tellings: Sequence[Telling], groups: Sequence[tuple[int, ...]], leads: Mapping[int, int], split: set[Pair]
) -> list[tuple[int, ...]]:
    """Groups with the bare tellings that belong to them."""
    out = [list(members) for members in groups]
    home = {i: n for n, members in enumerate(groups) for i in members}
    by_report: dict[tuple[str, str], set[int]] = defaultdict(set)
    for i, n in home.items():
        by_report[tellings[i].doc, tellings[i].type].add(n)
    for i, telling in enumerate(tellings):
        if not telling.bare:
            continue
        leader, seen = leads.get(i), {i}
        while leader is not None and tellings[leader].bare and leader not in seen:
            seen.add(leader)
            leader = leads.get(leader)
        if leader is not None and leader in home and (min(i, leader), max(i, leader)) not in split:
            out[home[leader]].append(i)
            continue
        same = [
            n
            for n in sorted(by_report.get((telling.doc, telling.type), ()))
            if any(tellings[k].doc == telling.doc and _same_word(telling, tellings[k]) for k in groups[n])
        ]
        if len(same) == 1 and not any((min(i, k), max(i, k)) in split for k in groups[same[0]]):
            out[same[0]].append(i)
    return sorted(tuple(sorted(members)) for members in out)


def _same_word(bare: Telling, other: Telling) -> bool:
    """The word of the bare telling stands in the other clause, and period and mood are the same."""
    same = bare.currency is other.currency and bare.modality is other.modality and bare.line == other.line
    return same and bool(bare.words & other.words) and not other_mode(bare, other)


def doubtful(groups: Sequence[tuple[int, ...]], values: Mapping[Pair, float]) -> list[tuple[int, int, float]]:
    """Pairs of groups that nearly became one, with the two most alike tellings; one pair for each two groups."""
    home = {i: n for n, members in enumerate(groups) for i in members}
    values = {(i, j): value for (i, j), value in values.items() if i in home and j in home}
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
