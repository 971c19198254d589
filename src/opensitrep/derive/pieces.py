"""The only things a page may print: words quoted from a report, text derived by a named rule, fixed strings.

No piece carries text of its own: a `Quote` is a span, a `Derived` the name of a rule of `rules.RULES` with the ids
it works on, a `Fixed` the key of a string in `data/en/wording.toml`. Whatever prints them has to look them up, so that
a test can walk any structure of pieces, and any page made of it, and look everything up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from urllib.parse import quote, unquote

from opensitrep.model import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report, letter by letter."""

    span: Span


@dataclass(frozen=True, slots=True)
class Derived:
    """Text computed by the rule of that name from the things with these ids."""

    rule: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed string of the page, by its key in `data/en/wording.toml`."""

    key: str


Piece = Quote | Derived | Fixed

CLOSE = ("comma", "colon", "semicolon", "stop", "close quote", "close bracket")
"""Fixed strings that stand without a space before them."""
OPEN = ("open quote", "open bracket")
"""Fixed strings that stand without a space after them."""
PUNCTUATION = (*CLOSE, *OPEN, "dot")
"""Fixed strings that say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A quotation with its number, which leads to `target`, an anchor on the page. Raised like a footnote, or level."""

    quote: Quote
    number: Derived
    target: str
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """The number of a footnote alone, beside what is derived from its words."""

    number: Derived
    target: str


@dataclass(frozen=True, slots=True)
class Link:
    """Pieces that lead to an anchor on the page."""

    pieces: tuple[Piece, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Away:
    """Pieces that lead out of the page; nothing is loaded from there."""

    pieces: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A piece in a thin frame (`strong` in a strong one)."""

    piece: Piece
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A verdict: its sign in a frame, with the word beside it or only in its accessible name."""

    sign: Derived
    word: Derived
    verdict: str  # id of the style: agreed, compatible, contradicted, single-source
    spelled: bool = False


@dataclass(frozen=True, slots=True)
class Bold:
    """Pieces that lead a sentence."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Furniture and second lines, in grey."""

    pieces: tuple[Item, ...]


Item = Piece | Cite | Call | Link | Away | Tag | Sign | Bold | Quiet
Run = tuple[Item, ...]
"""A line of text: items stand side by side, with a space between them unless a `Fixed` says otherwise."""


def walk(thing: object) -> Iterator[Piece]:
    """Every piece in a structure, in order of its fields."""
    if isinstance(thing, Quote | Derived | Fixed):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from walk(part)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from walk(getattr(thing, field.name))


def plain(thing: object) -> Iterator[str]:
    """Every string in a structure that is no piece: anchors and names of styles, never shown as text."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from plain(part)
    elif is_dataclass(thing) and not isinstance(thing, type | Quote | Derived | Fixed):
        for field in fields(thing):
            yield from plain(getattr(thing, field.name))


def span_text(span: Span) -> str:
    """A span as an attribute: "doc:start-end"."""
    return f"{span.doc}:{span.start}-{span.end}"


def text_span(text: str) -> Span:
    """The span an attribute names. Raises `ValueError` if it names none."""
    doc, _, rest = text.rpartition(":")
    start, _, end = rest.partition("-")
    return Span(doc, int(start), int(end))


def ids_text(of: tuple[str, ...]) -> str:
    """Ids as one attribute, parted by blanks; blanks inside an id are written as %20."""
    return " ".join(quote(i, safe=":-_.,/+") or "%" for i in of)


def text_ids(text: str) -> tuple[str, ...]:
    """The ids an attribute names."""
    return tuple("" if part == "%" else unquote(part) for part in text.split())
