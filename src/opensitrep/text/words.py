"""Opens the files of `data/` and gives typed tables; what they are for is not known here."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from opensitrep.errors import ResourceError

T = TypeVar("T")


def _entry(name: str) -> Traversable:
    entry = files("opensitrep") / "data" / name
    if not entry.is_file():
        raise ResourceError(f"data file missing: {name}")
    return entry


def data_bytes(name: str) -> bytes:
    """The bytes of a data file. Raises `ResourceError` if there is none."""
    return _entry(name).read_bytes()


def data_path(name: str) -> Path:
    """The data file as a file on disk (the package is never run from a zip)."""
    entry = _entry(name)
    if not isinstance(entry, Path):
        raise ResourceError(f"data file is not on disk: {name}")
    return entry


def load(name: str, kind: type[T]) -> T:
    """A TOML file as `kind` (a dataclass or a dict type), validated; errors name the file and the path inside it."""
    try:
        raw: dict[str, Any] = tomllib.loads(data_bytes(name).decode("utf-8"))
        return msgspec.convert(raw, kind)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ResourceError(f"{name}: {error}") from error


def load_rows(name: str, kind: type[T]) -> tuple[T, ...]:
    """A tab-separated file with a header line as objects of `kind`; empty cells are missing, `#` lines are notes."""
    lines = [
        line for line in data_bytes(name).decode("utf-8").splitlines() if line.strip() and not line.startswith("#")
    ]
    table = csv.DictReader(StringIO("\n".join(lines)), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        return tuple(msgspec.convert({k: v for k, v in row.items() if v}, kind, strict=False) for row in table)
    except msgspec.ValidationError as error:
        raise ResourceError(f"{name}: {error}") from error


@cache
def data_digest(name: str) -> str:
    """SHA-256 of a data file, as 64 hexadecimal digits."""
    return hashlib.sha256(data_bytes(name)).hexdigest()


def data_files() -> tuple[str, ...]:
    """All data files by their path below `data/`, sorted."""
    folder = data_path("README.md").parent
    return tuple(sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()))
