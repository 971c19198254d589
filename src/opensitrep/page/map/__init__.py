"""The map of a story.

Never here: a point no words support.
"""

from opensitrep.page.map.draw import Picture, compose_map, listed

__all__ = ["Picture", "compose_map", "listed"]
