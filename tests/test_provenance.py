"""Rule 1: no value without its words, on the example cluster and on the five reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensitrep import Account, Settings, build
from tests.provenance import faults

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "reports"


@pytest.fixture(scope="module")
def example() -> Account:
    return build([EXAMPLES], settings=Settings(engine="here"))


def test_everything_in_the_example_account_stands_on_words(example: Account) -> None:
    assert faults(example) == []


def test_the_example_tells_events_facts_control_and_plans(example: Account) -> None:
    assert example.events
    assert example.facts
    assert example.control
    assert example.calendar


def test_everything_in_the_account_of_the_five_reports_stands_on_words(shared: Path) -> None:
    assert faults(build([shared / "seeds" / "texts"], settings=Settings(engine="here"))) == []
