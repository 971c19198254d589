"""The comparison form keeps every offset."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opensitrep.text.fold import fold


@given(st.text())
def test_folding_never_changes_a_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


def test_quotes_dashes_case_and_accents_compare_equal() -> None:
    assert fold("“Erdoğan” – KYIV’S") == '"erdogan" - kyiv\'s'
