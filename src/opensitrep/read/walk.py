"""From a list of files to reports: which reader, which file is about another one, what is too large to be read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from opensitrep.model import Document, Problem
from opensitrep.read.encoding import doubly_encoded
from opensitrep.read.form import HEAD, forms, hint, of_zip, root_name, tell_form
from opensitrep.read.jsonl import read_known
from opensitrep.read.language import tell_language
from opensitrep.read.source import Found, Known, Note, Reader, Source, finish, problem, sound
from opensitrep.read.stamps import Order
from opensitrep.read.tables import is_headed
from opensitrep.settings import Settings

TEXTS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
"""Suffixes a `.json` beside them can be about."""
READ = "en"
SUFFIX = re.compile(r"\.(?=.*[a-z])[a-z0-9_+-]{1,10}")  # "report.2022" and "No. 5" have none
STREAMED = frozenset(("json", "table", "warc", "mbox", "zip", "tar", "packed", "parquet"))
"""Forms that are read piece by piece: the limit of bytes holds for each piece."""
OUTER = frozenset(("zip", "tar", "epub"))
"""Forms that hold files; one inside another is refused."""

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a folder or an archive: its name in the account, its path there, its bytes or how to get at them."""

    name: str
    path: PurePosixPath
    data: bytes | Path | Opener
    named: bool = False  # somebody named it: read as text if nothing else

    def open(self) -> BinaryIO:
        """All of it as a stream. Raises `OSError` where it cannot be had."""
        if isinstance(self.data, bytes):
            return BytesIO(self.data)
        return self.data.open("rb") if isinstance(self.data, Path) else self.data()


def shown(path: str | PurePosixPath) -> str:
    """A name as it can be shown: bytes that are no UTF-8 and control characters as Python writes them ("caf\\xe9")."""
    text = os.fsencode(str(path)).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def is_hidden(path: PurePosixPath) -> bool:
    """Whether a file or a folder above it is hidden by its name, or is what a Mac adds to an archive."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def visible(files: Sequence[File]) -> list[File]:
    """The files of an archive that are not hidden."""
    return [file for file in files if not is_hidden(file.path)]


def files_of(folder: Path, top: PurePosixPath) -> tuple[list[File], list[Problem]]:
    """The files of a folder and below it, sorted, named from `top` on; and what could not be opened."""
    problems: list[Problem] = []

    def refuse(error: OSError) -> None:
        problems.append(
            problem(shown(top / os.path.relpath(error.filename, folder)), f"cannot be opened: {error.strerror}")
        )

    found: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(f for f in folders if not is_hidden(PurePosixPath(f)))
        found += [Path(here, name) for name in names]
    files = []
    for path in sorted(found):
        inner = top / PurePosixPath(path.relative_to(folder))
        if not is_hidden(PurePosixPath(path.relative_to(folder))):
            files.append(File(shown(inner), inner, path))
    return files, problems


def read_files(
    files: Sequence[File],
    settings: Settings,
    readers: Mapping[str, Reader],
    *,
    depth: int = 0,
    notes: list[Note] | None = None,
) -> Iterator[Found]:
    """Everything read in the files, in their order.

    Of a folder or archive only those are read whose bytes or suffix tell a form (or that have no suffix); a file
    somebody named is read as text if nothing else.
    """
    by_path = {file.path: file for file in files}
    files, left = _without_parts(files)
    yield from left
    beside = {companion: file.path for file in files for companion in _companions(file.path) if companion in by_path}
    for file in files:
        if file.path in beside:
            continue
        known = Known()
        for companion in _companions(file.path):
            if companion in by_path:
                found = _known(by_path[companion], settings)
                if isinstance(found, Problem):
                    yield found
                else:
                    known = found
        yield from read_file(file, settings, readers, known, depth=depth, notes=notes)


def _companions(path: PurePosixPath) -> tuple[PurePosixPath, ...]:
    """Files that can be about a text or page: `a.json` or `a.html.json` beside `a.html`."""
    if path.suffix.lower() not in TEXTS:
        return ()
    return path.with_suffix(".json"), path.with_name(f"{path.name}.json")


def _known(file: File, settings: Settings) -> Known | Problem:
    try:
        with file.open() as stream:
            data = stream.read(settings.max_bytes)
    except OSError as error:
        return problem(file.name, f"cannot be opened: {error.strerror}")
    found = read_known(data, Source(file.name, data, settings))
    return problem(file.name, "broken JSON; nothing is known from it") if found is None else found


def _without_parts(files: Sequence[File]) -> tuple[list[File], list[Problem]]:
    """The files without those a browser put into NAME_files beside NAME.html: they are parts of that page."""
    pages = {f.path.with_suffix("") for f in files if f.path.suffix.lower() in (".html", ".htm", ".xhtml")}
    kept, counts = [], dict[PurePosixPath, int]()
    for file in files:
        page = next((p for up in file.path.parents if (p := _page_of(up)) in pages), None)
        if page is None:
            kept.append(file)
        else:
            counts[page] = counts.get(page, 0) + 1
    return kept, [problem(shown(p), f"{n} files are parts of this saved page; left out") for p, n in counts.items()]


def _page_of(folder: PurePosixPath) -> PurePosixPath | None:
    for end in forms().folders["parts"]:
        if folder.name.endswith(end) and folder.name != end:
            return folder.with_name(folder.name[: -len(end)])
    return None


def read_file(
    file: File,
    settings: Settings,
    readers: Mapping[str, Reader],
    known: Known,
    *,
    depth: int = 0,
    notes: list[Note] | None = None,
) -> Iterator[Found]:
    """Everything read in one file."""
    limit = settings.max_bytes
    try:
        with file.open() as stream:
            data = stream.read(HEAD)
            form = tell_form(data, file.path)
            if form == "zip":
                with suppress(OSError, ValueError):  # a stream that cannot be sought is a plain archive
                    form = of_zip(stream)
                    stream.seek(0)
                    data = stream.read(HEAD)
            if form in (None, "text") and is_headed(data, settings):
                form = "table"
            if form not in STREAMED or len(data) < HEAD or form == "json":
                data += stream.read(max(0, limit + 1 - len(data)))
    except OSError as error:
        yield problem(file.name, f"cannot be opened: {error.strerror or error}")
        return
    if not data:
        yield problem(file.name, "empty file; left out")
        return
    large = len(data) > limit or (form in STREAMED and form != "json" and len(data) >= HEAD)
    if len(data) > limit and form not in STREAMED:
        yield problem(file.name, f"{_size(file) or len(data)} bytes, more than {limit}; left out")
        return
    reader, refused = _reader(form, file, readers, data, depth=depth)
    if reader is None:
        if refused:
            yield problem(file.name, refused)
        return
    source = Source(
        file.name, data, settings, known,
        path=file.path, stated=None, large=large, opener=file.open, depth=depth, notes=notes,
    )  # fmt: skip

    def look(order: Order) -> None:
        for _ in reader(replace(source, notes=None, order=order)):
            pass

    source.order.look = look
    if notes is not None:
        source.note(file.name, "form", forms().names.get(form or "text", form), _how(form, file))
    try:
        yield from _read(source, reader, form, file)
    finally:
        source.order.look = None  # it holds the source, which holds it: freed now, not when rings are looked for


def _read(source: Source, reader: Reader, form: str | None, file: File) -> Iterator[Found]:
    for found in reader(source):
        if isinstance(found, Problem):
            strange = form is None and "binary" in found.message and found.subject == file.name
            message = f"unknown kind of file {file.path.suffix.lower()!r}; left out"
            yield replace(found, message=message) if strange else found
        else:
            yield from checked(source, found)


def _how(form: str | None, file: File) -> str:
    return "told by its bytes" if form != hint(file.path) else "told by its name and bytes"


def _reader(
    form: str | None, file: File, readers: Mapping[str, Reader], data: bytes, *, depth: int
) -> tuple[Reader | None, str | None]:
    """The reader of a form, or why there is none."""
    suffix = file.path.suffix.lower()
    if suffix in readers:  # a plug-in
        return readers[suffix], None
    if form in forms().unread:
        return None, forms().unread[form]
    if form == "xml":
        return None, f"XML of a kind we do not read ({root_name(data)}); no feed entries found; left out"
    if depth and (form in OUTER or hint(file.path) in OUTER):
        return None, "an archive inside an archive; refused"
    if form is None and not file.named and SUFFIX.fullmatch(suffix):
        return None, f"{suffix!r} is not a form we read; left out"
    return readers[form or "text"], None


def checked(source: Source, document: Document) -> Iterator[Found]:
    """The document with its language told, or why it is left out."""
    limit = source.settings.max_characters
    if len(document.text) > limit:
        yield problem(document.name, f"{len(document.text)} characters, more than {limit}; left out")
        return
    whole = finish(source, document)
    plain, said = sound(whole)
    if said:
        whole = finish(source, plain)
        yield from (problem(whole.name, words) for words in said)
    language = tell_language(whole.text, whole.language)
    if language != READ:
        yield problem(whole.name, f"language '{language}' is not read yet; the report is kept and counted")
    if example := doubly_encoded(whole.text):
        yield problem(
            whole.name, f"looks doubly encoded ({example!r} for one letter); its words are kept as they stand"
        )
    yield replace(whole, language=language)


def _size(file: File) -> int | None:
    if isinstance(file.data, Path):
        with suppress(OSError):
            return file.data.stat().st_size
    return len(file.data) if isinstance(file.data, bytes) else None
