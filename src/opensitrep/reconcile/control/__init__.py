"""Who is said to hold which town on which day.

Never here: filled areas; countries.
"""

from opensitrep.reconcile.control.find import find_control
from opensitrep.reconcile.control.holders import Holders

__all__ = ["Holders", "find_control"]
