"""The two databases a growing store can lie in, with the same few questions: SQLite (WAL) and PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from opensitrep.errors import OutputError, ResourceError
from opensitrep.run.output import told

Row = tuple[Any, ...]
MARK = 0x4F534954  # "OSIT": tells a growing store from other SQLite files
SCHEMES = ("postgresql://", "postgres://")
WAIT = 10.0  # seconds for another writer


class Base(Protocol):
    """A database; statements have `?` for their arguments."""

    def ask(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """The rows of one statement; of one that has none, nothing."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row."""

    def script(self, sql: str) -> None:
        """Several statements."""

    def writing(self) -> Any:
        """A transaction of the only writer: all or nothing, others read on. Raises `OutputError`."""

    def close(self) -> None:
        """Let go of it."""


def is_address(where: str) -> bool:
    """Whether it names a PostgreSQL database."""
    return where.startswith(SCHEMES)


def is_archive(where: str | Path) -> bool:
    """Whether it is a growing store: an address, or an SQLite file with our mark."""
    if is_address(str(where)):
        return True
    try:
        with Path(where).open("rb") as stream:
            head = stream.read(72)
    except (OSError, ValueError):
        return False
    return head[:16] == b"SQLite format 3\0" and int.from_bytes(head[68:72], "big") == MARK


def open_base(where: str, *, make: bool) -> Base:
    """The database, with the newest form of its tables. Raises `OutputError` and `ResourceError`."""
    base = _Postgres(where) if is_address(where) else _Sqlite(where, make=make)
    try:
        _migrate(base, where, make=make)
    except BaseException:
        base.close()
        raise
    return base


def steps() -> list[str]:
    """Scripts that bring a store from each form to the next, the first one from nothing."""
    folder = files("opensitrep") / "store" / "steps"
    found = {int(f.name.partition(".")[0]): f.read_text(encoding="utf-8") for f in folder.iterdir()}
    return [found[number] for number in sorted(found)]


def _migrate(base: Base, where: str, *, make: bool) -> None:
    """Every step that is missing, each in a transaction of its own."""
    done, known = _form(base), steps()
    if done > len(known):
        raise ResourceError(f"{where}: made by a newer opensitrep; use that one")
    if not done and not make:
        raise ResourceError(f"{where}: no store; opensitrep add makes one")
    while done < len(known):
        with base.writing():
            if _form(base) == done:  # nobody else was here meanwhile
                base.script(known[done])
                base.ask("INSERT INTO forms VALUES (?)", (done + 1,))
        done += 1


def _form(base: Base) -> int:
    """How many steps were done."""
    return int(base.ask("SELECT max(form) FROM forms")[0][0] or 0)


class _Sqlite:
    def __init__(self, where: str, *, make: bool) -> None:
        path = Path(where)
        if path.exists() and path.stat().st_size and not is_archive(path):
            raise ResourceError(f"{where}: not a store of opensitrep add; name another file")
        if not make and not path.exists():
            raise ResourceError(f"{where}: no such store; opensitrep add makes one")
        self.where = where
        with self._told():
            self.base = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
            self.base.execute("PRAGMA journal_mode = WAL")
            self.base.execute("PRAGMA synchronous = NORMAL")
            self.base.execute("PRAGMA foreign_keys = ON")
            if make:
                self.base.execute(f"PRAGMA application_id = {MARK}")
                self.base.execute("CREATE TABLE IF NOT EXISTS forms (form INTEGER PRIMARY KEY)")

    def ask(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        with self._told():
            return self.base.execute(sql, args).fetchall()

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._told():
            self.base.executemany(sql, rows)

    def script(self, sql: str) -> None:
        for one in _statements(sql):
            self.ask(one)

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.ask("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.base.execute("ROLLBACK")
            raise
        self.ask("COMMIT")

    def close(self) -> None:
        self.base.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        with told(self.where):
            try:
                yield
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                    raise _taken(self.where) from error
                raise


class _Postgres:
    def __init__(self, where: str) -> None:
        try:
            psycopg: Any = import_module("psycopg")
        except ImportError as error:
            raise ResourceError("a PostgreSQL store needs the extra: pip install 'opensitrep[postgres]'") from error
        self.where = re.sub(r"://[^@/]*@", "://", where)  # no password in a message
        try:
            self.base: Any = psycopg.connect(where, autocommit=True)
        except psycopg.Error as error:
            raise ResourceError(f"{self.where}: {' '.join(str(error).split())}") from error
        self.ask("CREATE SCHEMA IF NOT EXISTS opensitrep_archive")
        self.ask("SET search_path TO opensitrep_archive")
        self.ask("CREATE TABLE IF NOT EXISTS forms (form INTEGER PRIMARY KEY)")

    def ask(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        found = self.base.execute(sql.replace("?", "%s"), args)
        return found.fetchall() if found.description else []

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.base.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), list(rows))

    def script(self, sql: str) -> None:
        for one in _statements(sql):
            self.ask(one)

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self.base.transaction():
            if not self.ask("SELECT pg_try_advisory_xact_lock(?)", (MARK,))[0][0]:
                raise _taken(self.where)
            yield

    def close(self) -> None:
        self.base.close()


def _statements(sql: str) -> list[str]:
    """The statements of a script without its comments; no word of it holds a semicolon."""
    bare = re.sub(r"--[^\n]*", "", sql)
    return [one for part in bare.split(";") if (one := part.strip())]


def _taken(where: str) -> OutputError:
    return OutputError(f"{where}: another run is writing there; wait for it and run again")
