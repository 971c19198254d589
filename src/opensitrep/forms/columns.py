"""The CSV tables once more as Parquet, for data frames; needs the extra `parquet`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO, StringIO
from typing import BinaryIO

from opensitrep.forms import tables
from opensitrep.model import Account

Writer = Callable[[Account, BinaryIO], None]
NUMBERS = {
    "latitude", "longitude", "low", "high", "value", "latest", "shown", "score", "start", "end", "page",
    "origins_lower", "origins_upper",
}  # fmt: skip


def parquet_writers() -> dict[str, Writer]:
    """One writer a table where pyarrow is installed, else none."""
    if find_spec("pyarrow") is None:
        return {}
    forms = {
        "events": tables.write_events,
        "claims": tables.write_claims,
        "tolls": tables.write_tolls,
        "positions": tables.write_positions,
        "control": tables.write_control,
    }
    return {f"{name}.parquet": as_parquet(writer) for name, writer in forms.items()}


def as_parquet(writer: Writer) -> Writer:
    """A writer of CSV as a writer of Parquet; columns of numbers become numbers, all others text."""

    def write(account: Account, stream: BinaryIO) -> None:
        import pyarrow  # extra `parquet`
        import pyarrow.parquet

        text = BytesIO()
        writer(account, text)
        header, *rows = csv.reader(StringIO(text.getvalue().decode("utf-8"), newline=""))
        columns = {
            name: [_cell(row[n], number=name in NUMBERS and not _dates(header, name)) for row in rows]
            for n, name in enumerate(header)
        }
        kinds = {
            name: pyarrow.float64() if name in NUMBERS and not _dates(header, name) else pyarrow.string()
            for name in header
        }
        table = pyarrow.table({n: pyarrow.array(c, type=kinds[n]) for n, c in columns.items()})
        pyarrow.parquet.write_table(table, stream, compression="zstd")

    return write


def _dates(header: list[str], name: str) -> bool:
    """In the table of events, start and end are dates, elsewhere they are characters."""
    return name in ("start", "end") and "zone" in header


def _cell(text: str, *, number: bool) -> float | str | None:
    if not text:
        return None
    return float(text) if number else text
