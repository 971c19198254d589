"""Accusations and demands without such a verb: to lay a hostile intent at another's door is to ACCUSE in PLOVER."""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.events.clauses import clause_tokens, span_of
from opensitrep.extract.events.mood import verb_mood
from opensitrep.extract.events.roles import ACTING
from opensitrep.extract.events.scene import Scene
from opensitrep.model import Act, Attribution, Currency, Filler, Label, Mention, Modality, Slot, Span, Use

WINDOW = 10  # tokens behind a verb in which its object stands; parsers err on headlines in title case


def accusations(scene: Scene, told: list[Mention]) -> list[Mention]:
    """One ACCUSE mention for each attributed content that says what another is up to."""
    out = []
    for attribution in scene.reading.attributions:
        found = _hostile(scene, attribution)
        if found is None:
            continue
        top, targets = found
        if scene.block(top)[1] is Label.SUBHEAD:
            continue
        span = span_of(scene, clause_tokens(scene, top, top), top)
        if any(m.type == "ACCUSE" and m.span.meets(span) for m in told):
            continue
        out.append(_mention(scene, attribution, top, span, targets))
    return out


def requests(scene: Scene, told: list[Mention]) -> list[Mention]:
    """One REQUEST mention for each attributed "X should" or "X must" said of somebody else."""
    out = []
    for attribution in scene.reading.attributions:
        for content in attribution.content:
            for i in scene.tree.inside(content):
                wanted = _wanted(scene, attribution, i)
                if not wanted:
                    continue
                span = span_of(scene, clause_tokens(scene, i, i), i)
                if any(m.type == "REQUEST" and m.span.meets(span) for m in told):
                    continue
                made = _mention(scene, attribution, i, span, wanted)
                kind = f"{span.doc}:m:{span.start}-{span.end}:REQUEST"
                filler = Filler(Slot.DEMAND, scene.tree.span(i, max(i, scene.tree.inside(span)[-1])))
                out.append(replace(made, id=kind, type="REQUEST", mode="change", fillers=(filler,)))
    return out


def _wanted(scene: Scene, attribution: Attribution, i: int) -> tuple[Span, ...]:
    """Those of whom the speaker says that they should do something; empty for anything else."""
    if not scene.verbal(i) or scene.attribution(i) is not attribution or attribution.act is Act.OPINES:
        return ()
    words = {scene.word(k) for k in scene.tree.children(i, "aux")}
    if not words & scene.cues.intent["should"] or scene.tree.children(i, "auxpass", "nsubjpass"):
        return ()
    own = set(attribution.source) | ({attribution.speaker} if attribution.speaker is not None else set())
    return tuple(a for a in _actors(scene, list(scene.arguments(i).subjects)) if a not in own)


def _mention(scene: Scene, attribution: Attribution, top: int, span: Span, targets: tuple[Span, ...]) -> Mention:
    speaker = attribution.speaker or (attribution.source[0] if attribution.source else None)
    agents = (speaker,) if speaker is not None else ()
    mention = Mention(
        id=f"{span.doc}:m:{span.start}-{span.end}:ACCUSE",
        span=span,
        trigger=scene.tree.span(top),
        type="ACCUSE",
        mode=None,
        modality=Modality.ACTUAL,
        currency=Currency.CURRENT,
        agents=agents,
        targets=tuple(t for t in targets if t not in agents),
        attribution=attribution.id,
    )
    return replace(mention, times=(attribution.said_at,) if attribution.said_at is not None else ())


def _hostile(scene: Scene, attribution: Attribution) -> tuple[int, tuple[Span, ...]] | None:
    """The clause that tells the intent and the actors it is laid at, or None."""
    if attribution.act in (Act.COMMITS, Act.OFFERS, Act.ASKS) or not attribution.content:
        return None
    own = set(attribution.source) | ({attribution.speaker} if attribution.speaker is not None else set())
    for content in attribution.content:
        tokens = scene.tree.inside(content)
        for i in tokens:
            if scene.attribution(i) is not attribution:
                continue
            culprits = _culprits(scene, i)
            if culprits is None:
                continue
            named = tuple(c for c in culprits if c not in own)
            if culprits and not named:
                continue
            return _clause_in(scene, i, tokens), named
    return None


def _clause_in(scene: Scene, i: int, tokens: range) -> int:
    """The topmost verb above a token that still lies in the content."""
    top = i
    for k in scene.tree.ancestors(i):
        if k not in tokens:
            break
        top = k
    while not scene.verbal(top) and scene.syntax.head[top] != top and scene.syntax.head[top] in tokens:
        top = scene.syntax.head[top]
    return top


def _culprits(scene: Scene, i: int) -> list[Span] | None:
    """Who has the intent told at token i; None where it tells none, an empty list where nobody is named."""
    intent, lemma = scene.cues.intent, scene.lemma(i)
    if scene.nominal(i):
        judged = any(scene.lemma(k) in intent["judge"] for k in scene.tree.children(i, "amod", "compound"))
        if lemma in intent["speech"] and judged:
            return _actors(scene, [*scene.tree.children(i, "poss", "amod", "compound")])
        if lemma in intent["frame"] and any(_means(scene, k, intent["harm"]) for k in _complements(scene, i)):
            return _actors(scene, scene.tree.children(i, "poss", "compound", "amod", "nmod"))
        return None
    if not scene.verbal(i) or scene.syntax.dep[i] == "pcomp" or verb_mood(scene, i) is Modality.NEGATED:
        return None  # "accused of stealing" has its own verb
    direct = lemma in intent["verb"] and not scene.passive(i) and scene.syntax.tag[i] in ("VBG", "VBZ", "VBP")
    framed = lemma in intent["frame"] and any(
        _means(scene, k, intent["harm"] | intent["verb"]) for k in _complements(scene, i)
    )
    if not direct and not framed:
        return None
    subjects = scene.arguments(i).subjects
    culprits = _actors(scene, list(subjects))
    return culprits if culprits or any(scene.syntax.pos[k] == "PROPN" for k in subjects) else None


def _means(scene: Scene, i: int, words: frozenset[str]) -> bool:
    """Whether a token is one of some lemmas; headlines in title case are read by their letters.

    Verbs that are mostly harmless must be told of the right thing: to pull somebody into a war, to contain a state.
    """
    intent, lemma = scene.cues.intent, scene.lemma(i)
    if lemma not in words and scene.word(i) not in words:
        return False
    behind = [k for k in range(i + 1, min(i + WINDOW, len(scene.syntax))) if k in scene.tree.sentence(i)]
    if lemma in intent["into"]:
        return any(scene.word(k) == "into" for k in behind)
    if lemma in intent["state"]:
        return any(scene.is_state(k) or scene.syntax.pos[k] in ("PRON", "PROPN") for k in behind)
    return lemma not in intent["will"] or any(scene.lemma(k) in intent["morale"] for k in behind)


def _complements(scene: Scene, i: int) -> list[int]:
    out = [n for k in scene.tree.children(i, "xcomp", "acl", "advcl", "ccomp", "relcl") for n in scene.spread(k)]
    for phrase in scene.phrases(i):
        out += [n for n in phrase.heads if scene.verbal(n)]
    near = [
        k for k in range(i + 1, min(i + 4, len(scene.syntax))) if scene.syntax.sentence[k] == scene.syntax.sentence[i]
    ]
    if near and scene.word(near[0]) == "to":
        out += near[1:]  # the infinitive right behind, wherever the parser hung it
    return out


def _actors(scene: Scene, heads: list[int]) -> list[Span]:
    """Actor mentions (no pronouns of the speaker's own side) among some heads."""
    out = []
    for i in heads:
        actor, toponym = scene.headed(i), scene.toponyms.get(i)
        if actor is not None and actor.kind in ACTING:
            if scene.word(i) not in scene.cues.intent["own"]:
                out.append(actor.span)
        elif toponym is not None and toponym.use in (Use.METONYM, Use.LITERAL, Use.ORGANISATION):
            out.append(toponym.span)
    return out
