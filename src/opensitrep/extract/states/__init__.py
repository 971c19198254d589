"""States of places and parties: population, who holds it, how far it lies, damage, kind, capital.

Never here: happenings.
"""

from opensitrep.extract.states.find import find_states

__all__ = ["find_states"]
