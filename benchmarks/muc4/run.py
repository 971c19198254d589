"""MUC-4 templates, simply: one a kind of incident told as having happened, its roles by the learned scores of pairs.

No dictionary of the training texts: scored is what the reader of happenings sees in lower-case wire text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.plover.run import parsed
from opensitrep.learned import Scores, open_scorer
from opensitrep.model import Modality
from opensitrep.settings import Settings
from opensitrep.text.tree import Tree

KINDS = {"abduct": "kidnapping", "explosives": "bombing", "suicide-attack": "bombing", "aerial": "bombing"}
BURNING = ("torch", "burn", "arson")
GROUPS = ("front", "army", "movement", "group", "organization", "party", "cartel", "path", "force", "militia")
THINGS = (
    "base", "plant", "airport", "building", "bridge", "hospital", "school", "house", "home", "factory", "station",
    "headquarters", "market", "church", "hotel", "embassy", "barracks", "office", "university", "store", "tower",
    "farm", "pipeline", "vehicle", "tank", "train", "truck", "bus", "car", "ship", "boat", "plane", "bank",
)  # fmt: skip
PERSONS = ("NN", "NNS", "NNP", "NNPS")


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The templates of one article."""
    reading = parsed(record)
    tree, scores = Tree(reading), open_scorer(Settings().reader).score(reading)
    templates: dict[str, dict[str, Any]] = {}
    for i, kind in _attacks(tree, scores):
        empty: dict[str, list[Any]] = {"PerpInd": [], "PerpOrg": [], "Target": [], "Victim": [], "Weapon": []}
        _fill(tree, scores, i, templates.setdefault(kind, {"type": kind, **empty}))
    return {"id": record["id"], "templates": [t for _, t in sorted(templates.items())]}


def _attacks(tree: Tree, scores: Scores) -> Iterator[tuple[int, str]]:
    """Words that tell an attack that took place, with the type of its template."""
    for i, lemma in enumerate(tree.syntax.lemma):
        if scores.tokens["happens"][i, -1] < scores.thresholds["happens"]:
            continue
        kind, _, mode = scores.best("kind", i)[0].partition("/")
        happened = scores.best("modality", i)[0] in (Modality.ACTUAL, "ongoing")
        if kind == "ASSAULT" and mode != "seize-territory" and happened:
            yield i, "arson" if lemma in BURNING else KINDS.get(mode, "attack")


def _fill(tree: Tree, scores: Scores, i: int, template: dict[str, Any]) -> None:
    near = [j for j in tree.sentence(i) if j != i and tree.syntax.tag[j] in PERSONS]
    rows = scores.pairs["role"]([i], near)[0]
    names = scores.classes["role"]
    for j, row in zip(near, rows, strict=True):
        lemma = tree.syntax.lemma[j]
        for role in ("by", "to", "with"):
            if row[names.index(role)] < scores.thresholds[f"role {role}"]:
                continue
            if role == "by":
                _put(template, "PerpOrg" if lemma in GROUPS else "PerpInd", _phrase(tree, j))
            elif role == "to":
                _put(template, "Target" if lemma in THINGS else "Victim", _phrase(tree, j))
            else:
                _put(template, "Weapon", _phrase(tree, j))


def _put(template: dict[str, Any], role: str, words: str) -> None:
    if [words] not in template[role]:
        template[role].append([words])


def _phrase(tree: Tree, i: int) -> str:
    """The noun with what stands before it, without articles, numbers and owners."""
    first = min([i, *tree.children(i, "compound", "nmod")])
    return tree.source[tree.syntax.start[first] : tree.syntax.end[i]]
