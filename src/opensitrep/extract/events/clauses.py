"""Which words tell a happening: the smallest clause or noun phrase around a trigger."""

from __future__ import annotations

from opensitrep.extract.events.scene import Scene
from opensitrep.model import Span

# dependents that tell something else: other clauses, explanations, the speaking around it
APART = ("advcl", "ccomp", "relcl", "parataxis", "punct", "cc", "mark", "discourse", "intj", "preconj", "csubj")


def clause_tokens(scene: Scene, top: int, trigger: int) -> list[int]:
    """Tokens of the clause of a verb: its arguments with what they need, without the clauses hanging on it."""
    kept = {top}
    for k in scene.tree.children(top):
        if _own(scene, k, trigger):
            kept |= _phrase(scene, k, trigger)
    return sorted(kept)


def _own(scene: Scene, k: int, trigger: int) -> bool:
    dep = scene.syntax.dep[k]
    if k in scene.outside or _holds(scene, k, trigger):
        return _holds(scene, k, trigger)
    if (
        dep == "ccomp"
        and scene.syntax.tag[k] == "VB"
        and any(scene.word(c) == "to" for c in scene.tree.children(k, "aux"))
    ):
        return True
    if dep in APART or (dep == "conj" and scene.verbal(k)):
        return False
    if dep == "prep" and scene.word(k) in scene.cues.place["other"]:
        inner = scene.tree.subtree(k)
        return (
            any(i in scene.times for i in inner) and not any(scene.verbal(i) for i in inner) and scene.word(k) == "over"
        )
    return True


def _holds(scene: Scene, k: int, trigger: int) -> bool:
    return k == trigger or trigger in scene.tree.subtree(k)


def _phrase(scene: Scene, k: int, trigger: int) -> set[int]:
    """A dependent with its modifiers; relative clauses, appositions after a comma and citations stay out."""
    kept = {k}
    for c in scene.tree.children(k):
        dep = scene.syntax.dep[c]
        holds = _holds(scene, c, trigger)
        apposed = dep == "appos" and c > k and scene.word(c - 1) in (",", "-", "–", "—", "(")
        loose = dep in APART or apposed or c in scene.outside or (dep == "conj" and scene.verbal(c))
        loose = loose or (dep == "prep" and scene.word(c) in scene.cues.place["other"] and scene.verbal(k))
        loose = loose or (dep == "acl" and c > k and scene.word(min(scene.tree.subtree(c)) - 1) == ",")
        if holds or not loose or (dep == "cc" and _joins(scene, k)):
            kept |= _phrase(scene, c, trigger)
    return kept


def _joins(scene: Scene, k: int) -> bool:
    return any(not scene.verbal(c) for c in scene.tree.children(k, "conj"))


def before(scene: Scene, noun: int) -> list[int]:
    """A noun and what stands before it in its phrase: of what a relative clause is told."""
    kids = scene.tree.children(noun, "det", "nummod", "amod", "compound", "nmod", "poss", "quantmod")
    return [noun, *(i for k in kids if k < noun for i in scene.tree.subtree(k))]


def noun_tokens(scene: Scene, noun: int) -> list[int]:
    """Tokens of an event noun with its modifiers and phrases, without relative clauses and citations."""
    kept = _phrase(scene, noun, noun)
    cut = scene.tree.children(noun, "conj", "cc")
    for k in cut:
        kept -= set(scene.tree.subtree(k))
    return sorted(kept)


def span_of(scene: Scene, tokens: list[int], trigger: int) -> Span:
    """The characters from the first to the last token, cut where the attribution's words end."""
    first, last = tokens[0], tokens[-1]
    attribution = scene.attribution(trigger)
    if attribution is not None:
        home = next((s for s in attribution.content if trigger in scene.tree.inside(s)), None)
        if home is not None:
            inside = scene.tree.inside(home)
            first, last = max(first, inside.start), min(last, inside.stop - 1)
    for i in range(first, trigger):
        if i in scene.outside:
            first = i + 1
    for i in range(last, trigger, -1):
        if i in scene.outside:
            last = i - 1
    while first < trigger and scene.syntax.dep[first] in ("punct", "cc", "mark"):
        first += 1
    while last > trigger and scene.syntax.pos[last] == "PUNCT":
        last -= 1
    return scene.tree.span(first, last)
