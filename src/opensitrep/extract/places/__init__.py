"""Names of places, what they are used for, and what they may stand for.

Never here: which of its namesakes a name is.
"""

from opensitrep.extract.places.find import find_places
from opensitrep.extract.places.words import load_words

__all__ = ["find_places", "load_words"]
