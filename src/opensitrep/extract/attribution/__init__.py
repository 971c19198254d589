"""Who says what, by which cue and channel.

Never here: truth.
"""

from opensitrep.extract.attribution.find import find_attributions

__all__ = ["find_attributions"]
