"""What every reader is given and gives back: a named run of bytes in, documents and problems out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from opensitrep.model import Document, Given, Problem
from opensitrep.read.encoding import BYTE_ORDER_MARKS, CONTROL, to_text
from opensitrep.read.stamps import Order, within
from opensitrep.settings import Settings

__all__ = [
    "BYTE_ORDER_MARKS", "CONTROL", "Found", "Known", "Note", "Reader", "Source", "decode", "digest", "finish",
    "make_document", "problem", "sound",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What stands beside a report about it, in a `.json` of the same stem."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    seen: str | None = None  # ISO day on which it was archived: no day of publication, but none lies after it
    given: tuple[Given, ...] = ()  # why its day is that one, where other values of the file settled it


@dataclass(frozen=True, slots=True)
class Note:
    """Where something of a report was taken from, and what else was offered: for `opensitrep read --explain`."""

    report: str
    about: str  # form, title, day, outlet, address, language, text
    value: str | None
    origin: str  # the field, element or line it was taken from
    lost: tuple[str, ...] = ()  # what else stood there, each with the reason why it was not taken


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file with its name; `known` is what a file beside it says of it.

    `data` is the whole file, or its head where the file is `large`; `open` gives all of it as a stream.
    """

    name: str
    data: bytes
    settings: Settings
    known: Known = Known()
    path: PurePosixPath = field(
        default_factory=PurePosixPath
    )  # its path in the folder or archive: the suffix is a hint
    stated: str | None = None  # encoding that stands outside of the file (HTTP, mail)
    large: bool = False
    opener: Callable[[], BinaryIO] | None = None
    depth: int = 0  # archives it lies in
    notes: list[Note] | None = field(default=None, compare=False)
    order: Order = field(default_factory=Order, compare=False)  # of day and month in the file

    def open(self) -> BinaryIO:
        """The whole file as a stream."""
        return self.opener() if self.opener else BytesIO(self.data)

    def note(self, report: str, about: str, value: str | None, origin: str, lost: tuple[str, ...] = ()) -> None:
        """Keep where something was taken from, if anybody asks."""
        if self.notes is not None:
            self.notes.append(Note(report, about, value, origin, lost))


Found = Document | Problem
Reader = Callable[[Source], Iterator[Found]]

STAGE = "read"
STRANGE = re.compile(r"[\ud800-\udfff\x00]")  # what no letter is made of, though JSON and names of files can hold it


def problem(subject: str, message: str) -> Problem:
    """A problem of reading, about a file or an entry of it."""
    return Problem(STAGE, subject, message)


def digest(data: bytes) -> str:
    """BLAKE2b, 16 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def make_document(
    *,
    name: str,
    text: str,
    url: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    published: str | None = None,
    language: str | None = "en",
    raw: str | None = None,
    body: tuple[tuple[int, int], ...] = (),
    pages: tuple[int, ...] = (),
) -> Document:
    """A document with its two digests (BLAKE2b, 16 hexadecimal digits)."""
    whole = "\x1f".join((url or name, outlet or "", text)).encode("utf-8", "surrogatepass")
    return Document(
        id=digest(whole),
        text_id=digest(text.encode("utf-8", "surrogatepass")),
        name=name,
        text=text,
        url=url,
        outlet=outlet,
        title=title,
        published=published,
        language=language,
        raw=raw,
        body=body,
        pages=pages,
    )


def sound(document: Document) -> tuple[Document, tuple[str, ...]]:
    """The document without what no later stage can hold, and what is to be said of it; itself if there is none.

    NULs are dropped, or U+FFFD where places in the text are told by their offsets, as halves of surrogate pairs are; a
    day of publication that the calendar does not have, or no report, is none.
    """
    changed: dict[str, Any] = {}
    said = []
    gone = "\ufffd" if document.body or document.pages else ""
    for name in ("name", "text", "url", "outlet", "title", "published", "language"):
        words = getattr(document, name)
        if words and STRANGE.search(words):
            changed[name] = STRANGE.sub("\ufffd", words.replace("\x00", gone))
    if any(STRANGE.search(g.value) for g in document.given):
        changed["given"] = tuple(replace(g, value=STRANGE.sub("\ufffd", g.value)) for g in document.given)
    if changed:
        said.append("signs that are no letters (NUL, half a surrogate pair) are dropped or shown as U+FFFD")
    stated = document.published
    if stated is not None and (day := within(stated)) != stated:
        given = changed.get("given", document.given)
        changed |= {"published": day, "given": tuple(g for g in given if g.field != "published" or g.value != stated)}
        said.append(f"its day {stated[:60]!r} is not understood{f'; {day} is kept of it' if day else ''}")
    return (replace(document, **changed) if changed else document), tuple(said)


def decode(source: Source, *, stated: str | None = None) -> tuple[str | None, Problem | None]:
    """The text of a source and what was noticed about its encoding; no text if it is binary."""
    text, noticed = to_text(source.data, source.stated or stated)
    return text, problem(source.name, noticed) if noticed else None


def finish(source: Source, document: Document) -> Document:
    """The document with what the file beside it says filled in where the form itself is silent."""
    known = source.known
    return replace(
        make_document(
            name=document.name,
            text=document.text,
            url=document.url or known.url,
            outlet=document.outlet or known.outlet or source.settings.outlet,
            title=document.title or known.title,
            published=document.published or known.published,
            language=document.language or known.language,
            raw=document.raw,
        ),
        body=document.body,
        given=document.given if document.published or document.given else known.given,
        pages=document.pages,
    )
