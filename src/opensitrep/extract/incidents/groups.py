"""Mentions to incidents: the likeliest pairs first, by the mean over all pairs of two groups; vetoes part for good."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from opensitrep.extract.incidents.days import Days, apart
from opensitrep.extract.incidents.judge import Table
from opensitrep.extract.incidents.pairs import kinds_key
from opensitrep.extract.incidents.scene import Told

NARROW = 1  # days: an expression that means no more than two days names a day
NEXT = 1  # days by which two words for one night may differ
LONG = 8  # days by which vaguer expressions may differ; one in a hundred such pairs of train is one happening
ATTACK = "ASSAULT"
NEVER = -5.0  # log odds of two kinds that stood side by side forty times and more and never told one happening


def parted(a: Told, b: Told, table: Table) -> bool:
    """Whether two mentions can never tell one happening: other days, other towns, kinds that never do, or a clause
    of long ago ("the worst since 2004, when ...")."""
    if a.since != b.since:
        return True
    if a.days and b.days:
        between = min(apart(x, y) for x in a.days for y in b.days)
        if between > (NEXT if _narrow(a.days) and _narrow(b.days) else LONG):
            return True
    if a.towns and b.towns and not a.towns & b.towns:
        return True
    if a.kind == b.kind == ATTACK and {a.answers, b.answers} == {True, False}:
        return True
    return a.kind != b.kind and a.deed != b.deed and table.get(kinds_key(a, b), 0.0) < NEVER


def _narrow(days: Sequence[Days]) -> bool:
    return all(last - first <= NARROW for first, last in days)


def gather(
    told: Sequence[Told],
    pairs: Sequence[tuple[Told, Told]],
    scores: Sequence[float],
    table: Table,
    threshold: float,
) -> list[list[Told]]:
    """Groups in text order of their first mention."""
    likeness: NDArray[np.float64] = np.zeros((len(told), len(told)))
    barred = np.zeros(likeness.shape, dtype=bool)
    for (a, b), score in zip(pairs, scores, strict=True):
        likeness[a.number, b.number] = likeness[b.number, a.number] = score
        if parted(a, b, table):
            barred[a.number, b.number] = barred[b.number, a.number] = True
    groups = {t.number: [t] for t in told}
    np.fill_diagonal(barred, True)
    size = np.ones(len(told))
    open_ones = np.where(barred, -1.0, likeness)
    best = open_ones.argmax(axis=1) if len(told) else np.zeros(0, np.int64)  # of each row the first of the likeliest
    worth = open_ones[np.arange(len(told)), best]
    while len(groups) > 1:
        i = int(worth.argmax())
        if worth[i] < threshold:
            break
        i, j = sorted((i, int(best[i])))
        mixed = np.round((size[i] * likeness[i] + size[j] * likeness[j]) / (size[i] + size[j]), 9)
        likeness[i] = likeness[:, i] = mixed
        barred[i] |= barred[j]
        barred[:, i] |= barred[:, j]
        barred[j] = barred[:, j] = True
        size[i] += size[j]
        groups[i] += groups.pop(j)
        open_ones[j] = open_ones[:, j] = -1.0
        open_ones[i] = open_ones[:, i] = np.where(barred[i], -1.0, likeness[i])
        stale = np.flatnonzero((best == i) | (best == j) | (open_ones[:, i] >= worth))
        best[stale] = open_ones[stale].argmax(axis=1)
        worth[stale] = open_ones[stale, best[stale]]
        best[i], worth[i] = open_ones[i].argmax(), open_ones[i].max()
        worth[j] = -1.0
    return [sorted(g, key=lambda t: t.number) for _, g in sorted(groups.items())]
