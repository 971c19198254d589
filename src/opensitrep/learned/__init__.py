"""Words to scores: small trained models and the one pass that serves all of them.

Never here: labels' names as decisions; training.
"""

from opensitrep.learned.scores import Scorer, Scores
from opensitrep.learned.trees import Trees, load_trees

__all__ = ["Scorer", "Scores", "Trees", "load_trees"]
