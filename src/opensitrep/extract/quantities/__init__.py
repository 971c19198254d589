"""Figures with range, unit, scope and the whole they are part of.

Never here: which happening they belong to.
"""

from opensitrep.extract.quantities.find import find_quantities

__all__ = ["find_quantities"]
