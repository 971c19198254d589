"""Figures with range, unit, scope and the whole they are part of.

Never here: which happening they belong to.
"""

from opensitrep.extract.quantities.find import find_quantities
from opensitrep.extract.quantities.words import load_figure_words

__all__ = ["find_quantities", "load_figure_words"]
