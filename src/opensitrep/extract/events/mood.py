"""Whether a happening is told as actual, planned, hypothetical or negated."""

from __future__ import annotations

from opensitrep.extract.events.scene import Scene
from opensitrep.model import Modality

FINITE = ("VBD", "VBZ", "VBP")


def verb_mood(scene: Scene, i: int) -> Modality:
    """The modality of a verb from its auxiliaries, its negation and the verbs that govern it."""
    mood = scene.cues.mood
    kids = [k for k in scene.tree.children(i) if scene.syntax.dep[k] in ("aux", "neg", "mark", "advmod", "auxpass")]
    raw = {scene.word(k) for k in kids}
    deep = {scene.word(n) for k in kids if scene.syntax.dep[k] == "advmod" for n in scene.tree.children(k)}
    rules = (
        (bool((raw | deep) & mood["negated"]) or _empty_argument(scene, i), Modality.NEGATED),
        (bool(raw & mood["condition"]), Modality.HYPOTHETICAL),
        (bool(raw & mood["will"]), Modality.PLANNED),
        ("would" in raw, Modality.PLANNED if _reported(scene, i) else Modality.HYPOTHETICAL),
        (bool(raw & mood["hypothetical"]), Modality.HYPOTHETICAL),
    )
    return next((told for holds, told in rules if holds), None) or _governed(scene, i)


def _empty_argument(scene: Scene, i: int) -> bool:
    """ "no troops crossed"."""
    arguments = scene.tree.children(i, "nsubj", "nsubjpass", "dobj")
    return any(scene.word(d) == "no" for k in arguments for d in scene.tree.children(k, "det"))


def _reported(scene: Scene, i: int) -> bool:
    return scene.attribution(i) is not None or scene.syntax.dep[i] == "ccomp"


def _infinitive(scene: Scene, i: int) -> bool:
    return scene.syntax.tag[i] == "VB" and any(scene.word(k) == "to" for k in scene.tree.children(i, "aux"))


# ---------------------------------------------------------------- what governs a verb


def _governed(scene: Scene, i: int) -> Modality:
    """What the governing verb, adjective, noun or preposition makes of an infinitive, gerund or complement."""
    dep, head = scene.syntax.dep[i], scene.syntax.head[i]
    if head == i:  # a headline: "Minister to visit X"
        return Modality.PLANNED if _infinitive(scene, i) else Modality.ACTUAL
    if dep in ("pcomp", "prep") and scene.syntax.pos[head] == "ADP":
        return _after_preposition(scene, head)
    if dep in ("xcomp", "ccomp", "acomp"):
        return _complement(scene, i, dep, head)
    if dep in ("acl", "advcl", "relcl"):
        failed = scene.lemma(head) in scene.cues.mood["failed"]
        aimed = Modality.NEGATED if failed else Modality.HYPOTHETICAL
        return aimed if _infinitive(scene, i) else Modality.ACTUAL
    shared = dep == "csubj" or (dep == "conj" and not _apart(scene, i))
    return verb_mood(scene, head) if shared and scene.verbal(head) else Modality.ACTUAL


def _apart(scene: Scene, i: int) -> bool:
    """Whether a coordinated verb is finite with a subject or auxiliary of its own."""
    own = any(scene.syntax.dep[k] in ("aux", "nsubj") for k in scene.tree.children(i))
    return own and scene.syntax.tag[i] in FINITE


def _after_preposition(scene: Scene, preposition: int) -> Modality:
    """ "without firing", "plans for taking", "by taking"."""
    mood, above, word = scene.cues.mood, scene.syntax.head[preposition], scene.word(preposition)
    if word == "without":
        return Modality.NEGATED
    if scene.lemma(above) in mood["unreal"] | mood["planned"] | mood["plans"] | mood["hypotheticalnoun"]:
        return Modality.HYPOTHETICAL
    return verb_mood(scene, above) if word == "by" and scene.verbal(above) else Modality.ACTUAL


def _complement(scene: Scene, i: int, dep: str, head: int) -> Modality:
    """A clause that a verb or adjective takes: "refused to", "is able to", "plans to", "urged X to"."""
    mood, lemma = scene.cues.mood, scene.lemma(head)
    if lemma in mood["failed"]:
        return Modality.NEGATED
    copula = scene.syntax.head[head] if scene.syntax.pos[head] == "ADJ" else head
    above = verb_mood(scene, copula) if scene.verbal(copula) else Modality.ACTUAL
    if dep == "xcomp" and above is not Modality.ACTUAL:
        return above
    if lemma in mood["attempt"]:
        return Modality.ACTUAL
    if lemma == "be" and dep == "xcomp" and _infinitive(scene, i) and not _is_aim(scene, head):
        return Modality.PLANNED  # "X is to chair a meeting"
    if lemma in mood["unreal"] and (dep == "xcomp" or scene.syntax.tag[i] == "VB"):
        return Modality.HYPOTHETICAL
    return Modality.PLANNED if dep == "xcomp" and lemma in mood["planned"] else Modality.ACTUAL


def _is_aim(scene: Scene, copula: int) -> bool:
    """ "The aim is to take X" says what is wanted, not what is to come."""
    mood = scene.cues.mood
    return any(scene.lemma(k) in mood["plans"] | mood["hypotheticalnoun"] for k in scene.arguments(copula).subjects)


def purpose(scene: Scene, i: int) -> bool:
    """Whether a verb only tells what something is for ("an offensive to seize X", "aimed at taking X")."""
    dep, head = scene.syntax.dep[i], scene.syntax.head[i]
    if dep == "pcomp" and scene.syntax.pos[head] == "ADP":
        return scene.word(head) in scene.cues.place["purpose"]
    return dep in ("acl", "advcl", "relcl") and _infinitive(scene, i)


# ---------------------------------------------------------------- event nouns


def noun_mood(scene: Scene, noun: int, clause: int | None) -> Modality:
    """The modality of an event noun from its modifiers and the verb whose clause it shares."""
    mood = scene.cues.mood
    modifiers = {scene.lemma(k) for k in scene.tree.children(noun, "amod", "compound", "nmod", "det", "advmod")}
    modifiers |= {scene.word(k) for k in scene.tree.children(noun, "amod", "acl")}
    if modifiers & mood["negated"]:
        return Modality.NEGATED
    if modifiers & mood["plannoun"] or _to_come(scene, noun):
        return Modality.PLANNED
    governor = _governor(scene, noun)
    if governor is None:
        return Modality.NEGATED
    head, binds = governor
    return _bound(scene, noun, head, binds) or _carried(scene, noun, head, clause is not None, binds)


def _governor(scene: Scene, noun: int) -> tuple[int, bool] | None:
    """The word that governs a noun, prepositions passed, and whether it binds it; None for "without X"."""
    head = scene.syntax.head[noun]
    if scene.syntax.pos[head] != "ADP":
        return head, True
    word = scene.word(head)
    return None if word == "without" else (scene.syntax.head[head], word in scene.cues.place["binding"])


def _bound(scene: Scene, noun: int, head: int, binds: bool) -> Modality | None:
    """What a word such as "fear", "threat", "plan" or "prevent" makes of the noun it governs."""
    mood, dep, lemma = scene.cues.mood, scene.syntax.dep[noun], scene.lemma(head)
    held = dep in ("dobj", "nsubjpass") and lemma in scene.cues.light["object"]  # "called a strike"
    if not binds or held:
        return None
    if lemma in mood["failed"]:
        return Modality.NEGATED
    if dep != "nsubj" and lemma in mood["hypotheticalnoun"] | mood["unreal"]:
        return Modality.HYPOTHETICAL
    return Modality.HYPOTHETICAL if lemma in mood["plans"] and dep == "pobj" else None


def _carried(scene: Scene, noun: int, head: int, shares: bool, binds: bool) -> Modality:
    """What the verb of the clause makes of its noun."""
    dep = scene.syntax.dep[noun]
    if not scene.verbal(head):
        return Modality.ACTUAL
    asked = "whether" in {scene.word(k) for k in scene.tree.children(head, "mark")}
    if asked and scene.lemma(scene.syntax.head[head]) in scene.cues.slot["unconfirmed"]:
        return Modality.ACTUAL  # "did not confirm whether X was under way": told of, withheld
    above = verb_mood(scene, head)
    if above is not Modality.ACTUAL and (shares or dep in ("nsubj", "dobj", "nsubjpass")):
        return above
    meant = scene.lemma(head) in scene.cues.mood["planned"] - scene.cues.light["decide"] - {"agree"}
    return Modality.PLANNED if binds and meant and dep in ("dobj", "pobj", "nsubjpass") else Modality.ACTUAL


def _to_come(scene: Scene, noun: int) -> bool:
    """ "ahead of a summit", "a meeting starting Sunday", "the vote due in May"."""
    head = scene.syntax.head[noun]
    if scene.syntax.dep[noun] == "conj" and scene.nominal(head):
        return _to_come(scene, head)
    if head and scene.word(head - 1) == "ahead" and scene.word(head) in scene.cues.place["ahead"]:
        return True
    starts = [k for k in scene.tree.children(noun, "acl", "amod") if scene.syntax.tag[k] in ("VBG", "JJ", "VBN")]
    return any(scene.lemma(k) in scene.cues.mood["starting"] for k in starts)
