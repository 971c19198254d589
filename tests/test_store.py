"""What was saved is found again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from opensitrep.model import Account
from opensitrep.store.store import Store

ONE = "Ferry sinks off Batu\n\nAt least 20 people died when a ferry sank off Batu on Monday, the coast guard said.\n"
TWO = "Bank raises rates\n\nThe central bank of Norway raised its rate on Tuesday, it said in a statement.\n"


@pytest.fixture
def store(tell: Callable[..., Account], tmp_path: Path) -> tuple[Store, Account]:
    account = tell(ONE, TWO)
    found = Store(tmp_path / "account.sqlite")
    found.save(account)
    return found, account


def test_the_account_comes_back_as_it_was(store: tuple[Store, Account]) -> None:
    assert store[0].load() == store[1]


def test_reports_are_found_by_their_words(store: tuple[Store, Account]) -> None:
    assert [name for name, _ in store[0].search("ferry sank")] == ["000.txt"]
    assert store[0].search('"; DROP TABLE reports; --') == []


def test_every_reference_points_at_a_row(store: tuple[Store, Account]) -> None:
    base = sqlite3.connect(store[0].path)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.close()
