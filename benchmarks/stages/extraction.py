"""The article of a web page: visible lines that the reader marks as body, without furniture inside."""

from __future__ import annotations

from typing import Any

from opensitrep.model import Document, Label
from opensitrep.read import Source
from opensitrep.read.html import read_html
from opensitrep.settings import Settings

FURNITURE = (Label.BOILERPLATE, Label.NOTICE)


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """`{"id", "text"}` for a record with `html` (bytes) and `url`."""
    found = read_html(Source(name=record["url"], data=record["html"], settings=Settings(engine="here")))
    document = next((d for d in found if isinstance(d, Document)), None)
    if document is None:
        return {"id": record["id"], "text": ""}
    return {"id": record["id"], "text": "\n".join(document.text[s:e] for s, e in document.body)}
