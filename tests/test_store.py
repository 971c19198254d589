"""What was saved is found again; the same tests run on both databases."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from opensitrep.model import Account
from opensitrep.store.postgres import PostgresStore
from opensitrep.store.sqlite import Store

ONE = "Ferry sinks off Batu\n\nAt least 20 people died when a ferry sank off Batu on Monday, the coast guard said.\n"
TWO = "Bank raises rates\n\nThe central bank of Norway raised its rate on Tuesday, it said in a statement.\n"
ADDRESS = "OPENSITREP_TEST_POSTGRES"


@pytest.fixture
def account(tell: Callable[..., Account]) -> Account:
    return tell(ONE, TWO)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, account: Account, tmp_path: Path) -> Store | PostgresStore:
    if request.param == "sqlite":
        found: Store | PostgresStore = Store(tmp_path / "account.sqlite")
    else:
        pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
        if ADDRESS not in os.environ:
            pytest.skip(f"no PostgreSQL database named in {ADDRESS}")
        found = PostgresStore(os.environ[ADDRESS], schema="opensitrep_test")
    found.save(account)
    return found


def test_the_account_comes_back_as_it_was(store: Store | PostgresStore, account: Account) -> None:
    assert store.load() == account


def test_the_text_of_a_report_is_stored_once(account: Account, tmp_path: Path) -> None:
    store = Store(tmp_path / "account.sqlite")
    store.save(account)
    base = sqlite3.connect(store.path)
    held = base.execute("SELECT text, body FROM reports ORDER BY name").fetchall()
    base.close()
    assert [text for text, _ in held] == [r.document.text for r in account.readings]
    assert not any("coast guard said" in body for _, body in held)


def test_saving_again_replaces_what_was_there(store: Store | PostgresStore, account: Account) -> None:
    store.save(account)
    assert store.load() == account


def test_reports_are_found_by_their_words(store: Store | PostgresStore) -> None:
    assert [name for name, _ in store.search("ferry sank")] == ["000.txt"]
    assert store.search('"; DROP TABLE reports; --') == []


def test_every_reference_points_at_a_row(account: Account, tmp_path: Path) -> None:
    store = Store(tmp_path / "account.sqlite")
    store.save(account)
    base = sqlite3.connect(store.path)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.close()


def test_a_schema_name_is_never_a_command() -> None:
    with pytest.raises(ValueError, match="schema name"):
        PostgresStore("", schema="x; drop")
