"""Where statements come from in the end; copies, wires, shared speakers; bounds of independence.

Never here: pronouns, crowds and headlines as origins.
"""

from opensitrep.reconcile.origins.trace import bounds, find_origins

__all__ = ["bounds", "find_origins"]
