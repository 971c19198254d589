"""htmldate (Barbaresi 2020), run on the pages that ours reads: the first day of publication, with all it searches.

It comes with trafilatura. Its last day is that of ours, so that no clock enters.
"""

from __future__ import annotations

from typing import Any

from htmldate import find_date

from opensitrep.read.html.days import LATEST


def predict_htmldate(record: dict[str, Any]) -> dict[str, Any]:
    """`{"id", "date"}` (ISO day or null) for a record with `html` (bytes) and `url`."""
    try:
        day = find_date(record["html"], original_date=True, extensive_search=True, url=record["url"], max_date=LATEST)
    except ValueError:  # of a page without a tree
        day = None
    return {"id": record["id"], "date": day}
