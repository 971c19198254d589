"""What every reader is given and gives back: a named run of bytes in, documents and problems out."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from opensitrep.model import Document, Problem
from opensitrep.settings import Settings


@dataclass(frozen=True, slots=True)
class Known:
    """What stands beside a report about it, in a `.json` of the same stem."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file with its name; `known` is what a file beside it says of it."""

    name: str
    data: bytes
    settings: Settings
    known: Known = Known()


Found = Document | Problem
Reader = Callable[[Source], Iterator[Found]]

STAGE = "read"
BYTE_ORDER_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
                    (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


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
    )


def decode(source: Source, *, stated: str | None = None) -> tuple[str | None, Problem | None]:
    """The text of a source and what was noticed about its encoding; no text if it is binary.

    UTF-8 unless a byte order mark or `stated` (the encoding the form declares) says otherwise; line ends and byte
    order mark of UTF-8 are kept. What is left is guessed by charset-normalizer, and said.
    """
    data = source.data
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if marked is None and _is_binary(data):
        return None, problem(source.name, "binary file; left out")
    for encoding in (marked,) if marked else ("utf-8", stated):
        try:
            if encoding:
                return data.decode(encoding), None
        except (UnicodeDecodeError, LookupError):
            continue
    if marked:
        return None, problem(source.name, f"broken {marked} text; left out")
    guess = from_bytes(data).best()
    if guess is None:
        return None, problem(source.name, "no known text encoding; left out")
    return str(guess), problem(source.name, f"not UTF-8; read as {guess.encoding}")


def _is_binary(data: bytes) -> bool:
    """Whether there is a NUL, or more than one control character in a hundred; a text has next to none."""
    head = data[:65536]
    return b"\x00" in data or len(CONTROL.findall(head)) > len(head) / 100


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
        given=document.given,
    )
