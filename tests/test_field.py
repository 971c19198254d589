"""The field set stands as it was marked: every marked row is found in its report, and the set is the pinned one."""

import json
import tomllib
from pathlib import Path

import pytest
from benchmarks import field

CLUSTERS = sorted(p for p in field.FOLDER.iterdir() if p.is_dir())


def text_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return str(json.loads(text)["text"]) if path.suffix == ".json" else text


@pytest.mark.parametrize("folder", CLUSTERS, ids=lambda p: p.name)
def test_every_marked_row_stands_in_its_report(folder: Path) -> None:
    gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
    assert {r["file"] for r in gold["report"]} == {p.name for p in field.reports_in(folder)}
    for report in gold["report"]:
        assert field.rows_of(report, text_of(folder / report["file"]))


def test_the_set_is_the_pinned_one() -> None:
    assert tomllib.loads(field.PINNED.read_text(encoding="utf-8"))["digest"] == field.digest()
