"""The account as a page for people.

Never here: new facts; text that is no quotation, derivation or fixed string.
"""

from __future__ import annotations

from opensitrep.page.draft import write_draft
from opensitrep.page.html import story_pages, write_html, write_index
from opensitrep.page.markdown import write_markdown
from opensitrep.page.pdf import pdf_writers

PAGES = {"sitrep.html": write_html, "sitrep.md": write_markdown}

__all__ = ["PAGES", "pdf_writers", "story_pages", "write_draft", "write_index"]
