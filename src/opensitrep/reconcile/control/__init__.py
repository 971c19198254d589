"""Who is said to hold which town on which day.

Never here: filled areas; countries.
"""

from opensitrep.reconcile.control.find import find_control
from opensitrep.reconcile.control.holders import ControlWords, Holders, load_control_words

__all__ = ["ControlWords", "Holders", "find_control", "load_control_words"]
