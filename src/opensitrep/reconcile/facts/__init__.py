"""Counts to dated series, denials to positions with sides; whether the values agree.

Never here: picking a winner; comparing what counts different things.
"""

from opensitrep.reconcile.facts.positions import find_positions
from opensitrep.reconcile.facts.series import find_series
from opensitrep.reconcile.facts.table import list_facts

__all__ = ["find_positions", "find_series", "list_facts"]
