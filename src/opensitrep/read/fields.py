"""The table of fields: which name holds which part of a report, in JSON and in tables (`data/codes/fields.toml`)."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec

from opensitrep.errors import SettingsError
from opensitrep.text.words import load

Row = dict[str, Any]
PLAIN = re.compile(r"[\W_]+")
ADDRESS = re.compile(r"https?://\S+")


def plain(name: object) -> str:
    """A name of a field without case and signs: publish_date is publishDate."""
    return PLAIN.sub("", str(name)).lower()


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of each part of a report, the likeliest first; None: those of the table."""

    text: tuple[str, ...] | None = None
    teaser: tuple[str, ...] | None = None
    title: tuple[str, ...] | None = None
    url: tuple[str, ...] | None = None
    outlet: tuple[str, ...] | None = None
    published: tuple[str, ...] | None = None
    changed: tuple[str, ...] | None = None
    seen: tuple[str, ...] | None = None
    language: tuple[str, ...] | None = None
    forwarded: tuple[str, ...] | None = None

    def names(self, part: str) -> tuple[str, ...]:
        """The names of a part, or none."""
        found: tuple[str, ...] | None = getattr(self, part)
        return found or ()


@dataclass(frozen=True)
class Shape(Fields):
    """What a known tool or service writes: the names it is told by, and where it differs from the table."""

    name: str = ""
    has: tuple[str, ...] = ()
    rows: str | None = None  # where the reports stand
    inline: bool = False  # pieces of a text follow one another without a break


@dataclass(frozen=True, slots=True)
class Drop:
    """Rows that are no reports."""

    name: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Values:
    """What values are made of."""

    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @cached_property
    def nothing(self) -> frozenset[str]:
        """Words that stand where there is no value."""
        return frozenset(self.empty)

    @cached_property
    def cuts(self) -> re.Pattern[str]:
        """How a service marks that it cut a text."""
        return re.compile("|".join(f"(?:{c})" for c in self.cut) or r"(?!)")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around rows and in them."""

    wrappers: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The whole table."""

    fields: Fields = Fields()
    values: Values = Values()
    around: Around = Around()
    drop: tuple[Drop, ...] = ()
    shape: tuple[Shape, ...] = ()
    languages: dict[str, str] = field(default_factory=dict)
    zones: dict[str, int] = field(default_factory=dict)

    @cached_property
    def never(self) -> frozenset[str]:
        """Lists that are parts of a report."""
        return frozenset(map(plain, self.around.never))

    def of(self, shape: Shape | None) -> Fields:
        """The names of all parts, those of a shape in place of the common ones."""
        own = {} if shape is None else {p: v for p in Fields.__slots__ if (v := getattr(shape, p)) is not None}
        return replace(self.fields, **own)


@cache
def table(own: str | None = None) -> Table:
    """The table of fields, with a file of one's own before it. Raises `SettingsError` for one that cannot be used."""
    ours = load("codes/fields.toml", Table)
    if own is None:
        return ours
    try:
        raw = tomllib.loads(Path(own).read_text(encoding="utf-8"))
        theirs = msgspec.convert(raw, Table)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{own}: {error}") from error
    known = {"": set(Table.__dataclass_fields__), "fields.": set(Fields.__slots__)}
    for where, there in (("", raw), ("fields.", raw.get("fields", {}))):
        if unknown := sorted(set(there) - known[where]):
            raise SettingsError(f"{own}: unknown parts: {', '.join(where + name for name in unknown)}")
    joined = {p: (*theirs.fields.names(p), *ours.fields.names(p)) for p in Fields.__slots__}
    return replace(
        ours,
        fields=Fields(**joined),
        around=Around((*theirs.around.wrappers, *ours.around.wrappers), (*theirs.around.never, *ours.around.never)),
        drop=(*theirs.drop, *ours.drop),
        shape=(*theirs.shape, *ours.shape),
        languages=ours.languages | theirs.languages,
        zones=ours.zones | theirs.zones,
    )


# ---------------------------------------------------------------- looking things up


def flat(row: Row) -> Row:
    """A row under plain names; of names that become one, the first that holds something."""
    found: Row = {}
    for name, value in row.items():
        key = plain(name)
        if not found.get(key):
            found[key] = value
    return found


def at(row: Row, path: str) -> Any:
    """The value at a path of a flat row ("date.created"), of a list the first that has one; None if there is none."""
    whole = row.get(plain(path))
    if whole is not None or "." not in path:
        return whole
    here: Any = row
    for name in path.split("."):
        while isinstance(here, list):
            here = next((x for x in here if isinstance(x, dict)), None)
        if not isinstance(here, dict):
            return None
        here = here.get(plain(name)) if here is row else flat(here).get(plain(name))
    return here


def has(row: Row, path: str) -> bool:
    """Whether a flat row has a field, even an empty one."""
    return plain(path) in row or at(row, path) is not None


def own_digest(own: str | None) -> str | None:
    """SHA-256 of a table of one's own. Raises `SettingsError` for one that cannot be used."""
    if own is None:
        return None
    table(own)
    return hashlib.sha256(Path(own).read_bytes()).hexdigest()


def offered(row: Row, around: Sequence[Row], paths: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Every path of a list that holds a value, with the value; "^name" is looked up around the row."""
    for path in paths:
        if path.startswith("^"):
            values = [value for outer in reversed(around) if (value := at(outer, path[1:])) not in (None, "", [])]
            if values:
                yield path, values[0]
        elif (value := at(row, path)) not in (None, "", [], {}):
            yield path, value


def word(value: Any, names: Sequence[str]) -> str | None:
    """A single line of a value: itself, the name of an object, the first of a list."""
    if isinstance(value, list):
        return next((found for x in value if (found := word(x, names))), None)
    if isinstance(value, dict):
        inner = flat(value)
        return next((found for n in names if (found := word(inner.get(plain(n)), names))), None)
    if isinstance(value, str) and value.strip() and value.strip().lower() not in table().values.nothing:
        return value.strip()
    return None


def words(value: Any, found: Values, *, inline: bool = False, clean: Callable[[str], str] = str) -> str:
    """A text of a value: itself, or the parts of a list or an object in their order, each a paragraph."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        pieces = [piece for x in value if (piece := words(x, found, inline=inline, clean=clean))]
        return ("" if inline else "\n\n").join(pieces)
    if isinstance(value, dict):
        inner = flat(value)
        if str(inner.get("type", "")).lower() in found.left_out:
            return ""
        wanted = {plain(p) for p in found.parts}
        pieces = [
            piece for n, x in inner.items() if n in wanted and (piece := words(x, found, inline=inline, clean=clean))
        ]
        return ("" if inline else "\n\n").join(pieces)
    return ""


def joined(
    row: Row,
    around: Sequence[Row],
    path: str,
    found: Values,
    *,
    inline: bool = False,
    clean: Callable[[str], str] = str,
) -> str:
    """The text at a path, its pieces cleaned; of "a+b" both, what stands in the other left out."""
    pieces: list[str] = []
    for part in path.split("+"):
        for _, value in offered(row, around, [part]):
            piece = words(value, found, inline=inline, clean=clean)
            if piece.strip() and not any(piece.strip() in p for p in pieces):
                pieces = [p for p in pieces if p.strip() not in piece] + [piece]
    return "\n\n".join(pieces)
