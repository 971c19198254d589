"""Makes data/models/fates.json: `python -m training.fates.train`.

How often units and lemmas go with each fate is counted over the train part of `corpora/`; the few weights are fitted on
the dev part, where the reader of words, which has learned the train part by heart, is as sure as at a run. Prints the
share of figures right on unseen folds of dev, beside that of the reader of words alone.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.corpora.reports import Read, load

from corpora import form
from opensitrep.extract.counts.fates import NAMES, NONE, Fates, Features, Figure, features, rings
from opensitrep.learned import open_scorer
from opensitrep.text.tree import Tree

CARD = Path(__file__).resolve().parents[2] / "src" / "opensitrep" / "data" / "models" / "fates.json"
RIDGE, STEPS, FOLDS = 1.0, 50, 5
STILL = 1e-6  # the largest change at which the weights stand still
LEAST = 2  # times a unit or a lemma goes with any fate before it is kept


@dataclass(frozen=True)
class Example:
    """A figure as the decision sees it, and the fate that was labelled."""

    report: str
    rows: Features
    said: int
    right: int


def tables(parts: Sequence[Read]) -> Fates:
    """How often each fate was labelled, by unit and by lemmas near the figure; no weights yet."""
    prior: Counter[str] = Counter()
    units: dict[str, Counter[str]] = defaultdict(Counter)
    lemmas: dict[str, Counter[str]] = defaultdict(Counter)
    for figure, fate in (found for one in parts for found in figures(one)):
        prior[fate] += 1
        units[figure.quantity.unit][fate] += 1
        near = rings(figure)
        for word in {figure.tree.syntax.lemma[k].lower() for k in near[0] | near[1]}:
            lemmas[word][fate] += 1
    return Fates({}, prior, kept(units), kept(lemmas))


def kept(counts: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    """Those that were met often enough, in order."""
    return {word: dict(sorted(c.items())) for word, c in sorted(counts.items()) if sum(c.values()) >= LEAST}


def figures(one: Read) -> Iterator[tuple[Figure, str]]:
    """Every figure of a report with the fate that was labelled."""
    tree = Tree(one.reading)
    for quantity in sorted({q.number: q for q in one.reading.quantities}.values(), key=lambda q: q.number):
        at = tree.head_of(quantity.number)
        if at is not None:
            yield Figure(tree, quantity, at), labelled(one.report, quantity.number.start, quantity.number.end)


def labelled(report: form.Report, start: int, end: int) -> str:
    """The fate of the figure at some characters."""
    return next((c.fate for c in report.counts if start < c.figure.end and c.figure.start < end), NONE)


def examples(parts: Sequence[Read], known: Fates) -> list[Example]:
    """The figures of some reports, with all that the decision knows of each."""
    scorer, out = open_scorer("full"), []
    for one in parts:
        scores = scorer.score(one.reading)
        fates = (NONE, *scores.classes["fate"][1:])
        for figure, fate in figures(one) if "fate" in scores.tokens else ():
            if fate in fates:
                said = scores.tokens["fate"][figure.at]
                rows = features(figure, [float(x) for x in said], fates, known)
                out.append(Example(one.report.header["id"], rows, int(np.argmax(said)), fates.index(fate)))
    return out


def fit(found: Sequence[Example]) -> dict[str, float]:
    """Weights of a conditional logit, by Newton's method with a ridge, a step halved until it helps."""
    rows, right = np.stack([e.rows for e in found]), np.array([e.right for e in found])
    chosen = rows[np.arange(len(right)), right].sum(0)

    def shares_at(weights: Features) -> tuple[Features, float]:
        sums = rows @ weights
        raised = np.exp(sums - sums.max(-1, keepdims=True))
        shares = raised / raised.sum(-1, keepdims=True)
        told = np.maximum(shares[np.arange(len(right)), right], 1e-12)
        return shares, float(-np.log(told).sum() + RIDGE / 2 * weights @ weights)

    weights = np.zeros(len(NAMES))
    shares, loss = shares_at(weights)
    for _ in range(STEPS):
        mean = np.einsum("nc,ncf->nf", shares, rows)
        slope = mean.sum(0) - chosen + RIDGE * weights
        curve = np.einsum("nc,ncf,ncg->fg", shares, rows, rows) - mean.T @ mean + RIDGE * np.eye(len(NAMES))
        step = np.linalg.solve(curve, slope)
        while np.abs(step).max() > STILL:
            shares_there, loss_there = shares_at(weights - step)
            if loss_there < loss:
                weights, shares, loss = weights - step, shares_there, loss_there
                break
            step /= 2
        else:
            break
    return {name: round(float(w), 4) for name, w in zip(NAMES, weights, strict=True)}


def folds(found: Sequence[Example], known: Fates) -> float:
    """The share of figures right on folds that the weights have not seen, parted by matter."""
    groups = sorted({e.report.rsplit("-", 1)[0] for e in found})
    right = 0
    for fold in range(FOLDS):
        unseen = set(groups[fold::FOLDS])
        train = [e for e in found if e.report.rsplit("-", 1)[0] not in unseen]
        test = [e for e in found if e.report.rsplit("-", 1)[0] in unseen]
        decision = Fates(fit(train), known.prior, known.units, known.lemmas)
        right += sum(int(np.argmax(decision.tell(e.rows))) == e.right for e in test)
    return right / len(found)


def main() -> None:
    """Count, fit, say how good, write."""
    known = tables(load("train"))
    found = examples(load("dev"), known)
    alone = sum(e.said == e.right for e in found) / len(found)
    unseen = folds(found, known)
    print(f"{len(found)} figures of dev: {unseen:.3f} right on unseen folds, {alone:.3f} by the reader of words alone")
    card = {
        "name": "fates",
        "made_by": "training/fates",
        "licence": "labels CC BY 4.0; texts of corpora/voa public domain, all others of corpora/ CC BY 4.0",
        "sets": {"tables": "corpora/ (train)", "weights": "corpora/ (dev)"},
        "figures on unseen folds of dev": {"right": round(unseen, 4), "reader of words alone": round(alone, 4)},
        "weights": fit(found),
        "prior": dict(sorted(known.prior.items())),
        "units": known.units,
        "lemmas": known.lemmas,
    }
    CARD.write_text(json.dumps(card, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
