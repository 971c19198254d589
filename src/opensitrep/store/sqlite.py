"""Saves an account and finds it again: SQLite, one table a noun, full-text search over the reports (FTS5)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from opensitrep.model import Account, Event, Place, PlaceRole, Precision, Reading, Series
from opensitrep.run.codec import from_json, lean_json, slim
from opensitrep.run.ledger import Ledger

SCHEMA = (files("opensitrep") / "store" / "schema.sql").read_text(encoding="utf-8")
PAGE = 8192  # bytes: what is read in a short report fills one and a half; of 1,024 to 32,768 the smallest files
BATCH = 500  # rows that are handed to the database at once
PINS = (Precision.POINT, Precision.SITE, Precision.TOWN)
HERE = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)
T = TypeVar("T")


class Store:
    """A file that holds one account. `Store(path).save(account)` makes it anew, `load()` gives the account back."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, account: Account | Ledger) -> None:
        """Write the account; a half-written file never takes the place of a whole one."""
        draft = self.path.with_suffix(".part")
        draft.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(draft)) as base:
                base.execute(f"PRAGMA page_size = {PAGE}")
                base.executescript(SCHEMA)
                for table, rows in tables(account):
                    _insert(base, table, rows)
                base.execute("INSERT INTO reports_text (reports_text) VALUES ('rebuild')")
                base.commit()
                base.execute("VACUUM")
            draft.replace(self.path)
        except (OSError, sqlite3.Error):
            draft.unlink(missing_ok=True)
            raise

    def load(self) -> Account:
        """The account as it was saved. Raises `sqlite3.DatabaseError` if the file is no store."""
        with closing(self._open()) as base:
            return account_from(base.execute, "rowid")

    def search(self, words: str, *, limit: int = 20) -> list[tuple[str, str]]:
        """Names of the reports that hold all the words, best first, with a snippet of 12 words."""
        quoted = " ".join('"' + w.replace('"', '""') + '"' for w in words.split())
        query = (
            "SELECT reports.name, snippet(reports_text, 1, '', '', '…', 12) FROM reports_text "
            "JOIN reports ON reports.rowid = reports_text.rowid "
            "WHERE reports_text MATCH ? ORDER BY rank, reports.id LIMIT ?"
        )
        with closing(self._open()) as base:
            return [(str(name), str(text)) for name, text in base.execute(query, (quoted, limit))]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)


def tables(account: Account | Ledger) -> Iterable[tuple[str, Iterable[Sequence[Any]]]]:
    """Every table with its rows, in an order in which references point backwards; rows are made when asked for."""
    ledger = Ledger.of(account)
    account = ledger.account
    story_of = {d: s.id for s in account.stories for d in s.documents}
    yield "made_with", sorted(account.made_with.items())
    yield "stories", ((s.id, s.title, len(s.documents), _body(s)) for s in account.stories)
    yield "places", ((p.id, p.name, p.kind, p.country, p.lat, p.lon, p.precision, _body(p)) for p in account.places)
    yield "actors", ((a.id, a.name, a.kind, a.side, a.country, _body(a)) for a in account.actors)
    yield "origins", ((o.id, o.kind, o.name, o.side, len(o.claims), _body(o)) for o in account.origins)
    yield "events", (_event(ledger, e) for e in account.events)
    for some in in_batches(account.readings):  # each unpacked once for both
        yield "reports", (_report(ledger, r, story_of.get(r.document.id)) for r in some)
        yield "claims", (row for r in some for row in _claims(ledger, r))
    yield (
        "facts",
        (
            (
                f.id,
                f.story,
                f.event,
                f.place,
                f.slot,
                f.verdict,
                f.why,
                len(f.values),
                f.origins.lower,
                f.origins.upper,
                _body(f),
            )
            for f in account.facts
        ),
    )
    yield (
        "control",
        (
            (n, c.place, c.story, " ".join(c.holder), c.status, c.when.start, c.when.end, _body(c))
            for n, c in enumerate(account.control, 1)
        ),
    )
    yield (
        "calendar",
        (
            (n, p.event, p.when.start if p.when else None, p.when.end if p.when else None, p.outcome, _body(p))
            for n, p in enumerate(account.calendar, 1)
        ),
    )
    yield "judgements", ((n, j.left, j.right, j.verdict, j.by, _body(j)) for n, j in enumerate(account.judgements, 1))
    yield "problems", ((n, p.stage, p.subject, p.message, _body(p)) for n, p in enumerate(account.problems, 1))
    yield "series", (_series(s) for s in account.series)
    yield (
        "positions",
        ((p.id, p.story, p.event, p.about, len(p.sides), p.verdict, int(p.shown), _body(p)) for p in account.positions),
    )
    yield "standings", ((n, s.claim, s.interest, _body(s)) for n, s in enumerate(account.standings, 1))
    yield "resolutions", ((n, r.field, _body(r)) for n, r in enumerate(account.resolutions, 1))
    yield "unplaced", ((n, count, _body(count)) for n, count in enumerate(account.unplaced, 1))


def in_batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Rows by some hundreds, so that those of a large table are never all in memory."""
    there = iter(rows)
    while batch := list(islice(there, BATCH)):
        yield batch


def account_from(ask: Callable[[str], Iterable[Any]], order: str) -> Account:
    """The account from the bodies of its tables, whose rows are in the order in which they were written: by `order`."""
    made: dict[str, Any] = {"made_with": dict(ask("SELECT name, value FROM made_with"))}
    for name, kind in get_type_hints(Account).items():
        if name != "made_with":
            if name == "readings":
                rows = ask(f"SELECT body, text FROM reports ORDER BY {order}")
                made[name] = tuple(_with_text(from_json(body.encode("utf-8"), Reading), text) for body, text in rows)
                continue
            rows = ask(f"SELECT body FROM {name} ORDER BY {order}")
            made[name] = tuple(from_json(body.encode("utf-8"), get_args(kind)[0]) for (body,) in rows)
    return Account(**made)


def _series(series: Series) -> Sequence[Any]:
    stands = series.values[series.latest[0]] if series.latest else None
    return (
        series.id, series.story, series.event, series.fate, series.population, series.window, len(series.values),
        stands.low if stands else None, stands.high if stands else None, series.verdict, series.origins.lower,
        series.origins.upper, int(series.shown), _body(series),
    )  # fmt: skip


def _body(noun: object) -> str:
    return lean_json(noun).decode("utf-8")


def _report(ledger: Ledger, reading: Reading, story: str | None) -> Sequence[Any]:
    d = reading.document
    day = ledger.published(d.id)
    outlet = ledger.text_of(d.id, "outlet") or d.outlet
    return (
        d.id,
        d.name,
        outlet,
        d.title,
        d.url,
        d.language,
        day.start if day else None,
        story,
        d.text,
        _body(_with_text(slim(reading), "")),
    )


def _with_text(reading: Reading, text: str) -> Reading:
    """The text of a report stands in a column of its own, once."""
    return replace(reading, document=replace(reading.document, text=text))


def _pin(ledger: Ledger, event: Event) -> Place | None:
    stated = [
        ledger.places[p.place] for p in event.places if p.role in HERE and not p.inferred and p.place in ledger.places
    ]
    return next((p for p in sorted(stated, key=lambda p: p.id) if p.precision in PINS and p.lat is not None), None)


def _event(ledger: Ledger, event: Event) -> Sequence[Any]:
    pin = _pin(ledger, event)
    return (
        event.id, event.story, event.type, event.mode, event.status, event.currency,
        event.when.start if event.when else None, event.when.end if event.when else None,
        pin.id if pin else None, pin.lat if pin else None, pin.lon if pin else None,
        len({c.partition(":")[0] for c in ledger.telling_claims(event.id)}), ledger.event_bounds(event.id).lower,
        event.parent,
        " | ".join(ledger.told_words(event)), _body(event),
    )  # fmt: skip


def _claims(ledger: Ledger, reading: Reading) -> Iterable[Sequence[Any]]:
    for claim in reading.claims:
        mention, words = ledger.mentions.get(claim.subject), ledger.words_of(claim)
        said = ledger.attributions.get(claim.attribution) if claim.attribution else None
        origin, speaker = ledger.origin_of_claim.get(claim.id), ledger.speaker(said)
        yield (
            claim.id, reading.document.id, ledger.event_of_claim(claim), origin.id if origin else None,
            speaker.id if speaker else None, claim.act, mention.modality if mention else None,
            said.channel if said else None, words.start, words.end, ledger.quote(words), _body(claim),
        )  # fmt: skip


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    for batch in in_batches(rows):
        marks = ", ".join("?" * len(batch[0]))
        base.executemany(
            f"INSERT INTO {table} VALUES ({marks})", [[str(c) if isinstance(c, str) else c for c in r] for r in batch]
        )
