"""How words and sentences stand to each other in a report: numbers that the heads were trained on."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from opensitrep.model import Syntax

WAYS = 1024  # buckets of dependency paths
STEPS = (6, 9, 13, 20, 35)  # from here on distances share a bucket
DEEP = 8  # how far up the tree a path is followed


def distance(i: int, j: int) -> int:
    """Bucket of the signed distance in tokens, 2 to 22."""
    step = abs(j - i)
    size = step if step < STEPS[0] else 5 + sum(step >= edge for edge in STEPS)
    return 12 + (size if j > i else -size)


def ways(syntax: Syntax, left: Sequence[int], right: Sequence[int]) -> list[list[int]]:
    """Buckets of the dependencies between tokens: one row for each on the left."""
    above = {i: _up(syntax, i) for i in {*left, *right}}
    return [[_bucket(_path(syntax, above[i], above[j])) for j in right] for i in left]


@lru_cache(maxsize=100_000)
def _bucket(path: str) -> int:
    return zlib.crc32(path.encode()) % WAYS


def _path(syntax: Syntax, left: Sequence[int], right: Sequence[int]) -> str:
    """The dependencies between two tokens, given as all above them: "nsubj^" is the subject of the other."""
    if syntax.sentence[left[0]] != syntax.sentence[right[0]]:
        return "other"
    common = next((k for k in left if k in right), None)
    if common is None:
        return "apart"
    climb, fall = left[: left.index(common)], right[: right.index(common)]
    if len(climb) + len(fall) > 6:
        return "far"
    return ">".join(syntax.dep[k] for k in climb) + "^" + "<".join(syntax.dep[k] for k in reversed(fall))


def _up(syntax: Syntax, i: int) -> list[int]:
    out = [i]
    while syntax.head[out[-1]] != out[-1] and len(out) < DEEP:
        out.append(syntax.head[out[-1]])
    return out


def standing(sentences: int, headline: Iterable[int]) -> list[list[float]]:
    """Where each sentence stands in its report: ten numbers."""
    heads = set(headline)
    return [
        [
            float(n in heads), float(n == 0), float(n == 1), float(n == 2), n / max(1, sentences),
            float(n == sentences - 1), math.log1p(n) / 4, math.log1p(sentences) / 5, float(n < sentences * 0.2),
            float(n > sentences * 0.8),
        ]
        for n in range(sentences)
    ]  # fmt: skip


def between(syntax: Syntax, a: int, b: int, headline: Sequence[int] | set[int]) -> list[float]:
    """How two words that tell happenings stand to each other: twelve numbers."""
    sentence, lemma = syntax.sentence, syntax.lemma
    gap = abs(sentence[a] - sentence[b])
    return [
        float(gap == 0), float(gap == 1), float(gap == 2), float(2 < gap < 6), float(gap >= 6), math.log1p(gap) / 4,
        float(lemma[a] == lemma[b]), float(lemma[a][:4] == lemma[b][:4]),
        float(sentence[a] in headline), float(sentence[b] in headline),
        float(syntax.pos[a] == syntax.pos[b]), math.log1p(abs(a - b)) / 7,
    ]  # fmt: skip
