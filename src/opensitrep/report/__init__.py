"""The table of writers: what one run writes, by file name. A writer is `(Account, BinaryIO) -> None`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import BinaryIO

from opensitrep.model import Account
from opensitrep.report import columns, geojson, html, json, markdown, pdf, plover, tables

Writer = Callable[[Account, BinaryIO], None]

WRITERS: dict[str, Writer] = {
    "sitrep.html": html.write_html,
    "sitrep.md": markdown.write_markdown,
    "account.json": json.write_account,
    "account.schema.json": json.write_schema,
    "events.geojson": geojson.write_events,
    "events.csv": tables.write_events,
    "claims.csv": tables.write_claims,
    "facts.csv": tables.write_facts,
    "control.csv": tables.write_control,
    "plover.jsonl": plover.write_plover,
    "acled.csv": plover.write_acled,
}


def writers() -> dict[str, Writer]:
    """All writers: the table, those of installed extras, and those of plug-ins (entry points `opensitrep.writers`)."""
    extras = columns.parquet_writers() | pdf.pdf_writers()
    return WRITERS | extras | {point.name: point.load() for point in entry_points(group="opensitrep.writers")}
