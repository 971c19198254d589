"""Words to scores: small trained models and the one pass that serves all of them.

Never here: labels' names as decisions; training.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from opensitrep.errors import ResourceError
from opensitrep.learned.fast import open_fast
from opensitrep.learned.full import Full
from opensitrep.learned.pool import Pool
from opensitrep.learned.scores import Array, Scorer, Scores
from opensitrep.learned.trees import Trees, load_trees

__all__ = ["Array", "Scorer", "Scores", "Trees", "load_trees", "open_scorer", "word_vectors"]

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"


@cache
def open_full(folder: Path = MODELS) -> Scorer:
    """The encoder with its heads and the fast scorer beside it, opened once. Raises `OSError` without files."""
    full = Full(folder)
    return Pool(full, open_fast(), full.card.pool, full.card.thresholds)


SCORERS = {"full": open_full, "fast": open_fast}


def open_scorer(name: str) -> Scorer:
    """The scorer of a name, its weights read once a process. Raises `ResourceError` for a name that there is not."""
    if name not in SCORERS:
        raise ResourceError(f"no scorer {name!r}; there are {', '.join(sorted(SCORERS))}")
    return SCORERS[name]()


def word_vectors(words: Sequence[str]) -> NDArray[np.float64]:
    """What each word means by itself, one row a word; zeros where nothing is known of it."""
    return open_fast().vectors.of_words(words)
