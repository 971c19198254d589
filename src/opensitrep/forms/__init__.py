"""One file an exchange form, and the table of them.

Never here: new facts.
"""

from __future__ import annotations

from opensitrep.forms import geojson, json, plover, tables
from opensitrep.forms.columns import parquet_writers
from opensitrep.forms.tables import table

FORMS = {
    "account.json": json.write_account,
    "account.schema.json": json.write_schema,
    "events.geojson": geojson.write_events,
    "events.csv": tables.write_events,
    "claims.csv": tables.write_claims,
    "tolls.csv": tables.write_tolls,
    "positions.csv": tables.write_positions,
    "control.csv": tables.write_control,
    "plover.jsonl": plover.write_plover,
    "acled.csv": plover.write_acled,
}

ALL_FORMS = {"events-all.csv": tables.write_all_events, "events-all.geojson": geojson.write_all_events}
"""What is folded away too; written only where it is asked for."""

__all__ = ["ALL_FORMS", "FORMS", "parquet_writers", "table"]
