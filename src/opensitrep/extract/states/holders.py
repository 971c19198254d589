"""Who holds a place, and who keeps out of a war."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opensitrep.extract.states.clauses import clause_tokens
from opensitrep.extract.states.mood import verb_mood
from opensitrep.extract.states.places import first_place, make_state, place_of, predicated
from opensitrep.extract.states.scene import Scene
from opensitrep.model import ActorMention, Filler, Mention, Modality, Slot, Toponym
from opensitrep.text.words import Lists

WORDS = Lists("states")
OWNERS = ("amod", "poss", "compound")
NEAR = 5  # words before "involved" in which a negation is looked for


def held(scene: Scene, i: int) -> Iterator[Mention]:
    """Who holds a town: "X holds Y", "a stronghold of X", "under the control of X"."""
    if scene.verbal(i) and scene.lemma(i) in WORDS["controlling"]:
        yield from _held_verb(scene, i)
    elif scene.nominal(i) and scene.lemma(i) in WORDS["strongholds"]:
        place = predicated(scene, i)
        tokens = [k for k in scene.tree.subtree(i) if scene.syntax.dep[k] != "relcl"]
        yield from _controller(scene, i, tokens, place, _first_holder(scene, scene.tree.children(i, *OWNERS)))
    elif scene.nominal(i) and scene.lemma(i) in WORDS["control"]:
        yield from _held_noun(scene, i)


def _held_verb(scene: Scene, i: int) -> Iterator[Mention]:
    own, mood = scene.arguments(i), verb_mood(scene, i)
    if mood is Modality.HYPOTHETICAL:
        return
    for k in own.objects:
        if not any(q in scene.quantities for q in scene.tree.subtree(k)):
            tokens = clause_tokens(scene, i, i)
            yield from _controller(
                scene, i, tokens, place_of(scene, k), _first_holder(scene, own.subjects), modality=mood
            )


def _held_noun(scene: Scene, i: int) -> Iterator[Mention]:
    """ "under the control of X", "under Russian control", "have full control of Y"."""
    head = scene.syntax.head[i]
    of = [n for p in scene.phrases(i) if p.word in WORDS["control of"] for n in p.heads]
    if scene.word(head) in WORDS["under control"]:
        holder = _first_holder(scene, [*scene.tree.children(i, *OWNERS), *of])
        above = scene.syntax.head[head]
        place, top = predicated(scene, above) or place_of(scene, above), scene.tree.clause(i)
    elif scene.lemma(head) in WORDS["having"] and scene.verbal(head):
        holder = _first_holder(scene, scene.arguments(head).subjects)
        place, top = first_place(scene, of), head
    else:
        return
    yield from _controller(scene, i, clause_tokens(scene, top, i), place, holder)


def _first_holder(scene: Scene, tokens: Iterable[int]) -> ActorMention | None:
    return next((a for k in tokens if (a := scene.holder(k)) is not None), None)


def _controller(
    scene: Scene,
    at: int,
    tokens: Iterable[int],
    place: Toponym | None,
    holder: ActorMention | None,
    *,
    modality: Modality = Modality.ACTUAL,
) -> Iterator[Mention]:
    if place is not None and holder is not None:
        filler = Filler(Slot.CONTROLLER, holder.span, holder.side)
        yield make_state(scene, tokens, at, filler, subject=place.span, agents=(holder.span,), modality=modality)


def apart(scene: Scene, i: int) -> Iterator[Mention]:
    """ "is officially not involved in the conflict", "remains a non-belligerent"."""
    lemma, before = scene.lemma(i), [scene.word(k) for k in range(max(0, i - NEAR), i)]
    if lemma not in WORDS["involved"]:
        return
    warlike = "belligerent" in lemma
    if not warlike and not any(scene.lemma(n) in WORDS["conflicts"] for p in scene.phrases(i) for n in p.heads):
        return
    verb = scene.tree.clause(i)
    if scene.syntax.tag[verb] == "VB" or before[-2:-1] == ["co"]:
        return
    negated = bool(WORDS["negated"] & set(before)) or lemma in WORDS["neutral"] or before[-2:-1] == ["non"]
    own = scene.arguments(verb)
    subjects = [*own.subjects, *own.objects]
    if scene.syntax.dep[i] == "acl":
        subjects.insert(0, scene.syntax.head[scene.syntax.head[i]])  # "X, a country not involved in the war"
    who = _first_holder(scene, subjects)
    place = next((scene.toponyms[k] for k in subjects if k in scene.toponyms), None)
    if who is not None or place is not None:
        filler = Filler(Slot.BELLIGERENT, scene.tree.span(i), "no" if negated else "yes")
        yield make_state(
            scene,
            clause_tokens(scene, verb, i),
            i,
            filler,
            subject=place.span if place is not None else None,
            agents=(who.span,) if who is not None else (),
        )
