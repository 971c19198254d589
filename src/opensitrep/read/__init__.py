"""Bytes of any form to documents.

Never here: guessing at meaning; a guess called a statement.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from opensitrep.model import Document, Problem
from opensitrep.read.archive import read_packed, read_tar, read_zip
from opensitrep.read.book import read_book
from opensitrep.read.databases import read_database
from opensitrep.read.feed import read_feed
from opensitrep.read.fields import own_digest, table
from opensitrep.read.form import hint
from opensitrep.read.html import read_html
from opensitrep.read.jsonl import read_json
from opensitrep.read.mail import read_mail, read_mbox, read_mhtml
from opensitrep.read.newsxml import read_newsxml
from opensitrep.read.papers import read_pdf, read_rtf, read_word
from opensitrep.read.reasons import explain
from opensitrep.read.source import Found, Note, Reader, Source, make_document, problem
from opensitrep.read.tables import read_parquet, read_sheet, read_table
from opensitrep.read.telegram import read_telegram
from opensitrep.read.text import read_text
from opensitrep.read.walk import STREAMED, File, files_of, is_hidden, read_files, shown
from opensitrep.read.warc import read_warc
from opensitrep.settings import Settings

__all__ = [
    "READERS",
    "Note",
    "Reader",
    "Source",
    "each_report",
    "explain",
    "find_reports",
    "keep_once",
    "make_document",
    "own_digest",
    "read_paths",
    "readers",
]

READERS: dict[str, Reader] = {
    "text": read_text,
    "html": read_html,
    "json": read_json,
    "feed": read_feed,
    "table": read_table,
    "sheet": read_sheet,
    "parquet": read_parquet,
    "newsml": read_newsxml,
    "nitf": read_newsxml,
    "telegram": read_telegram,
    "database": read_database,
    "pdf": read_pdf,
    "docx": read_word,
    "rtf": read_rtf,
}
"""Readers by form (`data/codes/forms.toml`); a reader is `(Source) -> Iterator[Document | Problem]`."""

HOLDERS: dict[str, Callable[..., Iterator[Found]]] = {
    "zip": read_zip,
    "tar": read_tar,
    "packed": read_packed,
    "warc": read_warc,
    "mail": read_mail,
    "mbox": read_mbox,
    "mhtml": read_mhtml,
    "epub": read_book,
}
"""Readers of forms that hold files of other forms: `(Source, readers of those forms)`."""
STDIN = "-"


def readers() -> dict[str, Reader]:
    """All readers, with those of archives and the plug-ins installed (entry points `opensitrep.readers`).

    A plug-in is named by the suffix it reads (".xyz") or by the form ("html").
    """
    found = READERS | {point.name: point.load() for point in entry_points(group="opensitrep.readers")}
    inner: dict[str, Reader] = {}
    inner.update({name: partial(reader, readers=inner) for name, reader in HOLDERS.items()} | found)
    return inner


def read_paths(
    paths: Sequence[Path], settings: Settings, *, notes: list[Note] | None = None
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """All reports of files, folders, archives and ("-") standard input; what could not be read is a `Problem`.

    Files of a folder come sorted, named by their path in it. A report that stands there twice is kept once; the same
    text under another name or address is another report, and said. `notes` are filled with what was taken from where.
    """
    found = list(each_report(paths, settings, notes=notes))
    return tuple(f for f in found if isinstance(f, Document)), tuple(f for f in found if isinstance(f, Problem))


def each_report(paths: Sequence[Path], settings: Settings, *, notes: list[Note] | None = None) -> Iterator[Found]:
    """The same one after the other, none of them held: of those that went by only names and digests are kept."""
    names: dict[str, str] = {}
    texts: dict[str, str] = {}
    for found in find_reports(paths, settings, notes=notes):
        if isinstance(found, Problem):
            yield found
        elif found.id in names:
            yield problem(found.name, f"duplicate of {names[found.id]}; kept once")
        else:
            if found.text_id in texts:
                yield problem(found.name, f"same text as {texts[found.text_id]}; both are kept")
            names[found.id] = found.name
            texts.setdefault(found.text_id, found.name)
            yield found


class Named(Protocol):
    """A document, or what a store holds in its place."""

    @property
    def id(self) -> str: ...
    @property
    def text_id(self) -> str: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def keep_once(reports: Iterable[N]) -> tuple[list[N], list[Problem]]:
    """Each report once, the first by name, in the order given; what is there twice, or under two names, is said."""
    kept: dict[str, N] = {}
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    found = list(reports)
    for one in sorted(found, key=lambda r: PurePosixPath(r.name).parts):
        if one.id in kept:
            problems.append(problem(one.name, f"duplicate of {kept[one.id].name}; kept once"))
            continue
        if one.text_id in texts:
            problems.append(problem(one.name, f"same text as {texts[one.text_id]}; both are kept"))
        kept[one.id] = one
        texts.setdefault(one.text_id, one.name)
    return [one for one in found if one is kept[one.id]], problems


def find_reports(paths: Sequence[Path], settings: Settings, *, notes: list[Note] | None = None) -> Iterator[Found]:
    """Every report and problem of some paths, one after the other: of large archives only a piece is held at a time.

    Raises `SettingsError` for a table of fields of one's own that cannot be used.
    """
    table(settings.fields)
    found = readers()
    files: list[File] = []
    top = _top(paths)
    whole = _is_folder(paths)
    for path in paths:
        if str(path) == STDIN:
            data = sys.stdin.buffer.read(settings.max_bytes + 1)
            files.append(File("standard input", PurePosixPath("standard input"), data, named=True))
            continue
        try:
            kind = path.stat().st_mode
        except (OSError, ValueError) as error:
            gone = isinstance(error, FileNotFoundError)
            why = "no such file or folder" if gone else f"cannot be opened: {getattr(error, 'strerror', None) or error}"
            yield problem(shown(str(path)), why)
            continue
        if stat.S_ISDIR(kind):
            inner = PurePosixPath() if len(paths) == 1 else PurePosixPath(os.path.relpath(path, top))
            inside, problems = files_of(path, inner)
            yield from problems
            if not inside and not problems:
                yield problem(shown(str(path)), "no files in the folder")
            files += inside
        elif stat.S_ISREG(kind):
            inner = PurePosixPath(os.path.relpath(path, top))
            files.append(File(shown(inner), inner, path, named=not whole))
        else:
            yield problem(shown(str(path)), "neither a file nor a folder; left out")
    files += _beside(files)
    yield from read_files(sorted(files, key=lambda f: f.path) if whole else files, settings, found, notes=notes)


def _top(paths: Sequence[Path]) -> str:
    """The folder from which files are named: that of a single file, else the one that holds all that was named."""
    parents = [os.path.dirname(os.path.abspath(p)) for p in paths if str(p) != STDIN]
    return os.path.commonpath(parents) if parents else os.curdir


def _is_folder(paths: Sequence[Path]) -> bool:
    """Whether all that is visible in a folder was named, as `folder/*` does: then it is read as the folder."""
    parents = {p.parent for p in paths}
    if len(paths) < 2 or len(parents) != 1 or len(set(paths)) != len(paths):
        return False
    try:
        there = {name for name in os.listdir(parents.pop()) if not is_hidden(PurePosixPath(name))}
    except OSError:
        return False
    return there <= {p.name for p in paths}


def _beside(files: Sequence[File]) -> list[File]:
    """The `.json` that is about a text or page somebody named, if there is one and it was not named itself."""
    named = {file.path for file in files}
    found = []
    for file in files:
        if not file.named or not isinstance(file.data, Path) or hint(file.path) in STREAMED:
            continue  # a table, a list of rows or an archive is about itself
        for name in (file.data.with_suffix(".json"), file.data.with_name(f"{file.data.name}.json")):
            path = file.path.with_name(name.name)
            with suppress(OSError):  # the longer name can be too long
                if path not in named and name.is_file():
                    found.append(File(shown(path), path, name))
    return found
