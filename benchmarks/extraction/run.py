"""The body of the article of a web page: visible lines the reader marks as body, without headline and furniture."""

from __future__ import annotations

from typing import Any

from opensitrep.extract.layout.find import label_layout
from opensitrep.model import READABLE, Document, Label, Reading
from opensitrep.read import Source
from opensitrep.read.html import read_html
from opensitrep.settings import Settings


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """`{"id", "text"}` for a record with `html` (bytes) and `url`."""
    found = read_html(Source(name=record["url"], data=record["html"], settings=Settings(engine="here")))
    document = next((d for d in found if isinstance(d, Document)), None)
    if document is None:
        return {"id": record["id"], "text": ""}
    marks = label_layout(Reading(document)).marks
    blocks = [m.span for m in marks if m.label in READABLE and m.label is not Label.HEADLINE]  # the gold is the body
    inside = [b for b in blocks if any(s <= b.start and b.end <= e for s, e in document.body)]
    return {"id": record["id"], "text": "\n".join(document.text[b.start : b.end] for b in inside)}
