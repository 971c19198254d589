"""The same store on PostgreSQL (extra `postgres`): the same tables, `jsonb` bodies, full text by `tsvector`."""

from __future__ import annotations

import re
from typing import Any

from opensitrep.model import Account
from opensitrep.store.sqlite import SCHEMA, account_from, in_batches, tables

SEARCH = """
SELECT name, ts_headline('english', text, plainto_tsquery('english', %(words)s),
                         'MaxFragments=1, MaxWords=12, MinWords=6, StartSel="", StopSel=""')
FROM reports WHERE to_tsvector('english', text) @@ plainto_tsquery('english', %(words)s)
ORDER BY ts_rank(to_tsvector('english', text), plainto_tsquery('english', %(words)s)) DESC, id LIMIT %(limit)s
"""


class PostgresStore:
    """A database that holds one account in one schema; `save` replaces what was there, all or nothing."""

    def __init__(self, address: str, *, schema: str = "opensitrep") -> None:
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", schema):
            raise ValueError(f"not a plain schema name: {schema!r}")
        self.address, self.schema = address, schema

    def save(self, account: Account) -> None:
        """Write the account in one transaction."""
        with self._open() as base:
            base.execute(
                f"DROP SCHEMA IF EXISTS {self.schema} CASCADE; CREATE SCHEMA {self.schema}; {postgres_schema()}"
            )
            for table, rows in tables(account):
                for batch in in_batches(rows):
                    marks = ", ".join(["%s"] * len(batch[0]))
                    with base.cursor() as cursor:
                        cursor.executemany(
                            f"INSERT INTO {table} VALUES ({marks})", [[_plain(c) for c in r] for r in batch]
                        )

    def load(self) -> Account:
        """The account as it was saved."""
        with self._open() as base:
            return account_from(base.execute, "ctid")  # where a row lies: written once, in this order, never changed

    def search(self, words: str, *, limit: int = 20) -> list[tuple[str, str]]:
        """Names of the reports that hold all the words, best first, with a snippet."""
        with self._open() as base:
            found = base.execute(SEARCH, {"words": words, "limit": limit}).fetchall()
        return [(str(name), str(text)) for name, text in found]

    def _open(self) -> Any:
        import psycopg  # extra `postgres`

        return psycopg.connect(self.address, options=f"-c search_path={self.schema}")


def postgres_schema() -> str:
    """The one schema in the words of PostgreSQL."""
    text = re.sub(r"CREATE VIRTUAL TABLE[^;]*;", "", SCHEMA).replace(" WITHOUT ROWID", "")
    text = re.sub(r"\bREAL\b", "double precision", text)
    text = re.sub(r"REFERENCES events \(id\)", "REFERENCES events (id) DEFERRABLE INITIALLY DEFERRED", text)
    return text + "CREATE INDEX reports_by_words ON reports USING gin (to_tsvector('english', text));"


def _plain(cell: object) -> object:
    """Enum members as plain text; PostgreSQL text holds no NUL."""
    return str(cell).replace("\x00", "") if isinstance(cell, str) else cell
