"""CSV, GeoJSON and the field's exchange forms."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest

import opensitrep
from opensitrep.forms import columns
from opensitrep.forms.tables import _safe
from opensitrep.model import Account
from opensitrep.pipeline import writers

TEXT = (
    "Flood hits Dresden\n\nAt least two people were killed in a flood in Dresden on Monday, the mayor said.\n\n"
    "Police arrested three men in Leipzig on Monday, the interior ministry said.\n"
)


def written(account: Account, form: str) -> str:
    stream = BytesIO()
    writers()[form](account, stream)
    return stream.getvalue().decode("utf-8")


@pytest.mark.parametrize(
    "form",
    ["events.csv", "events-all.csv", "claims.csv", "tolls.csv", "positions.csv", "control.csv", "acled.csv"],
)
def test_every_row_of_a_table_has_every_cell(tell: Callable[..., Account], form: str) -> None:
    rows = list(csv.reader(StringIO(written(tell(TEXT, published="2024-06-04"), form))))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_every_claim_carries_its_exact_words(tell: Callable[..., Account]) -> None:
    rows = list(csv.DictReader(StringIO(written(tell(TEXT), "claims.csv"))))
    assert rows
    for row in rows:
        assert TEXT[int(row["start"]) : int(row["end"])].split() == row["exact"].split()


def test_a_cell_is_never_a_formula() -> None:
    assert _safe('=HYPERLINK("x")') == '\'=HYPERLINK("x")'
    assert _safe("-5") == "-5"
    assert _safe("a\nb") == "a b"


@pytest.mark.parametrize("name", ["events", "claims", "tolls", "positions", "control"])
def test_a_table_is_rows_of_numbers_and_texts(tell: Callable[..., Account], name: str) -> None:
    account = tell(TEXT, published="2024-06-04")
    rows = opensitrep.table(account, name)
    assert {type(v) for row in rows for v in row.values()} <= {str, float, type(None)}
    if name == "events":
        assert len(rows) == len(account.events)
        assert all(isinstance(row["score"], float) for row in rows)


def test_a_table_is_a_data_frame(tell: Callable[..., Account]) -> None:
    rows = opensitrep.table(tell(TEXT, published="2024-06-04"), "events")
    for frames in ("pandas", "polars"):
        module = pytest.importorskip(frames, reason=f"{frames} is not installed")
        assert len(module.DataFrame(rows)) == len(rows)


def test_an_event_has_a_point_or_no_geometry(tell: Callable[..., Account]) -> None:
    found = json.loads(written(tell(TEXT), "events.geojson"))
    for feature in found["features"]:
        assert feature["geometry"] is None or feature["geometry"]["type"] == "Point"
        assert feature["properties"]["words"]


def test_plover_records_name_their_reports(tell: Callable[..., Account]) -> None:
    rows = [json.loads(line) for line in written(tell(TEXT), "plover.jsonl").splitlines()]
    assert all(row["reports"] for row in rows)


@pytest.mark.parametrize("group", [1, columns.GROUP])
def test_parquet_holds_the_rows_of_the_csv(
    group: int, tell: Callable[..., Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    monkeypatch.setattr(columns, "GROUP", group)
    stream = BytesIO()
    account = tell(TEXT)
    writers()["claims.parquet"](account, stream)
    rows = parquet.read_table(BytesIO(stream.getvalue())).to_pylist()
    assert [r["id"] for r in rows] == [r["id"] for r in csv.DictReader(StringIO(written(account, "claims.csv")))]
    assert parquet.ParquetFile(BytesIO(stream.getvalue())).num_row_groups == (len(rows) if group == 1 else 1)
