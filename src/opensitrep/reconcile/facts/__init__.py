"""One question, all its values, whether they agree.

Never here: picking a winner; comparing what counts different things.
"""

from opensitrep.reconcile.facts.ask import ask_facts

__all__ = ["ask_facts"]
