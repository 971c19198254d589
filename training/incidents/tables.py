"""Tables of how often words, kinds and fates go together in labelled reports, as log odds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from benchmarks.incidents.given import Given

from opensitrep.extract.incidents.binding import NOUNS
from opensitrep.extract.incidents.judge import Tables
from opensitrep.extract.incidents.pairs import candidates, kinds_key
from opensitrep.extract.incidents.scene import Scene

TOGETHER, SEEN = 5, 2  # times a pair of kinds, a word must stand in train to have a row
PRIOR = 4.0  # made-up observations at the common rate


def odds(hits: float, of: float, rate: float, prior: float = PRIOR) -> float:
    """Log odds of a share, drawn towards the common rate."""
    return round(math.log((hits + prior * rate) / (of - hits + prior * (1 - rate))), 3)


def count_tables(givens: Sequence[Given], like: Tables | None = None) -> Tables:
    """The tables of some reports; numbers of kinds and fates as in `like`, so that folds agree."""
    pairs, alike = Counter[str](), Counter[str]()
    refers, introduced, nouns = Counter[str](), Counter[str](), Counter[str]()
    word_kind, words, kinds = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    fate_kind, fates, counted = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    for given in givens:
        scene = Scene(given.reading)
        syntax = scene.tree.syntax
        for a, b in candidates(scene):
            pairs[kinds_key(a, b)] += 1
            alike[kinds_key(a, b)] += given.home[a.mention.id] == given.home[b.mention.id]
        for told in scene.told:
            word_kind[told.lemma, told.kind] += 1
            words[told.lemma] += 1
            kinds[told.kind] += 1
            nouns[told.lemma] += syntax.pos[told.token] in NOUNS
        for incident in given.gold.reading.incidents:
            for span in incident.references:
                lemma = syntax.lemma[scene.token(span)].lower()
                refers[lemma] += 1
                word_kind[lemma, incident.type] += 1
                words[lemma] += 1
                kinds[incident.type] += 1
        for i, pos in enumerate(syntax.pos):
            if pos in NOUNS and scene.definite(i) == 2:
                introduced[syntax.lemma[i].lower()] += 1
        for count in given.gold.reading.counts:
            fates[count.fate] += 1
            if count.incident in given.incidents:
                kind = given.incidents[count.incident].type
                fate_kind[count.fate, kind] += 1
                counted[kind] += 1
    rate = sum(alike.values()) / (sum(pairs.values()) or 1)
    common = sum(refers.values()) / (sum(introduced.values()) or 1)
    known = [w for w in {*refers, *(w for w, n in nouns.items() if n >= SEEN)} if w.isalpha()]
    return Tables(
        kinds=like.kinds if like else {k: float(n) for n, k in enumerate(sorted(kinds))},
        together={k: odds(alike[k], n, rate, TOGETHER) for k, n in pairs.items() if n >= TOGETHER},
        words={w: odds(refers[w], max(refers[w], introduced[w]), common) for w in known},
        word_kinds={
            f"{w} {k}": odds(n, words[w], kinds[k] / sum(kinds.values()))
            for (w, k), n in word_kind.items()
            if words[w] >= SEEN
        },
        fates=like.fates if like else {f: float(n) for n, f in enumerate(sorted(fates))},
        fate_kinds={
            f"{f} {k}": odds(fate_kind[f, k], n, counted[k] / sum(counted.values()))
            for f, n in fates.items()
            for k in counted
        },
    )
