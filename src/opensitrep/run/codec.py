"""Model to JSON and back, validated at the border; the JSON Schema comes from the same types.

What leaves a stage is given as it comes back from JSON (`as_kept`), so that a run that goes on from what was kept has
the same values, and writes the same bytes, as one that was never stopped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from opensitrep.model import Account, Reading

T = TypeVar("T")
_FIELD = re.compile(rb',"(\w+)":(null|true|false|\[\]|-?[\d.]+|"[^"\\]*")(?=,"(\w+)":|\})')  # one of a plain value
_ENCODER = msgspec.json.Encoder(order="deterministic", enc_hook=tuple)  # of other sequences


def to_json(value: object) -> bytes:
    """Compact JSON with sorted keys; the same value gives the same bytes."""
    return _ENCODER.encode(value)


def from_json(data: bytes, kind: type[T]) -> T:
    """The value, checked field by field. Raises `msgspec.ValidationError` with the path of the fault."""
    return msgspec.json.decode(data, type=kind)


def as_kept(value: T) -> T:
    """The value as it comes back from JSON: equal, and of the types its fields name all the way down.

    A figure read as 0 becomes 0.0 where the field is a float, a member of a closed list becomes plain text where the
    field is text. Without it a value written, read and written again is spelled otherwise. What JSON has no word for
    (not a number, no end) becomes None. Raises `msgspec.ValidationError` where the field cannot hold it.
    """
    return from_json(to_json(value), type(value))


def slim(reading: Reading) -> Reading:
    """The reading without its syntax, which lives only while a report is being read."""
    return replace(reading, syntax=None)


def account_to_json(account: Account, **beside: object) -> bytes:
    """An account as indented JSON, with what is derived of it `beside` its own fields."""
    return b"".join(account_in_parts(account, **beside))


def account_in_parts(account: Account, **beside: object) -> Iterator[bytes]:
    """The same piece by piece, one noun at a time: of a large account the text never stands in memory as a whole."""
    shown = {f.name: getattr(account, f.name) for f in fields(account)} | beside
    for number, name in enumerate(sorted(shown)):
        value = shown[name]
        yield b"%s\n %s: " % (b"," if number else b"{", to_json(name))
        if isinstance(value, Sequence) and value:
            for at, noun in enumerate(value):
                yield b"%s\n  %s" % (
                    b"," if at else b"[",
                    _indented(slim(noun) if isinstance(noun, Reading) else noun, 2),
                )
            yield b"\n ]"
        else:
            yield _indented(value, 1)
    yield b"\n}"


def _indented(value: object, depth: int) -> bytes:
    """A value as indented JSON so many levels deep; no text in JSON holds a line break."""
    return msgspec.json.format(to_json(value), indent=1).replace(b"\n", b"\n" + b" " * depth)


def account_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `account.json`."""
    return msgspec.json.schema(Account)


def lean_json(value: object) -> bytes:
    """As `to_json`, without fields that hold what they hold by default: read back, they hold it again.

    In JSON a quotation mark within text is escaped, so what is left out is never part of a text.
    """
    unsaid = _unsaid()
    return _FIELD.sub(lambda found: b"" if found.groups() in unsaid else found[0], to_json(value))


@cache
def _unsaid() -> frozenset[tuple[bytes, bytes, bytes | None]]:
    """Name of a field, its default in JSON, and the field behind it, by which it is known of which noun it is.

    The first field of a noun always stands. Where nouns with the same two names differ, both stand.
    """
    homes: dict[tuple[bytes, bytes | None], set[bytes | None]] = {}
    for noun in _nouns(Account, set()):
        found = fields(noun)[1:]
        for field, behind in zip_longest(found, found[1:]):
            made = field.default_factory() if field.default_factory is not MISSING else field.default
            place = field.name.encode(), behind.name.encode() if behind else None
            homes.setdefault(place, set()).add(None if made is MISSING else to_json(made))
    return frozenset((name, next(iter(w)) or b"", behind) for (name, behind), w in homes.items() if len(w) == 1)


def _nouns(kind: Any, seen: set[Any]) -> set[Any]:
    """Every dataclass that a type may hold, itself one of them."""
    if is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        for inner in get_type_hints(kind).values():
            _nouns(inner, seen)
    for inner in get_args(kind):
        _nouns(inner, seen)
    return seen
