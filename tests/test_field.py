"""The two field sets stand as they were marked: every row is found in its report, and the sets are the pinned ones."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from benchmarks.field import run as field

SETS = (field.FOLDER, field.BLIND)
CLUSTERS = [c for s in SETS for c in field.clusters_of(s)]


def text_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return str(json.loads(text)["text"]) if path.suffix == ".json" else text


@pytest.mark.parametrize("folder", CLUSTERS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_marked_row_stands_in_its_report(folder: Path) -> None:
    gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
    assert {r["file"] for r in gold["report"]} == {p.name for p in field.reports_in(folder)}
    for report in gold["report"]:
        assert field.rows_of(report, text_of(folder / report["file"]))


@pytest.mark.parametrize("folder", CLUSTERS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_cluster_is_marked_in_the_words_of_the_form(folder: Path) -> None:
    gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
    assert set(gold) <= {"topic", "complete", "report", "fact", "control", "copy"}
    assert set(gold["complete"]) <= set(field.TABLES)
    for report in gold["report"]:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", report["published"])
        assert set(report) <= {"file", "published", "undated", *field.TABLES}
        for row in field.rows_of(report, text_of(folder / report["file"])):
            assert len(row.columns) == 5 or row.table != "events"
    labels = {
        row.column(4)
        for report in gold["report"]
        for row in field.rows_of(report, text_of(folder / report["file"]))
        if row.table == "events"
    }
    for fact in gold.get("fact", ()):
        assert fact["label"] in labels
        assert {"slot", "low", "verdict", "origins"} <= set(fact)
    files = {report["file"] for report in gold["report"]}
    assert all(set(copy["files"]) <= files for copy in gold.get("copy", ()))


@pytest.mark.parametrize("folder", SETS, ids=lambda p: p.name)
def test_the_set_is_the_pinned_one(folder: Path) -> None:
    assert field.pinned(folder) == field.digest(folder)


def test_the_blind_set_shares_no_cluster_with_the_first() -> None:
    assert not {c.name for c in field.clusters_of(field.FOLDER)} & {c.name for c in field.clusters_of(field.BLIND)}
