"""MUC-4 templates, simply: one a kind of incident told as having happened, its roles read off the triggers.

No learned part and no dictionary of the training texts: scored is what the event room sees in lower-case wire text.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from opensitrep.extract import syntax
from opensitrep.extract.events.find import tell_drafts
from opensitrep.extract.events.scene import Scene
from opensitrep.extract.events.triggers import Draft
from opensitrep.extract.events.words import EventWords, load_event_words
from opensitrep.model import Label, Mark, Modality, Reading, Span
from opensitrep.read import make_document
from opensitrep.settings import Settings

KINDS = {"abduct": "kidnapping", "explosives": "bombing", "suicide-attack": "bombing", "aerial": "bombing"}
GROUPS = ("front", "army", "movement", "group", "organization", "party", "cartel", "path", "force", "militia")


@cache
def _parser() -> Any:
    return syntax.load_parser(Settings().syntax_model)


@cache
def _words() -> EventWords:
    return load_event_words()


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """The templates of one article."""
    document = make_document(name=record["id"], text=record["text"])
    marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(record["text"]))),)
    scene = Scene(syntax.parse(Reading(document, marks=marks), parser=_parser()), _words())
    drafts = [d for d in tell_drafts(scene) if d.type == "ASSAULT" and d.modality is Modality.ACTUAL]
    templates: dict[str, dict[str, Any]] = {}
    for draft in drafts:
        kind = _kind(scene, draft)
        if kind is None:
            continue
        roles: dict[str, list[list[str]]] = {"PerpInd": [], "PerpOrg": [], "Target": [], "Victim": [], "Weapon": []}
        template = templates.setdefault(kind, {"type": kind, **roles})
        _fill(scene, draft, template)
    return {"id": record["id"], "templates": [t for _, t in sorted(templates.items())]}


def _kind(scene: Scene, draft: Draft) -> str | None:
    if draft.sense.frame in ("war", "fight", "seize", "advance", "enter", "control"):
        return None
    if scene.lemma(draft.trigger) in ("torch", "set", "burn"):
        return "arson"
    return KINDS.get(draft.mode or "", "attack")


def _fill(scene: Scene, draft: Draft, template: dict[str, Any]) -> None:
    classes = _words().cues.classes
    for top in {draft.trigger, draft.top, *draft.folded}:
        own = scene.arguments(top)
        for i in own.subjects:
            if scene.lemma(i) in classes["attacker"]:
                _put(template, "PerpInd", _phrase(scene, i))
                for group in (n for p in scene.phrases(i) if p.word in ("of", "from") for n in p.heads):
                    if scene.lemma(group) in GROUPS or scene.syntax.pos[group] == "PROPN":
                        _put(template, "PerpOrg", _phrase(scene, group))
            elif scene.lemma(i) in GROUPS:
                _put(template, "PerpOrg", _phrase(scene, i))
        for i in own.objects:
            if scene.lemma(i) in classes["people"] or scene.syntax.pos[i] == "PROPN":
                _put(template, "Victim", _phrase(scene, i))
            elif scene.lemma(i) in classes["facility"] | classes["vehicle"]:
                _put(template, "Target", _phrase(scene, i))
        for i in scene.tree.subtree(top):
            weapon = scene.lemma(i) in classes["munition"] | classes["weapon"] | {"explosive", "dynamite"}
            if weapon and scene.nominal(i) and scene.lemma(i) != "arm":
                _put(template, "Weapon", _phrase(scene, i))


def _put(template: dict[str, Any], role: str, words: str) -> None:
    if [words] not in template[role]:
        template[role].append([words])


def _phrase(scene: Scene, i: int) -> str:
    """The noun with what stands before it, without articles, numbers and owners."""
    first = min([i, *scene.tree.children(i, "compound", "nmod")])
    return scene.tree.source[scene.syntax.start[first] : scene.syntax.end[i]]
