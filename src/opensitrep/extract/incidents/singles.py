"""What one mention looks like in its report, as numbers: the base of every decision of this room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from opensitrep.extract.incidents.judge import Table
from opensitrep.extract.incidents.scene import Scene, Told
from opensitrep.model import Label, Modality, Part, Reality
from opensitrep.text.words import Lists

WORDS = Lists("incidents")
Rows = NDArray[np.float32]
NONE = float("nan")
PARTS, MODALITIES, REALITIES = tuple(Part), tuple(Modality), tuple(Reality)
VERBAL = ("VERB", "AUX")
CLAUSES = ("ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "nsubj", "dobj", "pobj", "compound")
TAGS = ("VBD", "VBN", "VBG", "VBZ", "VBP", "VB", "NN", "NNS", "NNP", "JJ")
FAR = 4000  # days: farther off is all one
NAMES = """
sentence, place in report, part, headline, caption, lead, verb, tag, clause, definite, modality, reality,
dated, days off, placed, at commonest place, with doer, with undergoer, kind, told alike, of the deed,
first of kind, title words, deed in title, said by others, score, mentions, length, had, depth, year,
first in sentence, again, kind of first
"""


def width(names: str) -> int:
    """How many numbers a list of names stands for."""
    return names.count(",") + 1


def code(value: object, of: Sequence[object]) -> float:
    """The place of a value in a closed list, -1 outside of it."""
    return float(of.index(value)) if value in of else -1.0


def single_rows(scene: Scene, kinds: Table) -> Rows:
    """(mentions, features). `kinds` gives kinds their numbers."""
    told = scene.told
    alike, deeds = Counter(t.kind for t in told), Counter(t.deed for t in told)
    first_of: dict[str, int] = {}
    for t in told:
        first_of.setdefault(t.kind, t.number)
    seen: Counter[int] = Counter()
    heads = [t for t in told if t.layout is Label.HEADLINE]
    first = heads or told[:1]
    titled = {t.deed for t in heads}
    rows = np.full((len(told), width(NAMES)), np.nan, dtype=np.float32)
    for t in told:
        rows[t.number] = (
            *_where(scene, t), *_how(scene, t),
            float(bool(t.days)), days_off(scene, t), float(bool(t.places)), float(scene.commonest in t.places),
            float(bool(t.doers)), float(bool(t.undergoers)), kinds.get(t.kind, -1.0),
            alike[t.kind], deeds[t.deed], float(first_of[t.kind] == t.number),
            len(t.words & scene.title) / (len(scene.title) or 1), float(t.deed in titled),
            float(t.mention.attribution is not None), t.mention.score, len(told), len(t.words), *_before(scene, t),
            float(seen[t.sentence]), float(_again(scene, t)), float(any(t.kind == f.kind for f in first)),
        )  # fmt: skip
        seen[t.sentence] += 1
    return rows


def _where(scene: Scene, t: Told) -> tuple[float, ...]:
    part = t.passage.part if t.passage else None
    body = t.sentence - scene.lead
    return (
        float(body), t.sentence / len(scene.sentences), code(part, PARTS), float(t.layout is Label.HEADLINE),
        float(t.layout is Label.CAPTION), float(body == 0),
    )  # fmt: skip


def _how(scene: Scene, t: Told) -> tuple[float, ...]:
    syntax = scene.tree.syntax
    return (
        float(syntax.pos[t.token] in VERBAL), code(syntax.tag[t.token], TAGS), code(syntax.dep[t.token], CLAUSES),
        float(scene.definite(t.token)), code(t.mention.modality, MODALITIES), code(t.mention.reality, REALITIES),
    )  # fmt: skip


def days_off(scene: Scene, t: Told) -> float:
    """Days from publication to the nearest day the mention names; before it is negative."""
    if scene.published is None or not t.days:
        return NONE
    here = scene.published.toordinal()
    offs = [0 if a <= here <= b else a - here if a > here else b - here for a, b in t.days]
    return float(max(-FAR, min(FAR, min(offs, key=abs))))


def _before(scene: Scene, t: Told) -> tuple[float, ...]:
    """Pluperfect, depth in the tree, and whether the sentence names a year or month by itself."""
    syntax, tree = scene.tree.syntax, scene.tree
    verb = tree.clause(t.token)
    had = any(tree.lower[k] == "had" for k in tree.children(verb, "aux"))
    depth = sum(1 for _ in tree.ancestors(t.token))
    values = [time.value or "" for time in scene.times_of[t.sentence]]
    year = any(v[:4].isdigit() and len(v) <= 7 for v in values)
    return float(had), float(min(depth, 9)), float(year) + float(syntax.dep[verb] == "ROOT") * 2


def _again(scene: Scene, t: Told) -> bool:
    return any(scene.tree.lower[k] in WORDS["again"] for k in scene.tree.children(t.token))
