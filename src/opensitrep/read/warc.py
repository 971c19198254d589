"""Web archives (WARC, as of Common Crawl, wget, browsertrix): a report a page, record by record with flat memory."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from opensitrep.read.source import Found, Known, Reader, Source, problem
from opensitrep.read.stamps import plain_date
from opensitrep.read.walk import checked

PAGES = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/json": "json",
         "application/ld+json": "json", "application/rss+xml": "feed", "application/atom+xml": "feed"}  # fmt: skip
KINDS = ("response", "resource", "conversion")
BEGINS = (b"WARC/", b"filedesc:")  # the latter as in archives before 2009 (ARC)
DONE = ("200", "203", "206")


def read_warc(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found]:
    """Every page of a web archive: its address, the encoding of its HTTP head; the day of the crawl is not its day."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    left: Counter[str] = Counter()
    read = count = 0
    if not source.data.startswith(BEGINS):
        yield problem(source.name, "no web archive: it does not begin as one")
        return
    try:
        with source.open() as stream:
            for record in _records(ArchiveIterator(stream)):
                if record.rec_type not in KINDS:
                    continue
                form, why = _form(record)
                if form is None:
                    left[why] += 1
                    continue
                count += 1
                if count > source.settings.max_entries:
                    yield problem(source.name, f"more than {source.settings.max_entries} entries; the rest is left out")
                    break
                read += 1
                yield from _page(source, record, f"{source.name}#{count}", readers[form])
    except (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError, AttributeError, LookupError) as error:
        kept = f"; the {read} pages before it are kept" if read else ""
        yield problem(source.name, f"broken web archive: {error}{kept}")
        return
    if not read:
        yield problem(source.name, "no pages in the web archive")
    for why, number in sorted(left.items()):
        yield problem(source.name, f"{number} records left out: {why}")


def _records(found: Iterator[Any]) -> Iterator[Any]:
    """The records; what warcio prints about damaged ones is not shown."""
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(found, None)
        if record is None:
            return
        yield record


def _form(record: Any) -> tuple[str | None, str]:
    """The form of a record's page, or why it is none."""
    head = record.http_headers
    if head is not None:
        status = head.get_statuscode()
        if status not in DONE:
            return None, f"the server answered {status}"
    kind = (head.get_header("Content-Type") if head is not None else record.content_type) or "text/html"
    kind = kind.split(";")[0].strip().lower()
    try:
        address = urlsplit(record.rec_headers.get_header("WARC-Target-URI") or "").path
    except ValueError:  # no address that can be read
        address = ""
    if kind in ("application/http", "application/octet-stream") or not kind:
        kind = "text/html" if PurePosixPath(address).suffix in ("", ".html", ".htm", ".php") else kind
    form = PAGES.get(kind)
    if address == "/robots.txt":
        return None, "for robots"
    return form, f"{kind.split('/')[0]}, no page" if form is None else ""


def _page(source: Source, record: Any, name: str, reader: Reader) -> Iterator[Found]:
    """The report of one record."""
    limit = source.settings.max_bytes
    data = record.content_stream().read(limit + 1)
    if len(data) > limit:
        yield problem(name, f"more than {limit} bytes; left out")
        return
    if not data.strip():
        yield problem(name, "empty page; left out")
        return
    if getattr(record.raw_stream, "limit", 0) > 0:
        yield problem(name, "the web archive breaks off in this page; what stands before is read")
    encoding = record.http_headers.get_header("Content-Encoding") if record.http_headers is not None else None
    if encoding and encoding.lower() not in ("identity", "gzip", "x-gzip", "deflate") and b"<" not in data[:512]:
        yield problem(name, f"packed in a way we do not unpack ({encoding}); left out")
        return
    kind = (record.http_headers.get_header("Content-Type") or "") if record.http_headers is not None else ""
    stated = next(
        (p.split("=", 1)[1].strip(" \"'") for p in kind.split(";")[1:] if p.strip().lower().startswith("charset=")),
        None,
    )
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>") or None
    crawled = plain_date(record.rec_headers.get_header("WARC-Date"))
    known = Known(url=address, seen=crawled[:10] if crawled else None)
    page = Source(
        name, data, source.settings, known, stated=stated, depth=source.depth, notes=source.notes,
    )  # fmt: skip
    page.note(name, "form", "record of a web archive", f"WARC-Target-URI {address}")
    for found in reader(page):
        yield from [found] if not hasattr(found, "text") else checked(page, found)  # type: ignore[arg-type]
