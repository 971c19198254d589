"""Mails, mailboxes and web archives of one page (MHTML): the words, the sender as outlet, the day of the mail."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import PurePosixPath

from opensitrep.model import Document, Problem
from opensitrep.read.digest import Part, part_stories
from opensitrep.read.encoding import to_text
from opensitrep.read.form import forms
from opensitrep.read.source import Found, Known, Reader, Source, digest, make_document, problem
from opensitrep.read.stamps import read_stamp
from opensitrep.read.walk import File, read_file

BROKEN = (MessageError, LookupError, UnicodeError, ValueError, AttributeError, TypeError, RecursionError)
DIGEST = re.compile(r"^-{28,70}\s*$", re.MULTILINE)  # what parts the messages of a digest (RFC 1153)
INNER = re.compile(r"(?:[A-Z][A-Za-z-]+: .*\n(?:[ \t].*\n)*){2,}\s*\n")
START = re.compile(rb"From [^\r\n]*\d{4}[^\r\n]*\r?\n")
READ_TOO = frozenset(("pdf", "docx", "rtf", "sheet", "table", "database"))
"""Forms of attachments that are reports of their own."""


def read_mail(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found]:
    """The report of a mail, those of the mails it holds (digests), and of attached documents."""
    try:
        message = email.message_from_bytes(_bare(source.data), policy=policy.default)
        found = list(_message(source, source.name, message, readers))
    except BROKEN as error:
        yield problem(source.name, f"broken mail: {error}")
        return
    yield from found


def read_mbox(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found]:
    """Every mail of a mailbox, one at a time."""
    limit = source.settings.max_entries
    number = 0
    for number, data in enumerate(_mails(source), 1):
        if number > limit:
            yield problem(source.name, f"more than {limit} entries; the rest is left out")
            return
        name = f"{source.name}#{number}"
        if len(data) > source.settings.max_bytes:
            yield problem(name, f"more than {source.settings.max_bytes} bytes; left out")
            continue
        yield from read_mail(replace(source, name=name, data=data, opener=None), readers)
    if not number:
        yield problem(source.name, "no mail in the mailbox")


def read_mhtml(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found]:
    """The page of a web archive; the day it was saved is not its day."""
    try:
        message = email.message_from_bytes(_bare(source.data), policy=policy.default)
        part = next((p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")), None)
        if part is None:
            yield problem(source.name, "a web archive without a page; left out")
            return
        data = part.get_payload(decode=True)
        url = message.get("Snapshot-Content-Location") or part.get("Content-Location")
    except BROKEN as error:
        yield problem(source.name, f"broken web archive: {error}")
        return
    known = replace(source.known, url=str(url) if url and str(url).startswith("http") else source.known.url)
    body = data if isinstance(data, bytes) else b""
    yield from readers["html"](replace(source, data=body, known=known, stated=part.get_content_charset(), opener=None))


def _bare(data: bytes) -> bytes:
    """A mail without what a mailbox or an export puts before its fields."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    found = START.match(data)
    return data[found.end() :] if found else data


def _mails(source: Source) -> Iterator[bytes]:
    """The mails of a mailbox: each begins with a line "From ..." after an empty one."""
    lines: list[bytes] = []
    size, empty = 0, True
    with source.open() as stream:
        for line in stream:
            if empty and START.match(line):
                if lines:
                    yield b"".join(lines)
                lines, size = [], 0
            elif size <= source.settings.max_bytes:
                lines.append(line[1:] if line.startswith(b">From ") else line)
                size += len(line)
            empty = not line.strip()
    if lines:
        yield b"".join(lines)


def _message(source: Source, name: str, message: EmailMessage, readers: Mapping[str, Reader]) -> Iterator[Found]:
    known, notices = _head(source, name, message)
    yield from (problem(name, notice) for notice in notices)
    inner = [p for p in message.walk() if p.get_content_type() == "message/rfc822"]
    nested = [m for p in inner for m in p.iter_parts()] if inner else []
    body = message.get_body(preferencelist=("html", "plain"))
    count = 0
    if body is not None:
        for found in _body(source, name, body, known, readers):  # type: ignore[arg-type]
            count += isinstance(found, Document)
            yield found
    for number, one in enumerate(nested, 1):
        count += 1
        yield from _message(source, f"{name}.{number}", one, readers)  # type: ignore[arg-type]
    for part in message.iter_attachments():
        filename = part.get_filename() or ""
        path = PurePosixPath(filename.replace("\\", "/").rsplit("/", 1)[-1] or "part")
        if forms().suffixes.get(path.suffix[1:].lower()) in READ_TOO:
            data = part.get_payload(decode=True)
            attached = File(f"{name}#{path}", path, data if isinstance(data, bytes) else b"")
            for found in read_file(
                attached, source.settings, readers, known, depth=source.depth + 1, notes=source.notes
            ):
                count += isinstance(found, Document)
                yield found
    if not count:
        yield problem(name, "a mail without words; left out")


def _head(source: Source, name: str, message: EmailMessage) -> tuple[Known, list[str]]:
    """Title, sender and day of a mail."""
    notices = []
    subject = " ".join(str(message.get("Subject") or "").split()) or None
    shown, address = parseaddr(str(message.get("From") or ""))
    outlet = shown or (address.rsplit("@", 1)[-1] if address else None) or None
    published = None
    if stamp := str(message.get("Date") or ""):
        try:
            published = read_stamp(re.sub(r"\s*\([^)]*\)\s*$", "", stamp))
        except ValueError:
            notices.append(f"its day {stamp[:60]!r} (Date) is not understood")
    for about, value, field in (("title", subject, "Subject"), ("outlet", outlet, "From"), ("day", published, "Date")):
        source.note(name, about, value, field)
    return Known(outlet=outlet, title=subject, published=published), notices


def _body(
    source: Source, name: str, body: EmailMessage, known: Known, readers: Mapping[str, Reader]
) -> Iterator[Found]:
    """The words of a mail: a page without its own idea of title and day, or a text, parted where it is a digest."""
    data = body.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    part = replace(source, name=name, data=data, stated=body.get_content_charset(), opener=None, large=False)
    if not data.strip():
        return
    if body.get_content_type() == "text/html":
        for found in readers["html"](part):
            if isinstance(found, Problem):
                yield found
            elif parts := part_stories(to_text(data, part.stated)[0] or "", found.text):
                yield from _parted(name, parts, known, found)
            else:
                yield _headed(found, known)
        return
    for found in readers["text"](part):
        if isinstance(found, Problem):
            yield found
            continue
        pieces = [p for p in DIGEST.split(found.text) if p.strip()]
        stories = [p for p in pieces if INNER.match(p.lstrip("\r\n").replace("\r\n", "\n"))]
        if len(stories) < 2:
            yield _headed(found, known)
            continue
        for number, piece in enumerate(stories, 1):
            yield from _story(part, f"{name}.{number}", piece, known)


def _parted(name: str, parts: Sequence[Part], known: Known, whole: Document) -> Iterator[Found]:
    """The stories of a newsletter under its sender and day, each with its own headline and address."""
    for number, part in enumerate(parts, 1):
        yield make_document(
            name=f"{name}.{number}", text=part.text, url=part.url, outlet=known.outlet or whole.outlet,
            title=part.title, published=known.published, language=whole.language,
            raw=digest(part.text.encode("utf-8", "surrogatepass")),
        )  # fmt: skip


def _story(source: Source, name: str, piece: str, known: Known) -> Iterator[Found]:
    """One message of a digest, with the fields above it."""
    message = email.message_from_string(piece.lstrip("\r\n").replace("\r\n", "\n"), policy=policy.default)
    own, notices = _head(source, name, message)
    yield from (problem(name, notice) for notice in notices)
    text = str(message.get_payload())
    if text.strip():
        yield make_document(
            name=name, text=text, outlet=known.outlet or own.outlet, title=own.title,
            published=own.published or known.published, language=None,
            raw=digest(piece.encode("utf-8", "surrogatepass")),
        )  # fmt: skip


def _headed(document: Document, known: Known) -> Document:
    """A document under what the head of its mail says."""
    found = make_document(
        name=document.name, text=document.text, url=document.url, outlet=known.outlet or document.outlet,
        title=known.title or document.title, published=known.published or document.published,
        language=document.language, raw=document.raw,
    )  # fmt: skip
    return replace(found, body=document.body)
