"""The CSV tables once more as Parquet, for data frames; needs the extra `parquet`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import BinaryIO

from opensitrep.forms import tables
from opensitrep.model import Account
from opensitrep.run.ledger import Ledger

Writer = Callable[[Account | Ledger, BinaryIO], None]
GROUP = 20_000  # rows a row group: those of a large table are never all in memory


@cache
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

    def write(account: Account | Ledger, stream: BinaryIO) -> None:
        import pyarrow  # extra `parquet`
        import pyarrow.parquet

        text = BytesIO()
        writer(account, text)
        text.seek(0)
        rows = csv.reader(TextIOWrapper(text, encoding="utf-8", newline=""))
        header = next(rows)
        kinds = {
            name: pyarrow.float64() if isinstance(tables.typed(name, "0", header), float) else pyarrow.string()
            for name in header
        }
        schema = pyarrow.schema(kinds)
        with pyarrow.parquet.ParquetWriter(stream, schema, compression="zstd") as out:
            group = list(islice(rows, GROUP))
            while True:  # a table without rows is one group, too
                columns = {name: [tables.typed(name, row[n], header) for row in group] for n, name in enumerate(header)}
                out.write_table(pyarrow.table(columns, schema=schema))
                if not (group := list(islice(rows, GROUP))):
                    break

    return write
