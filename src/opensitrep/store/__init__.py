"""Accounts in a database, saved and found; a store that reports are added to and taken out of.

Never here: rules about the domain.
"""

from opensitrep.store.archive import Archive, Kept, Report, Run, digest, is_archive
from opensitrep.store.sqlite import Store

__all__ = ["Archive", "Kept", "Report", "Run", "Store", "digest", "is_archive"]
