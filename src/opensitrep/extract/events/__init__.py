"""Happenings and states: kind, modality, by whom, to whom, where, when, how many.

Never here: a list of kinds (data).
"""

from opensitrep.extract.events.states import find_states
from opensitrep.extract.events.words import load_event_words

__all__ = ["find_states", "load_event_words"]
