"""States: what is told of a place or party without a happening (population, who holds it, how far it lies, damage).

A state is a `Mention` of type None whose subject place stands in the role SUBJECT and whose value is a filler.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opensitrep.extract.states.clauses import clause_tokens
from opensitrep.extract.states.holders import apart, held
from opensitrep.extract.states.places import first_place, make_state, predicated, told_of
from opensitrep.extract.states.scene import Scene
from opensitrep.model import Filler, Mention, Placed, PlaceRole, Quantity, Reading, Slot, Toponym, Use
from opensitrep.text.words import Lists

WORDS = Lists("states")
ABOVE = 5  # heads above a figure that tell what it is a figure of


def find_states(reading: Reading) -> Reading:
    """Add every state told in the readable blocks."""
    if reading.syntax is None:
        return reading
    scene = Scene(reading)
    found = [m for q in reading.quantities for m in _counted(scene, q)]
    for i in range(len(scene.syntax)):
        if i not in scene.outside:
            for told in (held, _capital, _kind, apart, _direction):
                found += told(scene, i)
    kept = {m.id: m for m in reversed(found)}
    return replace(reading, mentions=tuple(sorted((*reading.mentions, *kept.values()), key=lambda m: (m.span, m.id))))


# ---------------------------------------------------------------- figures told of a place


def _counted(scene: Scene, quantity: Quantity) -> Iterator[Mention]:
    at = scene.tree.head_of(quantity.span)
    slot = _slot(scene, quantity, at) if at is not None else None
    if at is None or slot is None:
        return
    tokens = list(scene.tree.inside(quantity.span))
    if slot is Slot.WEAPON_RANGE:
        yield make_state(scene, tokens, at, Filler(slot, scene.tree.span(tokens[0], tokens[-1])), subject=None)
        return
    near = _reference(scene, at) if slot is Slot.DISTANCE else ()
    share = slot in (Slot.DAMAGE_SHARE, Slot.CONTROL_SHARE)
    subject = (_share_of(scene, at) if share else None) or told_of(scene, at)
    if subject is None or (slot is Slot.DISTANCE and not near) or subject.span in {p.span for p in near}:
        return
    verb = next((k for k in _above(scene, at) if scene.verbal(k)), None)
    clause = clause_tokens(scene, verb, at) if verb is not None else scene.tree.subtree(at)
    yield make_state(scene, clause, at, Filler(slot, quantity.span), subject=subject.span, near=near)


def _above(scene: Scene, at: int) -> list[int]:
    return [at, *list(scene.tree.ancestors(at))[:ABOVE]]


def _slot(scene: Scene, quantity: Quantity, at: int) -> Slot | None:
    """Which state a figure can tell, by its unit and the words around it."""
    above, unit = _above(scene, at), quantity.unit
    words = {scene.lemma(k) for k in above}
    if unit in WORDS["inhabitant units"]:
        near = {scene.lemma(k) for k in (*scene.tree.inside(quantity.span), *above[:2])}
        living = unit == "inhabitant" or words & WORDS["peopled"] or near & WORDS["living there"]
        return Slot.POPULATION if living else None
    if unit in WORDS["share units"]:
        if words & WORDS["damage"] and any(scene.verbal(k) for k in above):
            return Slot.DAMAGE_SHARE
        return Slot.CONTROL_SHARE if words & WORDS["controlling"] else None
    if unit in WORDS["distance units"]:
        return Slot.WEAPON_RANGE if "range" in words else Slot.DISTANCE
    return None


def _share_of(scene: Scene, at: int) -> Toponym | None:
    """ "20% of the country's territory", "half of X"."""
    owners = (
        k for p in scene.phrases(at) if p.word == "of" for n in p.heads for k in (n, *scene.tree.children(n, "poss"))
    )
    return first_place(scene, owners)


def _reference(scene: Scene, at: int) -> tuple[Placed, ...]:
    """The places a distance is measured from: "70 km north of X", "40 miles from X"."""
    out = []
    head, compass = scene.syntax.head[at], WORDS.table("compass")
    for k in [at, head, *scene.tree.children(head)]:
        for n in (n for p in scene.phrases(k) if p.word in WORDS["distant"] for n in p.heads):
            inner = scene.phrases(n) if scene.lemma(n) in compass else ()
            for m in (n, *(h for p in inner if p.word in WORDS["measured from"] for h in p.heads)):
                if m in scene.toponyms:
                    out.append(Placed(scene.toponyms[m].span, PlaceRole.REFERENCE))
    return tuple(dict.fromkeys(out))


# ---------------------------------------------------------------- kind, capital, direction


def _capital(scene: Scene, i: int) -> Iterator[Mention]:
    """ "X, the capital of the region Y"."""
    dep = scene.syntax.dep[i]
    if scene.lemma(i) != "capital" or dep not in ("appos", "attr"):
        return
    region = first_place(scene, (n for p in scene.phrases(i) if p.word == "of" for n in p.heads))
    named = scene.toponyms.get(scene.syntax.head[i]) if dep == "appos" else predicated(scene, i)
    if region is None or named is None or named.span == region.span:
        return
    tokens = [*scene.tree.inside(named.span), *(k for k in scene.tree.subtree(i) if scene.syntax.dep[k] != "relcl")]
    tokens = [k for k in tokens if k <= scene.tree.inside(region.span)[-1]]
    yield make_state(scene, tokens, i, Filler(Slot.CAPITAL, named.span), subject=region.span)


def _kind(scene: Scene, i: int) -> Iterator[Mention]:
    """ "the village of X", "X, a small village"."""
    if scene.lemma(i) not in WORDS["kinds of places"] or i in scene.toponyms:
        return
    if any(k in scene.toponyms for k in scene.tree.children(i, "compound", "nmod")):
        return
    of = [n for p in scene.phrases(i) if p.word == "of" for n in p.heads]
    beside = [scene.syntax.head[i]] if scene.syntax.dep[i] == "appos" else []
    named = next((scene.toponyms[n] for n in (*of, *beside) if n in scene.toponyms), None)
    if named is None or named.use is not Use.LITERAL:
        return
    first = min([i, *scene.tree.children(i, "amod", "compound")])
    filler = Filler(Slot.PLACE_KIND, scene.tree.span(first, i))
    yield make_state(scene, [first, *scene.tree.inside(named.span)], i, filler, subject=named.span)


def _direction(scene: Scene, i: int) -> Iterator[Mention]:
    """ "X west of Y", "X, in the north-west of the capital"."""
    code = WORDS.table("compass").get(scene.lemma(i).replace("-", ""))
    if code is None or (i in scene.toponyms and scene.syntax.dep[i] == "compound"):
        return
    of = [n for p in scene.phrases(i) if p.word in WORDS["measured from"] for n in p.heads]
    reference = next((t for n in of if (t := scene.toponyms.get(n) or scene.meant(n)) is not None), None)
    subject = next((scene.toponyms[k] for k in list(scene.tree.ancestors(i))[:3] if k in scene.toponyms), None)
    if subject is None:
        verb = scene.tree.clause(i)
        lies = scene.verbal(verb) and scene.lemma(verb) in WORDS["lying"]
        subject = first_place(scene, scene.arguments(verb).subjects) if lies else None
    if reference is None or subject is None or subject.span == reference.span:
        return
    tokens = [*scene.tree.inside(subject.span), *scene.tree.inside(reference.span)]
    near = (Placed(reference.span, PlaceRole.REFERENCE),)
    filler = Filler(Slot.DIRECTION, scene.tree.span(i), code)
    yield make_state(scene, tokens, i, filler, subject=subject.span, near=near)
