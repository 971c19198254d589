"""Which words tell a state: the smallest clause or noun phrase around its word."""

from __future__ import annotations

from collections.abc import Iterable

from opensitrep.extract.states.scene import Scene
from opensitrep.model import Span
from opensitrep.text.words import Lists

WORDS = Lists("states")

# dependents that tell something else: other clauses, explanations, the speaking around it
APART = ("advcl", "ccomp", "relcl", "parataxis", "punct", "cc", "mark", "discourse", "intj", "preconj", "csubj")


def clause_tokens(scene: Scene, top: int, at: int) -> list[int]:
    """Tokens of the clause of a verb: its arguments with what they need, without the clauses hanging on it."""
    kept = {top}
    for k in scene.tree.children(top):
        if _holds(scene, k, at) or not _loose(scene, top, k):
            kept |= _phrase(scene, k, at)
    return sorted(kept)


def _holds(scene: Scene, k: int, at: int) -> bool:
    return k == at or at in scene.tree.subtree(k)


def _loose(scene: Scene, k: int, c: int) -> bool:
    """Whether a dependent tells something else than its head: clauses, citations, explanations after a comma."""
    dep = scene.syntax.dep[c]
    if c in scene.outside or dep in APART or (dep == "conj" and scene.verbal(c)):
        return True
    if dep == "prep" and scene.verbal(k):
        return scene.word(c) in WORDS["other happenings"]
    if dep == "appos" and c > k:
        return scene.word(c - 1) in (",", "-", "–", "—", "(")
    return dep == "acl" and c > k and scene.word(min(scene.tree.subtree(c)) - 1) == ","


def _phrase(scene: Scene, k: int, at: int) -> set[int]:
    """A dependent with its modifiers; what is loose stays out."""
    kept = {k}
    joins = any(not scene.verbal(c) for c in scene.tree.children(k, "conj"))
    for c in scene.tree.children(k):
        joined = joins and scene.syntax.dep[c] == "cc"
        if _holds(scene, c, at) or joined or not _loose(scene, k, c):
            kept |= _phrase(scene, c, at)
    return kept


def span_of(scene: Scene, tokens: Iterable[int], at: int) -> Span:
    """The characters from the first to the last token, cut where the attribution's words end."""
    first, last = min(tokens), max(tokens)
    attribution = scene.attribution(at)
    if attribution is not None:
        home = next((s for s in attribution.content if at in scene.tree.inside(s)), None)
        if home is not None:
            inside = scene.tree.inside(home)
            first, last = max(first, inside.start), min(last, inside.stop - 1)
    first = max([first, *(i + 1 for i in range(first, at) if i in scene.outside)])
    last = min([last, *(i - 1 for i in range(at + 1, last + 1) if i in scene.outside)])
    while first < at and scene.syntax.dep[first] in ("punct", "cc", "mark"):
        first += 1
    while last > at and scene.syntax.pos[last] == "PUNCT":
        last -= 1
    return scene.tree.span(first, last)
