"""What somebody is charged with: told below a word of accusing, arresting or judging, it came before that.

The relation is read from the parse: a happening that hangs on such a word by a preposition ("arrested for setting the
fire"), through nouns of charges alone ("held on suspicion of murder") or other happenings charged ("on charges
including assault for punching"). What else stands below such a word is of its own time: "arrested in a raid".
"""

from __future__ import annotations

from collections.abc import Sequence

from opensitrep.extract.incidents.scene import Scene
from opensitrep.extract.incidents.wholes import Draft
from opensitrep.model import Tie
from opensitrep.text.words import Lists

WORDS = Lists("incidents")
STEPS = 12  # words from a happening up to what judges it
BESIDE = ("conj", "compound", "amod", "nmod", "appos")
BELOW = ("pobj", "pcomp")


def charged(scene: Scene, drafts: Sequence[Draft], chief: int | None) -> dict[int, int]:
    """Incidents that others charge somebody with, each with the first of those; numbers of the drafts. The deed that a
    trial is about is no part of the trial."""
    at = {t.token: n for n, d in enumerate(drafts) for t in d.told}
    tried = chief is not None and drafts[chief].kind[0] in WORDS["trying"]
    found: dict[int, int] = {}
    for n, draft in enumerate(drafts):
        over = [j for t in draft.told if (j := _over(scene, t.token, at)) is not None and j != n]
        if n != chief and over:
            found[n] = over[0]
        elif n != chief and chief is not None and tried and draft.tie is Tie.PART and draft.kind[0] in WORDS["tried"]:
            found[n] = chief
    return found


def is_old(drafts: Sequence[Draft], over: int) -> bool:
    """Whether an incident is one that looks back on older deeds: courts do, the police may come on the same day."""
    return drafts[over].kind[0] in WORDS["courts"]


def _over(scene: Scene, token: int, at: dict[int, int]) -> int | None:
    """The incident whose words of judging stand over a happening."""
    syntax, lower = scene.tree.syntax, scene.tree.lower
    judged = False  # whether a noun of charges was passed
    for _ in range(STEPS):
        up, dep = syntax.head[token], syntax.dep[token]
        if dep in BELOW and syntax.pos[up] in ("ADP", "SCONJ", "VERB"):
            links = lower[up] in WORDS["charged with"] or (judged and lower[up] in WORDS["on charges"])
            over = syntax.head[up]
            lemma = syntax.lemma[over].lower()
            judges, names = lemma in WORDS["charging"], lemma in WORDS["charges"]
            if over == up or not links or not (judges or names or judged or over in at):
                return None
            if over in at and (judges or judged):
                return at[over]
            judged, token = judged or names, over
        elif dep in BESIDE and up != token:
            token = up
        else:
            return None
    return None
