"""Which words can be a happening: verbs of their own; nouns by a list and their endings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists, load

WORDS = Lists("attachment")
TAKEN = ("nsubj", "dobj", "pobj", "nsubjpass")  # places where a word tagged as a verb is a noun
CLAUSES = ("ROOT", "ccomp", "conj", "advcl", "relcl")
HELPERS = ("aux", "auxpass", "prep")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The verbs of attribution.toml by frame."""

    verbs: dict[str, frozenset[str]]


@cache
def saying() -> frozenset[str]:
    """The verbs of saying and thinking."""
    verbs = load("en/attribution.toml", Spoken).verbs
    return verbs["say"] | verbs["think"]


def happening(lemma: str) -> bool:
    """Whether a noun is listed as the name of a happening."""
    return lemma in WORDS["happenings"]


def likely(lemma: str) -> bool:
    """Whether a noun is listed, or ends as nouns made from verbs do and is no known thing."""
    if happening(lemma):
        return True
    return len(lemma) > 5 and lemma not in WORDS["things"] and lemma.endswith(WORDS.ordered("endings"))


def nominal(tree: Tree, i: int) -> bool:
    """Whether a token stands as a noun, plurals taken for verbs included ("40 inmates escape")."""
    syntax = tree.syntax
    return syntax.pos[i] in ("NOUN", "PROPN") or (syntax.tag[i] == "VBZ" and syntax.dep[i] in TAKEN)


def verbal(tree: Tree, i: int) -> bool:
    """Whether a token is a verb of its own, no auxiliary and no "including"; "has disbursed" even if taken for an
    adjective."""
    if tree.syntax.pos[i] in ("ADJ", "NOUN") and tree.syntax.dep[i] in CLAUSES:
        return bool(tree.children(i, "aux", "auxpass"))
    return tree.syntax.pos[i] in ("VERB", "AUX") and tree.syntax.dep[i] not in HELPERS and not nominal(tree, i)
