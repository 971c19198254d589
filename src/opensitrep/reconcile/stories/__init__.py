"""Which reports are about the same happenings.

Never here: claims.
"""

from opensitrep.reconcile.stories.group import group_stories

__all__ = ["group_stories"]
