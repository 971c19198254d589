"""The day a web page was published, as its reader gives it."""

from __future__ import annotations

from typing import Any

from opensitrep.model import Document
from opensitrep.read import Source
from opensitrep.read.html import read_html
from opensitrep.read.source import Known
from opensitrep.settings import Settings


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """`{"id", "date"}` (ISO day or null) for a record with `html` (bytes) and `url`."""
    source = Source(
        name=record["url"],
        data=record["html"],
        settings=Settings(engine="here"),
        known=Known(url=record["url"]),
    )
    document = next((d for d in read_html(source) if isinstance(d, Document)), None)
    return {"id": record["id"], "date": document.published[:10] if document and document.published else None}
