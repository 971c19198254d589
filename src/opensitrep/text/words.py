"""The one typed loader of word lists and tables: opens the files of `data/`; what they are for is not known here."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
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


def load(name: str, kind: type[T], *, over: str | None = None) -> T:
    """A TOML file as `kind` (a dataclass or a dict type), validated; errors name the file and the path inside it.

    Tables of the file `over` are under those of this one: what a generated file says and what we add to it.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(data_bytes(name).decode("utf-8"))
        for table, words in tomllib.loads(data_bytes(over).decode("utf-8")).items() if over else ():
            raw[table] = words | raw.get(table, {})
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


def parts(cell: str) -> tuple[str, ...]:
    """What stands in a cell that holds several words or names, parted by `|`."""
    return tuple(part for part in cell.split("|") if part)


@dataclass(frozen=True, slots=True)
class _Room:
    """The parts of a file that hold plain word lists and tables of words."""

    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, dict[str, str]] = field(default_factory=dict)


class Lists(dict[str, frozenset[str]]):
    """The word lists of a room, by name: `[lists]` of data/en/<room>.toml, read when the first is asked for.

    Codes, which no language has, stand in the folder `codes`.
    """

    def __init__(self, room: str, folder: str = "en") -> None:
        super().__init__()
        self.file = f"{folder}/{room}.toml"

    def __missing__(self, name: str) -> frozenset[str]:
        self.update((key, frozenset(words)) for key, words in self._room.lists.items())
        if name not in self:
            raise ResourceError(f"{self.file} has no list {name!r}")
        return self[name]

    def ordered(self, name: str) -> tuple[str, ...]:
        """A list in the order of the file, where order tells something."""
        return self._room.lists[name]

    def table(self, name: str) -> dict[str, str]:
        """What each word of a table means: `[tables.<name>]`."""
        return self._room.tables[name]

    @cached_property
    def _room(self) -> _Room:
        return load(self.file, _Room)


@cache
def data_digest(name: str) -> str:
    """SHA-256 of a data file, as 64 hexadecimal digits."""
    return hashlib.sha256(data_bytes(name)).hexdigest()


def data_files() -> tuple[str, ...]:
    """All data files by their path below `data/`, sorted."""
    folder = data_path("README.md").parent
    return tuple(sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()))
