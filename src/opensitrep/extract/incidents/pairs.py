"""Two mentions of a report side by side, as numbers: do they tell the same happening?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from math import isnan

import numpy as np

from opensitrep.extract.incidents.days import Days, apart
from opensitrep.extract.incidents.judge import Table, Tables
from opensitrep.extract.incidents.scene import Names, Scene, Told
from opensitrep.extract.incidents.singles import MODALITIES, NONE, PARTS, Rows, code, width
from opensitrep.model import Label

NEAR = 3  # sentences within which any two mentions are compared; set by what train loses (see the card)
FIRST = 6  # mentions at the head of a report that are compared with all
ALIKE = 96  # mentions of a kind or deed that are compared with a later one, the last ones; some 4,000 words have fewer
NAMES = """
same kind, same mode, kinds together, same word, same deed, letters, sentences between, mentions between,
words between, under the other, side by side, modalities, same modality, parts, same part, heads, captions,
lead, days, places, doers, undergoers, crossed, shared words, shared words by length, definite, definite first,
second is noun, first is noun, alike, of the deed, deeds between, mentions, first is first, score, main both,
main less, main more, place of sentence, sentence names day, same speaker, first number, reality, kind,
names shared
"""


def candidates(scene: Scene) -> list[tuple[Told, Told]]:
    """Pairs that may be the same: the last so many of one kind or deed, near, or with the head of the report."""
    told, out, first = scene.told, list[tuple[Told, Told]](), 0
    of_kind, of_deed = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    for b in told:
        while b.sentence - told[first].sentence > NEAR:
            first += 1
        numbers = {*of_kind[b.kind][-ALIKE:], *of_deed[b.deed][-ALIKE:], *range(first, b.number)}
        out += [(told[n], b) for n in sorted(numbers.union(range(min(FIRST, b.number))))]
        of_kind[b.kind].append(b.number)
        of_deed[b.deed].append(b.number)
    return out


def pair_rows(scene: Scene, found: Sequence[tuple[Told, Told]], main: Sequence[float], tables: Tables) -> Rows:
    """(pairs, features). `main`: how likely each mention tells the main happening."""
    told = scene.told
    alike, deeds = Counter(t.kind for t in told), Counter(t.deed for t in told)
    rows = np.full((len(found), width(NAMES)), np.nan, dtype=np.float32)
    shared = _shared(scene)
    definite, noun = [scene.definite(t.token) for t in told], [_noun(scene, t) for t in told]
    places, days = [_places_near(scene, t) for t in told], [_days_near(scene, t) for t in told]
    between: list[int] = []
    last = None
    for line, (a, b) in enumerate(found):
        if b is not last:  # how many of the mentions up to each are of the kind or deed of this one
            last = b
            between = [0, *accumulate(t.deed == b.deed or t.kind == b.kind for t in told[: b.number])]
        rows[line] = (
            *_deeds(a, b, tables.together),
            *_distance(scene, a, b),
            *_moods(a, b),
            _days(a.days, b.days), _overlap(a.places, b.places), _overlap(a.doers, b.doers),
            _overlap(a.undergoers, b.undergoers), _crossed(a, b),
            *shared(a.sentence, b.sentence)[:2], definite[b.number], definite[a.number], noun[b.number],
            noun[a.number], alike[b.kind], deeds[b.deed], between[b.number] - between[a.number + 1],
            len(told), float(a.number == 0), min(a.mention.score, b.mention.score),
            main[a.number] * main[b.number], min(main[a.number], main[b.number]), max(main[a.number], main[b.number]),
            _overlap(places[a.number], places[b.number]), _days(days[a.number], days[b.number]), _voices(a, b),
            float(a.number),
            float(a.mention.reality == b.mention.reality), tables.kinds.get(b.kind, -1.0),
            shared(a.sentence, b.sentence)[2],
        )  # fmt: skip
    return rows


def kinds_key(a: Told, b: Told) -> str:
    """Two kinds in one order, the name of a row in the table of kinds."""
    return in_order(a.kind, a.mention.mode, b.kind, b.mention.mode)


@cache
def in_order(kind: str, mode: str | None, other: str, its_mode: str | None) -> str:
    """The name of the row of two kinds with their modes."""
    left, right = sorted((f"{kind}/{mode or ''}", f"{other}/{its_mode or ''}"))
    return f"{left} {right}"


def _deeds(a: Told, b: Told, table: Table) -> Iterator[float]:
    yield float(a.kind == b.kind)
    modes = a.mention.mode, b.mention.mode
    yield NONE if None in modes else float(modes[0] == modes[1])
    yield table.get(kinds_key(a, b), NONE)
    yield float(a.lemma == b.lemma)
    yield float(a.deed == b.deed)
    start = 0
    for x, y in zip(a.lemma, b.lemma, strict=False):
        if x != y:
            break
        start += 1
    yield 2 * start / (len(a.lemma) + len(b.lemma) or 1)


def _distance(scene: Scene, a: Told, b: Told) -> Iterator[float]:
    yield float(b.sentence - a.sentence)
    yield float(b.number - a.number)
    same = a.sentence == b.sentence
    yield float(b.token - a.token) if same else NONE
    tree = scene.tree
    ups = list(tree.ancestors(b.token)) if same else []
    downs = list(tree.ancestors(a.token)) if same else []
    yield 1.0 + ups.index(a.token) if a.token in ups else -1.0 - downs.index(b.token) if b.token in downs else 0.0
    syntax = tree.syntax
    heads = syntax.head[b.token] == a.token, syntax.head[a.token] == syntax.head[b.token]
    yield float(any(heads) and same and "conj" in (syntax.dep[a.token], syntax.dep[b.token]))


def _moods(a: Told, b: Told) -> Iterator[float]:
    left, right = a.mention.modality, b.mention.modality
    yield code(left, MODALITIES) * len(MODALITIES) + code(right, MODALITIES)
    yield float(left == right)
    parts = [t.passage.part if t.passage else None for t in (a, b)]
    yield code(parts[0], PARTS) * len(PARTS) + code(parts[1], PARTS)
    yield float(parts[0] == parts[1])
    yield float(a.layout is Label.HEADLINE) + float(b.layout is Label.HEADLINE)
    yield float(a.layout is Label.CAPTION) + float(b.layout is Label.CAPTION)
    yield float(b.sentence)


def _days(left: Sequence[Days], right: Sequence[Days]) -> float:
    if not left or not right:
        return NONE
    return float(min(apart(x, y) for x in left for y in right))


def _overlap(a: Names, b: Names) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else NONE


def _crossed(a: Told, b: Told) -> float:
    found = [_overlap(a.doers, b.undergoers), _overlap(a.undergoers, b.doers)]
    known = [f for f in found if not isnan(f)]
    return max(known) if known else NONE


def _noun(scene: Scene, t: Told) -> float:
    return float(scene.tree.syntax.pos[t.token] in ("NOUN", "PROPN"))


def _places_near(scene: Scene, t: Told) -> Names:
    """Its places, those of its sentence where its clause names none."""
    return t.places or frozenset(scene.name(p.span) for p in scene.literal[t.sentence])


def _days_near(scene: Scene, t: Told) -> tuple[Days, ...]:
    """Its days, those of its sentence where its clause names none."""
    return t.days or tuple(d for time in scene.times_of[t.sentence] if (d := scene.days(time.span)))


def _voices(a: Told, b: Told) -> float:
    left, right = a.mention.attribution, b.mention.attribution
    return 2.0 if left is right is None else float(left == right)


def _shared(scene: Scene) -> Callable[[int, int], tuple[float, float, float]]:
    """What words two sentences share: weighed by how few sentences hold them, by length, and how many are names."""
    rare = {w: 1 / n for w, n in Counter(w for words in scene.words for w in words).items()}

    @cache
    def shared(one: int, two: int) -> tuple[float, float, float]:
        left, right = scene.words[one], scene.words[two]
        both = left & right
        share = len(both) / (min(len(left), len(right)) or 1)
        return sum(rare[w] for w in both), share, float(sum(w.startswith("=") for w in both))

    return shared
