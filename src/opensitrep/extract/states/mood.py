"""Whether the holding of a place is told as so, as not so, or only as to come or thought of."""

from __future__ import annotations

from opensitrep.extract.states.scene import Scene
from opensitrep.model import Modality
from opensitrep.text.words import Lists

WORDS = Lists("states")
FINITE = ("VBD", "VBZ", "VBP")


def verb_mood(scene: Scene, i: int) -> Modality:
    """The modality of a verb from its auxiliaries, negation and the verb above it; to come is hypothetical."""
    kids = scene.tree.children(i, "aux", "neg", "mark", "advmod", "auxpass")
    said = {scene.word(k) for k in kids}
    deep = {scene.word(n) for k in kids if scene.syntax.dep[k] == "advmod" for n in scene.tree.children(k)}
    if (said | deep) & WORDS["negated"] or _empty_argument(scene, i):
        return Modality.NEGATED
    return Modality.HYPOTHETICAL if said & WORDS["unreal"] else _governed(scene, i)


def _empty_argument(scene: Scene, i: int) -> bool:
    """ "no troops hold X"."""
    arguments = scene.tree.children(i, "nsubj", "nsubjpass", "dobj")
    return any(scene.word(d) == "no" for k in arguments for d in scene.tree.children(k, "det"))


def _governed(scene: Scene, i: int) -> Modality:
    """What the word above an infinitive or gerund makes of it: "failed to hold X", "plans to hold X"."""
    head = scene.syntax.head[i]
    if head == i or scene.syntax.tag[i] in FINITE:
        return Modality.ACTUAL
    if scene.lemma(head) in WORDS["failing"]:
        return Modality.NEGATED
    real = scene.lemma(head) in WORDS["going on"]
    if not real and any(scene.word(k) == "to" for k in scene.tree.children(i, "aux")):
        return Modality.HYPOTHETICAL
    shared = scene.syntax.dep[i] in ("xcomp", "conj") and scene.verbal(head)
    return verb_mood(scene, head) if shared else Modality.ACTUAL
