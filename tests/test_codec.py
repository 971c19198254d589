"""Accounts survive the way to JSON and back, and fit their schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass, replace
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import opensitrep.model as nouns
from opensitrep.model import Account, Act, Actor, ActorKind, Bounds, Quantity, Reading, Span
from opensitrep.run.codec import account_schema, account_to_json, as_kept, from_json, lean_json, slim, to_json

TEXT = "Flood in Varos\n\nAt least two people were killed in Varos on Monday, the mayor said.\n"


def test_a_reading_comes_back_as_it_was(read: Callable[..., Reading]) -> None:
    reading = slim(read(TEXT))
    assert from_json(to_json(reading), Reading) == reading


def test_an_account_comes_back_as_it_was(tell: Callable[..., Account]) -> None:
    account = tell(TEXT)
    assert from_json(account_to_json(account), Account) == account


def test_defaults_are_left_out_of_lean_json_and_words_that_look_like_them_are_not() -> None:
    plain = Actor("a", "mayor", ActorKind.PERSON)
    assert b"null" not in lean_json(plain)
    named = replace(plain, name='x","side":null}', names=('"country":null,', ',"side":null'))
    assert from_json(lean_json(named), Actor) == named
    assert from_json(lean_json(replace(plain, country="UA")), Actor).country == "UA"


def test_an_account_is_spelled_in_parts_as_at_once(tell: Callable[..., Account]) -> None:
    for account in (Account(()), replace(tell(TEXT, TEXT), made_with={"a": "1"})):
        whole = {f.name: getattr(account, f.name) for f in dataclass_fields(account)} | {"lead": (TEXT,)}
        assert account_to_json(account, lead=(TEXT,)) == msgspec.json.format(to_json(whole), indent=1)


def test_an_account_fits_its_schema(tell: Callable[..., Account]) -> None:
    jsonschema.validate(json.loads(account_to_json(tell(TEXT))), account_schema())


def test_a_broken_invariant_is_refused_at_the_border() -> None:
    with pytest.raises(msgspec.ValidationError, match="empty span"):
        from_json(b'{"doc": "d", "start": 3, "end": 3}', Span)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    float: st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False)),
    int: st.integers(0, 2**40),
    str: st.one_of(WORDS, st.sampled_from(Act)),  # members of closed lists stand in text fields, too
    bool: st.booleans(),
    type(None): st.none(),
}
NOUNS = sorted((n for n in vars(nouns).values() if isinstance(n, type) and is_dataclass(n)), key=lambda n: n.__name__)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Anything an extractor or a step could put into a field of this type, whole numbers for floats among it."""
    if kind in PLAIN:
        return PLAIN[kind]
    if get_origin(kind) in (tuple, Sequence):
        parts = get_args(kind)
        many = get_origin(kind) is Sequence or parts[-1] is Ellipsis
        return st.lists(values(parts[0]), max_size=2).map(tuple) if many else st.tuples(*map(values, parts))
    if get_origin(kind) is dict:
        return st.dictionaries(WORDS, WORDS, max_size=2)
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(*map(values, get_args(kind)))
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return st.deferred(lambda: st.fixed_dictionaries(fields(kind)).map(lambda found: kind(**ordered(kind, found))))


def fields(kind: Any) -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for each field of a noun."""
    return {name: values(hint) for name, hint in get_type_hints(kind).items()}


def ordered(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    """The fields with the two ends of nouns that demand an order in it."""
    ends = {Span: ("start", "end"), Quantity: ("low", "high"), Bounds: ("lower", "upper")}.get(kind)
    if ends and None not in (pair := [found[e] for e in ends]):
        low, high = sorted(pair)
        found |= {ends[0]: low, ends[1]: high + 1 if kind is Span else high}
    return found


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
@settings(max_examples=30, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_field_is_spelled_the_same_after_it_was_kept(noun: Any, data: st.DataObject) -> None:
    given_value = data.draw(values(noun))
    kept = as_kept(given_value)
    assert to_json(kept) == to_json(from_json(to_json(kept), noun))
    assert kept == given_value
    assert to_json(from_json(lean_json(kept), noun)) == to_json(kept)


def test_what_leaves_the_stages_is_as_kept(read: Callable[..., Reading], tell: Callable[..., Account]) -> None:
    text = f"{TEXT}Up to 80 people fled on Sunday, 12 km north of Kyiv, and no one was hurt in Lviv, police said.\n"
    reading, account = read(text), tell(text, TEXT)
    assert to_json(reading) == to_json(as_kept(reading))
    assert to_json(account) == to_json(as_kept(account))
