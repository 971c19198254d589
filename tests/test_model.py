"""Invariants of the nouns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensitrep.model import Bounds, Quantity, Span

ENDS = st.integers(0, 1000)


@given(ENDS, ENDS)
def test_a_span_is_never_empty(start: int, end: int) -> None:
    if start < end:
        assert len(Span("d", start, end)) == end - start
    else:
        with pytest.raises(ValueError, match="empty span"):
            Span("d", start, end)


@given(ENDS, ENDS, ENDS, ENDS)
def test_a_span_meets_what_it_covers(a: int, b: int, c: int, d: int) -> None:
    if a < b and c < d and Span("x", a, b).covers(Span("x", c, d)):
        assert Span("x", a, b).meets(Span("x", c, d))
        assert Span("x", c, d).meets(Span("x", a, b))


def test_spans_of_two_documents_never_meet() -> None:
    assert not Span("a", 0, 9).meets(Span("b", 0, 9))


def test_a_quantity_has_no_empty_range() -> None:
    with pytest.raises(ValueError, match="empty range"):
        Quantity(Span("d", 0, 1), Span("d", 0, 1), 3, 2, "missile")


def test_the_lower_bound_of_origins_never_exceeds_the_upper() -> None:
    with pytest.raises(ValueError, match="bounds"):
        Bounds(2, 1)
