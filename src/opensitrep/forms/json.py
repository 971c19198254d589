"""The whole account as JSON with the lead of each story, and the schema it is valid against.

The lead is derived: whatever reads an account back leaves it aside and derives it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec

from opensitrep.derive.book import Book
from opensitrep.derive.events import event_bounds, event_verdict
from opensitrep.derive.lead import Line, Said, evidence, lead
from opensitrep.derive.pieces import CLOSE, OPEN, Derived, Fixed, Piece, Quote, walk
from opensitrep.derive.rules import spell
from opensitrep.derive.stories import story_title
from opensitrep.derive.telling import main_event
from opensitrep.model import Account, Bounds, Event, Span, Verdict
from opensitrep.run.codec import account_in_parts, account_schema
from opensitrep.run.ledger import Ledger


@dataclass(frozen=True, slots=True)
class LeadPiece:
    """A part of a sentence. `kind` is quoted (the words of `span`), derived (by `rule` from the things with the ids
    `of`) or fixed (a string of the product)."""

    text: str
    kind: str
    span: Span | None = None
    claim: str | None = None  # id of the claim that is quoted
    rule: str | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadSentence:
    """One sentence: what happened, a toll, who did it, or on what day and place rest; with the words it rests on."""

    text: str
    pieces: tuple[LeadPiece, ...]
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """What a story is there for, as a person reads it; the verdict is about agreement between origins, never truth."""

    story: str
    event: str
    title: str
    sentences: tuple[LeadSentence, ...]
    verdict: Verdict
    reports: int
    origins: Bounds


def write_account(account: Account | Ledger, stream: BinaryIO) -> None:
    """Write `account.json`: everything, with provenance, indented, keys sorted."""
    book = Book.of(account)
    stream.writelines(account_in_parts(book.account, lead=leads(book)))
    stream.write(b"\n")


def write_schema(account: Account | Ledger, stream: BinaryIO) -> None:
    """Write the JSON Schema (2020-12) of `account.json`; it depends on the version, not on the account."""
    stream.write(json.dumps(schema(), indent=1, sort_keys=True).encode("utf-8") + b"\n")


def schema() -> dict[str, Any]:
    """The schema of an account with the lead of each story."""
    made = account_schema()
    (refer,), found = msgspec.json.schema_components([tuple[Lead, ...]], ref_template="#/$defs/{name}")
    made["$defs"] |= found
    made["$defs"]["Account"]["properties"]["lead"] = refer
    return made


def leads(account: Account | Ledger) -> tuple[Lead, ...]:
    """The lead of each story that has a main event, in the order of the stories."""
    book = Book.of(account)
    mains = ((s.id, main) for s in book.account.stories if (main := main_event(book, s.id)) is not None)
    return tuple(_lead(book, story, main) for story, main in mains)


def _lead(book: Book, story: str, main: Event) -> Lead:
    lines = tuple(_sentence(book, main, line) for line in lead(book, main))
    docs, origins = book.docs(main.claims), event_bounds(book, main.id)
    return Lead(story, main.id, story_title(book, story), lines, event_verdict(book, main.id), len(docs), origins)


def _sentence(book: Book, event: Event, line: Line) -> LeadSentence:
    pieces: list[LeadPiece] = []
    text, glue = "", True
    for part in line:
        said = part if isinstance(part, Said) else None
        found: list[Piece] = ([] if said.bare else [Quote(said.span)]) if said else list(walk(part))
        for piece in found:
            pieces.append(_piece(book, piece, said.claim if said else None))
            closes = isinstance(piece, Fixed) and piece.key in CLOSE
            text += pieces[-1].text if glue or closes else f" {pieces[-1].text}"
            glue = isinstance(piece, Fixed) and piece.key in OPEN
    return LeadSentence(text, tuple(pieces), evidence(book, event, line))


def _piece(book: Book, piece: Piece, claim: str | None) -> LeadPiece:
    match piece:
        case Quote(span):
            return LeadPiece(spell(book, piece), "quoted", span, claim)
        case Derived(rule, of):
            return LeadPiece(spell(book, piece), "derived", rule=rule, of=of)
        case Fixed():
            return LeadPiece(spell(book, piece), "fixed")
