"""States: what is told of a place or party without a happening (population, who holds it, how far it lies, damage).

A state is a `Mention` of type None whose subject place stands in the role SUBJECT and whose value is a filler.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from opensitrep.extract.events.clauses import clause_tokens, span_of
from opensitrep.extract.events.mood import verb_mood
from opensitrep.extract.events.roles import ACTING
from opensitrep.extract.events.scene import Scene
from opensitrep.extract.events.words import EventWords
from opensitrep.model import (
    ActorMention,
    Currency,
    Filler,
    Mention,
    Modality,
    Placed,
    PlaceRole,
    Quantity,
    Reading,
    Slot,
    Span,
    Toponym,
    Use,
)
from opensitrep.text.words import Lists

WORDS = Lists("events")


def find_states(reading: Reading, *, words: EventWords) -> Reading:
    """Add every state told in the readable blocks."""
    scene = Scene(reading, words)
    found: list[Mention] = []
    for quantity in scene.reading.quantities:
        found += _counted(scene, quantity)
    for i in range(len(scene.syntax)):
        if i in scene.outside:
            continue
        found += [*_held(scene, i), *_capital(scene, i), *_kind(scene, i), *_apart(scene, i), *_direction(scene, i)]
    kept = {m.id: m for m in reversed(found)}
    return replace(reading, mentions=tuple(sorted((*reading.mentions, *kept.values()), key=lambda m: (m.span, m.id))))


def _state(
    scene: Scene,
    slot: Slot,
    tokens: Iterable[int],
    at: int,
    *,
    subject: Span | None,
    filler: Filler,
    near: tuple[Placed, ...] = (),
    agents: tuple[Span, ...] = (),
    modality: Modality = Modality.ACTUAL,
) -> Mention:
    kept = sorted({at, *tokens})
    span = span_of(scene, kept, at)
    placed = (Placed(subject, PlaceRole.SUBJECT),) if subject is not None else ()
    attribution = scene.attribution(at)
    times = tuple(sorted({scene.times[i].span for i in kept if i in scene.times and i not in scene.outside}))
    return Mention(
        id=f"{span.doc}:m:{span.start}-{span.end}:{slot.value}",
        span=span,
        trigger=scene.tree.span(at),
        type=None,
        mode=None,
        modality=modality,
        currency=Currency.CURRENT,
        agents=agents,
        places=(*placed, *near),
        times=times,
        fillers=(filler,),
        attribution=attribution.id if attribution is not None else None,
    )


# ---------------------------------------------------------------- of which place


def _toponym(scene: Scene, i: int) -> Toponym | None:
    """The place a head names: itself, its apposition or name ("the city of X"), or what it stands beside."""
    found = scene.toponyms.get(i)
    if found is not None and found.use in (Use.LITERAL, Use.METONYM, Use.ASSOCIATIVE):
        return found
    for k in scene.tree.children(i, "appos", "compound", "nmod"):
        if k in scene.toponyms:
            return scene.toponyms[k]
    if scene.syntax.dep[i] == "attr":
        above = [k for k in scene.arguments(scene.syntax.head[i]).subjects if scene.syntax.dep[k] != "attr"]
        return next((t for k in above if (t := _toponym(scene, k)) is not None), None)
    words = scene.cues.classes["settlement"] | scene.cues.classes["territory"] | scene.cues.classes["facility"]
    for phrase in scene.phrases(i):
        if phrase.word in WORDS["parts of places"] and (scene.lemma(i) in words or phrase.word == "of"):
            for n in phrase.heads:
                if (inner := _toponym(scene, n)) is not None:
                    return inner
    if scene.syntax.dep[i] == "appos" and (outer := scene.toponyms.get(scene.syntax.head[i])) is not None:
        return outer
    return scene.meant(i)


def _subject(scene: Scene, i: int) -> Toponym | None:
    """The place a figure or predicate is told of: climbing to the first head that names one."""
    for k in [i, *list(scene.tree.ancestors(i))[:6]]:
        if scene.verbal(k):
            for n in (*scene.arguments(k).subjects, *scene.arguments(k).objects):
                if (found := _toponym(scene, n)) is not None:
                    return found
        elif k != i and scene.lemma(k) not in scene.cues.compass and (found := _toponym(scene, k)) is not None:
            return found
    return None


# ---------------------------------------------------------------- figures told of a place


def _counted(scene: Scene, quantity: Quantity) -> Iterator[Mention]:
    at = scene.tree.head_of(quantity.span)
    if at is None:
        return
    above = [at, *list(scene.tree.ancestors(at))[:5]]
    words, state = {scene.lemma(k) for k in above}, scene.cues.state
    verb = next((k for k in above if scene.verbal(k)), None)
    tokens = list(scene.tree.inside(quantity.span))
    share = quantity.unit in WORDS["share units"]
    unit_people = quantity.unit in WORDS["inhabitant units"]
    near = {scene.lemma(k) for k in (*tokens, *above[:2])}
    near_population = "population" in words or near & WORDS["living there"]
    if quantity.unit == "inhabitant" or (unit_people and (near_population or "home" in words)):
        yield from _told(scene, Slot.POPULATION, quantity, at, verb)
    elif share and verb is not None and words & state["damage"] | {scene.lemma(verb)} & state["damage"]:
        yield from _told(scene, Slot.DAMAGE_SHARE, quantity, at, verb)
    elif share and words & state["control"]:
        yield from _told(scene, Slot.CONTROL_SHARE, quantity, at, verb)
    elif quantity.unit in WORDS["distance units"] and "range" in words:
        span = scene.tree.span(min(tokens), max(tokens))
        yield _state(scene, Slot.WEAPON_RANGE, tokens, at, subject=None, filler=Filler(Slot.WEAPON_RANGE, span))
    elif quantity.unit in WORDS["distance units"] and (away := _reference(scene, at)):
        yield from _told(scene, Slot.DISTANCE, quantity, at, verb, near=away)


def _told(
    scene: Scene, slot: Slot, quantity: Quantity, at: int, verb: int | None, *, near: tuple[Placed, ...] = ()
) -> Iterator[Mention]:
    away = {p.span for p in near}
    subject = _share_of(scene, at) if slot in (Slot.DAMAGE_SHARE, Slot.CONTROL_SHARE) else None
    subject = subject or _subject(scene, at)
    if subject is None or subject.span in away:
        return
    tokens = clause_tokens(scene, verb, at) if verb is not None else list(scene.tree.subtree(at))
    filler = Filler(slot, quantity.span)
    yield _state(scene, slot, tokens, at, subject=subject.span, filler=filler, near=near)


def _share_of(scene: Scene, at: int) -> Toponym | None:
    """ "20% of the country's territory", "half of X"."""
    for phrase in scene.phrases(at):
        for n in phrase.heads if phrase.word == "of" else ():
            owners = [n, *scene.tree.children(n, "poss")]
            if (found := next((t for k in owners if (t := _toponym(scene, k)) is not None), None)) is not None:
                return found
    return None


def _reference(scene: Scene, at: int) -> tuple[Placed, ...]:
    """The places a distance is measured from: "70 km north of X", "40 miles from X"."""
    out = []
    neighbours = [at, scene.syntax.head[at], *(k for k in scene.tree.children(scene.syntax.head[at]))]
    for k in neighbours:
        for phrase in scene.phrases(k):
            for n in phrase.heads:
                inner = [p for p in scene.phrases(n) if scene.lemma(n) in scene.cues.compass]
                for m in (n, *(h for p in inner if p.word in WORDS["measured from"] for h in p.heads)):
                    toponym = scene.toponyms.get(m)
                    if toponym is not None and phrase.word in WORDS["distant"]:
                        out.append(Placed(toponym.span, PlaceRole.REFERENCE))
    return tuple(dict.fromkeys(out))


# ---------------------------------------------------------------- who holds it


def _held(scene: Scene, i: int) -> Iterator[Mention]:
    state = scene.cues.state
    if scene.verbal(i) and scene.lemma(i) in state["control"]:
        yield from _held_verb(scene, i)
    elif scene.nominal(i) and scene.lemma(i) in state["stronghold"]:
        holders = [a for k in scene.tree.children(i, "amod", "poss", "compound") if (a := _holder(scene, k))]
        place = _predicated(scene, i)
        if holders and place is not None:
            tokens = [k for k in scene.tree.subtree(i) if scene.syntax.dep[k] != "relcl"]
            yield _controller(scene, i, tokens, place=place, holder=holders[0], modality=Modality.ACTUAL)
    elif scene.nominal(i) and scene.lemma(i) in state["held"]:
        yield from _held_noun(scene, i)


def _held_verb(scene: Scene, i: int) -> Iterator[Mention]:
    own = scene.arguments(i)
    holders = [a for k in own.subjects if (a := _holder(scene, k))]
    if not holders:
        return
    mood = verb_mood(scene, i)
    if mood in (Modality.PLANNED, Modality.HYPOTHETICAL):
        return
    for k in own.objects:
        place = _toponym(scene, k)
        if place is None or any(q in scene.quantities for q in scene.tree.subtree(k)):
            continue
        yield _controller(scene, i, clause_tokens(scene, i, i), place=place, holder=holders[0], modality=mood)


def _held_noun(scene: Scene, i: int) -> Iterator[Mention]:
    """ "under the control of X", "under Russian control", "have full control of Y"."""
    head = scene.syntax.head[i]
    kids = [*scene.tree.children(i, "amod", "poss", "compound")]
    of = [n for p in scene.phrases(i) if p.word in WORDS["control of"] for n in p.heads]
    if scene.word(head) in WORDS["under control"]:
        holders = [a for k in (*kids, *of) if (a := _holder(scene, k))]
        place = _predicated(scene, scene.syntax.head[head]) or _toponym(scene, scene.syntax.head[head])
        top = scene.tree.clause(i)
    elif scene.lemma(head) in WORDS["holding"] and scene.verbal(head):
        holders = [a for k in scene.arguments(head).subjects if (a := _holder(scene, k))]
        place = next((t for k in of if (t := _toponym(scene, k)) is not None), None)
        top = head
    else:
        return
    if holders and place is not None:
        yield _controller(
            scene, i, clause_tokens(scene, top, i), place=place, holder=holders[0], modality=Modality.ACTUAL
        )


def _holder(scene: Scene, i: int) -> ActorMention | None:
    actor = scene.headed(i)
    if actor is not None and actor.kind in ACTING:
        return actor
    kids = scene.tree.children(i, "amod", "compound", "poss")
    return next((a for k in kids if (a := scene.headed(k)) is not None and a.kind in ACTING), None)


def _predicated(scene: Scene, i: int) -> Toponym | None:
    """The subject of "X is the last stronghold", the name before "X, a stronghold of"."""
    head, dep = scene.syntax.head[i], scene.syntax.dep[i]
    if dep == "attr" or (scene.verbal(i) and dep != "prep"):
        verb = head if dep == "attr" else i
        return next((t for k in scene.arguments(verb).subjects if (t := _toponym(scene, k)) is not None), None)
    return None


def _controller(
    scene: Scene, at: int, tokens: Iterable[int], *, place: Toponym, holder: ActorMention, modality: Modality
) -> Mention:
    filler = Filler(Slot.CONTROLLER, holder.span, holder.side)
    return _state(
        scene,
        Slot.CONTROLLER,
        tokens,
        at,
        subject=place.span,
        filler=filler,
        agents=(holder.span,),
        modality=modality,
    )


# ---------------------------------------------------------------- kind, capital, direction


def _capital(scene: Scene, i: int) -> Iterator[Mention]:
    """ "X, the capital of the region Y"."""
    if scene.lemma(i) not in scene.cues.state["capital"] or scene.syntax.dep[i] not in ("appos", "attr"):
        return
    region = next(
        (t for p in scene.phrases(i) if p.word == "of" for n in p.heads if (t := _toponym(scene, n)) is not None), None
    )
    head = scene.syntax.head[i]
    named = scene.toponyms.get(head) if scene.syntax.dep[i] == "appos" else _predicated(scene, i)
    if region is None or named is None or named.span == region.span:
        return
    tokens = [*scene.tree.inside(named.span), *(k for k in scene.tree.subtree(i) if scene.syntax.dep[k] != "relcl")]
    tokens = [k for k in tokens if k <= max(scene.tree.inside(region.span))] or [i]
    filler = Filler(Slot.CAPITAL, named.span)
    yield _state(scene, Slot.CAPITAL, tokens, i, subject=region.span, filler=filler)


def _kind(scene: Scene, i: int) -> Iterator[Mention]:
    """ "the village of X", "X, a small village"."""
    if scene.lemma(i) not in scene.cues.state["kinds"] or i in scene.toponyms or scene.lemma(i) == "capital":
        return
    if any(k in scene.toponyms for k in scene.tree.children(i, "compound", "nmod")):
        return
    named = next(
        (scene.toponyms[n] for p in scene.phrases(i) if p.word == "of" for n in p.heads if n in scene.toponyms), None
    )
    if named is None and scene.syntax.dep[i] in ("appos", "attr"):
        head = scene.syntax.head[i]
        named = scene.toponyms.get(head) if scene.syntax.dep[i] == "appos" else None
    if named is None or named.use is not Use.LITERAL:
        return
    first = min([i, *scene.tree.children(i, "amod", "compound")])
    tokens = [i, first, *scene.tree.inside(named.span)]
    filler = Filler(Slot.PLACE_KIND, scene.tree.span(first, i))
    yield _state(scene, Slot.PLACE_KIND, tokens, i, subject=named.span, filler=filler)


def _direction(scene: Scene, i: int) -> Iterator[Mention]:
    """ "X west of Y", "X, in the north-west of the capital"."""
    code = scene.cues.compass.get(scene.lemma(i).replace("-", ""))
    if code is None or (i in scene.toponyms and scene.syntax.dep[i] == "compound"):
        return
    of = [n for p in scene.phrases(i) if p.word in WORDS["measured from"] for n in p.heads]
    reference = next((t for n in of if (t := scene.toponyms.get(n) or scene.meant(n)) is not None), None)
    subject = next((t for k in list(scene.tree.ancestors(i))[:3] if (t := scene.toponyms.get(k)) is not None), None)
    if subject is None:
        verb = scene.tree.clause(i)
        lies = scene.verbal(verb) and scene.lemma(verb) in WORDS["lying"]
        found = scene.arguments(verb).subjects if lies else ()
        subject = next((t for k in found if (t := _toponym(scene, k)) is not None), None)
    if reference is None or subject is None or subject.span == reference.span:
        return
    tokens = [i, *scene.tree.inside(subject.span), *scene.tree.inside(reference.span)]
    filler = Filler(Slot.DIRECTION, scene.tree.span(i), code)
    near = (Placed(reference.span, PlaceRole.REFERENCE),)
    yield _state(scene, Slot.DIRECTION, tokens, i, subject=subject.span, filler=filler, near=near)


# ---------------------------------------------------------------- outside the war


def _apart(scene: Scene, i: int) -> Iterator[Mention]:
    """ "is officially not involved in the conflict", "remains a non-belligerent"."""
    state = scene.cues.state
    lemma = scene.lemma(i)
    if lemma not in state["involved"] and not (lemma == "belligerent" and scene.word(max(i - 1, 0)) == "-"):
        return
    told = "belligerent" in lemma or any(scene.lemma(n) in state["conflict"] for p in scene.phrases(i) for n in p.heads)
    if not told:
        return
    verb = i if scene.verbal(i) else scene.tree.clause(i)
    if scene.syntax.tag[verb] == "VB" or scene.word(max(i - 2, 0)) == "co":
        return
    near = range(max(0, i - 5), i)
    negated = bool([k for k in near if scene.word(k) in scene.cues.mood["negated"]])
    negated = negated or lemma.startswith("non") or scene.word(max(i - 2, 0)) == "non" or lemma == "neutral"
    subjects = [*scene.arguments(verb).subjects, *scene.arguments(verb).objects]
    if scene.syntax.dep[i] == "acl":
        subjects = [scene.syntax.head[scene.syntax.head[i]], *subjects]
    who = next((a for k in subjects if (a := _holder(scene, k)) is not None), None)
    place = next((t for k in subjects if (t := scene.toponyms.get(k)) is not None), None)
    if who is None and place is None:
        return
    tokens = clause_tokens(scene, verb, i)
    filler = Filler(Slot.BELLIGERENT, scene.tree.span(i), "no" if negated else "yes")
    yield _state(
        scene,
        Slot.BELLIGERENT,
        tokens,
        i,
        subject=place.span if place is not None else None,
        filler=filler,
        agents=(who.span,) if who is not None else (),
    )
