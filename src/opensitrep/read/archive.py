"""Zip archives: every report inside, as if the archive were a folder, with guards against bombs and path tricks."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from opensitrep.read.source import Found, Reader, Source, problem
from opensitrep.read.walk import File, read_files

RATIO = 200  # unpacked to packed; English text packs about 3:1, JSON Lines of copies below 100:1, bombs 1000:1
TOTAL = 10  # unpacked size of a whole archive, in units of settings.max_bytes
NESTED = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".zst")


def read_zip(source: Source, readers: dict[str, Reader]) -> Iterator[Found]:
    """Reports of an archive, named "archive.zip#path/in/archive.txt"."""
    settings = source.settings
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            entries = sorted((e for e in archive.infolist() if not e.is_dir()), key=lambda e: e.filename)
            if len(entries) > settings.max_entries:
                yield problem(source.name, f"{len(entries)} entries, more than {settings.max_entries}; refused")
                return
            if sum(e.file_size for e in entries) > TOTAL * settings.max_bytes:
                yield problem(source.name, f"unpacks to more than {TOTAL * settings.max_bytes} bytes; refused")
                return
            files = []
            for entry in entries:
                name = f"{source.name}#{entry.filename}"
                if reason := _refused(entry, settings.max_bytes):
                    yield problem(name, reason)
                    continue
                try:
                    with archive.open(entry) as opened:
                        data = opened.read(settings.max_bytes + 1)
                except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
                    yield problem(name, f"cannot be unpacked: {error}")
                    continue
                files.append(File(name, PurePosixPath(entry.filename), data))
    except zipfile.BadZipFile as error:
        yield problem(source.name, f"broken archive: {error}")
        return
    if not files:
        yield problem(source.name, "no reports in the archive")
        return
    yield from read_files(files, settings, readers, walked=True)


def _refused(entry: zipfile.ZipInfo, max_bytes: int) -> str | None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        return "its path leads out of the archive; refused"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a link, not a file; refused"
    if path.suffix.lower() in NESTED:
        return "an archive inside an archive; refused"
    if entry.file_size > max_bytes:
        return f"{entry.file_size} bytes, more than {max_bytes}; left out"
    if entry.file_size > RATIO * max(entry.compress_size, 1) and entry.file_size > 1_000_000:
        return f"unpacks to {entry.file_size // max(entry.compress_size, 1)} times its size; refused"
    return None
