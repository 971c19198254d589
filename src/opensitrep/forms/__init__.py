"""One file an exchange form, and the table of them.

Never here: new facts.
"""

from __future__ import annotations

from opensitrep.forms import geojson, json, plover, tables
from opensitrep.forms.columns import parquet_writers

FORMS = {
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

__all__ = ["FORMS", "parquet_writers"]
