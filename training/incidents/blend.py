"""Weighs the reader of words against the trees, on dev, new to both: `python -m training.incidents.blend`.

Writes `blend` of data/models/incidents.json: for each question both answer, two weights of logits and a constant. To be
run again whenever the reader of words or the trees are made anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from benchmarks.incidents.given import Given, clean, load, noisy
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from tqdm import tqdm

from opensitrep.extract.incidents.blend import blend, logit, words_of
from opensitrep.extract.incidents.case import STEPS, Case
from opensitrep.extract.incidents.judge import CARD, load_judge
from opensitrep.learned import Scorer, Scores, open_scorer
from training.incidents.answers import Key
from training.incidents.train import DATA, SEED, keep

ASKED = ("mention", "same", "current")


def weigh(givens: Sequence[Given], scores: Sequence[Scores]) -> dict[str, Any]:
    """Weights by question, each fitted with the earlier ones at work."""
    judge = load_judge()
    cases = [Case(g.reading, judge.tables, judge.thresholds) for g in givens]
    keys = [Key(case, given) for case, given in zip(cases, givens, strict=True)]
    groups = [g.group for g in givens]
    made: dict[str, Any] = {}
    for step in STEPS:
        told = [judge.trees[step.name].probabilities(step.rows(case)) for case in cases]
        if step.name in ASKED:
            said = [words_of(step.name, case, one) for case, one in zip(cases, scores, strict=True)]
            rows = [
                np.stack([logit(a[:, 1]), logit(w)], axis=1) for a, w in zip(told, said, strict=True) if w is not None
            ]
            right = [key.answers(step.name) for key, w in zip(keys, said, strict=True) if w is not None]
            made[step.name] = _fitted(step.name, rows, right, groups)
        for case, answers, one in zip(cases, told, scores, strict=True):
            step.take(case, blend(step.name, case, answers, one, made))
    return made


def _fitted(name: str, rows: list[Any], right: list[Any], groups: list[str]) -> list[float]:
    """Two weights and a constant; prints the log loss of either alone and of both on unseen folds."""
    x, y = np.concatenate(rows), np.concatenate(right)
    where = np.concatenate([[g] * len(r) for g, r in zip(groups, right, strict=True)])
    keep = y >= 0
    x, y, where = x[keep], y[keep], where[keep]
    losses = []
    for columns in ([0], [1], [0, 1]):
        told = cross_val_predict(
            LogisticRegression(C=10), x[:, columns], y, groups=where, cv=GroupKFold(5), method="predict_proba"
        )
        losses.append(round(float(-np.log(np.clip(told[np.arange(len(y)), y], 1e-6, 1)).mean()), 4))
    print(name, "log loss of trees, reader, both:", *losses, file=sys.stderr)
    model = LogisticRegression(C=10).fit(x, y)
    return [round(float(w), 4) for w in (*model.coef_[0], model.intercept_[0])]


def main(scorer: Scorer) -> None:
    """Fit on dev, as labelled and as roughly read, and write the card."""
    golds = list(load("dev"))
    givens = [g for one in golds for g in (clean(one), noisy(one, SEED, rough=True)) if g.reading.mentions]
    scores = [scorer.score(g.reading) for g in tqdm(givens, desc="scoring", disable=None)]
    card = json.loads((DATA / CARD).read_text(encoding="utf-8"))
    card["blend"] = weigh(givens, scores)
    keep(card)


if __name__ == "__main__":
    main(open_scorer("full"))
