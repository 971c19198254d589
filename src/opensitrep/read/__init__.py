"""Bytes of any form to documents.

Never here: guessing at meaning; a guess called a statement.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath

from opensitrep.model import Document, Problem
from opensitrep.read.archive import read_zip
from opensitrep.read.feed import read_feed
from opensitrep.read.html import read_html
from opensitrep.read.jsonl import read_json, read_lines
from opensitrep.read.source import Found, Reader, Source, make_document, problem
from opensitrep.read.text import read_text
from opensitrep.read.walk import File, is_hidden, read_files
from opensitrep.settings import Settings

__all__ = ["READERS", "Reader", "Source", "make_document", "read_paths", "readers"]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".json": read_json,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
}
"""Readers by suffix; a reader is `(Source) -> Iterator[Document | Problem]`. A zip is read as a folder."""

STDIN = "-"


def readers() -> dict[str, Reader]:
    """All readers, with zip and the plug-ins installed (entry points `opensitrep.readers`, named by suffix)."""
    table = READERS | {point.name: point.load() for point in entry_points(group="opensitrep.readers")}
    return table | {".zip": partial(read_zip, readers=dict(table))}


def read_paths(paths: Sequence[Path], settings: Settings) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """All reports of files, folders, archives and ("-") standard input; what could not be read is a `Problem`.

    Files of a folder come sorted, named by their path in it. A report that stands there twice is kept once; the same
    text under another name or address is another report, and said.
    """
    table = readers()
    documents: dict[str, Document] = {}
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        for found in _read_path(path, settings, table):
            if isinstance(found, Problem):
                problems.append(found)
            elif found.id in documents:
                problems.append(problem(found.name, f"duplicate of {documents[found.id].name}; kept once"))
            else:
                if found.text_id in texts:
                    problems.append(problem(found.name, f"same text as {texts[found.text_id]}; both are kept"))
                documents[found.id] = found
                texts.setdefault(found.text_id, found.name)
    return tuple(documents.values()), tuple(problems)


def _read_path(path: Path, settings: Settings, table: dict[str, Reader]) -> Iterator[Found]:
    if str(path) == STDIN:
        data = sys.stdin.buffer.read(settings.max_bytes + 1)
        yield from read_files([File("standard input", PurePosixPath(_suffixed(data)), data)], settings, table)
    elif path.is_dir():
        files = [
            File(str(PurePosixPath(file.relative_to(path))), PurePosixPath(file.relative_to(path)), file)
            for file in sorted(path.rglob("*"))
            if file.is_file() and not is_hidden(PurePosixPath(file.relative_to(path)))
        ]
        if not files:
            yield problem(str(path), "no files in the folder")
        yield from read_files(files, settings, table, walked=True)
    elif path.is_file():
        yield from read_files([File(path.name, PurePosixPath(path.name), path), *_beside(path)], settings, table)
    else:
        yield problem(str(path), "no such file or folder")


def _beside(path: Path) -> list[File]:
    """The `.json` that is about a single text, if there is one."""
    companion = path.with_suffix(".json")
    if path.suffix.lower() == ".json" or not companion.is_file():
        return []
    return [File(companion.name, PurePosixPath(companion.name), companion)]


def _suffixed(data: bytes) -> str:
    """A name by what the bytes look like: HTML, a feed, JSON Lines or one JSON value, else text."""
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"PK\x03\x04"):
        return "input.zip"
    if head.startswith((b"<!doctype html", b"<html")):
        return "input.html"
    if head.startswith(b"<") and any(tag in head for tag in (b"<rss", b"<feed", b"<rdf")):
        return "input.xml"
    if head.startswith(b"{"):
        return "input.jsonl" if data.count(b"\n{") else "input.json"
    return "input.json" if head.startswith(b"[") else "input.txt"
