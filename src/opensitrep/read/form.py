"""Which form a file has: told by its first bytes, the suffix being a hint where they do not tell."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import BinaryIO

from opensitrep.read.source import BYTE_ORDER_MARKS, CONTROL
from opensitrep.text.words import load

HEAD = 65536  # bytes looked at
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
XML = re.compile(rb"<\?xml\b[^>]*>", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!doctype\s+([A-Za-z:]+)[^>\[]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
TAGS = re.compile(
    rb"<(?:head|body|div|article|main|meta|title|script|section|table|h[1-6]|p|center|font)\b", re.IGNORECASE
)
JSON = re.compile(rb"\{\s*(?:\"|\}|$)|\[\s*(?:[\[{\"\]\d-]|null|true|false|$)")
FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[ \t]")
ENVELOPE = re.compile(rb">?From [^\r\n]*\d{4}[^\r\n]*\r?\n(?=[A-Za-z>])")
TELEGRAM = re.compile(rb'class="[^"]*\bchat_page\b')
END = re.compile(rb"^(?:End of Document|Document [A-Za-z]{2,12}\d{8}[a-z0-9]{4,})\s*$", re.MULTILINE)
CODED = tuple(re.compile(rb"^" + code + rb"\s", re.MULTILINE) for code in (b"HD", b"PD", b"LP"))
NUMBERED = re.compile(rb"^\s*\d+ of \d+ DOCUMENTS?\s*$", re.MULTILINE)
LENGTH = re.compile(rb"^(?:LENGTH|Length):\s+[\d,]+ words|^[\d,]+ words\s*$|^WC\s+[\d,]+ words", re.MULTILINE)
POSTAL = frozenset((b"from", b"to", b"subject", b"date"))
CARRIED = frozenset((
    b"message-id", b"mime-version", b"received", b"content-type", b"return-path", b"delivered-to", b"list-id",
    b"content-transfer-encoding", b"dkim-signature", b"x-mailer", b"list-unsubscribe", b"snapshot-content-location",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forms:
    """The table of forms, `data/codes/forms.toml`."""

    suffixes: dict[str, str]
    names: dict[str, str]
    unread: dict[str, str]
    magic: dict[str, str]
    roots: dict[str, str]
    folders: dict[str, tuple[str, ...]]
    headerless: dict[str, str]


@cache
def forms() -> Forms:
    """The table of forms, loaded once."""
    return load("codes/forms.toml", Forms)


def hint(path: PurePosixPath) -> str | None:
    """The form the suffix hints at ("page.html.orig": that before it), or None."""
    table = forms().suffixes
    for suffix in reversed(path.suffixes[-2:]):
        if form := table.get(suffix[1:].lower()):
            return form
    return None


def tell_form(head: bytes, path: PurePosixPath) -> str | None:
    """The form of a file from its first bytes and its name; None where neither tells (a text, perhaps)."""
    return _of_magic(head, path) or _of_words(head, path)


def _of_magic(head: bytes, path: PurePosixPath) -> str | None:
    """The form that the first bytes are a mark of."""
    for first, form in forms().magic.items():
        if head.startswith(bytes.fromhex(first)):
            return _of_office(path) if form == "ole" else form
    if head[257:262] == b"ustar":
        return "tar"
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] in (b"AVI ", b"WAVE")):
        return "sound or film"
    return "picture" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else None


def _of_words(head: bytes, path: PurePosixPath) -> str | None:
    """The form that the first words show, else the one the name hints at."""
    hinted = hint(path)
    words = _plain(head)
    if words.startswith(b"<"):
        return _of_markup(words, hinted)
    if JSON.match(words) and hinted != "table":
        return "json"
    if form := "mbox" if ENVELOPE.match(words) else _of_mail(words, hinted):
        return form
    if hinted in (None, "text") and _is_export(words):
        return "database"
    if hinted in ("pdf", "docx", "sheet", "parquet", "epub", "zip", "tar", "packed") and not _is_binary(head):
        return None  # a text under the name of something packed
    return hinted


def _plain(head: bytes) -> bytes:
    """The first bytes as UTF-8 without marks and white space ahead."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            head = head[: len(head) // 4 * 4].decode(encoding, "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xef\xbb\xbf \t\r\n\f")


def _is_binary(head: bytes) -> bool:
    return len(CONTROL.findall(head)) > len(head) / 100


def _of_office(path: PurePosixPath) -> str:
    """The form of an OLE file (before 2007), which only its name tells."""
    return "sheet" if path.suffix.lower() in (".xls", ".xlt") else "word97"


def _of_markup(words: bytes, hinted: str | None) -> str | None:
    bare = COMMENT.sub(b"", words).lstrip()
    xml = XML.match(bare)
    bare = bare[xml.end() :].lstrip() if xml else bare
    named = DOCTYPE.match(bare)
    bare = bare[named.end() :].lstrip() if named else bare
    while bare.startswith(b"<?"):  # style sheets of feeds
        bare = bare[bare.find(b"?>") + 2 :].lstrip() if b"?>" in bare else b""
    root = ROOT.match(bare)
    element = root[1].decode("ascii", "replace") if root else ""
    form = forms().roots.get(element) or (forms().roots.get(named[1].decode("ascii").lower()) if named else None)
    if form is None and element.lower() in ("html", "head", "body"):
        form = "html"
    if form == "html" or (form is None and hinted == "html"):
        return "telegram" if TELEGRAM.search(words) else "html"
    if form:
        return form
    if xml or hinted in ("xml", "feed", "nitf"):
        return hinted if hinted in ("feed", "nitf") else "xml"
    if hinted is None and len(TAGS.findall(words[:4096])) > 1:
        return "html"
    return hinted


def root_name(head: bytes) -> str | None:
    """The name of the root element of an XML file, for a message about it."""
    bare = DOCTYPE.sub(b"", XML.sub(b"", COMMENT.sub(b"", _plain(head))))
    found = ROOT.search(bare)
    return found[1].decode("ascii", "replace") if found else None


def _of_mail(words: bytes, hinted: str | None) -> str | None:
    """`mail` or `mhtml` where the text begins with the fields of a mail."""
    fields, page = set[bytes](), False
    for line in words[:8192].split(b"\n"):
        if not line.strip():
            break
        if line[:1] in b" \t" and fields:
            continue
        found = FIELD.match(line)
        if not found:
            break
        fields.add(found[1].lower())
        page = page or b"multipart/related" in line.lower()
    if b"snapshot-content-location" in fields or (fields & CARRIED and (page and not fields >= {b"to"})):
        return "mhtml"
    if fields & CARRIED and len(fields & POSTAL) > 1:
        return "mhtml" if hinted == "mhtml" else "mail"
    if hinted == "mail" and fields & (POSTAL | CARRIED):
        return "mail"
    return "mhtml" if hinted == "mhtml" and fields & CARRIED else None


def _is_export(words: bytes) -> bool:
    """Whether the text is what LexisNexis or Factiva hand out: articles with ends and lengths."""
    ended = END.search(words) or NUMBERED.search(words) or all(code.search(words) for code in CODED)
    return bool(LENGTH.search(words) and ended)


def of_zip(stream: BinaryIO) -> str:
    """What a zip holds: a document, a sheet, a book, or files."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            kind = (
                archive.read("mimetype")[:80]
                if "mimetype" in names and archive.getinfo("mimetype").file_size < 200
                else b""
            )
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    if any(n.startswith("xl/workbook") for n in names):
        return "sheet"
    if any(n.startswith("ppt/") for n in names):
        return "slides"
    for start, form in ((b"application/epub", "epub"), (b"application/vnd.oasis.opendocument.spreadsheet", "sheet"),
                        (b"application/vnd.oasis.opendocument.text", "odt"),
                        (b"application/vnd.oasis.opendocument.presentation", "slides")):  # fmt: skip
        if kind.startswith(start):
            return form
    return "zip"
