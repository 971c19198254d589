"""Event type of one sentence: the trigger that joins the marked actors, put through the rules of PLOVER."""

from __future__ import annotations

from functools import cache
from typing import Any

from opensitrep.extract import syntax
from opensitrep.extract.events.find import tell_drafts
from opensitrep.extract.events.scene import Scene
from opensitrep.extract.events.triggers import Draft
from opensitrep.extract.events.words import EventWords, load_event_words
from opensitrep.model import ActorKind, ActorMention, Label, Mark, Modality, Reading, Span
from opensitrep.read import make_document
from opensitrep.settings import Settings


@cache
def _parser() -> Any:
    return syntax.load_parser(Settings().syntax_model)


@cache
def _words() -> EventWords:
    return load_event_words()


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """One PLOVER category (and mode) for the text; source and target are spans where the record marks them."""
    document = make_document(name=record["id"], text=record["text"])
    marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(record["text"]))),)
    return decide(syntax.parse(Reading(document, marks=marks), parser=_parser()), record)


def decide(parsed: Reading, record: dict[str, Any]) -> dict[str, Any]:
    """The answer for a parsed text."""
    doc = parsed.document.id
    source, target = ([Span(doc, s, e) for s, e in record.get(k) or ()] for k in ("source", "target"))
    actors = tuple(ActorMention(s, ActorKind.GROUP) for s in dict.fromkeys((*source, *target)))
    reading = Reading(parsed.document, parsed.marks, parsed.syntax, actors=actors)
    scene = Scene(reading, _words())
    drafts = [d for d in tell_drafts(scene) if d.type in _words().plover.categories]
    if not drafts:
        return {"id": record["id"], "label": None}
    best = min(drafts, key=lambda d: (-_joins(scene, d, source, target), d.trigger))
    label, mode = _ruled(best)
    return {"id": record["id"], "label": label, "mode": mode, "quad": _words().plover.get(label).quad}


def _joins(scene: Scene, draft: Draft, source: list[Span], target: list[Span]) -> float:
    """How well a trigger joins the two actors: as subject and object, or by standing between them."""
    own = scene.arguments(draft.top)
    left = {i for s in source for i in scene.tree.inside(s)}
    right = {i for s in target for i in scene.tree.inside(s)}
    score = 3.0 * bool(left & set(own.subjects))
    heads = {*own.objects, *own.recipients, *(n for p in own.phrases for n in p.heads)}
    score += 1.5 * bool(right & heads or right & set(scene.tree.subtree(draft.top)))
    if left and right:
        first, last = min(max(left), max(right)), max(min(left), min(right))
        score += 2.0 * (first < draft.trigger < last)
    if draft.trigger in left | right:
        score -= 3.0
    depth = len(list(scene.tree.ancestors(draft.top)))
    return score - 0.1 * depth


def _ruled(draft: Draft) -> tuple[str, str | None]:
    """PLOVER: a deed to come is its promise or threat, a deed refused a rejection."""
    rule = _words().plover.get(draft.type)
    if draft.modality is Modality.PLANNED and rule.future:
        return rule.future, None
    if draft.modality is Modality.NEGATED and rule.negated:
        return rule.negated, None
    return draft.type, draft.mode
