"""Whether a happening is told as actual, planned, hypothetical or negated."""

from __future__ import annotations

from opensitrep.extract.events_scene import Scene
from opensitrep.model import Modality

FINITE = ("VBD", "VBZ", "VBP")


def verb_mood(scene: Scene, i: int) -> Modality:
    """The modality of a verb from its auxiliaries, its negation and the verbs that govern it."""
    mood = scene.cues.mood
    kids = scene.tree.children(i)
    words = {scene.lemma(k) for k in kids if scene.syntax.dep[k] in ("aux", "neg", "mark", "advmod", "auxpass")}
    raw = {scene.word(k) for k in kids if scene.syntax.dep[k] in ("aux", "neg", "mark", "advmod")}
    deep = {
        scene.word(n) for k in kids if scene.syntax.dep[k] == "advmod" for n in scene.tree.children(k, "neg", "advmod")
    }
    if (words | raw | deep) & mood["negated"] or _empty_argument(scene, i):
        return Modality.NEGATED
    if raw & mood["condition"]:
        return Modality.HYPOTHETICAL
    if raw & mood["will"]:
        return Modality.PLANNED
    if "would" in raw:
        return Modality.PLANNED if _reported(scene, i) else Modality.HYPOTHETICAL
    if raw & mood["hypothetical"]:
        return Modality.HYPOTHETICAL
    return _governed(scene, i)


def _empty_argument(scene: Scene, i: int) -> bool:
    return any(
        scene.word(d) == "no"
        for k in scene.tree.children(i, "nsubj", "nsubjpass", "dobj")
        for d in scene.tree.children(k, "det")
    )


def _reported(scene: Scene, i: int) -> bool:
    return scene.attribution(i) is not None or scene.syntax.dep[i] == "ccomp"


def _governed(scene: Scene, i: int) -> Modality:
    """What the governing verb or noun makes of an infinitive, gerund or complement."""
    mood, dep, head = scene.cues.mood, scene.syntax.dep[i], scene.syntax.head[i]
    if head == i:
        infinitive = scene.syntax.tag[i] == "VB" and any(scene.word(k) == "to" for k in scene.tree.children(i, "aux"))
        return Modality.PLANNED if infinitive else Modality.ACTUAL
    lemma = scene.lemma(head)
    if dep == "conj" and scene.verbal(head):
        own = any(scene.syntax.dep[k] in ("aux", "nsubj") for k in scene.tree.children(i))
        return Modality.ACTUAL if own and scene.syntax.tag[i] in FINITE else verb_mood(scene, head)
    if dep in ("pcomp", "prep") and scene.syntax.pos[head] == "ADP":
        word, above = scene.word(head), scene.syntax.head[head]
        lemma = scene.lemma(above)
        if word == "without":
            return Modality.NEGATED
        if lemma in mood["unreal"] | mood["planned"] | mood["plans"] | mood["hypotheticalnoun"]:
            return Modality.HYPOTHETICAL
        if word in ("by", "in", "after", "with", "for", "of", "while", "before") and scene.verbal(above):
            return verb_mood(scene, above) if word == "by" else Modality.ACTUAL
        return Modality.ACTUAL
    if dep == "xcomp" and scene.syntax.pos[head] == "ADJ" and scene.verbal(scene.syntax.head[head]):
        above = verb_mood(scene, scene.syntax.head[head])
        if above is not Modality.ACTUAL:
            return above
    if dep in ("xcomp", "ccomp", "acomp"):
        if lemma in mood["failed"]:
            return Modality.NEGATED
        above = verb_mood(scene, head) if scene.verbal(head) else Modality.ACTUAL
        if above is not Modality.ACTUAL and dep == "xcomp":
            return above
        if lemma in mood["attempt"]:
            return Modality.ACTUAL
        if dep == "xcomp" and lemma in mood["unreal"]:
            return Modality.HYPOTHETICAL
        if dep == "xcomp" and lemma in mood["planned"]:
            return Modality.PLANNED
        if dep == "ccomp" and lemma in mood["unreal"] | mood["failed"] and scene.syntax.tag[i] == "VB":
            return Modality.HYPOTHETICAL
        return Modality.ACTUAL
    if dep in ("acl", "advcl", "relcl") and scene.syntax.tag[i] == "VB":
        if lemma in mood["failed"]:
            return Modality.NEGATED
        return (
            Modality.HYPOTHETICAL
            if any(scene.word(k) == "to" for k in scene.tree.children(i, "aux"))
            else Modality.ACTUAL
        )
    if dep == "csubj" and scene.verbal(head):
        return verb_mood(scene, head)
    return Modality.ACTUAL


def purpose(scene: Scene, i: int) -> bool:
    """Whether a verb only tells what something is for ("an offensive to seize X", "aimed at taking X")."""
    dep, head = scene.syntax.dep[i], scene.syntax.head[i]
    if scene.syntax.tag[i] == "VB" and dep in ("acl", "advcl", "relcl"):
        return any(scene.word(k) == "to" for k in scene.tree.children(i, "aux"))
    if dep == "pcomp" and scene.syntax.pos[head] == "ADP":
        return scene.word(head) in ("at", "for", "of", "to", "from", "into", "against", "about")
    return False


def noun_mood(scene: Scene, noun: int, clause: int | None) -> Modality:
    """The modality of an event noun from its modifiers and the verb whose clause it shares."""
    mood = scene.cues.mood
    modifiers = {scene.lemma(k) for k in scene.tree.children(noun, "amod", "compound", "nmod", "det", "advmod")}
    modifiers |= {scene.word(k) for k in scene.tree.children(noun, "amod", "acl")}
    if modifiers & mood["negated"]:
        return Modality.NEGATED
    if modifiers & mood["plannoun"] or _to_come(scene, noun):
        return Modality.PLANNED
    head, dep = scene.syntax.head[noun], scene.syntax.dep[noun]
    lemmas = [scene.lemma(head)]
    if scene.syntax.pos[head] == "ADP":
        above = scene.syntax.head[head]
        lemmas.append(scene.lemma(above))
        if scene.word(head) == "without":
            return Modality.NEGATED
        if scene.verbal(above):
            head = above
    if set(lemmas) & mood["failed"]:
        return Modality.NEGATED
    if scene.syntax.pos[scene.syntax.head[noun]] == "ADP" and scene.word(scene.syntax.head[noun]) not in (
        "of",
        "at",
        "for",
        "to",
    ):
        lemmas = lemmas[:1]  # "over its assault": only these bind a noun to what governs it
    if (set(lemmas) & (mood["hypotheticalnoun"] | mood["unreal"]) and dep != "nsubj") or (
        lemmas[-1] in mood["plans"] and dep == "pobj"
    ):
        return Modality.HYPOTHETICAL
    if scene.verbal(head):
        above_mood = verb_mood(scene, head)
        asked = "whether" in {scene.word(k) for k in scene.tree.children(head, "mark")}
        if asked and scene.lemma(scene.syntax.head[head]) in scene.cues.slot["unconfirmed"]:
            return Modality.ACTUAL  # "did not confirm whether X was under way": told of, withheld
        if above_mood is not Modality.ACTUAL and (clause is not None or dep in ("nsubj", "dobj", "nsubjpass")):
            return above_mood
        if lemmas[-1] in mood["planned"] and dep in ("dobj", "pobj") and lemmas[-1] not in ("agree", "order"):
            return Modality.PLANNED
    return Modality.ACTUAL


def _to_come(scene: Scene, noun: int) -> bool:
    """ "ahead of a summit", "a meeting starting Sunday", "the vote due in May"."""
    head = scene.syntax.head[noun]
    if scene.word(head) in ("of", "before") and "ahead" in (scene.word(head - 1) if head else "", scene.word(head)):
        return True
    return any(
        scene.lemma(k) in ("start", "due", "schedule", "begin", "set") and scene.syntax.tag[k] in ("VBG", "JJ", "VBN")
        for k in scene.tree.children(noun, "acl", "amod")
    )
