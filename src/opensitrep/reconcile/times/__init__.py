"""Time expressions to intervals, with the reason.

Never here: text.
"""

from opensitrep.reconcile.times.settle import settle_times

__all__ = ["settle_times"]
