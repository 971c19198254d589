"""Settings from file and environment, and the errors they give."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensitrep.errors import SettingsError
from opensitrep.settings import Settings, load_settings


def test_defaults_need_no_file() -> None:
    assert load_settings(None, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('engine = "here"\nworkers = 3\n', encoding="utf-8")
    found = load_settings(file, {"OPENSITREP_WORKERS": "1"})
    assert (found.engine, found.workers) == ("here", 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("colour = 1", "unknown settings: colour"),
        ('engine = "steam"', "engine must be"),
        ("workers = -1", "negative"),
        ('workers = "many"', "int"),
        ("workers =", "Invalid value"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=reason):
        load_settings(file, {})
