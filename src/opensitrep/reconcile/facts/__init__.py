"""One question, all its values, whether they agree.

Never here: picking a winner; comparing what counts different things.
"""

from opensitrep.reconcile.facts.ask import ask_facts
from opensitrep.reconcile.facts.positions import find_positions
from opensitrep.reconcile.facts.series import find_series

__all__ = ["ask_facts", "find_positions", "find_series"]
