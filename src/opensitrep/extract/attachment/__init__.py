"""Which word each time and figure belongs to.

Never here: reading times or figures.
"""

from opensitrep.extract.attachment.find import attach
from opensitrep.extract.attachment.nouns import load_words

__all__ = ["attach", "load_words"]
