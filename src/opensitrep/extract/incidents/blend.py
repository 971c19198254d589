"""What the reader of words says of mentions, put beside what the trees say of the same question."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import numpy as np

from opensitrep.extract.incidents.case import Answers, Case
from opensitrep.learned import Scores

WHOLE = 160  # mentions of a report up to which all pairs are asked at once
LEAST = 1e-4  # the smallest probability a score is rounded to
Weights = Mapping[str, tuple[float, float, float]]
"""By decision: weight of the trees' logit, of the reader's, and what is added; fitted on dev, where both are new."""


def blend(name: str, case: Case, answers: Answers, scores: Scores | None, weights: Weights) -> Answers:
    """The answers to a question of yes or no, changed where the reader of words has something to say of it."""
    said = words_of(name, case, scores) if scores is not None and len(answers) else None
    if said is None or name not in weights:
        return answers
    trees, words, added = weights[name]
    odds = trees * logit(answers[:, 1]) + words * logit(said) + added
    mixed: Answers = np.round(1 / (1 + np.exp(-odds)), 6)
    return np.stack([1 - mixed, mixed], axis=1)


def words_of(name: str, case: Case, scores: Scores) -> Answers | None:
    """Probabilities of a yes by the reader of words; None where it was not asked this."""
    tokens = [t.token for t in case.scene.told]
    if name == "same" and "same" in scores.pairs:
        if len(tokens) <= WHOLE:
            table = scores.pairs["same"](tokens, tokens)[:, :, 1]
            return np.array([table[a.number, b.number] for a, b in case.pairs], dtype=np.float64)
        of_one = (list(pairs) for _, pairs in groupby(case.pairs, key=lambda pair: pair[1].number))
        groups = [([a.token for a, _ in pairs], [pairs[0][1].token]) for pairs in of_one]
        return np.concatenate([found[:, 0, 1] for found in scores.by_group("same", groups)]).astype(np.float64)
    if name == "mention" and "tie" in scores.tokens:
        return scores.tokens["tie"][tokens, scores.classes["tie"].index("main")].astype(np.float64)
    if name == "current" and "tie" in scores.tokens:
        earlier = scores.tokens["tie"][:, scores.classes["tie"].index("earlier")].astype(np.float64)
        return np.array([1 - earlier[[t.token for t in d.told]].mean() for d in case.drafts])
    return None


def logit(shares: Answers) -> Answers:
    """Log odds of probabilities, kept off nought and one."""
    kept = np.clip(shares, LEAST, 1 - LEAST)
    odds: Answers = np.log(kept / (1 - kept))
    return odds
