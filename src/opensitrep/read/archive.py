"""Archives and packed files: every report inside, as of a folder, with guards against bombs and path tricks."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from opensitrep.read.form import HEAD, hint, tell_form
from opensitrep.read.source import Found, Reader, Source, problem
from opensitrep.read.walk import File, read_file, read_files, shown, visible
from opensitrep.settings import Settings

RATIO = 200  # unpacked to packed; English text packs about 3:1, JSON Lines of copies below 100:1, bombs 1000:1
SMALL = 1_000_000  # bytes of which no bomb can be made
TOTAL = 10  # unpacked size of a whole archive, in units of settings.max_bytes
BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, NotImplementedError,
    RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
PACKERS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))


class Bomb(OSError):
    """A stream that unpacks to far more than it holds."""


class Guarded(io.RawIOBase):
    """An unpacking stream that raises `Bomb` when it gives out far more than was packed."""

    def __init__(self, packed: BinaryIO, opened: BinaryIO) -> None:
        super().__init__()
        self.packed, self.opened, self.given = packed, opened, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Some more bytes. Raises `OSError` for damaged ones."""
        try:
            data = self.opened.read(len(buffer))
            taken = self.packed.tell()
        except (EOFError, zlib.error, lzma.LZMAError) as error:
            raise OSError(f"damaged: {error}") from error
        self.given += len(data)
        if self.given > RATIO * max(taken, 1) and self.given > SMALL:
            raise Bomb(f"unpacks to more than {RATIO} times its size; refused")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the packed stream, too."""
        self.opened.close()
        self.packed.close()
        super().close()


def unpacked(packed: BinaryIO) -> BinaryIO:
    """What a gzip, bzip2 or xz stream holds, with the guard."""
    first = packed.read(6)
    packed.seek(0)
    opener = next((opener for start, opener in PACKERS if first.startswith(start)), None)
    if opener is None:
        packed.close()
        raise OSError("damaged: not packed with gzip, bzip2 or xz")
    return cast(BinaryIO, io.BufferedReader(Guarded(packed, cast(BinaryIO, opener(packed))), HEAD))


def read_packed(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found]:
    """What one file packed with gzip, bzip2 or xz holds, told by its own bytes; a tar archive as a folder."""
    inner = source.path.with_suffix("") if hint(PurePosixPath(source.path.name[-5:])) == "packed" else source.path
    if source.path.suffix.lower() == ".tgz":
        inner = source.path.with_suffix(".tar")
    file = File(source.name, inner, lambda: unpacked(source.open()), named=True)
    try:
        with file.open() as stream:
            head = stream.read(HEAD)
        form = tell_form(head, inner)
        if form == "packed":
            yield problem(source.name, "packed twice; unpack it first")
        elif form in ("tar", "zip", "epub") and source.depth:
            yield problem(source.name, "an archive inside an archive; refused")
        elif form == "tar":
            yield from read_tar(replace(source, opener=file.open, large=True), readers)
        elif form == "zip":  # has to be sought in
            yield from _in_memory(source, file, inner, readers)
        else:
            yield from read_file(file, source.settings, readers, source.known, depth=source.depth, notes=source.notes)
    except BROKEN as error:
        yield problem(source.name, f"cannot be unpacked: {error}")


def _in_memory(source: Source, file: File, inner: PurePosixPath, readers: Mapping[str, Reader]) -> Iterator[Found]:
    with file.open() as stream:
        data = stream.read(source.settings.max_bytes + 1)
    held = File(source.name, inner, data, named=True)
    yield from read_file(held, source.settings, readers, source.known, depth=source.depth, notes=source.notes)


def read_zip(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found]:
    """Reports of an archive, named "archive.zip#path/in/archive.txt"."""
    settings = source.settings
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            entries = sorted((e for e in archive.infolist() if not e.is_dir()), key=lambda e: e.filename)
            if len(entries) > settings.max_entries:
                yield problem(source.name, f"{len(entries)} entries, more than {settings.max_entries}; refused")
                return
            if sum(e.file_size for e in entries) > TOTAL * settings.max_bytes:
                yield problem(source.name, f"unpacks to more than {TOTAL * settings.max_bytes} bytes; refused")
                return
            files = []
            for entry in entries:
                name = f"{source.name}#{shown(entry.filename)}"
                if reason := _refused(entry, settings.max_bytes):
                    yield problem(name, reason)
                    continue
                try:
                    with archive.open(entry) as opened:
                        data = opened.read(settings.max_bytes + 1)
                except BROKEN as error:
                    yield problem(name, f"cannot be unpacked: {error}")
                    continue
                files.append(File(name, PurePosixPath(entry.filename), data))
    except BROKEN as error:
        yield problem(source.name, f"broken archive: {error}")
        return
    if not files:
        yield problem(source.name, "no reports in the archive")
        return
    yield from read_files(visible(files), settings, readers, depth=source.depth + 1, notes=source.notes)


def _refused(entry: zipfile.ZipInfo, max_bytes: int) -> str | None:
    if reason := _trick(entry.filename):
        return reason
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a link, not a file; refused"
    if entry.file_size > max_bytes:
        return f"{entry.file_size} bytes, more than {max_bytes}; left out"
    if entry.file_size > RATIO * max(entry.compress_size, 1) and entry.file_size > SMALL:
        return f"unpacks to {entry.file_size // max(entry.compress_size, 1)} times its size; refused"
    return None


def _trick(filename: str) -> str | None:
    path = PurePosixPath(filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        return "its path leads out of the archive; refused"
    return None


def read_tar(source: Source, readers: Mapping[str, Reader]) -> Iterator[Found]:
    """Reports of a tar archive, plain or packed, named "crawl.tar.gz#path/in/archive.html"."""
    settings = source.settings
    files: list[File] = []
    total = 0
    try:
        with source.open() as stream, tarfile.open(fileobj=stream, mode="r|", errorlevel=0) as archive:
            for member in archive:
                if member.isdir():
                    continue
                name = f"{source.name}#{shown(member.name)}"
                if reason := _refused_member(member, settings):
                    yield problem(name, reason)
                    continue
                if len(files) >= settings.max_entries:
                    yield problem(source.name, f"more than {settings.max_entries} entries; the rest is left out")
                    break
                total += member.size
                if total > TOTAL * settings.max_bytes:
                    yield problem(
                        source.name, f"unpacks to more than {TOTAL * settings.max_bytes} bytes; the rest is left out"
                    )
                    break
                opened = archive.extractfile(member)
                files.append(File(name, PurePosixPath(member.name), opened.read() if opened else b""))
    except BROKEN as error:
        kept = f"; the {len(files)} files before it are kept" if files else ""
        yield problem(source.name, f"broken archive: {error}{kept}")
    if not files:
        yield problem(source.name, "no reports in the archive")
        return
    files.sort(key=lambda f: f.path)
    yield from read_files(visible(files), settings, readers, depth=source.depth + 1, notes=source.notes)


def _refused_member(member: tarfile.TarInfo, settings: Settings) -> str | None:
    if reason := _trick(member.name):
        return reason
    if member.issym() or member.islnk():
        return "a link, not a file; refused"
    if not member.isfile():
        return "a device, not a file; refused"
    if member.size > settings.max_bytes:
        return f"{member.size} bytes, more than {settings.max_bytes}; left out"
    return None
