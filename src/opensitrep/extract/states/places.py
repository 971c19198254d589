"""Of which place a state is told, and how the mention of a state is made."""

from __future__ import annotations

from collections.abc import Iterable

from opensitrep.extract.states.clauses import span_of
from opensitrep.extract.states.scene import Scene
from opensitrep.model import Currency, Filler, Mention, Modality, Placed, PlaceRole, Span, Toponym, Use
from opensitrep.text.words import Lists

WORDS = Lists("states")
NAMED = (Use.LITERAL, Use.METONYM, Use.ASSOCIATIVE)
REACH = 6  # words above a figure in which its place is looked for


def make_state(
    scene: Scene,
    tokens: Iterable[int],
    at: int,
    filler: Filler,
    *,
    subject: Span | None,
    near: tuple[Placed, ...] = (),
    agents: tuple[Span, ...] = (),
    modality: Modality = Modality.ACTUAL,
) -> Mention:
    """A state told in some tokens around its word `at`."""
    kept = sorted({at, *tokens})
    span = span_of(scene, kept, at)
    placed = (Placed(subject, PlaceRole.SUBJECT),) if subject is not None else ()
    attribution = scene.attribution(at)
    return Mention(
        id=f"{span.doc}:m:{span.start}-{span.end}:{filler.slot.value}",
        span=span,
        trigger=scene.tree.span(at),
        type=None,
        mode=None,
        modality=modality,
        currency=Currency.CURRENT,
        agents=agents,
        places=(*placed, *near),
        times=tuple(sorted({scene.times[i].span for i in kept if i in scene.times and i not in scene.outside})),
        fillers=(filler,),
        attribution=attribution.id if attribution is not None else None,
    )


def place_of(scene: Scene, i: int) -> Toponym | None:
    """The place a head names: itself, its apposition or name ("the city of X"), or what it stands beside."""
    found = scene.toponyms.get(i)
    if found is not None and found.use in NAMED:
        return found
    for k in scene.tree.children(i, "appos", "compound", "nmod"):
        if k in scene.toponyms:
            return scene.toponyms[k]
    if scene.syntax.dep[i] == "attr":
        above = [k for k in scene.arguments(scene.syntax.head[i]).subjects if scene.syntax.dep[k] != "attr"]
        return first_place(scene, above)
    kinds = WORDS["settlements"] | WORDS["territories"] | WORDS["facilities"]
    inside = {"of", *(WORDS["inside"] if scene.lemma(i) in kinds else ())}
    inner = first_place(scene, (n for p in scene.phrases(i) if p.word in inside for n in p.heads))
    if inner is not None:
        return inner
    if scene.syntax.dep[i] == "appos" and (outer := scene.toponyms.get(scene.syntax.head[i])) is not None:
        return outer
    return scene.meant(i)


def first_place(scene: Scene, tokens: Iterable[int]) -> Toponym | None:
    """The first place that some heads name."""
    return next((t for k in tokens if (t := place_of(scene, k)) is not None), None)


def told_of(scene: Scene, i: int) -> Toponym | None:
    """The place a figure is told of: climbing to the first head that names one."""
    for k in [i, *list(scene.tree.ancestors(i))[:REACH]]:
        if scene.verbal(k):
            own = scene.arguments(k)
            found = first_place(scene, (*own.subjects, *own.objects))
        else:
            found = place_of(scene, k) if k != i and scene.lemma(k) not in WORDS.table("compass") else None
        if found is not None:
            return found
    return None


def predicated(scene: Scene, i: int) -> Toponym | None:
    """The subject of "X is the last stronghold", or of a verb."""
    dep = scene.syntax.dep[i]
    if dep == "attr" or (scene.verbal(i) and dep != "prep"):
        return first_place(scene, scene.arguments(scene.syntax.head[i] if dep == "attr" else i).subjects)
    return None
