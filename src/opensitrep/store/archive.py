"""A store that grows: reports come and go in batches, readings and told stories are kept until something touches them.

Only questions to the tables; what is grouped and told, and when, is decided by `opensitrep.archive`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from opensitrep.model import Problem, Reading
from opensitrep.run.codec import slim, to_json
from opensitrep.store.bases import Base, is_archive, open_base

__all__ = ["Archive", "Kept", "Report", "Run", "digest", "is_archive"]
MANY = 500  # arguments of one statement


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the store; `document` is the digest of all that is known of it, `made` of what read it."""

    document: str
    made: str
    id: str
    name: str
    text_id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A story as it stands in the store: JSON of the Story as grouped, of its printed lines, and what it rests on."""

    id: str
    digest: str
    run: int
    last: str | None
    story: str
    lines: str
    body: str = ""  # JSON of its account without readings; empty where it was not asked for


@dataclass(frozen=True, slots=True)
class Run:
    """What one `add` or `remove` did: reports added and removed, stories told."""

    run: int
    added: int
    removed: int
    told: int


def digest(value: object) -> str:
    """SHA-256 of a value as JSON, 32 digits."""
    return hashlib.sha256(to_json(value)).hexdigest()[:32]


class Archive:
    """A growing store in an SQLite file or, by its address, a PostgreSQL database. A context manager.

    Raises `ResourceError` for what is no store, `OutputError` where it cannot be written.
    """

    def __init__(self, where: str | Path, *, make: bool = False) -> None:
        self.where = str(where)
        self.base: Base = open_base(self.where, make=make)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *error: object) -> None:
        self.base.close()

    @contextmanager
    def writing(self) -> Iterator[int]:
        """One transaction, of the only writer; gives the number of the run to be."""
        with self.base.writing():
            yield self.last_run() + 1

    # ------------------------------------------------ readings

    def keep(self, document: str, made: str, reading: Reading, subject: object) -> None:
        """Keep what was read; it is there for the next run even if this one is killed."""
        body = to_json(slim(reading))
        row = (document, made, hashlib.sha256(body).hexdigest()[:32], _text(subject), body.decode("utf-8"))
        self.base.many(
            "INSERT INTO readings (document, made, digest, subject, body) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (document, made) DO UPDATE SET digest = excluded.digest, subject = excluded.subject, "
            "body = excluded.body",
            [row],
        )

    def has(self, document: str, made: str) -> bool:
        """Whether this reading is there."""
        return bool(self.base.ask("SELECT 1 FROM readings WHERE document = ? AND made = ?", (document, made)))

    def digests(self) -> dict[str, str]:
        """Digests of the readings of all reports, by document."""
        return dict(self.base.ask(f"SELECT r.document, r.digest FROM {_READ}"))

    def subjects(self) -> Iterator[tuple[str, str]]:
        """Documents with the JSON by which their reports are grouped."""
        yield from self.base.ask(f"SELECT r.document, r.subject FROM {_READ}")

    def readings(self, documents: Sequence[str]) -> dict[str, str]:
        """JSON of the readings of these documents."""
        found: dict[str, str] = {}
        for some in _some(documents):
            found |= dict(
                self.base.ask(f"SELECT r.document, r.body FROM {_READ} WHERE p.document IN ({_marks(some)})", some)
            )
        return found

    # ------------------------------------------------ reports and notices

    def reports(self) -> list[Report]:
        """All reports, sorted by document."""
        return [
            Report(*row)
            for row in self.base.ask("SELECT document, made, id, name, text_id FROM reports ORDER BY document")
        ]

    def put(self, reports: Iterable[Report], run: int) -> None:
        """Add reports, or read them by something else."""
        self.base.many(
            "INSERT INTO reports (document, made, id, name, text_id, run) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (document) DO UPDATE SET made = excluded.made",
            [(r.document, r.made, r.id, r.name, r.text_id, run) for r in reports],
        )

    def drop(self, reports: Sequence[Report]) -> None:
        """Take reports out, with what was read in them."""
        for table in ("reports", "readings"):
            self.base.many(f"DELETE FROM {table} WHERE document = ?", [(r.document,) for r in reports])

    def drop_older_readings(self, made: str) -> None:
        """Forget readings that something else has made and nobody refers to."""
        self.base.ask(
            "DELETE FROM readings WHERE made <> ? AND NOT EXISTS (SELECT 1 FROM reports p "
            "WHERE p.document = readings.document AND p.made = readings.made)",
            (made,),
        )

    def notices(self) -> list[Problem]:
        """What was noticed when files were read."""
        return [Problem(*row) for row in self.base.ask("SELECT stage, subject, message FROM notices")]

    def put_notices(self, notices: Iterable[Problem], *, about: Iterable[str]) -> None:
        """Put notices in the place of all those about these files and reports."""
        self.base.many("DELETE FROM notices WHERE subject = ?", [(subject,) for subject in sorted(set(about))])
        rows = sorted({(p.stage, p.subject, p.message) for p in notices})
        self.base.many("INSERT INTO notices (stage, subject, message) VALUES (?, ?, ?)", rows)

    # ------------------------------------------------ stories

    def stories(self) -> dict[str, Kept]:
        """All stories without their accounts, by id."""
        rows = self.base.ask("SELECT id, digest, run, last, story, lines FROM stories")
        return {row[0]: Kept(*row) for row in rows}

    def body(self, story: str) -> str:
        """JSON of the account of a story without its readings."""
        return str(self.base.ask("SELECT body FROM stories WHERE id = ?", (story,))[0][0])

    def put_story(self, kept: Kept) -> None:
        """A story, in the place of its older form."""
        self.base.many("DELETE FROM stories WHERE id = ?", [(kept.id,)])
        self.base.many(
            "INSERT INTO stories (id, digest, run, last, story, lines, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(kept.id, kept.digest, kept.run, kept.last, kept.story, kept.lines, kept.body)],
        )

    def rename_stories(self, stories: Mapping[str, str]) -> None:
        """What grouping says of stories that are not told again: ids with the JSON of the Story."""
        self.base.many("UPDATE stories SET story = ? WHERE id = ?", [(s, i) for i, s in sorted(stories.items())])

    def drop_stories(self, ids: Iterable[str]) -> None:
        """Take stories out."""
        self.base.many("DELETE FROM stories WHERE id = ?", [(i,) for i in sorted(ids)])

    # ------------------------------------------------ runs and history

    def last_run(self) -> int:
        """Number of the last run; 0 before the first."""
        return int(self.base.ask("SELECT max(run) FROM runs")[0][0] or 0)

    def runs(self) -> list[Run]:
        """All runs, the first one first."""
        return [Run(*row) for row in self.base.ask("SELECT run, added, removed, told FROM runs ORDER BY run")]

    def made_with(self) -> str:
        """JSON of what the last run was made with."""
        rows = self.base.ask("SELECT made_with FROM runs ORDER BY run DESC LIMIT 1")
        return str(rows[0][0]) if rows else "{}"

    def put_run(self, run: Run, made_with: str) -> None:
        """A run, or what it has done in the end."""
        self.base.many(
            "INSERT INTO runs (run, added, removed, told, made_with) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (run) DO UPDATE SET told = excluded.told",
            [(run.run, run.added, run.removed, run.told, made_with)],
        )

    def items(self, ids: Iterable[str]) -> dict[str, str]:
        """Items of history by the last id of their line."""
        found: dict[str, str] = {}
        for some in _some(sorted(set(ids))):
            rows = self.base.ask(f"SELECT id, item FROM history WHERE id IN ({_marks(some)}) ORDER BY run", some)
            found |= dict(rows)
        return found

    def put_history(self, rows: Iterable[tuple[str, int, str, str, str, str | None]]) -> None:
        """Rows (item, run, id, kind, about, value)."""
        self.base.many("INSERT INTO history (item, run, id, kind, about, value) VALUES (?, ?, ?, ?, ?, ?)", rows)

    def history(self, words: str = "") -> list[tuple[str, int, str, str, str, str | None]]:
        """Rows of every item one of whose rows has these words in its id or in what it is about; by item and run."""
        asked = f"%{words.casefold()}%"
        return self.base.ask(
            "SELECT item, run, id, kind, about, value FROM history WHERE item IN (SELECT item FROM history "
            "WHERE lower(about) LIKE ? OR lower(id) LIKE ?) ORDER BY item, run",
            (asked, asked),
        )


_READ = "readings r JOIN reports p ON p.document = r.document AND p.made = r.made"


def _text(value: object) -> str:
    return to_json(value).decode("utf-8")


def _some(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(values), MANY):
        yield values[first : first + MANY]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
