"""Event mentions: PLOVER type and mode, modality, who, whom, where, when, and what is said in figures.

Triggers and frames are data (data/triggers.tsv, data/event_words.toml); the categories and their rules are those of the PLOVER codebook
(data/plover.toml). Argument attachment works over dependency trees as in PETRARCH2 (Norris, Schrodt, Beieler 2017).
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.events_clauses import clause_tokens, noun_tokens, span_of
from opensitrep.extract.events_intent import accusations
from opensitrep.extract.events_mood import currency, noun_mood, purpose, verb_mood
from opensitrep.extract.events_roles import Attacher, Roles, jurisdiction
from opensitrep.extract.events_scene import Scene
from opensitrep.extract.events_slots import fill
from opensitrep.extract.events_states import find_states
from opensitrep.extract.events_triggers import EFFECTS, SPOKEN, Draft, find_drafts
from opensitrep.extract.events_words import EventWords
from opensitrep.model import Label, Mention, Modality, PlaceRole, Reading

HARM = ("ASSAULT", "DISASTER")


def find_mentions(reading: Reading, *, words: EventWords) -> Reading:
    """Add every happening and state told in the readable blocks."""
    scene = Scene(reading, words)
    drafts = tell_drafts(scene)
    mentions = [m for draft in drafts for m in _mentions(scene, draft)]
    mentions = _distinct([*mentions, *accusations(scene, mentions), *find_states(scene)])
    return replace(reading, mentions=(*reading.mentions, *link(scene, mentions)))


def tell_drafts(scene: Scene) -> list[Draft]:
    """Drafts with their modality, effects typed by what caused them, decisions told from deeds, noise left out."""
    drafts = find_drafts(scene)
    for draft in drafts:
        verb = draft.clause
        draft.modality = verb_mood(scene, verb) if verb is not None else noun_mood(scene, draft.trigger, None)
        if verb is not None and verb != draft.trigger and draft.modality is Modality.ACTUAL:
            draft.modality = noun_mood(scene, draft.trigger, verb)
    _type_effects(scene, drafts)
    by_top = {d.top: d for d in drafts}
    for draft in drafts:
        _decide(scene, draft)
        _hold_back(scene, draft, by_top)
    kept = [d for d in drafts if not d.gone]
    for draft in kept:
        top = _clause_top(scene, draft)
        draft.tokens = (
            clause_tokens(scene, top, draft.trigger) if top is not None else noun_tokens(scene, draft.trigger)
        )
    return kept


def _clause_top(scene: Scene, draft: Draft) -> int | None:
    """The verb from which the clause is told: also the one that governs an infinitive ("managed to enter")."""
    top = draft.clause
    while top is not None and scene.syntax.dep[top] == "xcomp" and scene.verbal(scene.syntax.head[top]):
        if scene.syntax.head[top] in scene.outside:
            break
        top = scene.syntax.head[top]
    return top


def _type_effects(scene: Scene, drafts: list[Draft]) -> None:
    """Deaths and damage belong to the kind of happening told nearest: a quake kills as a strike does."""
    causes = [d for d in drafts if d.type in HARM and d.sense.frame not in EFFECTS]
    for draft in drafts:
        if draft.sense.frame not in EFFECTS or draft.type not in HARM:
            continue
        agents = [i for i in scene.arguments(draft.trigger).subjects if scene.headed(i) is not None]
        if causes and (not agents or draft.sense.frame == "die"):
            nearest = min(causes, key=lambda d: (abs(d.trigger - draft.trigger), d.trigger))
            draft.type = nearest.type
            draft.mode = nearest.mode if draft.mode is None or draft.type == "DISASTER" else draft.mode


def _decide(scene: Scene, draft: Draft) -> None:
    """A retreat announced, ordered or told as to come is a concession (PLOVER: a future RETREAT)."""
    if draft.type != "RETREAT" or draft.mode not in ("withdraw", None):
        return
    head = scene.syntax.head[draft.top]
    decided = scene.verbal(head) and scene.lemma(head) in scene.cues.light["decide"]
    decided = decided and scene.syntax.dep[draft.top] in ("dobj", "xcomp", "nsubjpass")
    if decided or draft.modality is Modality.PLANNED:
        draft.type, draft.mode, draft.modality = "CONCEDE", None, Modality.ACTUAL
        if decided:
            draft.clause = head


def _hold_back(scene: Scene, draft: Draft, by_top: dict[int, Draft]) -> None:
    """Leave out what is no happening of its own: complements of words that are the deed, aims, empty negations, subheads in quotes."""
    top, head = draft.top, scene.syntax.head[draft.top]
    if scene.syntax.pos[head] == "ADP":
        head = scene.syntax.head[head]
    governor = by_top.get(head)
    dep = scene.syntax.dep[top]
    inside = dep in ("xcomp", "ccomp", "pcomp") or (dep in ("dobj", "pobj") and draft.clause is None)
    if governor is not None and governor is not draft and governor.sense.frame in SPOKEN and inside:
        wanted = governor.type in ("REQUEST", "REJECT", "AGREE", "THREATEN") or dep == "pcomp"
        draft.gone = draft.gone or wanted
    if draft.clause is not None and purpose(scene, draft.clause) and draft.sense.frame not in SPOKEN:
        draft.gone = True
    if draft.clause is None and draft.modality in (Modality.NEGATED, Modality.HYPOTHETICAL):
        draft.gone = draft.modality is Modality.NEGATED or draft.sense.frame in SPOKEN
    number, label = scene.block(draft.trigger)
    if label is Label.SUBHEAD:
        draft.gone = True


# ---------------------------------------------------------------- from drafts to mentions


def _mentions(scene: Scene, draft: Draft) -> list[Mention]:
    """The mention of a draft; for a deed told as to come also the promise of it."""
    mention = _mention(scene, draft)
    rule = scene.words.plover.get(draft.type)
    if draft.modality is Modality.PLANNED and rule.future == "AGREE" and draft.type != "CONSULT":
        promise = replace(
            mention, id=_id(mention, "AGREE"), type="AGREE", mode=None, modality=Modality.ACTUAL, times=(), places=()
        )
        return [promise, mention]
    return [mention]


def _mention(scene: Scene, draft: Draft) -> Mention:
    frame = scene.cues.frames[draft.sense.frame]
    roles = Attacher(scene, draft.trigger, draft.clause, frame, draft.tokens).attach()
    for verb in draft.folded:
        sense = next(iter(scene.words.senses.get(("v", scene.lemma(verb)), ())), draft.sense)
        inner = Attacher(scene, verb, None, scene.cues.frames[sense.frame], [verb]).attach()
        roles = _joined(roles, inner)
    places = roles.places or ()
    if not [p for p in places if p.role is not PlaceRole.REFERENCE] and frame.venue != "none":
        office = jurisdiction(scene, draft.trigger)
        places = (*places, office) if office is not None else places
    attribution = scene.attribution(draft.trigger)
    when = currency(scene, draft.trigger, draft.top, draft.sense.frame, list(roles.times))
    mention = Mention(
        id="",
        span=span_of(scene, draft.tokens, draft.trigger),
        trigger=scene.tree.span(draft.trigger),
        type=draft.type,
        mode=draft.mode,
        modality=draft.modality,
        currency=when,
        agents=roles.agents,
        targets=roles.targets,
        places=places,
        times=tuple(t.span for t in roles.times if not t.negated),
        attribution=attribution.id if attribution is not None else None,
    )
    mention = replace(mention, fillers=fill(scene, draft, mention))
    return replace(mention, id=_id(mention, draft.type))


def _joined(left: Roles, right: Roles) -> Roles:
    known = {p.span for p in left.places}
    return Roles(
        tuple(dict.fromkeys((*left.agents, *right.agents))),
        tuple(t for t in dict.fromkeys((*left.targets, *right.targets)) if t not in left.agents + right.agents),
        tuple(sorted((*left.places, *(p for p in right.places if p.span not in known)), key=lambda p: p.span)),
        left.times,
    )


def _id(mention: Mention, kind: str) -> str:
    return f"{mention.span.doc}:m:{mention.span.start}-{mention.span.end}:{kind}"


def _distinct(mentions: list[Mention]) -> list[Mention]:
    """One mention an id, in text order."""
    out: dict[str, Mention] = {}
    for mention in mentions:
        out.setdefault(mention.id, mention)
    return sorted(out.values(), key=lambda m: (m.span, m.id))


# ---------------------------------------------------------------- references inside the report


def link(scene: Scene, mentions: list[Mention]) -> list[Mention]:
    """Definite event nouns ("the strikes") stand for the last fitting mention before them; parts point at their whole."""
    out: list[Mention] = []
    for mention in mentions:
        earlier = [m for m in out if m.type == mention.type and m.type is not None and m.modality is mention.modality]
        if _definite(scene, mention):
            found = next((m for m in reversed(earlier) if m.currency is mention.currency and m.refers is None), None)
            found = found or next((m for m in reversed(earlier) if m.refers is None), None)
            if found is not None:
                keep = tuple(p for p in mention.places if p.role is not PlaceRole.JURISDICTION)
                mention = replace(mention, refers=found.id, places=keep, currency=found.currency)
        out.append(mention)
    return out


def _definite(scene: Scene, mention: Mention) -> bool:
    """A bare noun with "the", "this", "such" or a day: it names nothing new."""
    if mention.places or mention.type is None:
        return False
    i = scene.tree.at(mention.trigger.start)
    if i is None or not scene.nominal(i):
        return False
    kids = scene.tree.children(i, "det", "poss", "amod", "compound", "nmod")
    words = {scene.word(k) for k in kids}
    plain = all(k in scene.times or scene.syntax.dep[k] == "det" or scene.lemma(k) in scene.cues.time["again"] for k in kids)
    return plain and bool(words & scene.cues.time["definite"] or any(k in scene.times for k in kids))
