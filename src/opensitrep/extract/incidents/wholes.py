"""What one incident looks like in its report, and two incidents side by side, as numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from opensitrep.extract.incidents.days import Days, apart
from opensitrep.extract.incidents.judge import Tables
from opensitrep.extract.incidents.pairs import in_order
from opensitrep.extract.incidents.scene import Names, Scene, Told
from opensitrep.extract.incidents.singles import FAR, MODALITIES, NONE, PARTS, Rows, code, width
from opensitrep.model import Count, Label, Modality, Reality, Span, Tie
from opensitrep.text.words import Lists

WORDS = Lists("incidents")
NAMES = """
main sum, main most, main mean, main rank, size, share of mentions, headline, first of headline, lead,
first sentence, last sentence, title words, deed in title, references, part news, part consequence,
part background, part reaction, part expectation, part service, captions, actual, planned, hypothetical,
negated, real, kind, alike, days off, dated, placed, at commonest, with doer, with undergoer, said by others,
score, incidents, figures near, had, years named, nouns, first number, sentences told in, figures,
figures of harm, share of figures
"""
ASKED = 96  # incidents that are asked of a word or figure, the nearest: some 4,000 words tell fewer
CLOSE = 2  # sentences within which any two incidents are asked for their tie
PAIR_NAMES = """
same kind, kinds together, days between, signed days, same place, same doers, doer undergoes, undergoer does,
same undergoers, sentences between, order, shared words, same sentence, under it, above it, linked by after,
linked by because, it leads, that leads, linked by before, that is main, that main most, main most, that size,
size, part, that part, modality, that modality, kind, that kind, mentions closest, plural, that plural, again,
first sentence, incidents
"""


@dataclass(eq=False)
class Draft:
    """An incident on its way; its mentions do not change."""

    told: list[Told]
    main: list[float]  # how likely each of its mentions tells the main happening
    references: list[Span] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    tie: Tie = Tie.OTHER
    to: int | None = None
    kind: tuple[str, str | None] = field(init=False)  # the commonest, and its commonest mode; of equals that told first

    def __post_init__(self) -> None:
        kind = Counter(t.kind for t in self.told).most_common(1)[0][0]
        modes = Counter(t.mention.mode for t in self.told if t.kind == kind and t.mention.mode)
        self.kind = kind, modes.most_common(1)[0][0] if modes else None

    @cached_property
    def days(self) -> tuple[Days, ...]:
        """All days its mentions name."""
        return tuple(d for t in self.told for d in t.days)

    @cached_property
    def modality(self) -> Modality:
        """That of most mentions, the firmer of equals."""
        counts = Counter(t.mention.modality for t in self.told)
        return max(MODALITIES, key=lambda m: (counts[m], -MODALITIES.index(m)))

    @cached_property
    def reality(self) -> Reality:
        """That of most mentions."""
        return Counter(t.mention.reality for t in self.told).most_common(1)[0][0]

    @cached_property
    def places(self) -> Names:
        """All content words of its places."""
        return frozenset().union(*(t.places for t in self.told))

    @cached_property
    def doers(self) -> Names:
        """All content words of its doers."""
        return frozenset().union(*(t.doers for t in self.told))

    @cached_property
    def undergoers(self) -> Names:
        """All content words of its undergoers."""
        return frozenset().union(*(t.undergoers for t in self.told))

    @cached_property
    def part(self) -> float:
        """Number of the part most of its mentions stand in."""
        parts = Counter(t.passage.part for t in self.told if t.passage)
        return code(parts.most_common(1)[0][0], PARTS) if parts else -1.0


def whole_rows(scene: Scene, drafts: Sequence[Draft], tables: Tables, *, bound: bool) -> Rows:
    """(incidents, features); `bound`: whether references and figures have been bound already."""
    total_counts = sum(len(d.counts) for d in drafts)
    total = len(scene.told)
    best = sorted((-max(d.main), n) for n, d in enumerate(drafts))
    rank = {n: place for place, (_, n) in enumerate(best)}
    alike = Counter(d.kind[0] for d in drafts)
    titled = {t.deed for t in scene.told if t.layout is Label.HEADLINE}
    figures = Counter(scene.sentence(scene.token(q.number)) for q in scene.reading.quantities)
    heads = [t.number for t in scene.told if t.layout is Label.HEADLINE]
    rows = np.full((len(drafts), width(NAMES)), np.nan, dtype=np.float32)
    for n, d in enumerate(drafts):
        told, size = d.told, len(d.told)
        sentences = [t.sentence for t in told]
        parts = Counter(t.passage.part for t in told if t.passage)
        moods = Counter(t.mention.modality for t in told)
        rows[n] = (
            sum(d.main), max(d.main), sum(d.main) / size, rank[n], size, size / total,
            sum(t.layout is Label.HEADLINE for t in told),
            float(bool(heads) and any(t.number == heads[0] for t in told)),
            sum(s == scene.lead for s in sentences), min(sentences) - scene.lead, max(sentences) - scene.lead,
            max(len(t.words & scene.title) for t in told) / (len(scene.title) or 1),
            float(any(t.deed in titled for t in told)), len(d.references) if bound else NONE,
            *(parts[p] / size for p in PARTS),
            sum(t.layout is Label.CAPTION for t in told) / size, *(moods[m] / size for m in MODALITIES),
            sum(t.mention.reality is Reality.FACT for t in told) / size, tables.kinds.get(d.kind[0], -1.0),
            alike[d.kind[0]],
            _off(scene, d), float(bool(d.days)), float(bool(d.places)), float(scene.commonest in d.places),
            float(bool(d.doers)), float(bool(d.undergoers)),
            sum(t.mention.attribution is not None for t in told) / size,
            max(t.mention.score for t in told), len(drafts), max(figures[s] for s in sentences),
            sum(_had(scene, t) for t in told) / size, sum(_years(scene, t) for t in told) / size,
            sum(_noun(scene, t) for t in told) / size, told[0].number, len(set(sentences)),
            *(_figures(d, total_counts) if bound else (NONE, NONE, NONE)),
        )  # fmt: skip
    return rows


def _figures(d: Draft, total: int) -> tuple[float, float, float]:
    harm = sum(c.fate in WORDS["harm"] and c.since is None and c.period is None for c in d.counts)
    return float(len(d.counts)), float(harm), len(d.counts) / (total or 1)


def _off(scene: Scene, d: Draft) -> float:
    """Days from publication to the nearest day told of it."""
    if scene.published is None or not d.days:
        return NONE
    here = scene.published.toordinal()
    offs = [0 if a <= here <= b else a - here if a > here else b - here for a, b in d.days]
    return float(max(-FAR, min(FAR, min(offs, key=abs))))


def _had(scene: Scene, t: Told) -> bool:
    verb = scene.tree.clause(t.token)
    return any(scene.tree.lower[k] == "had" for k in scene.tree.children(verb, "aux"))


def _years(scene: Scene, t: Told) -> bool:
    values = [time.value or "" for time in scene.times_of[t.sentence]]
    return any(v[:4].isdigit() and len(v) <= 7 for v in values)


def _noun(scene: Scene, t: Told) -> bool:
    return scene.tree.syntax.pos[t.token] in ("NOUN", "PROPN")


class Around:
    """The incidents told nearest to a sentence, in their order: all of a report that has not many."""

    def __init__(self, drafts: Sequence[Draft], chief: int | None) -> None:
        self._every = range(len(drafts))
        self._always = () if chief is None else (chief,)
        self._spots = sorted((t.sentence, n) for n, d in enumerate(drafts) for t in d.told)
        self._found: dict[int, Sequence[int]] = {}

    def __call__(self, sentence: int) -> Sequence[int]:
        """Numbers of the incidents, the main one always among them."""
        if len(self._every) <= ASKED:
            return self._every
        if sentence not in self._found:
            found, spots = {*self._always}, self._spots
            right = bisect_left(spots, (sentence, 0))
            left = right - 1
            while len(found) < ASKED and (left >= 0 or right < len(spots)):
                if right == len(spots) or (left >= 0 and sentence - spots[left][0] <= spots[right][0] - sentence):
                    found.add(spots[left][1])
                    left -= 1
                else:
                    found.add(spots[right][1])
                    right += 1
            self._found[sentence] = sorted(found)
        return self._found[sentence]


def link_pairs(drafts: Sequence[Draft], chief: int | None) -> list[tuple[int, int]]:
    """Incidents that may hang together: either with the main one, two of one kind, and those told close to another;
    of one kind those told next to it, half of `ASKED` before and after."""
    told, kinds = defaultdict[int, set[int]](set), defaultdict[str, list[int]](list)
    for n, d in enumerate(drafts):
        kinds[d.kind[0]].append(n)
        for t in d.told:
            told[t.sentence].add(n)
    out = []
    for i, d in enumerate(drafts):
        same = kinds[d.kind[0]]
        at = bisect_left(same, i)
        others = {*same[max(0, at - ASKED // 2) : at + ASKED // 2]}
        for sentence in {t.sentence for t in d.told}:
            others = others.union(*(told[s] for s in range(sentence - CLOSE, sentence + CLOSE + 1) if s in told))
        out += [(i, j) for j in sorted(others | ({chief} if chief is not None else set())) if j != i]
    return out


def link_rows(
    scene: Scene,
    drafts: Sequence[Draft],
    found: Sequence[tuple[int, int]],
    chief: int | None,
    tables: Tables,
) -> Rows:
    """(pairs of incidents, features): the first of a pair is asked for its tie to the second."""
    rows = np.full((len(found), width(PAIR_NAMES)), np.nan, dtype=np.float32)
    plural, again = [_plural(scene, d) for d in drafts], [float(any(_again(scene, t) for t in d.told)) for d in drafts]
    for line, (i, j) in enumerate(found):
        a, b = drafts[i], drafts[j]
        kind, other = a.kind, b.kind
        close = min(((x, y) for x in a.told for y in b.told), key=lambda p: abs(p[0].token - p[1].token))
        x, y = close
        after, because, before, leads, led = _between(scene, x, y)
        rows[line] = (
            float(kind[0] == other[0]), tables.together.get(in_order(*kind, *other), NONE),
            *_days(a.days, b.days), _overlap(a.places, b.places), _overlap(a.doers, b.doers),
            _overlap(a.doers, b.undergoers), _overlap(a.undergoers, b.doers), _overlap(a.undergoers, b.undergoers),
            abs(x.sentence - y.sentence), float(a.told[0].number > b.told[0].number),
            scene.shared(x.sentence, y.sentence), float(x.sentence == y.sentence),
            float(y.token in scene.tree.ancestors(x.token)), float(x.token in scene.tree.ancestors(y.token)),
            after, because, leads, led, before,
            float(j == chief), max(b.main), max(a.main), len(b.told), len(a.told), a.part, b.part,
            code(a.modality, MODALITIES), code(b.modality, MODALITIES), tables.kinds.get(kind[0], -1.0),
            tables.kinds.get(other[0], -1.0),
            min(abs(p.number - q.number) for p in a.told for q in b.told), plural[i], plural[j], again[i],
            a.told[0].sentence - scene.lead, len(drafts),
        )  # fmt: skip
    return rows


def _days(a: Sequence[Days], b: Sequence[Days]) -> tuple[float, float]:
    """Days between, and which is the later."""
    if not a or not b:
        return NONE, NONE
    between = min(apart(x, y) for x in a for y in b)
    return float(min(FAR, between)), float(np.sign(min(a)[0] - min(b)[0]) * min(FAR, between))


def _overlap(a: Names, b: Names) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else NONE


def _plural(scene: Scene, d: Draft) -> float:
    return float(any(scene.tree.syntax.tag[t.token] in ("NNS", "NNPS") for t in d.told))


def _again(scene: Scene, t: Told) -> bool:
    return any(scene.tree.lower[k] in WORDS["again"] for k in scene.tree.children(t.token))


def _between(scene: Scene, x: Told, y: Told) -> tuple[float, float, float, float, float]:
    """Which words join two mentions of one sentence: after, because, before; a verb of leading on either's way up."""
    if x.sentence != y.sentence:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    tree = scene.tree
    first, last = sorted((x.token, y.token))
    turned = 1.0 if x.token < y.token else -1.0  # after stands before the earlier of two: "x after y"
    words = {tree.lower[k] for k in range(first + 1, last)}
    up = {tree.syntax.lemma[k].lower() for k in (*tree.ancestors(x.token), *range(first + 1, last))}
    leads = float(bool(up & WORDS["leads"]))
    return (
        turned * float(bool(words & WORDS["after"])), turned * float(bool(words & WORDS["because"])),
        turned * float(bool(words & WORDS["before"])), leads * (turned > 0), leads * (turned < 0),
    )  # fmt: skip
