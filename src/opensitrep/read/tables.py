"""Tables of reports, one a row: CSV and TSV, spreadsheets, Parquet; columns by the same table of fields as JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from opensitrep.read.encoding import to_text
from opensitrep.read.entry import report
from opensitrep.read.extras import missing
from opensitrep.read.fields import Row, Table, plain, table
from opensitrep.read.form import forms
from opensitrep.read.rows import Placed
from opensitrep.read.source import Found, Source, problem
from opensitrep.settings import Settings

SIGNS = ",;\t|"
BIG = 2**31 - 1  # largest cell; the limit of the file or the report comes first
EXCEL = re.compile(r"sep=(.)\r?\n")  # how Excel is told the sign between cells
BATCH = 256  # rows of Parquet held at a time
SAMPLE = 65536


def read_table(source: Source) -> Iterator[Found]:
    """Reports of a CSV or TSV file with a header line, row by row."""
    head, noticed = to_text(source.data[:SAMPLE] if source.large else source.data, source.stated)
    if head is None:
        yield problem(source.name, noticed or "no text")
        return
    if noticed and not source.large:
        yield problem(source.name, noticed)
    head = head.lstrip("\ufeff")
    skipped = EXCEL.match(head)
    sign, header = _header(head[skipped.end() if skipped else 0 :], skipped[1] if skipped else None)
    if not _is_header(header, table(source.settings.fields)):
        kind = forms().headerless.get(str(len(header)))
        shown = (
            f"{kind}, which holds codes and no reports"
            if kind and sign == "\t"
            else "no column of its first line holds a text or a title"
        )
        yield problem(source.name, f"a table without reports ({shown}; {len(header)} columns); left out")
        return
    csv.field_size_limit(BIG)
    with source.open() as stream:
        lines: Iterable[str]
        if source.large:
            lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
        else:
            lines = io.StringIO(head, newline="")
        rows = csv.reader(lines, delimiter=sign)
        try:
            for _ in range(2 if skipped else 1):
                next(rows, None)
            yield from _reports(source, header, rows)
        except csv.Error as error:
            yield problem(source.name, f"broken table in line {rows.line_num}: {error}; the rows before it are kept")


def read_sheet(source: Source) -> Iterator[Found]:
    """Reports of a spreadsheet (XLSX, XLS, XLSB, ODS), every sheet with a header line."""
    if said := missing("python_calamine", "a spreadsheet"):
        yield problem(source.name, said)
        return
    from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=True)) for name in book.sheet_names]
    except (CalamineError, WorksheetNotFound, ValueError, OSError) as error:
        yield problem(source.name, f"broken spreadsheet: {error}")
        return
    known = table(source.settings.fields)
    found = 0
    for name, rows in sheets:
        start = next((n for n, row in enumerate(rows[:10]) if _is_header([str(c) for c in row], known)), None)
        if start is None:
            continue
        found += 1
        inner = f"{name}." if len(sheets) > 1 else ""
        yield from _reports(source, [str(c) for c in rows[start]], rows[start + 1 :], inner=inner)
    if not found:
        yield problem(
            source.name, "a spreadsheet without reports (no column of its first lines holds a text or a title)"
        )


def read_parquet(source: Source) -> Iterator[Found]:
    """Reports of a Parquet file, some rows at a time."""
    if said := missing("pyarrow", "a Parquet file"):
        yield problem(source.name, said)
        return
    import pyarrow
    import pyarrow.parquet

    try:
        with source.open() as stream, pyarrow.parquet.ParquetFile(stream) as file:
            header = list(file.schema_arrow.names)
            if not _is_header(header, table(source.settings.fields)):
                yield problem(
                    source.name,
                    f"a table without reports (none of its columns {', '.join(header[:12])} holds a text or a title)",
                )
                return
            rows = (list(row.values()) for batch in file.iter_batches(BATCH) for row in batch.to_pylist())
            yield from _reports(source, header, rows)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        yield problem(source.name, f"broken Parquet file: {error}")


def _is_header(cells: Sequence[str], known: Table) -> bool:
    """Whether the names of columns hold one of a text or title, and at least two we know."""
    names = known.fields
    words = {plain(n) for part in ("text", "teaser", "title") for n in names.names(part)}
    words |= {plain(n) for shape in known.shape for part in ("text", "title") for n in shape.names(part)}
    others = {plain(n) for part in ("url", "outlet", "published", "seen", "language") for n in names.names(part)}
    there = {plain(c) for c in cells}
    return bool(there & words) and (len(there & (words | others)) > 1 or len(there) == 1)


def _reports(
    source: Source, header: Sequence[str], rows: Iterable[Sequence[Any]], *, inner: str = ""
) -> Iterator[Found]:
    """A report a row, up to the limit."""
    limit = source.settings.max_entries
    for number, cells in enumerate(rows, 1):
        if number > limit:
            yield problem(source.name, f"more than {limit} entries; the rest is left out")
            return
        row: Row = {name: cell for name, cell in zip(header, cells, strict=False) if cell not in (None, "")}
        if row:
            yield from report(source, f"{source.name}#{inner}{number}", Placed(row))


def _header(words: str, sign: str | None = None) -> tuple[str, list[str]]:
    """The sign between cells and the cells of the first line."""
    first = re.split(r"[\r\n]", words, maxsplit=1)[0]
    sign = sign or ("\t" if "\t" in first else max(SIGNS, key=first.count))
    try:
        return sign, next(csv.reader([first], delimiter=sign), [])
    except csv.Error:
        return sign, []


def is_headed(head: bytes, settings: Settings) -> bool:
    """Whether a file without a telling name begins with the header line of a table of reports."""
    words = head[:4096].decode("utf-8-sig", "replace")
    _, header = _header(words)
    plain_names = all(re.fullmatch(r"[\w .@-]{0,40}", name) for name in header)
    return len(header) > 2 and plain_names and _is_header(header, table(settings.fields))
