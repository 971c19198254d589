"""trafilatura (Barbaresi 2021), run by itself on the pages that ours reads: the text without comments and tables."""

from __future__ import annotations

from typing import Any

import trafilatura


def predict_trafilatura(record: dict[str, Any]) -> dict[str, Any]:
    """`{"id", "text"}` for a record with `html` (bytes) and `url`."""
    text = trafilatura.extract(record["html"], url=record["url"], include_comments=False, include_tables=False)
    return {"id": record["id"], "text": text or ""}
