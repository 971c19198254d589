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
        columns = {name: [tables.typed(name, row[n], header) for row in rows] for n, name in enumerate(header)}
        kinds = {
            name: pyarrow.float64() if isinstance(tables.typed(name, "0", header), float) else pyarrow.string()
            for name in header
        }
        table = pyarrow.table({n: pyarrow.array(c, type=kinds[n]) for n, c in columns.items()})
        pyarrow.parquet.write_table(table, stream, compression="zstd")

    return write
