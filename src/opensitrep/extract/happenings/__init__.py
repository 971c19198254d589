"""Which clauses tell a happening, of which kind and reality, by whom, to whom, where and when; each with a score.

Never here: harm as a kind of its own; the list of kinds (data).
"""

from opensitrep.extract.happenings.find import find_happenings

__all__ = ["find_happenings"]
