"""Happenings and states: kind, modality, by whom, to whom, where, when, how many.

Never here: a list of kinds (data).
"""

from opensitrep.extract.events.find import find_mentions
from opensitrep.extract.events.words import load_event_words

__all__ = ["find_mentions", "load_event_words"]
