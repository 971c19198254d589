"""From a list of files to reports: which reader, which file is about another one, what is too large to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from opensitrep.model import Document, Problem
from opensitrep.read.jsonl import read_known
from opensitrep.read.language import tell_language
from opensitrep.read.source import Found, Known, Reader, Source, finish, problem
from opensitrep.read.text import read_text
from opensitrep.settings import Settings

TEXTS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
"""Suffixes a `.json` beside them can be about."""
READ = "en"
SUFFIX = re.compile(r"\.(?=.*[a-z])[a-z0-9_+-]{1,10}")  # "report.2022" and "No. 5" have none


@dataclass(frozen=True, slots=True)
class File:
    """A file of a folder or an archive: its name in the account, its path there, its bytes or where they are."""

    name: str
    path: PurePosixPath
    data: bytes | Path


def is_hidden(path: PurePosixPath) -> bool:
    """Whether a file or a folder above it is hidden by its name, or is what a Mac adds to an archive."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def read_files(
    files: Sequence[File], settings: Settings, readers: Mapping[str, Reader], *, walked: bool = False
) -> Iterator[Found]:
    """Everything read in the files, in their order.

    Of a folder or archive that was `walked`, hidden files are passed over, and of the others only those are read whose
    suffix names a form (or that have none); a file somebody named is read as text whatever its suffix.
    """
    by_path = {file.path: file for file in files}
    files = [file for file in files if not walked or not is_hidden(file.path)]
    beside = {
        file.path.with_suffix(".json"): file.path
        for file in files
        if file.path.suffix.lower() in TEXTS and file.path.with_suffix(".json") in by_path
    }
    for file in files:
        if file.path in beside:
            continue
        suffix = file.path.suffix.lower()
        if walked and suffix not in readers and SUFFIX.fullmatch(suffix):
            yield problem(file.name, f"{suffix!r} is not a form we read; left out")
            continue
        known = Known()
        companion = by_path.get(file.path.with_suffix(".json"))
        if companion is not None and companion.path in beside and file.path.suffix.lower() in TEXTS:
            data = _data(companion, settings)
            found = read_known(data) if isinstance(data, bytes) else None
            if found is None:
                yield problem(companion.name, "broken JSON; nothing is known from it")
            known = found or known
        yield from read_file(file, settings, readers, known)


def read_file(file: File, settings: Settings, readers: Mapping[str, Reader], known: Known) -> Iterator[Found]:
    """Everything read in one file."""
    data = _data(file, settings)
    if isinstance(data, Problem):
        yield data
        return
    if not data:
        yield problem(file.name, "empty file; left out")
        return
    source = Source(file.name, data, settings, known)
    suffix = file.path.suffix.lower()
    reader = readers.get(suffix, read_text)
    for found in reader(source):
        if isinstance(found, Problem):
            strange = suffix not in readers and "binary" in found.message
            yield replace(found, message=f"unknown kind of file {suffix!r}; left out") if strange else found
        else:
            yield from _checked(source, found)


def _checked(source: Source, document: Document) -> Iterator[Found]:
    """The document with its language told, or why it is left out."""
    limit = source.settings.max_characters
    if len(document.text) > limit:
        yield problem(document.name, f"{len(document.text)} characters, more than {limit}; left out")
        return
    whole = finish(source, document)
    language = tell_language(whole.text, whole.language)
    if language != READ:
        yield problem(whole.name, f"language '{language}' is not read yet; the report is kept and counted")
    yield replace(whole, language=language)


def _data(file: File, settings: Settings) -> bytes | Problem:
    if isinstance(file.data, bytes):
        size = len(file.data)
        data: bytes | None = file.data
    else:
        try:
            size = file.data.stat().st_size
            data = file.data.read_bytes() if size <= settings.max_bytes else None
        except OSError as error:
            return problem(file.name, f"cannot be opened: {error.strerror}")
    if data is None or size > settings.max_bytes:
        return problem(file.name, f"{size} bytes, more than {settings.max_bytes}; left out")
    return data
