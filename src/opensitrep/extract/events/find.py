"""Event mentions: PLOVER type and mode, modality, who, whom, where, when, and what is said in figures.

Triggers and frames are data (triggers.tsv, event_words.toml); the categories and their rules are those of the PLOVER
codebook (plover.toml). Argument attachment works over dependency trees as in PETRARCH2 (Norris, Schrodt, Beieler 2017).
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.events.causes import link, type_effects
from opensitrep.extract.events.clauses import before, clause_tokens, noun_tokens, span_of
from opensitrep.extract.events.currency import currency, elsewhere
from opensitrep.extract.events.intent import accusations, requests
from opensitrep.extract.events.means import by_means
from opensitrep.extract.events.mood import noun_mood, purpose, verb_mood
from opensitrep.extract.events.roles import Attacher, Roles, jurisdiction
from opensitrep.extract.events.scene import Scene
from opensitrep.extract.events.slots import fill
from opensitrep.extract.events.states import find_states
from opensitrep.extract.events.triggers import EFFECTS, HARM, SPOKEN, Draft, choose, find_drafts
from opensitrep.extract.events.words import EventWords
from opensitrep.model import Currency, Label, Mention, Modality, Placed, PlaceRole, Reading, Slot, Use

TOLLS = (Slot.KILLED, Slot.MISSING, Slot.KILLED_PROJECTED)


def find_mentions(reading: Reading, *, words: EventWords) -> Reading:
    """Add every happening and state told in the readable blocks."""
    scene = Scene(reading, words)
    drafts = tell_drafts(scene)
    mentions = [m for draft in drafts for m in _mentions(scene, draft) if _tells(m, draft)]
    bare = {scene.tree.span(d.trigger) for d in drafts if d.sense.frame in EFFECTS and not _with_cause(scene, d)}
    effects = frozenset(m.id for m in mentions if m.trigger in bare)
    mentions += fragments(scene)
    mentions = [*mentions, *accusations(scene, mentions), *requests(scene, mentions)]
    mentions = _distinct([*mentions, *find_states(scene)])
    return replace(reading, mentions=(*reading.mentions, *link(scene, mentions, effects)))


def tell_drafts(scene: Scene) -> list[Draft]:
    """Drafts with their modality, effects typed by what caused them, decisions told from deeds, noise left out."""
    drafts = find_drafts(scene)
    for draft in drafts:
        verb = draft.clause
        draft.modality = verb_mood(scene, verb) if verb is not None else noun_mood(scene, draft.trigger, None)
        if verb is not None and verb != draft.trigger and draft.modality is Modality.ACTUAL:
            draft.modality = noun_mood(scene, draft.trigger, verb)
    type_effects(scene, drafts)
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
        told_of = scene.syntax.head[top] if top is not None and scene.syntax.dep[top] in ("acl", "relcl") else None
        if told_of is not None and scene.explained(told_of) == told_of:
            draft.tokens = sorted({*draft.tokens, *before(scene, told_of)})
    return kept


def _clause_top(scene: Scene, draft: Draft) -> int | None:
    """The verb from which the clause is told: also the one that governs an infinitive ("managed to enter")."""
    top = draft.clause
    while top is not None and scene.syntax.dep[top] in ("xcomp", "acomp") and scene.verbal(scene.syntax.head[top]):
        if scene.syntax.head[top] in scene.outside:
            break
        top = scene.syntax.head[top]
    return top


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
    """Leave out what is no happening of its own: complements of words that are deeds, aims, subheads."""
    top, head = draft.top, scene.syntax.head[draft.top]
    if scene.syntax.pos[head] == "ADP":
        head = scene.syntax.head[head]
    governor = by_top.get(head)
    accuser = governor or (by_top.get(scene.syntax.head[head]) if scene.syntax.dep[head] == "dobj" else None)
    laid = accuser is not None and accuser.type == "ACCUSE" and draft.type in HARM  # "accused X of killing Y"
    dep = scene.syntax.dep[top]
    inside = dep in ("xcomp", "ccomp", "pcomp") or (dep in ("dobj", "pobj") and draft.clause is None)
    if governor is not None and governor is not draft and governor.sense.frame in SPOKEN and inside:
        wanted = governor.type in ("REQUEST", "REJECT", "AGREE", "THREATEN") or (dep == "pcomp" and not laid)
        draft.gone = draft.gone or wanted
    if draft.clause is not None and not laid and purpose(scene, draft.clause):
        draft.gone = True
    if draft.clause is None and draft.modality in (Modality.NEGATED, Modality.HYPOTHETICAL):
        draft.gone = draft.gone or draft.modality is Modality.NEGATED or draft.sense.frame in SPOKEN
    draft.gone = draft.gone or scene.block(draft.trigger)[1] is Label.SUBHEAD or _nobody(scene, draft)
    if draft.modality is Modality.HYPOTHETICAL and draft.type in HARM and not _finite(scene, top):
        draft.gone = True  # "provoke us to attack", "plot an attack": only what could happen by itself is kept
    at_war = draft.sense.frame == "war" and scene.word(scene.syntax.head[draft.trigger]) == "at"
    draft.gone = draft.gone or at_war
    bound = draft.clause is None and dep in ("compound", "amod", "nmod", "npadvmod", "poss")
    reduced = draft.modality is Modality.NEGATED and dep in ("acl", "relcl", "amod", "pcomp")
    draft.gone = draft.gone or bound or reduced or _unasked(scene, draft)


def _unasked(scene: Scene, draft: Draft) -> bool:
    """No happening of its own: "it was asked", a war not joined, a town not occupied (a state, told as one)."""
    negated = draft.modality is Modality.NEGATED
    if negated and (draft.sense.frame == "war" or scene.lemma(draft.trigger) in scene.cues.state["control"]):
        return True
    if draft.sense.frame != "ask" or draft.clause is None or not scene.passive(draft.clause):
        return False
    own = scene.arguments(draft.clause)
    return not own.subjects and all(scene.syntax.pos[i] == "PRON" for i in own.objects)


def _finite(scene: Scene, top: int) -> bool:
    """Whether an unreal happening hangs on a modal or a condition, not on a word such as "plot" or "provoke"."""
    for i in (top, *list(scene.tree.ancestors(top))[:2]):
        words = {scene.word(k) for k in scene.tree.children(i, "aux", "mark")}
        if words & (scene.cues.mood["hypothetical"] | scene.cues.mood["condition"]):
            return True
    return False


def _acts(scene: Scene, i: int) -> bool:
    actor = scene.headed(i)
    return actor is not None and scene.word(i) not in scene.cues.intent["nobody"]


def _nobody(scene: Scene, draft: Draft) -> bool:
    """Words that are deeds need somebody who speaks them: "his threat", not "a threat"."""
    if draft.sense.frame not in (*SPOKEN, "allow"):
        return False
    subjects = scene.arguments(draft.clause if draft.clause is not None else draft.trigger).subjects
    if draft.clause is None:
        return not subjects
    if draft.sense.frame != "allow":
        return False
    acting = [i for i in subjects if scene.syntax.tag[i] in ("NNP", "NNPS", "WP") or _acts(scene, i)]
    return bool(subjects) and not acting


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


def _with_cause(scene: Scene, draft: Draft) -> bool:
    """Whether a death or damage names its cause in its own clause ("killed in a flood")."""
    return any(scene.nominal(i) for i in draft.folded)


def _tells(mention: Mention, draft: Draft) -> bool:
    """Whether a mention says more than a word: unreal harm and bare wars need somebody or somewhere."""
    said = bool(mention.agents or mention.targets or mention.places)
    if draft.sense.frame == "die" and not draft.caused and not draft.folded and draft.type == "ASSAULT":
        return any(f.slot in TOLLS for f in mention.fillers)  # "X died at 77" is no happening of harm
    if draft.sense.frame == "war":
        return said or bool(mention.times)
    unreal = mention.modality in (Modality.PLANNED, Modality.HYPOTHETICAL)
    return said or not (unreal and draft.type in HARM)


def fragments(scene: Scene) -> list[Mention]:
    """Verbless reports of fire in quotation ("12 missiles. At dawn."): one mention with the fragments after it."""
    out = []
    sense = scene.words.senses[("v", "fire")][0]
    for attribution in scene.reading.attributions:
        for content in attribution.content:
            inside = scene.tree.inside(content)
            head = next((i for i in inside if _fired(scene, i, inside)), None)
            if head is None:
                continue
            draft = Draft(head, sense, None, sense.type, sense.mode, tokens=list(inside))
            made = _mention(scene, draft)
            span = span_of(scene, list(inside), head)
            placed = tuple(
                Placed(t.span, PlaceRole.TARGET)
                for t in sorted({scene.toponyms[i] for i in inside if i in scene.toponyms}, key=lambda t: t.span)
                if t.use is Use.LITERAL
            )
            made = replace(made, span=span, places=placed or made.places)
            out.append(replace(made, id=_id(made, draft.type)))
    return out


def _fired(scene: Scene, i: int, inside: range) -> bool:
    """A counted munition in a content without any verb."""
    if scene.lemma(i) not in scene.cues.classes["munition"] or any(
        scene.syntax.pos[k] in ("VERB", "AUX") for k in inside
    ):
        return False
    return any(scene.syntax.pos[k] == "NUM" for k in scene.tree.children(i))


def _mention(scene: Scene, draft: Draft) -> Mention:
    frame = scene.cues.frames[draft.sense.frame]
    draft.mode = by_means(scene, draft)
    roles = Attacher(scene, draft.trigger, draft.clause, frame, draft.tokens).attach()
    for verb in draft.folded:
        sense = (choose(scene, verb, "v") if scene.verbal(verb) else None) or draft.sense
        inner = Attacher(scene, verb, None, scene.cues.frames[sense.frame], [verb]).attach()
        roles = _joined(roles, inner)
        for told in scene.tree.children(verb, "relcl") if scene.nominal(verb) else ():
            tokens = clause_tokens(scene, told, told)  # "died in the earthquake that hit X on Friday"
            roles = _joined(roles, Attacher(scene, verb, told, scene.cues.frames["happen"], tokens).attach())
    places = roles.places or ()
    if not [p for p in places if p.role is not PlaceRole.REFERENCE] and frame.venue != "none":
        office = jurisdiction(scene, draft.trigger)
        places = (*places, office) if office is not None else places
    attribution = scene.attribution(draft.trigger)
    if draft.clause is None and draft.modality is Modality.ACTUAL and any(t.direction > 0 for t in roles.times):
        draft.modality = Modality.PLANNED  # "a summit on Thursday", where Thursday is to come
    when = currency(
        scene, draft.trigger, draft.top, frame=draft.sense.frame, modality=draft.modality, times=roles.times
    )
    dates = [t for t in roles.times if not t.negated]
    if when is Currency.BACKGROUND and not dates:  # one other year in the sentence dates its background
        far = [t for t in elsewhere(scene, scene.tree.sentence(draft.trigger)) if t.bound != "since"]
        dates = far if len(far) == 1 else []
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
        times=tuple(t.span for t in dates),
        attribution=attribution.id if attribution is not None else None,
    )
    mention = replace(mention, fillers=fill(scene, draft))
    return replace(mention, id=_id(mention, draft.type))


def _joined(left: Roles, right: Roles) -> Roles:
    known = {p.span for p in left.places}
    return Roles(
        tuple(dict.fromkeys((*left.agents, *right.agents))),
        tuple(t for t in dict.fromkeys((*left.targets, *right.targets)) if t not in left.agents + right.agents),
        tuple(sorted((*left.places, *(p for p in right.places if p.span not in known)), key=lambda p: p.span)),
        left.times if any(t.value != "PRESENT_REF" for t in left.times) else right.times,
    )


def _id(mention: Mention, kind: str) -> str:
    return f"{mention.span.doc}:m:{mention.span.start}-{mention.span.end}:{kind}"


def _distinct(mentions: list[Mention]) -> list[Mention]:
    """One mention an id, in text order."""
    out: dict[str, Mention] = {}
    for mention in mentions:
        out.setdefault(mention.id, mention)
    return sorted(out.values(), key=lambda m: (m.span, m.id))
