"""A logistic model of few named features, fitted by Newton's method with a ridge; the same figures on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

STEPS, STILL = 30, 1e-6  # Newton steps at most; the largest change at which it stands still
PLACES = 4  # decimals that are kept, so that a file says all there is


@dataclass(frozen=True)
class Logistic:
    """Bias and weights by name of feature; what is not named weighs nothing."""

    bias: float
    weights: dict[str, float]

    def scores(self, rows: Sequence[Mapping[str, float]]) -> np.ndarray:
        """The probability of each row."""
        sums = [self.bias + sum(self.weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
        shares: np.ndarray = 1 / (1 + np.exp(-np.array(sums)))
        return shares


def fit(rows: Sequence[Mapping[str, float]], right: Sequence[bool], *, ridge: float, least: int = 5) -> Logistic:
    """The model of some rows; a feature that fewer than `least` rows have is left out."""
    seen: dict[str, int] = {}
    for row in rows:
        for name in row:
            seen[name] = seen.get(name, 0) + 1
    names = sorted(name for name, count in seen.items() if count >= least)
    at = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(rows), len(names) + 1))
    table[:, -1] = 1.0
    for n, row in enumerate(rows):
        for name, value in row.items():
            if name in at:
                table[n, at[name]] = value
    wanted = np.array(right, dtype=float)
    weights = np.zeros(len(names) + 1)
    penalty = np.full(len(names) + 1, ridge)
    penalty[-1] = 1e-6  # the bias is free
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - wanted) + penalty * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < STILL:
            break
    kept = {name: round(float(weights[at[name]]), PLACES) for name in names}
    return Logistic(round(float(weights[-1]), PLACES), {name: w for name, w in kept.items() if w})
