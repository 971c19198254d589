"""Which incidents are one event: barriers first, then a learned likeness, then average linkage.

To what the story is there for each report adds what it tells as that, though no pair is alike (`chief`). What a person
joined or split outweighs all. Only incidents that share a kind, a place and day, an actor and day or a rare word are
looked at, and of a crowd only neighbours: a large story stays cheap.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from opensitrep.model import Tie
from opensitrep.reconcile.events import chief
from opensitrep.reconcile.events.likeness import APART, Likeness, weights
from opensitrep.reconcile.events.tellings import Telling
from opensitrep.reconcile.linkage import Pair, average_link

CROWD = 120  # incidents that share a key and are still compared pair by pair
NEXT = 15  # of a larger crowd, neighbours in order of publication that are compared


def candidates(tellings: Sequence[Telling]) -> list[Pair]:
    """Pairs worth comparing, by position: of those that share a key."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, telling in enumerate(tellings):
        for key in _keys(telling):
            holders[key].append(i)
    found: set[Pair] = set()
    for key, shared in holders.items():
        if len(shared) > CROWD and " at " not in key:
            continue  # leads everywhere; its finer keys are looked at
        reach = len(shared) if len(shared) <= CROWD else NEXT
        found.update((i, j) for n, i in enumerate(shared) for j in shared[n + 1 : n + 1 + reach])
    return sorted(found)


def _keys(telling: Telling) -> Iterator[str]:
    day = (telling.when.start or "")[:10] if telling.when else ""
    kind = telling.type
    yield kind
    if telling.tie is Tie.MAIN:
        yield f"main at {day}"
    if telling.place:
        yield f"{kind} at {telling.place.id}"
        yield f"any at {telling.place.id} {day}"
    if day:
        yield f"{kind} at {day}"
    yield from (f"{actor} at {day}" for actor in telling.doers | telling.undergoers)
    yield from (f"{kind} {word}" for word in telling.words)


@dataclass(frozen=True)
class Groups:
    """Positions of incidents that are one event, which of these the story is there for, and how alike pairs are."""

    members: list[tuple[int, ...]]
    main: tuple[int, ...]
    values: Mapping[Pair, float]


def group(tellings: Sequence[Telling], *, together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> Groups:
    """Which incidents are one event. `together` and `apart` are decisions of persons; a split outweighs all."""
    split = {frozenset(p) for p in apart}
    values = Likeness(tellings).of(candidates(tellings))
    values |= dict.fromkeys(((min(p), max(p)) for p in split), 100 * APART)
    groups = average_link(len(tellings), values, threshold=weights().threshold)
    main = chief.main_group(tellings, groups, split)
    rest = (tuple(i for i in g if i not in main) for g in groups)
    made = [*filter(None, rest), main] if main else groups
    members = joined(made, together, split)
    return Groups(members, next((g for g in members if main and main[0] in g), ()), values)


def joined(
    groups: Sequence[tuple[int, ...]], together: Iterable[Pair], split: set[frozenset[int]]
) -> list[tuple[int, ...]]:
    """Groups after a person joined some of them whole; where the person also split them, the split holds."""
    home = {i: set(members) for members in groups for i in members}
    for i, j in sorted(together):
        one, two = home[i], home[j]
        if one is two or any(frozenset((a, b)) in split for a in one for b in two):
            continue
        one |= two
        for k in two:
            home[k] = one
    return sorted({tuple(sorted(members)) for members in home.values()})


def doubtful(groups: Groups) -> list[tuple[int, int, float]]:
    """Pairs of groups that nearly became one, with the two most alike of them; one pair for each two groups."""
    home = {i: n for n, members in enumerate(groups.members) for i in members}
    apart = [(i, j, value) for (i, j), value in groups.values.items() if home[i] != home[j]]
    near = {_ordered(home[i], home[j]) for i, j, value in apart if value >= weights().unsure}  # no other mean can be
    best: dict[Pair, tuple[float, int, int]] = {}
    count: Counter[Pair] = Counter()
    total: dict[Pair, float] = defaultdict(float)
    for i, j, value in sorted(pair for pair in apart if _ordered(home[pair[0]], home[pair[1]]) in near):
        key = _ordered(home[i], home[j])
        count[key] += 1
        total[key] += value
        best[key] = max(best.get(key, (value, -i, -j)), (value, -i, -j))
    return [
        (-best[key][1], -best[key][2], round(total[key] / count[key], 4))
        for key in sorted(best)
        if total[key] / count[key] >= weights().unsure
    ]


def _ordered(i: int, j: int) -> Pair:
    return (i, j) if i < j else (j, i)
