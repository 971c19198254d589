"""Reads the tables: kinds.tsv, lemmas.tsv, roles.tsv, statements.tsv and sources.toml."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpora.form import LISTS
from corpora.open.form import NONE, OPEN
from corpora.open.words import bases

HERE = Path(__file__).parent
TABLES = ("kinds.tsv", "lemmas.tsv", "roles.tsv", "statements.tsv")
SOURCES: dict[str, dict[str, Any]] = tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Kind:
    """What the table makes of a type: `kind` may be `-` (then `reason` may say why) or `?`."""

    kind: str
    mode: str | None = None
    reason: str | None = None


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a table without its head and its comments; a row of several sets comes once for each."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    width = lines[0].count("\t") + 1
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != width:
            raise ValueError(f"{HERE / name}:{number}: {len(cells)} columns, {width} are needed")
        for part in cells[0].split(","):
            yield (part.strip(), *cells[1:])


@cache
def kinds() -> dict[tuple[str, str], Kind]:
    """Set and type to kind."""
    return {(name, kind_of): _kind(kind, mode) for name, kind_of, kind, mode, _ in rows("kinds.tsv")}


@cache
def lemmas() -> dict[tuple[str, str, str], Kind]:
    """Set, type and base form (or lexical unit) to kind."""
    return {
        (name, kind_of, word.strip()): _kind(kind, mode)
        for name, kind_of, words, kind, mode, _ in rows("lemmas.tsv")
        for word in words.split(",")
    }


def _kind(kind: str, mode: str) -> Kind:
    if kind == NONE:
        return Kind(NONE, None, mode or None)
    return Kind(kind, mode or None)


def kind(name: str, type_of: str, trigger: str, unit: str = "") -> Kind | None:
    """The kind of a trigger; None if the table has no row for its type. `unit` is FrameNet's `kill.v`."""
    default = kinds().get((name, type_of))
    if default is None:
        return None
    word = unit.rsplit(".", 1)[0]
    for form in (unit, word) if unit else bases(trigger):
        if (name, type_of, form) in lemmas():
            return lemmas()[name, type_of, form]
    return default


@cache
def _roles() -> dict[tuple[str, str, str], str]:
    return {(name, layer, role): ours for name, layer, role, ours, _ in rows("roles.tsv")}


def role(name: str, layer: str, type_of: str | None, role_of: str) -> str | None:
    """Our role for a role of the set, None if none; a row for the type (`Arriving.Theme`) goes before that for all."""
    found = _roles().get((name, layer, f"{type_of}.{role_of}"), _roles().get((name, layer, role_of), NONE))
    return None if found == NONE else found


@cache
def _acts() -> dict[tuple[str, str, str], str]:
    return {
        (name, type_of, word.strip()): act
        for name, type_of, words, act, _ in rows("statements.tsv")
        for word in words.split(",")
    }


def act(name: str, type_of: str, trigger: str, unit: str = "") -> str | None:
    """The act of a statement; None if the type makes none (or the table says `-`)."""
    forms = (unit, unit.rsplit(".", 1)[0], "*") if unit else (*bases(trigger), "*")
    found = next((_acts()[name, type_of, f] for f in forms if (name, type_of, f) in _acts()), NONE)
    return None if found == NONE else found


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest_of(text: str) -> str:
    """The sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def faults() -> list[str]:
    """Kinds, modes, reasons and acts in the tables that lists.toml does not know."""
    known = LISTS["kinds"] | LISTS["extensions"]
    found = [
        f"{key}: {k.kind}/{k.mode or k.reason}"
        for key, k in (*kinds().items(), *lemmas().items())
        if (k.kind in (NONE, OPEN) and (k.mode or (k.reason and k.reason not in LISTS["negative"])))
        or (k.kind not in (NONE, OPEN) and (k.kind not in known or (k.mode and k.mode not in known[k.kind])))
    ]
    found += [f"{key}: no row in kinds.tsv" for key in lemmas() if key[:2] not in kinds()]
    return found + [f"{key}: {a}" for key, a in _acts().items() if a not in (NONE, *LISTS["act"])]
