"""Model to JSON and back, validated at the border; the JSON Schema comes from the same types.

What leaves a stage is given as it comes back from JSON (`as_kept`), so that a run that goes on from what was kept has
the same values, and writes the same bytes, as one that was never stopped.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import msgspec

from opensitrep.model import Account, Reading

T = TypeVar("T")
_ENCODER = msgspec.json.Encoder(order="deterministic")


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
    slimmed = replace(account, readings=tuple(map(slim, account.readings)))
    return msgspec.json.format(to_json({f.name: getattr(slimmed, f.name) for f in fields(slimmed)} | beside), indent=1)


def account_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `account.json`."""
    return msgspec.json.schema(Account)
