"""Every figure with what it counts: fate, population, the whole it is part of, window, what is said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from opensitrep.extract.counts.fates import NONE, Figure, features, in_care, load_fates
from opensitrep.extract.counts.lengths import find_lengths
from opensitrep.extract.counts.parts import is_aim, is_partial, keeper, remains
from opensitrep.learned import Scores
from opensitrep.model import (
    LASTING,
    Attribution,
    Count,
    Form,
    Mention,
    Modality,
    Quantity,
    Reading,
    Span,
    TimeExpression,
)
from opensitrep.text.clauses import Opened
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("fates")
OF_PEOPLE = Lists("populations")["of people"]
LENGTHS = {Modality.NEGATED: "denies", Modality.HYPOTHETICAL: "projects"}  # stances; a plan has its length
Stretches = Mapping[int, Sequence[tuple[TimeExpression, int]]]
LONG = re.compile(r"\d{4}(?:-\d{2})?|\d{3}X")  # a month, a year, a decade in TIMEX3


def find_counts(reading: Reading, scores: Scores) -> Reading:
    """Add a count for every figure that counts people, things or money."""
    if reading.syntax is None or "fate" not in scores.tokens:
        return reading
    tree = Tree(reading)
    triggers = {i: m for m in reading.mentions if (i := tree.at(m.trigger.start)) is not None}
    voices = {a.id: a for a in reading.attributions}
    clauses = Opened(tree, reading.times)
    stretches = _stretches(tree, reading)
    numbers = {q.number: q for q in reading.quantities}
    ids: dict[Span, str] = {}
    found = []
    for quantity in sorted(numbers.values(), key=lambda q: q.number):
        at = _figure(tree, quantity)
        if at is None:
            continue
        fate, score = _fate(scores, Figure(tree, quantity, at))
        if fate is None:
            continue
        mention = _beside(tree, scores, at, triggers, clauses)
        voice = voices.get(mention.attribution or "") if mention else _voice(reading, quantity.number)
        kept = keeper(tree, voice, at) if fate in OF_PEOPLE else None
        if kept is not None and fate in WORDS["helped"]:  # "a clinic said 31 people were brought in"
            fate = "hospitalized"
        name = f"{quantity.number.doc}:n:{quantity.number.start}-{quantity.number.end}:{fate}"
        ids[quantity.number] = name
        since, period = _window(tree, stretches, at, triggers, mention)
        aimed = fate in OF_PEOPLE and is_aim(tree, at)
        found.append((quantity, Count(
            id=name, number=quantity.number, fate=fate, population=quantity.object,
            mention=mention.id if mention else None, since=since, period=period,
            attribution=_said(tree, voice, at),
            stance="projects" if aimed else _stance(mention, quantity), score=round(score, 4),
            partial=(fate in OF_PEOPLE and is_partial(tree, at)) or (fate in WORDS["held"] and remains(tree, at)),
            at=kept,
        )))  # fmt: skip
    made = {}
    for quantity, at, mention in find_lengths(tree, reading, triggers):
        if quantity.number not in ids:
            made[quantity.number] = quantity
            found.append((quantity, Count(
                id=f"{quantity.number.doc}:n:{quantity.number.start}-{quantity.number.end}:{LASTING}",
                number=quantity.number, fate=LASTING, mention=mention.id,
                attribution=_said(tree, voices.get(mention.attribution or ""), at),
                stance=LENGTHS.get(mention.modality, "asserts"), score=mention.score,
            )))  # fmt: skip
    whole = [replace(c, part_of=ids.get(q.part_of)) if q.part_of is not None else c for q, c in found]
    new = [q for n, q in sorted(made.items()) if n not in numbers]
    return replace(reading, quantities=(*reading.quantities, *new), counts=(*reading.counts, *whole))


def _figure(tree: Tree, quantity: Quantity) -> int | None:
    """The token that stands for the number words."""
    return tree.head_of(quantity.number)


def _fate(scores: Scores, figure: Figure) -> tuple[str | None, float]:
    """The likeliest fate; None where the figure counts nothing."""
    fates = (NONE, *scores.classes["fate"][1:])
    known = load_fates()
    row = known.tell(features(figure, scores.tokens["fate"][figure.at], fates, known))
    if row[0] > 1 - scores.thresholds.get("fate", 0.5):
        return None, float(row[0])
    if figure.quantity.unit in WORDS["lifeless"]:
        row = row * [f not in WORDS["bodily"] for f in fates]
    best = 1 + int(np.argmax(row[1:]))
    fate = fates[best]
    return (in_care(figure) or fate if fate == "injured" else fate), float(row[best])


def _beside(tree: Tree, scores: Scores, at: int, triggers: Mapping[int, Mention], clauses: Opened) -> Mention | None:
    """The happening of the sentence that a figure counts for: the likeliest, if likely at all."""
    near = [i for i in tree.sentence(at) if i in triggers and not clauses.parts(at, i)]
    if not near:
        return None
    shares = scores.pairs["counts"]([at], near)[0][:, 1]
    best = int(np.argmax(shares))
    return triggers[near[best]] if shares[best] >= scores.thresholds["counts"] else None


def _stretches(tree: Tree, reading: Reading) -> Stretches:
    """The expressions that may bound a figure, each with its first token, by the beginning of their sentence."""
    out: dict[int, list[tuple[TimeExpression, int]]] = {}
    for time in reading.times:
        inside = tree.inside(time.span)
        if inside and (time.bound == "since" or LONG.fullmatch(time.value or "")):
            out.setdefault(tree.sentence(inside[0]).start, []).append((time, inside[0]))
    return out


def _window(
    tree: Tree, stretches: Stretches, at: int, triggers: Mapping[int, Mention], own: Mention | None
) -> tuple[Span | None, Span | None]:
    """The expression from which a figure is counted ("since January"), and the stretch it is counted over ("in 2015").

    One of its own clause, or below its noun and of no other happening ("82 girls who were abducted in 2014").
    """
    clause = tree.clause(at)
    since = period = None
    for time, first in stretches.get(tree.sentence(at).start, ()):
        over = list(tree.ancestors(first))
        below = tree.syntax.head[at] in over and not any(
            k in triggers and triggers[k] != own for k in over[: over.index(tree.syntax.head[at])]
        )
        if tree.clause(first) == clause or below:
            since = since or (time.span if time.bound == "since" else None)
            period = period or (time.span if time.bound != "since" else None)
    return since, period


def _voice(reading: Reading, span: Span) -> Attribution | None:
    """The innermost attribution whose content holds a figure."""
    holding = [a for a in reading.attributions if any(c.covers(span) for c in a.content)]
    return min(holding, key=lambda a: (sum(len(c) for c in a.content), a.id)) if holding else None


def _said(tree: Tree, voice: Attribution | None, at: int) -> str | None:
    """The attribution of a figure: of what a relative clause adds to words that are not quoted, its report speaks
    ("the gunman, who killed 59, acted for a cause, the group said"; Potts 2005, conventional implicatures)."""
    if voice is None or voice.form is not Form.INDIRECT:
        return voice.id if voice else None
    inside = {i for c in voice.content for i in tree.inside(c)}
    syntax = tree.syntax
    added = any(syntax.dep[k] == "relcl" and syntax.head[k] in inside for k in (at, *tree.ancestors(at)) if k in inside)
    return None if added else voice.id


def _stance(mention: Mention | None, quantity: Quantity) -> str:
    """What is done with a figure; where none is denied ("no arrest was made"), none is asserted."""
    if mention is None or mention.modality is Modality.ACTUAL:
        return "asserts"
    if mention.modality is Modality.NEGATED:
        return "asserts" if quantity.high == 0 else "denies"
    return "projects"
