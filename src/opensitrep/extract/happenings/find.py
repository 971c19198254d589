"""Is this word a happening, of which kind, with which reality: decided by learned scores and thresholds of the card."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import islice

from opensitrep.extract.happenings.arguments import Arguments
from opensitrep.learned import Scores
from opensitrep.model import Attribution, Currency, Label, Mention, Modality, Part, Reading, Reality, Span
from opensitrep.text.deeds import deed_of
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

NAMES = Lists("happenings")
WORDS = ("VERB", "NOUN", "PROPN", "ADJ")  # parts of speech that can tell a happening
SURE = 0.5  # share of its kind from which a mode is told
ONGOING = "ongoing"  # a modality of the labels: it lasts; told as actual
HARM = 0.5  # probability of a fate of harm from which a figure asks for a happening
IDLE = 0.4  # the same of telling nothing, from which a word does not answer it
STEPS = 8  # words up from a figure to what it counts for
TOLD = "earlier"  # tie of such a word; one of the main happening has other words
CLAUSES = ("relcl", "advcl", "conj", "ccomp", "parataxis", "acl")


def find_happenings(reading: Reading, scores: Scores) -> Reading:
    """Add a mention for every word that tells a happening."""
    if reading.syntax is None or "happens" not in scores.tokens:
        return reading
    tree = Tree(reading)
    told = scores.tokens["happens"][:, -1]
    least = scores.thresholds["happens"]
    triggers = [i for i, pos in enumerate(reading.syntax.pos) if pos in WORDS and told[i] >= least]
    triggers = sorted({*triggers, *_of_figures(tree, reading, scores, triggers)})
    arguments = Arguments(tree, reading, scores, triggers)
    voices = _voices(tree, reading.attributions)
    titles = [m.span for m in reading.marks if m.label is Label.HEADLINE]
    heads = {i for i in triggers if any(t.covers(tree.span(i)) for t in titles)}
    mentions, passages = [], sorted(reading.passages, key=lambda p: p.span)
    for i in triggers:
        deed = deed_of(tree.syntax.lemma[i])
        body = [k for k in triggers if k not in heads and deed_of(tree.syntax.lemma[k]) == deed] if i in heads else []
        kind, _, mode = _kind(scores, i, body).partition("/")
        trigger = _trigger(tree, i)
        span = _clause(tree, i)
        if kind == "ACCIDENT" and (not mode or mode in _vehicles()):
            mode = _vehicle(tree, span, i) or mode
        at = bisect_right(passages, trigger.start, key=lambda p: p.span.start) - 1
        passage = passages[at] if at >= 0 and passages[at].span.covers(trigger) else None
        doers = arguments.doers(i)
        mentions.append(
            Mention(
                id=f"{span.doc}:m:{trigger.start}-{trigger.end}:{kind}",
                span=span,
                trigger=trigger,
                type=kind,
                mode=mode or None,
                modality=_modality(scores, i),
                currency=_currency(scores, i, passage.part if passage else Part.NEWS),
                agents=tuple(doers),
                agent_scores=tuple(doers.values()),
                targets=arguments.undergoers(i),
                places=arguments.places(i),
                times=arguments.times(i),
                attribution=voices.get(i),
                score=round(float(told[i]), 4),
                reality=passage.reality if passage else Reality.FACT,
            )
        )
    actors = tuple(sorted((*reading.actors, *arguments.made.values()), key=lambda a: a.span))
    return replace(reading, actors=actors, mentions=(*reading.mentions, *mentions))


def _of_figures(tree: Tree, reading: Reading, scores: Scores, triggers: Sequence[int]) -> Iterator[int]:
    """Words that tell a happening because a figure of harm asks for one: "a breach that affected 78 million people"."""
    harm = [n for n, fate in enumerate(scores.classes["fate"]) if fate in NAMES["harm"]]
    known = set(triggers)
    for quantity in reading.quantities:
        at = tree.head_of(quantity.number)
        if at is None or scores.tokens["fate"][at][harm].sum() < HARM:
            continue
        over = _over(tree, scores, at, known)
        best = max(over, key=lambda i: (float(scores.tokens["happens"][i][-1]), -i), default=None)
        if best is not None and scores.best("tie", best)[0] == TOLD:
            yield best


def _over(tree: Tree, scores: Scores, at: int, known: Set[int]) -> list[int]:
    """Words over a figure that may tell what it counts for, up to a happening that is known; none where one stands in
    their clause."""
    over: list[int] = []
    for i in islice(tree.ancestors(at), STEPS):
        beside = {k for child in tree.children(i) for k in (child, *tree.children(child, "pobj"))}
        if i in known or beside & known:
            return over if over and tree.clause(over[-1]) != tree.clause(i) else []
        if tree.syntax.pos[i] in WORDS and scores.tokens["happens"][i][0] < IDLE:
            over.append(i)
    return over


def _kind(scores: Scores, i: int, body: Sequence[int]) -> str:
    """Kind and mode, "KIND/mode": the likeliest kind over all its modes; a mode only where it has most of the kind.

    A word of a headline is asked together with those for the same deed below it ("strike" where shells "struck"): one
    sense in one report (Gale, Church & Yarowsky 1992).
    """
    names, rows = scores.classes["kind"], scores.tokens["kind"]
    row = ((rows[i] + rows[list(body)].mean(0)) / 2 if body else rows[i]).tolist()
    kinds = _without_modes(names)
    sums = dict.fromkeys(kinds, 0.0)
    for kind, share in zip(kinds, row, strict=True):
        sums[kind] += share
    kind = max(sums, key=lambda k: (sums[k], k))
    share, name = max((share, name) for name, of, share in zip(names, kinds, row, strict=True) if of == kind)
    return name if share >= SURE * sums[kind] else kind


@cache
def _without_modes(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.partition("/")[0] for name in names)


def _vehicle(tree: Tree, span: Span, i: int) -> str | None:
    """The mode of an accident by what its clause names, or the word it hangs on; None where it is none or several."""
    words = {tree.syntax.lemma[k].lower() for k in (*tree.inside(span), tree.syntax.head[i])}
    found = [mode for mode, vehicles in _vehicles().items() if words & vehicles]
    return found[0] if len(found) == 1 else None


@cache
def _vehicles() -> dict[str, frozenset[str]]:
    return {mode: frozenset(words.split()) for mode, words in NAMES.table("vehicles").items()}


def _modality(scores: Scores, i: int) -> Modality:
    name, _ = scores.best("modality", i)
    return Modality.ACTUAL if name == ONGOING else Modality(name)


def _currency(scores: Scores, i: int, part: Part) -> Currency:
    """Background: of an earlier incident, or told in a passage of background and not of the main one."""
    main, _, earlier = (float(x) for x in scores.tokens["tie"][i])
    behind = part is Part.BACKGROUND and main < earlier + 0.5
    return Currency.BACKGROUND if earlier > max(main, 0.4) or behind else Currency.CURRENT


def _trigger(tree: Tree, i: int) -> Span:
    """The word, with a particle right behind it ("broke out")."""
    last = i + 1 if i + 1 in tree.children(i, "prt") else i
    return tree.span(i, last)


def _clause(tree: Tree, i: int) -> Span:
    """The run of words around a trigger that belongs to it and to no other clause."""
    top = i if tree.syntax.pos[i] in ("VERB", "AUX") else _noun_top(tree, i)
    kept, above = {i, top}, {i, *tree.ancestors(i)}
    todo = [top]
    while todo:
        k = todo.pop()
        for child in tree.children(k):
            if tree.syntax.dep[child] in CLAUSES and child not in above:
                continue
            kept.add(child)
            todo.append(child)
    first = last = i
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    while last > i and tree.syntax.pos[last] == "PUNCT":
        last -= 1
    while first < i and tree.syntax.pos[first] == "PUNCT":
        first += 1
    return tree.span(first, last)


def _noun_top(tree: Tree, i: int) -> int:
    """The verb that carries a noun as its subject or object, else the noun."""
    head = tree.syntax.head[i]
    carried = tree.syntax.dep[i] in ("nsubj", "nsubjpass", "dobj", "attr") and tree.syntax.pos[head] in ("VERB", "AUX")
    return head if carried else i


def _voices(tree: Tree, attributions: tuple[Attribution, ...]) -> dict[int, str]:
    """The innermost attribution that holds each token."""
    out: dict[int, str] = {}
    for attribution in sorted(attributions, key=lambda a: -sum(len(s) for s in a.content)):
        for i in _inside(tree, attribution):
            out[i] = attribution.id
    return out


def _inside(tree: Tree, attribution: Attribution) -> Iterator[int]:
    for span in attribution.content:
        yield from tree.inside(span)
