"""Mentions of several reports to events; reversible.

Never here: wording.
"""

from opensitrep.reconcile.events.fields import Features, least, sureness
from opensitrep.reconcile.events.merge import merge_events
from opensitrep.reconcile.events.nearness import closeness, days_between, meet

__all__ = ["Features", "closeness", "days_between", "least", "meet", "merge_events", "sureness"]
