"""Which word each time dates.

Never here: reading times.
"""

from opensitrep.extract.attachment.find import attach

__all__ = ["attach"]
