"""E-books (EPUB), as calibre makes them of the news of a day: a report a chapter, in the order of the book."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from lxml import etree

from opensitrep.read.archive import BROKEN, RATIO, SMALL, TOTAL
from opensitrep.read.source import Found, Known, Reader, Source, problem
from opensitrep.read.stamps import plain_date

CONTAINER = "META-INF/container.xml"
SHORT = 200  # characters of words; a chapter with fewer is a cover or a list
LINK = re.compile(rb"<a\b", re.IGNORECASE)
TAG = re.compile(rb"<[^>]+>")


def read_book(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found]:
    """The chapters of a book that hold more words than links; tables of contents are passed over."""
    settings = source.settings
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            if len(entries) > settings.max_entries or sum(e.file_size for e in entries) > TOTAL * settings.max_bytes:
                yield problem(source.name, "unpacks to more than is read; refused")
                return
            if any(e.file_size > RATIO * max(e.compress_size, 1) and e.file_size > SMALL for e in entries):
                yield problem(source.name, f"a file in it unpacks to more than {RATIO} times its size; refused")
                return
            chapters, known = _spine(archive)
            found = [(path, archive.read(path)) for path in chapters if path in archive.namelist()]
    except (*BROKEN, KeyError, etree.XMLSyntaxError) as error:
        yield problem(source.name, f"broken book: {error}")
        return
    count = 0
    for path, data in found:
        words = len(b" ".join(TAG.sub(b" ", data).split()))
        if words < SHORT or len(LINK.findall(data)) * 80 > words:
            continue
        count += 1
        name = f"{source.name}#{path.rsplit('/', 1)[-1]}"
        yield from readers["html"](replace(source, name=name, data=data, known=known, opener=None, large=False))
    if not count:
        yield problem(source.name, "a book without chapters of words; left out")


def _spine(archive: zipfile.ZipFile) -> tuple[list[str], Known]:
    """The files of the chapters in their order, and what the book says of itself."""
    container = _xml(archive.read(CONTAINER))
    package = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
    book = _xml(archive.read(package))
    folder = posixpath.dirname(package)
    files = {
        e.get("id"): posixpath.normpath(posixpath.join(folder, unquote(e.get("href") or "")))
        for e in book.xpath("//*[local-name()='manifest']/*[local-name()='item']")
        if "nav" not in (e.get("properties") or "").split()
    }
    order = [e.get("idref") for e in book.xpath("//*[local-name()='spine']/*[local-name()='itemref']")]
    said = {
        n: book.xpath(f"string(//*[local-name()='metadata']/*[local-name()='{n}'])")
        for n in ("title", "date", "language")
    }
    known = Known(outlet=said["title"] or None, published=plain_date(said["date"]), language=said["language"] or None)
    return [files[o] for o in order if o in files], known


def _xml(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
