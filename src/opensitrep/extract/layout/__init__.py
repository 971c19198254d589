"""What each block of a page is: headline, byline, caption, furniture.

Never here: deleting text.
"""

from opensitrep.extract.layout.find import label_layout

__all__ = ["label_layout"]
