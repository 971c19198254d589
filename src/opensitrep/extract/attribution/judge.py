"""What the learned scores say of a word as a cue: whether it is one, of which act, and whose words it brings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from opensitrep.learned import Scores
from opensitrep.model import Act

CUE, SOURCE = "act", "source"
NEVER = 0.6  # share of the threshold of a cue under which a word is none, whatever the rules say


class Judge:
    """The scores of one reading; without the heads it knows nothing, and the rules decide alone."""

    def __init__(self, scores: Scores) -> None:
        self.scores, self.knows = scores, CUE in scores.tokens
        self.least = scores.thresholds.get(CUE, 0.5)

    def _share(self, i: int) -> float:
        return 1.0 - float(self.scores.tokens[CUE][i][0])

    def is_cue(self, i: int) -> bool:
        """Whether the word is the cue of a statement."""
        return self.knows and self._share(i) >= self.least

    def is_none(self, *tokens: int) -> bool:
        """Whether clearly none of these words is a cue."""
        return self.knows and max(map(self._share, tokens)) < NEVER * self.least

    def act(self, tokens: Sequence[int]) -> Act | None:
        """The likeliest act of the likeliest cue among some words."""
        if not self.knows or not tokens:
            return None
        row = self.scores.tokens[CUE][max(tokens, key=self._share)][1:]
        return Act(self.scores.classes[CUE][1 + int(np.argmax(row))])

    def source(self, cue: int, among: Sequence[int]) -> int | None:
        """Which of some words heads the source of a cue; None where none is likely."""
        if SOURCE not in self.scores.pairs or not among:
            return None
        row = self.scores.pairs[SOURCE]([cue], among)[0][:, 1]
        best = int(np.argmax(row))
        return among[best] if float(row[best]) >= self.scores.thresholds.get(SOURCE, 0.5) else None
