"""What somebody is charged with: told below a word of accusing, arresting or judging, it came before that.

The relation is read from the parse: a happening that hangs on such a word by a preposition ("arrested for setting the
fire", "on charges including assault for punching"), through nouns and lists of them, and through no other clause.
"""

from __future__ import annotations

from collections.abc import Sequence

from opensitrep.extract.incidents.scene import Scene
from opensitrep.extract.incidents.wholes import Draft
from opensitrep.model import Tie
from opensitrep.text.words import Lists

WORDS = Lists("incidents")
TRYING = WORDS["trying"]
STEPS = 12  # words from a happening up to what judges it
LINKED = ("pobj", "pcomp", "conj", "appos", "compound", "prep", "amod", "nmod", "dobj", "agent")
BELOW = ("pobj", "pcomp", "conj")


def charged(scene: Scene, drafts: Sequence[Draft], chief: int | None) -> dict[int, int]:
    """Incidents that others charge somebody with, each with the first of those; numbers of the drafts. The deed that a
    trial is about is no part of the trial."""
    at = {t.token: n for n, d in enumerate(drafts) for t in d.told}
    tried = chief is not None and drafts[chief].kind[0] in TRYING
    found: dict[int, int] = {}
    for n, draft in enumerate(drafts):
        over = [j for t in draft.told if (j := _over(scene, t.token, at)) is not None and j != n]
        if n != chief and over:
            found[n] = over[0]
        elif n != chief and chief is not None and tried and draft.tie is Tie.PART and draft.kind[0] in WORDS["tried"]:
            found[n] = chief
    return found


def _over(scene: Scene, token: int, at: dict[int, int]) -> int | None:
    """The incident whose word of judging stands over a happening."""
    syntax = scene.tree.syntax
    linked = False
    for _ in range(STEPS):
        up, dep = syntax.head[token], syntax.dep[token]
        if up == token or dep not in LINKED or (dep == "dobj" and not linked):
            return None
        if dep in BELOW and scene.tree.lower[up] in WORDS["charged with"]:
            linked = True
        if linked and syntax.lemma[up].lower() in WORDS["charging"] and up in at:
            return at[up]
        token = up
    return None
