"""Time expressions to intervals, with the reason.

Never here: text.
"""

from opensitrep.reconcile.times.settle import counted_from, settle_times

__all__ = ["counted_from", "settle_times"]
