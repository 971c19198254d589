"""To which happening a figure belongs: candidates of its sentence, a plain linear reader, and the rules beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression

from benchmarks.corpora.features import WORDS, Read
from corpora import form

BUCKETS = 2**20
Bind = Callable[[Read, form.Count], int | None]


def points_to(one: Read, count: form.Count) -> frozenset[int]:
    """Tokens of the labels that name what a figure counts: triggers, harm and references of its incident."""
    report = one.report
    spans = [h.trigger for h in report.happenings if count.target in (h.id, h.incident) and count.target]
    spans += [n.span for n in report.negatives if n.incident == count.target and count.target]
    spans += [r.span for r in report.references if r.incident == count.target]
    return frozenset(i for s in spans for i in one.inside(s.start, s.end))


def sentence_of(one: Read, i: int) -> range:
    """Tokens of the sentence of a token."""
    number = one.syntax.sentence[i]
    first, last = i, i
    while first and one.syntax.sentence[first - 1] == number:
        first -= 1
    while last + 1 < len(one.syntax.sentence) and one.syntax.sentence[last + 1] == number:
        last += 1
    return range(first, last + 1)


def path(one: Read, i: int, j: int) -> str:
    """The dependencies between two tokens."""

    def up(k: int) -> list[int]:
        out = [k]
        while one.syntax.head[out[-1]] != out[-1] and len(out) < 12:
            out.append(one.syntax.head[out[-1]])
        return out

    left, right = up(i), up(j)
    common = next((k for k in left if k in right), None)
    if common is None:
        return "apart"
    climb, fall = left[: left.index(common)], right[: right.index(common)]
    return ">".join(one.syntax.dep[k] for k in climb) + "^" + "<".join(one.syntax.dep[k] for k in reversed(fall))


class Binder:
    """To which word of its sentence a figure belongs, or to none: the likeliest candidate above a threshold."""

    def __init__(self) -> None:
        self.hasher = FeatureHasher(BUCKETS, input_type="string")
        self.model = LogisticRegression(C=2.0, solver="liblinear", max_iter=300)
        self.threshold = 0.3

    @staticmethod
    def pairs(one: Read, count: form.Count) -> list[tuple[int, list[str]]]:
        """Candidates with their features."""
        figure = one.inside(count.figure.start, count.figure.end)
        if not figure:
            return []
        at = figure[-1]
        noun = one.syntax.head[at] if one.syntax.dep[at] in ("nummod", "compound", "quantmod", "advmod") else at
        unit, out = one.syntax.lemma[noun].lower(), []
        for i in sentence_of(one, at):
            if one.syntax.pos[i] in WORDS and i not in figure:
                lemma, way = one.syntax.lemma[i].lower(), path(one, noun, i)
                step = min(6, abs(i - at) // 2)
                out.append((i, [
                    f"way={way}", f"far={step}", f"side={i < at}", f"l={lemma}", f"lu={lemma} {unit}",
                    f"lw={lemma} {way}", f"u={unit} {way}", f"p={one.syntax.pos[i]} {way}", f"is noun={i == noun}",
                    f"unit={unit}",
                    f"rule={one.proposed[i].type if i in one.proposed else ''}", f"after={one.word(at + 1)} {lemma}",
                ]))  # fmt: skip
        return out

    def fit(self, parts: Sequence[Read]) -> None:
        """Learn from every labelled figure; a figure that belongs to nothing has wrong candidates only."""
        rows, answers = [], []
        for one in parts:
            for count in one.report.counts:
                right = points_to(one, count)
                for i, features in self.pairs(one, count):
                    rows.append(features)
                    answers.append(int(i in right))
        self.model.fit(self.hasher.transform(rows), answers)

    def bind(self, one: Read, count: form.Count) -> int | None:
        """The token a figure belongs to."""
        pairs = self.pairs(one, count)
        if not pairs:
            return None
        scores = self.model.predict_proba(self.hasher.transform([f for _, f in pairs]))[:, 1]
        best = int(np.argmax(scores))
        return pairs[best][0] if scores[best] >= self.threshold else None


def bound_by_product(one: Read, count: form.Count) -> int | None:
    """The trigger of the happening that a figure counts for, as the product binds it."""
    figure = set(one.inside(count.figure.start, count.figure.end))
    triggers = {m.id: m.trigger for m in one.reading.mentions}
    for told in one.reading.counts:
        if told.mention and figure & set(one.inside(told.number.start, told.number.end)):
            trigger = triggers[told.mention]
            return min(one.inside(trigger.start, trigger.end))
    return None


def figures_right(parts: Sequence[Read], bind: Bind) -> dict[str, float]:
    """Share of figures bound to the right happening: to a word that names it, or to nothing where none does."""
    right = there = asked = told = 0
    for one in parts:
        for count in one.report.counts:
            figure = one.inside(count.figure.start, count.figure.end)
            if not figure:
                continue
            inside = points_to(one, count) & set(sentence_of(one, figure[-1]))
            answer = bind(one, count)
            asked += 1
            right += answer in inside if inside else answer is None
            told += bool(inside)
            there += bool(inside) and answer in inside
    return {"figures bound, or left, right": right / asked, "of those told in the sentence": there / (told or 1)}
