"""Accounts in a database, saved and found.

Never here: rules about the domain.
"""

from opensitrep.store.sqlite import Store

__all__ = ["Store"]
