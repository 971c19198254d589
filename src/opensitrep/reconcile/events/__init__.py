"""Mentions of several reports to events; reversible.

Never here: wording.
"""

from opensitrep.reconcile.events.merge import merge_events
from opensitrep.reconcile.events.nearness import closeness

__all__ = ["closeness", "merge_events"]
