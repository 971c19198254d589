"""Model to JSON and back, validated at the border; the JSON Schema comes from the same types."""

from __future__ import annotations

from dataclasses import replace
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


def slim(reading: Reading) -> Reading:
    """The reading without its syntax, which lives only while a report is being read."""
    return replace(reading, syntax=None)


def account_to_json(account: Account) -> bytes:
    """An account as indented JSON."""
    return msgspec.json.format(to_json(replace(account, readings=tuple(map(slim, account.readings)))), indent=1)


def account_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `account.json`."""
    return msgspec.json.schema(Account)
