"""A plain linear reader: logistic regression over hashed features of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier

from benchmarks.corpora.features import Read
from benchmarks.corpora.reports import trigger

BUCKETS = 2**20
Asked = Sequence[tuple[Read, int]]


class Linear:
    """One logistic regression over hashed features of candidates."""

    def __init__(self, *, rules: bool, several: bool = False, balanced: bool = False) -> None:
        self.rules = rules
        self.hasher = FeatureHasher(BUCKETS, input_type="string")
        yes = LogisticRegression(C=4.0, solver="liblinear", max_iter=300, class_weight="balanced" if balanced else None)
        self.model = OneVsRestClassifier(yes) if several else yes
        self.threshold = 0.5

    def matrix(self, asked: Iterable[tuple[Read, int]]) -> Any:
        """Rows of hashed features."""
        return self.hasher.transform(list(one.of(i, rules=self.rules)) for one, i in asked)

    def fit(self, asked: Asked, answers: Sequence[Any], groups: Sequence[int] | None = None) -> None:
        """Fit; with groups (of reports) also choose the threshold of a yes by five-fold cross-validation."""
        rows = self.matrix(asked)
        if groups is not None:
            folds = list(GroupKFold(5).split(rows, answers, groups))
            scores = cross_val_predict(self.model, rows, answers, cv=folds, method="predict_proba")[:, 1]
            self.threshold = best_threshold(scores, np.array(answers))
        self.model.fit(rows, answers)

    def scores(self, asked: Asked) -> Any:
        """Probability of a yes."""
        return self.model.predict_proba(self.matrix(asked))[:, 1]

    def answers(self, asked: Asked) -> list[str]:
        """The likeliest class of each."""
        return [str(a) for a in self.model.predict(self.matrix(asked))] if asked else []


def best_threshold(scores: Any, answers: Any) -> float:
    """The score from which a yes gives the highest F1."""
    order = np.argsort(-scores)
    right = np.cumsum(answers[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + answers.sum())
    return float(scores[order][int(np.argmax(f1))])


def training(parts: Sequence[Read]) -> tuple[list[tuple[Read, int]], list[int], list[int]]:
    """Candidates, whether each is a trigger, and the number of its report; other words of a trigger are left out."""
    asked, answers, groups = [], [], []
    for number, one in enumerate(parts):
        yes = {t for h in one.report.happenings if (t := trigger(one, h.trigger.start, h.trigger.end)) is not None}
        beside = {i for h in one.report.happenings for i in one.inside(h.trigger.start, h.trigger.end)} - yes
        for i in one.candidates():
            if i not in beside:
                asked.append((one, i))
                answers.append(int(i in yes))
                groups.append(number)
    return asked, answers, groups
