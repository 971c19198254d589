"""Groups of things that are alike, by average linkage (Sokal & Michener 1958)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

Pair = tuple[int, int]
"""Numbers of two things, the lower one first."""


def average_link(
    size: int, likeness: Mapping[Pair, float], *, threshold: float, sizes: Sequence[int] = ()
) -> list[tuple[int, ...]]:
    """Join the two groups with the highest mean likeness until none reaches the threshold.

    Pairs that are not in `likeness` count as 0; ties go to the lowest numbers. `sizes` tells for how many each of the
    things to be joined stands, one if not given. Returns sorted tuples.
    """
    counts = dict(enumerate(sizes or [1] * size))
    members: dict[int, tuple[int, ...]] = {i: (i,) for i in range(size)}
    total: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), value in likeness.items():
        total[i][j] = total[j][i] = value * counts[i] * counts[j]
    heap = [(-value, i, j) for (i, j), value in likeness.items() if value >= threshold]
    heapify(heap)
    following = size
    while heap:
        _, i, j = heappop(heap)
        if i not in members or j not in members:
            continue
        new, following = following, following + 1
        members[new] = tuple(sorted((*members.pop(i), *members.pop(j))))
        counts[new] = counts.pop(i) + counts.pop(j)
        left, right = total.pop(i), total.pop(j)
        left.pop(j, None)
        right.pop(i, None)
        both = total[new] = left | {k: left.get(k, 0.0) + value for k, value in right.items()}
        for k, value in both.items():
            beside = total[k]
            beside.pop(i, None)
            beside.pop(j, None)
            beside[new] = value
            if (mean := round(value / (counts[new] * counts[k]), 4)) >= threshold:
                heappush(heap, (-mean, k, new))
    return sorted(members.values())
