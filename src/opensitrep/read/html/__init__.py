"""Web pages to documents: every visible text node in order, with what the page says of itself.

Never here: deleting text; a guess called a statement.
"""

from opensitrep.read.html.page import read_html
from opensitrep.read.html.tree import strip_tags

__all__ = ["read_html", "strip_tags"]
