"""Deaths and damage joined with what caused them, and nouns with what they stand for: references inside one report.

News tells harm beside its cause or after it (the discourse relation "result" of the Penn Discourse Treebank); a toll
without a cause of its own goes to the happening of its sentence, else to the last one told before it.
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.events.scene import Scene
from opensitrep.extract.events.triggers import EFFECTS, HARM, Draft
from opensitrep.model import Mention, Modality, PlaceRole

WEAK = ("fire", "explosion", "collapse", "accident")  # of these an attack may be the cause
REACH = 3  # blocks back in which an attack told before may be the one that killed; reports of war tell many


def type_effects(scene: Scene, drafts: list[Draft]) -> None:
    """Deaths and damage belong to the kind of happening told nearest: a quake kills as a strike does."""
    causes = [d for d in drafts if d.type in HARM and (d.sense.frame not in EFFECTS or d.type == "DISASTER")]
    struck = [d for d in causes if d.type == "ASSAULT"]
    if 2 * len(struck) > len(causes):  # a report of attacks: its fires and blasts are theirs
        causes = [d for d in causes if d.type == "ASSAULT" or d.mode not in WEAK]
    for draft in drafts:
        if draft.sense.frame not in EFFECTS or draft.type != "ASSAULT" or not causes:
            continue
        agents = [i for i in scene.arguments(draft.trigger).subjects if scene.headed(i) is not None]
        if not agents or draft.sense.frame == "die":
            nearest = min(causes, key=lambda d: (_far(scene, d.trigger, draft.trigger), d.trigger))
            draft.caused = True
            draft.type = nearest.type
            draft.mode = nearest.mode if draft.mode is None or draft.type == "DISASTER" else draft.mode


def _far(scene: Scene, cause: int, effect: int) -> tuple[int, int]:
    """Its own sentence first, then what is told before, then what follows; the nearest of each."""
    ahead = 1 if cause < effect else 2
    same = scene.syntax.sentence[cause] == scene.syntax.sentence[effect]
    return 0 if same else ahead, abs(cause - effect)


def link(scene: Scene, mentions: list[Mention], effects: frozenset[str]) -> list[Mention]:
    """Definite nouns ("the strikes"), results and tolls stand for the fitting mention of their report."""
    out: list[Mention] = []
    roots: dict[tuple[str | None, Modality], list[Mention]] = {}
    for mention in mentions:
        key = mention.type, mention.modality
        found = _meant(scene, mention, roots.get(key, [])) if mention.type is not None else None
        if found is None and mention.id in effects:
            found = _cause(scene, mention, [m for m in mentions if m.type == mention.type and m.id not in effects], out)
        if found is None:
            out.append(mention)
            roots.setdefault(key, []).append(mention)
            continue
        keep = tuple(p for p in mention.places if p.role is not PlaceRole.JURISDICTION)
        out.append(replace(mention, refers=found.id, places=keep, currency=found.currency))
    return out


def _meant(scene: Scene, mention: Mention, roots: list[Mention]) -> Mention | None:
    """The mention told before for which a noun or a result stands."""
    if not roots:
        return None
    if mention.type == "DISASTER" and _named_again(scene, mention):
        same = (m for m in reversed(roots) if m.mode == mention.mode and m.currency is mention.currency)
        return next(same, None)
    if not (_definite(scene, mention) or _part(scene, mention)):
        return None
    return next((m for m in reversed(roots) if m.currency is mention.currency), roots[-1])


def _cause(scene: Scene, effect: Mention, causes: list[Mention], told: list[Mention]) -> Mention | None:
    """The happening that a toll without doer and place of its own belongs to: of its sentence, or told before it."""
    placed = any(p.role is not PlaceRole.JURISDICTION for p in effect.places)
    if effect.modality is not Modality.ACTUAL or effect.agents or placed:
        return None
    at = scene.tree.at(effect.trigger.start)
    fitting = [m for m in causes if m.mode == effect.mode and m.modality is Modality.ACTUAL and m.id != effect.id]
    if at is None or not fitting:
        return None
    seats = {m.id: scene.tree.at(m.trigger.start) for m in fitting}
    same = [m for m in fitting if _together(scene, seats[m.id], at)]
    if same:
        return _root(min(same, key=lambda m: (abs(m.trigger.start - effect.trigger.start), m.id)), told)
    if effect.times:
        return None
    block = scene.block(at)[0]
    for cause in reversed(fitting):
        seat = seats[cause.id]
        if seat is None or seat > at or cause.currency is not effect.currency:
            continue
        near = cause.type == "DISASTER" or block - scene.block(seat)[0] < REACH
        return _root(cause, told) if near else None
    return None


def _together(scene: Scene, left: int | None, right: int) -> bool:
    return left is not None and scene.syntax.sentence[left] == scene.syntax.sentence[right]


def _root(mention: Mention, told: list[Mention]) -> Mention:
    """What a mention that stands for another stands for."""
    known = {m.id: m for m in told}
    mention = known.get(mention.id, mention)
    return known.get(mention.refers or "", mention)


def _part(scene: Scene, mention: Mention) -> bool:
    """A result told without doer and place ("infrastructure was hit"): of what was told before it in the sentence."""
    if mention.type != "ASSAULT" or mention.places or mention.agents or mention.times or mention.targets:
        return False
    i = scene.tree.at(mention.trigger.start)
    return i is not None and scene.verbal(i) and scene.passive(i)


def _named_again(scene: Scene, mention: Mention) -> bool:
    """ "The quake hit X", "the earthquake in Y": one already told, wherever it says it was."""
    i = scene.tree.at(mention.trigger.start)
    if i is None or not scene.nominal(i):
        return False
    return any(scene.word(k) in scene.cues.time["definite"] for k in scene.tree.children(i, "det"))


def _definite(scene: Scene, mention: Mention) -> bool:
    """A bare noun with "the", "this", "such" or a day: it names nothing new."""
    if mention.places or mention.type is None:
        return False
    i = scene.tree.at(mention.trigger.start)
    if i is None or not scene.nominal(i):
        return False
    kids = scene.tree.children(i, "det", "poss", "amod", "compound", "nmod")
    words = {scene.word(k) for k in kids}
    plain = all(
        k in scene.times or scene.syntax.dep[k] == "det" or scene.lemma(k) in scene.cues.time["again"] for k in kids
    )
    return plain and bool(words & scene.cues.time["definite"] or any(k in scene.times for k in kids))
