"""Time expressions and their values as far as the text gives them.

Never here: the day of another report.
"""

from opensitrep.extract.times.find import find_times
from opensitrep.extract.times.grammar import load_reader

__all__ = ["find_times", "load_reader"]
