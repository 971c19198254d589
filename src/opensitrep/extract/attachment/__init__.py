"""Which word each time and figure belongs to.

Never here: reading times or figures.
"""

from opensitrep.extract.attachment.find import attach

__all__ = ["attach"]
