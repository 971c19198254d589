"""Plain text and Markdown: the file is the report."""

from __future__ import annotations

from collections.abc import Iterator

from opensitrep.read.source import Found, Source, decode, digest, make_document, problem


def read_text(source: Source) -> Iterator[Found]:
    """One report from a text file, its characters as they are."""
    text, noticed = decode(source)
    if noticed:
        yield noticed
    if text is None:
        return
    if not text.strip("\ufeff \t\r\n"):
        yield problem(source.name, "empty file; left out")
        return
    yield make_document(name=source.name, text=text, language=None, raw=digest(source.data))
