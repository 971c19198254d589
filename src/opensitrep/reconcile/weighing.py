"""A learned weighing of named features: a logistic model as a file of data/models holds it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighing:
    """One decision; a feature that it does not name weighs nothing."""

    bias: float
    weights: dict[str, float]
    threshold: float  # probability from which the answer is yes; chosen on dev

    def __call__(self, features: Mapping[str, float]) -> float:
        """The probability of a yes, rounded."""
        score = self.bias + math.fsum(self.weights.get(f, 0.0) * v for f, v in features.items())
        return round(1 / (1 + math.exp(-score)), 4)
