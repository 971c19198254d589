"""Words to scores: small trained models and the one pass that serves all of them.

Never here: labels' names as decisions; training.
"""

from functools import cache
from pathlib import Path

from opensitrep.learned.full import Full
from opensitrep.learned.scores import Scorer, Scores

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"

__all__ = ["Scorer", "Scores", "open_scorer"]


@cache
def open_scorer(name: str = "full") -> Scorer:
    """The scorer of that name, opened once a process. Raises `KeyError`, or `OSError` without its files."""
    return {"full": Full}[name](MODELS)
