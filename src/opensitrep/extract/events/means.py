"""With what it was done: the mode of an attack from the weapons named in its clause (PLOVER's modes of ASSAULT)."""

from __future__ import annotations

from opensitrep.extract.events.scene import Scene
from opensitrep.extract.events.triggers import EFFECTS, Draft

OPEN = (None, "firearms", "heavy-weapons", "aerial", "destroy")  # modes that only guess at the weapon


def by_means(scene: Scene, draft: Draft) -> str | None:
    """The mode of a draft: that of the munition or aircraft that is fired, hits or is used, where one is named."""
    if draft.type != "ASSAULT" or draft.mode not in OPEN or draft.sense.frame in (*EFFECTS, "seize", "control", "war"):
        return draft.mode
    for i in _named(scene, draft):
        for mode, lemmas in scene.cues.means.items():
            if scene.lemma(i) in lemmas:
                return mode
    return draft.mode


def _named(scene: Scene, draft: Draft) -> list[int]:
    """Heads that can be the weapon: subjects and objects that are things, "with X", "from X", modifiers of a noun."""
    tops = dict.fromkeys((draft.trigger, draft.top))
    out: list[int] = []
    for top in tops:
        own = scene.arguments(top)
        led = [i for p in own.phrases if p.word in scene.cues.place["means"] for i in p.heads]
        out += [*led, *own.objects, *own.subjects]
        if scene.nominal(top):
            out += scene.tree.children(top, "compound", "amod", "nmod")
    if draft.sense.frame in ("hit", "strike", "act"):  # what is hit is no weapon: "hit a missile factory", "hit tanks"
        hit = set(scene.arguments(draft.top).objects) if scene.verbal(draft.top) else set()
        return [i for i in out if i not in hit]
    return out
