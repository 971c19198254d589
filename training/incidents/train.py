"""Makes data/models/incidents.npz and its card again: `python -m training.incidents.train` (extra `bench`).

Every decision is asked with the answers that earlier ones give to reports they have not seen: four folds over
clusters. The tables of words and kinds that a report is given are counted over the other folds. Each report trains
twice: with the labelled mentions, and as a reader of middling quality would give them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.corpora.gold import Gold
from benchmarks.corpora.reports import labelled
from benchmarks.incidents.given import clean, load, noisy
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from opensitrep.extract.incidents.case import LINKS, STEPS, TIES, Case
from opensitrep.extract.incidents.judge import CARD, WEIGHTS, Tables
from training.incidents.answers import Key
from training.incidents.tables import count_tables

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "opensitrep" / "data"
SEED, FOLDS, COPIES = 7, 4, 1
THRESHOLDS = {"same": 0.45, "main": 0.05, "reference": 0.3, "count": 0.2, "place": 0.2, "day": 0.25}
SMALL = {"max_iter": 120, "learning_rate": 0.05, "max_leaf_nodes": 8, "min_samples_leaf": 20}
LARGE = {"max_iter": 120, "learning_rate": 0.1, "max_leaf_nodes": 14, "min_samples_leaf": 25}
MANY = {"max_iter": 60, "learning_rate": 0.12, "max_leaf_nodes": 10, "min_samples_leaf": 25}  # of four classes
PLAIN = ("main", "current")  # decisions with few rows
LAST = ("place", "day", "current")  # decisions that nothing later asks for
CLASSES = {"link": ("none", *(t.value for t in LINKS)), "tie": tuple(t.value for t in TIES)}


class Fitted:
    """Boosted trees over the columns that differ in training."""

    def __init__(self, rows: Any, answers: Any, name: str) -> None:
        columns = range(rows.shape[1])
        self.used = [c for c in columns if len(np.unique(rows[:, c][~np.isnan(rows[:, c])])) > 1]
        shape = SMALL if name in PLAIN else MANY if name in CLASSES else LARGE
        self.name, self.width = name, rows.shape[1]
        self.model = HistGradientBoostingClassifier(**shape, l2_regularization=3.0, random_state=SEED)
        self.model.fit(rows[:, self.used], answers)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the answers."""
        return CLASSES.get(self.name, ("no", "yes"))

    def answers(self, rows: Any) -> Any:
        """Probabilities of all classes, also of one that training lacks."""
        out = np.zeros((len(rows), len(self.classes)))
        if len(rows):
            out[:, self.model.classes_] = self.model.predict_proba(rows[:, self.used])
        return np.round(out, 6)

    def arrays(self) -> tuple[dict[str, Any], int]:
        """The trees as the package reads them, and their depth."""
        nodes = [t.nodes for step in self.model._predictors for t in step]
        starts = np.cumsum([0, *(len(n) for n in nodes)])[:-1]
        every = np.concatenate(nodes)
        shift = np.repeat(starts, [len(n) for n in nodes])
        own = np.arange(len(every))
        leaf = every["is_leaf"].astype(bool)
        arrays = {
            "base": np.asarray(self.model._baseline_prediction, dtype=np.float64).ravel(),
            "roots": starts.astype(np.int32),
            "feature": np.where(leaf, 0, np.array(self.used)[every["feature_idx"]]).astype(np.int16),
            "threshold": every["num_threshold"].astype(np.float32),
            "left": np.where(leaf, own, every["left"] + shift).astype(np.int32),
            "right": np.where(leaf, own, every["right"] + shift).astype(np.int32),
            "missing": every["missing_go_to_left"].astype(bool),
            "value": np.where(leaf, every["value"], 0).astype(np.float32),
        }
        return arrays, int(every["depth"].max())


def walk(golds: list[Gold]) -> tuple[dict[str, Fitted], Tables, dict[str, dict[str, float]]]:
    """Train every decision in turn; gives them, the tables over all of train, and figures on unseen folds."""
    givens = [g for one in golds for g in (clean(one), *(noisy(one, n, rough=True) for n in range(COPIES)))]
    givens = [g for g in givens if g.reading.mentions]
    folds = list(GroupKFold(FOLDS).split(givens, groups=[g.group for g in givens]))
    cases: list[Case] = [None] * len(givens)  # type: ignore[list-item]
    everything = count_tables(givens)
    for seen, asked in folds:
        tables = count_tables([givens[i] for i in seen], like=everything)
        for i in asked:
            cases[i] = Case(givens[i].reading, tables, THRESHOLDS)
    keys = [Key(case, given) for case, given in zip(cases, givens, strict=True)]
    made: dict[str, Fitted] = {}
    figures: dict[str, dict[str, float]] = {}
    for step in tqdm(STEPS, desc="decisions", disable=None):
        rows = [step.rows(case) for case in cases]
        right = [key.answers(step.name) for key in keys]
        made[step.name] = _fit(rows, right, step.name)
        if step.name in LAST:
            continue
        told: list[Any] = [None] * len(cases)
        for seen, asked in folds:
            fold = _fit([rows[i] for i in seen], [right[i] for i in seen], step.name)
            for i in asked:
                told[i] = fold.answers(rows[i])
        figures[step.name] = quality(np.concatenate(told), np.concatenate(right))
        print(step.name, len(np.concatenate(right)), figures[step.name], file=sys.stderr, flush=True)
        for case, answers in zip(cases, told, strict=True):
            step.take(case, answers)
    return made, everything, figures


def _fit(rows: list[Any], right: list[Any], name: str) -> Fitted:
    x, y = np.concatenate(rows), np.concatenate(right)
    return Fitted(x[y >= 0], y[y >= 0], name)


def quality(told: Any, right: Any) -> dict[str, float]:
    """Share right, and F1 of whatever is no plain no (or macro F1 of several classes)."""
    told, right = told[right >= 0], right[right >= 0]
    best = told.argmax(axis=1)
    f1 = []
    for c in range(told.shape[1]) if told.shape[1] > 2 else (1,):
        both = ((best == c) & (right == c)).sum()
        f1.append(2 * both / (((best == c).sum() + (right == c).sum()) or 1))
    loss = -np.log(np.clip(told[np.arange(len(right)), right], 1e-6, 1)).mean()
    return {
        "right": round(float((best == right).mean()), 4),
        "F1": round(float(np.mean(f1)), 4),
        "loss": round(float(loss), 4),
    }


def write(made: dict[str, Fitted], tables: Tables, figures: dict[str, dict[str, float]]) -> None:
    """The weights and their card."""
    arrays: dict[str, Any] = {}
    models = {}
    for name, one in made.items():
        parts, depth = one.arrays()
        arrays |= {f"{name}.{part}": values for part, values in parts.items()}
        models[name] = {"classes": one.classes, "features": one.width, "depth": depth}
    (DATA / "models").mkdir(exist_ok=True)
    np.savez_compressed(DATA / WEIGHTS, **arrays)
    files = labelled("train")
    digest = hashlib.sha256(b"".join(hashlib.sha256(p.read_bytes()).digest() for p in files)).hexdigest()
    splits = Counter(p.relative_to(ROOT / "corpora").parts[0] for p in files)
    card = {
        "what": "which mentions of a report tell one happening, which is the main one, ties, figures, place, day",
        "made by": "python -m training.incidents.train",
        "trained on": {"set": "corpora, split train", "reports": splits, "digest": digest},
        "licence": "labels CC BY 4.0; texts of corpora/voa public domain, all others of corpora/ CC BY 4.0",
        "seed": SEED,
        "method": f"boosted trees, {FOLDS} folds over clusters, each decision asked with answers of unseen folds",
        "figures on unseen folds of train": figures,
        "calibration": "log loss on unseen folds beside each figure; no further scaling",
        "weights": hashlib.sha256((DATA / WEIGHTS).read_bytes()).hexdigest(),
        "thresholds": THRESHOLDS,
        "blend": {},  # by training.incidents.blend, once there is a reader of words
        "models": models,
        "tables": {name: dict(sorted(getattr(tables, name).items())) for name in Tables.__slots__},
    }
    keep(card)


def keep(card: dict[str, Any]) -> None:
    """Write the card, one line an entry."""
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, sort_keys=True)}" for k, v in sorted(card.items()))
    (DATA / CARD).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write(*walk(list(load("train"))))
