"""The phrase tables stay as they were pinned, and what they ask is there."""

from __future__ import annotations

import tomllib

import pytest
from benchmarks.phrases.run import FOLDER, digests, rows, same_stretch, tables, words_span

from opensitrep.model import Interval

PINNED = (FOLDER / "PINNED").read_text(encoding="utf-8")


def test_no_pinned_table_was_changed() -> None:
    lines = [line.split("  ") for line in PINNED.splitlines() if line and not line.startswith("#")]
    kept = {name: digest for digest, name in lines}
    assert digests() == kept


def test_the_tables_are_wide() -> None:
    counts: dict[str, int] = {}
    for table in tables().values():
        for name, _ in rows(table):
            counts[name] = counts.get(name, 0) + 1
    assert len(tables()) >= 12
    assert counts["time"] >= 300
    assert counts["quantity"] >= 300
    assert counts["attachment"] >= 150


@pytest.mark.parametrize("kind", sorted(tables()))
def test_words_stand_in_their_texts(kind: str) -> None:
    for name, row in rows(tables()[kind]):
        assert words_span("x", row)
        if name == "attachment":
            assert words_span("x", row, "to", "to_nth")


def test_doubted_entries_name_an_entry_and_a_reason() -> None:
    file = FOLDER / "doubted.toml"
    doubted = tomllib.loads(file.read_text(encoding="utf-8")).get("doubt", []) if file.exists() else []
    for doubt in doubted:
        assert doubt["why"]
        assert any(
            doubt["words"] == row["words"] and doubt["text"] == row["text"] for _, row in rows(tables()[doubt["kind"]])
        )


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        ("2024-04-14", "2024-04-14", True),
        ("2024-04-14T00:00", "2024-04-15T00:00", True),
        ("2024-04-14", "2024-04-15", False),
        ("2024-04-14", None, False),
    ],
)
def test_days_are_compared_as_days(start: str, end: str | None, right: bool) -> None:
    row = {"from": "2024-04-14", "to": "2024-04-14"}
    assert same_stretch(row, Interval(start, end)) is right
