"""One person or body over all spellings of a story.

Never here: text.
"""

from opensitrep.reconcile.actors.settle import settle_actors

__all__ = ["settle_actors"]
