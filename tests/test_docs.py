"""What there is, is documented; what is documented, runs."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from runpy import run_path

import pytest

import opensitrep
from opensitrep import Settings
from opensitrep.pipeline import STORE, writers
from opensitrep.text.words import data_bytes, data_files

ROOT = Path(__file__).resolve().parents[1]
USING = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")


def test_every_setting_is_documented() -> None:
    assert [f.name for f in fields(Settings) if f"`{f.name}`" not in USING] == []


def test_every_file_written_is_documented() -> None:
    assert [name for name in (*writers(), STORE) if f"`{name}`" not in USING] == []


@pytest.mark.parametrize(
    "command",
    [
        "add",
        "build",
        "diff",
        "history",
        "remove",
        "read",
        "export",
        "check",
        "mcp",
        "verify",
        "gazetteer build",
        "gazetteer find",
        "gazetteer info",
    ],
)
def test_every_command_is_documented(command: str) -> None:
    assert f"`opensitrep {command} " in USING


def test_every_data_file_names_its_source_and_licence() -> None:
    listed = (ROOT / "src" / "opensitrep" / "data" / "README.md").read_text(encoding="utf-8")
    assert [name for name in data_files() if name != "README.md" and f"`{name}`" not in listed] == []


def test_every_word_list_has_a_source_line() -> None:
    missing = [
        name
        for name in data_files()
        if name.endswith((".toml", ".tsv")) and b"# source:" not in data_bytes(name)[:2000]
    ]
    assert missing == []


def test_the_page_of_figures_is_current() -> None:
    tool = run_path(str(ROOT / "tools" / "write_quantities.py"), run_name="write_quantities")
    assert (ROOT / "docs" / "quantities.md").read_text(encoding="utf-8") == tool["page"]()


def test_the_table_of_rooms_is_current() -> None:
    tool = run_path(str(ROOT / "tools" / "write_house.py"), run_name="write_house")
    assert (ROOT / "docs" / "house.md").read_text(encoding="utf-8") == tool["page"]()


def test_public_names_are_sorted_and_there() -> None:
    assert sorted(opensitrep.__all__) == list(opensitrep.__all__)
    assert all(hasattr(opensitrep, name) for name in opensitrep.__all__)


@pytest.mark.parametrize("page", ["README.md", "docs/using.md", "docs/check.md"])
def test_the_code_of_the_documentation_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    assert blocks
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENSITREP_ENGINE", "here")
    for block in blocks:
        exec(compile(block, page, "exec"), {})


def test_no_path_of_a_machine_stands_in_a_tracked_file() -> None:
    places = re.compile(r"/(?:work|root|home|farm)/[a-z]")
    kinds = {".py", ".md", ".toml", ".tsv", ".html", ".css", ".sql"}
    files = [
        p
        for top in ("src", "tests", "docs", "benchmarks", "tools")
        for p in (ROOT / top).rglob("*")
        if p.suffix in kinds
    ]
    assert [
        str(p.relative_to(ROOT)) for p in files if places.search(p.read_text(encoding="utf-8")) and p != Path(__file__)
    ] == []
