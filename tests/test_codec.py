"""Accounts survive the way to JSON and back, and fit their schema."""

from __future__ import annotations

import json
from collections.abc import Callable

import jsonschema
import msgspec
import pytest

from opensitrep.model import Account, Reading, Span
from opensitrep.run.codec import account_schema, account_to_json, from_json, slim, to_json

TEXT = "Flood in Varos\n\nAt least two people were killed in Varos on Monday, the mayor said.\n"


def test_a_reading_comes_back_as_it_was(read: Callable[..., Reading]) -> None:
    reading = slim(read(TEXT))
    assert from_json(to_json(reading), Reading) == reading


def test_an_account_comes_back_as_it_was(tell: Callable[..., Account]) -> None:
    account = tell(TEXT)
    assert from_json(account_to_json(account), Account) == account


def test_an_account_fits_its_schema(tell: Callable[..., Account]) -> None:
    jsonschema.validate(json.loads(account_to_json(tell(TEXT))), account_schema())


def test_a_broken_invariant_is_refused_at_the_border() -> None:
    with pytest.raises(msgspec.ValidationError, match="empty span"):
        from_json(b'{"doc": "d", "start": 3, "end": 3}', Span)
