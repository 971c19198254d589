"""What makes a figure a part by its own clause: others who fared so beside it, one place that keeps those counted."""

from __future__ import annotations

from opensitrep.model import Attribution, Span
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("fates")
NOUNS = ("NOUN", "PROPN")
WITHIN = ("nummod", "quantmod", "amod", "compound", "nmod")


def is_partial(tree: Tree, at: int) -> bool:
    """Whether the noun of a figure stands beside another one that counts or names others."""
    syntax, top = tree.syntax, _top(tree, at)
    beside = [*tree.children(top, "conj"), *([syntax.head[top]] if syntax.dep[top] == "conj" else [])]
    nouns = [k for k in beside if syntax.pos[k] in NOUNS and syntax.pos[top] in NOUNS]
    return any(tree.children(k, "det", "nummod", "poss") for k in nouns)


def remains(tree: Tree, at: int) -> bool:
    """Whether a figure counts those of some who are still so: "20 hostages remain captive"."""
    top = _top(tree, at)
    over = tree.syntax.head[top]
    near = [over, *tree.children(over, "advmod"), *tree.children(top, "amod")]
    return any(tree.syntax.lemma[k].lower() in WORDS["remaining"] for k in near)


def is_aim(tree: Tree, at: int) -> bool:
    """Whether a figure counts those whom something is tried with: "worked for hours to free five people"."""
    syntax = tree.syntax
    deed = next((k for k in tree.ancestors(_top(tree, at)) if syntax.pos[k] == "VERB"), None)
    if deed is None or not any(syntax.tag[k] == "TO" for k in tree.children(deed, "aux")):
        return False
    return syntax.lemma[syntax.head[deed]].lower() in WORDS["aiming"]


def keeper(tree: Tree, voice: Attribution | None, at: int) -> Span | None:
    """The one named hospital or the like whose own figure it is: what says it, or where its clause has those counted
    ("31 to Sarnow hospital", "Sarnow hospital said it was treating 20")."""
    top = _top(tree, at)
    over = [top, *(k for k in tree.ancestors(top) if tree.clause(k) == tree.clause(top))]
    told = [i for k in over for prep in tree.children(k, "prep", "dative") for i in tree.children(prep, "pobj")]
    said = [i for span in (voice.source if voice else ()) for i in tree.inside(span)]
    for k in (*sorted(told, key=lambda i: (i < at, abs(i - at))), *said):  # "20 to one and 31 to another": the next one
        if tree.syntax.lemma[k].lower() in WORDS["keepers"]:
            name = [*tree.children(k, "compound", "poss", "amod", "nmod"), k]
            first = min([*name, *(i for n in name[:-1] for i in tree.subtree(n))])
            if any(tree.syntax.pos[i] == "PROPN" for i in range(first, k + 1)):
                return tree.span(first, k)
    return None


def _top(tree: Tree, at: int) -> int:
    """The noun of a figure."""
    while tree.syntax.dep[at] in WITHIN and tree.syntax.head[at] != at:
        at = tree.syntax.head[at]
    return at
