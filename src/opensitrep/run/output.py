"""Results written so that they are whole or not there: all beside the older ones, swapped in together, with a manifest.

New files are written into a hidden folder of the folder of results. When all are there, with their digests in the
manifest, that folder gets another name, and from then on the new results count: a swap that is cut off is finished by
the next run. Until then nothing of the older results is touched. Of those, files that the older manifest names and the
newer one does not are taken away then; nothing else of the folder is.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

try:
    import fcntl
except ImportError:  # Windows: two runs at once are not told apart there
    fcntl = None  # type: ignore[assignment]

from opensitrep.errors import OutputError
from opensitrep.model import Problem
from opensitrep.run.codec import from_json, to_json

MANIFEST = "account.manifest.json"
ACCOUNT = "account.json"  # the form whose digest stands for the account
NEW, READY, PROBE = ".opensitrep-new", ".opensitrep-ready", ".opensitrep-probe"

WORDS: Mapping[int, str] = {
    errno.ENOSPC: "no room is left on the disk; make room and run again",
    errno.EDQUOT: "no room is left for this user on the disk; make room and run again",
    errno.EFBIG: "a file may not grow as large as it must here; name another folder",
    errno.EROFS: "the disk is read-only; name another folder",
    errno.EACCES: "this may not be opened or written; change its rights or name another",
    errno.EPERM: "this may not be opened or written; change its rights or name another",
    errno.EEXIST: "a file stands where a folder must be; move it away or name another",
    errno.ENOTDIR: "a file stands where a folder must be; move it away or name another",
    errno.EISDIR: "a folder stands where a file must be; move it away or name another folder",
    errno.ENAMETOOLONG: "the path is too long; name a shorter one",
    errno.ENOENT: "no such file or folder",
    errno.EMFILE: "too many files are open; use fewer workers, or raise the limit (ulimit -n)",
    errno.EIO: "the disk fails",
}
SQLITE = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_READONLY: errno.EROFS, sqlite3.SQLITE_IOERR: errno.EIO}


def explain(error: OSError, where: object) -> str:
    """What could not be done, where, and what to do."""
    return f"{where}: {WORDS.get(error.errno or 0) or error.strerror or error}"


@contextmanager
def told(where: object) -> Iterator[None]:
    """Turn what the system says against writing into an `OutputError` that says what to do."""
    try:
        yield
    except OSError as error:
        raise OutputError(explain(error, where)) from error
    except sqlite3.OperationalError as error:
        code = SQLITE.get(error.sqlite_errorcode & 0xFF, 0)
        raise OutputError(explain(OSError(code, str(error)), where)) from error


@dataclass(frozen=True, slots=True)
class File:
    """Size and SHA-256 of a file of results."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one run wrote: the digest of its account, and every file of it."""

    account: str
    files: dict[str, File] = field(default_factory=dict)


def prepare(folder: Path, names: Iterable[str]) -> None:
    """Make the folder and see that files of these names can be written. Raises `OutputError`, before any work."""
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / PROBE
        probe.write_bytes(b"may this be written?")
        probe.unlink()
    _no_folder_in_the_way(folder, names)


@contextmanager
def together(folder: Path, *, account: str | None = None) -> Iterator[Path]:
    """A folder to write files into, which all take their places in `folder` when the block ends without an error.

    `account` is the digest of the account of which single files are written; the manifest, where there is one, lists
    them if it is of the same account. None: the files are all of an account, and the manifest is made anew. Raises
    `OutputError`; what stood in the folder is as it was then.
    """
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _finish(folder)
            new = folder / NEW
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            try:
                yield new
                names = _names(new)
                _no_folder_in_the_way(folder, names)
                if (manifest := _manifest(folder, new, names, account)) is not None:
                    (new / MANIFEST).write_bytes(msgspec.json.format(to_json(manifest), indent=1) + b"\n")
                for name in _names(new):
                    _sync(new / name)
                new.rename(folder / READY)
            except BaseException:
                shutil.rmtree(new, ignore_errors=True)
                raise
            _finish(folder)


def verify(folder: Path, known: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Whether the files of a folder are those that the manifest names, byte for byte; what is not.

    Of files named like `known` forms, those the manifest does not name are said, too. Raises `OutputError` where there
    is no manifest.
    """
    manifest = read_manifest(folder)
    found: list[tuple[str, str]] = []
    if (folder / READY).is_dir():
        found.append((READY, "a newer account was not swapped in to its end; run the same command again"))
    for name, file in sorted(manifest.files.items()):
        with told(folder / name):
            if not (folder / name).is_file():
                found.append((name, "missing"))
            elif digest(folder / name) != file:
                found.append((name, "not the file that was written: another size or digest"))
    found += [
        (name, "stands beside the account but is not of it")
        for name in sorted(known)
        if name not in manifest.files and (folder / name).is_file()
    ]
    return tuple(Problem("verify", name, message) for name, message in found)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder. Raises `OutputError` where there is none that can be read."""
    with told(folder / MANIFEST):
        data = (folder / MANIFEST).read_bytes()
    try:
        return from_json(data, Manifest)
    except msgspec.DecodeError as error:
        raise OutputError(f"{folder / MANIFEST}: not a manifest: {error}") from error


def digest(file: Path) -> File:
    """Size and SHA-256 of a file."""
    with file.open("rb") as stream:
        return File(file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


def _manifest(folder: Path, new: Path, names: Sequence[str], account: str | None) -> Manifest | None:
    files = {name: digest(new / name) for name in names}
    if account is None:
        return Manifest(files[ACCOUNT].sha256, files) if ACCOUNT in files else None
    if not (folder / MANIFEST).is_file():
        return None
    old = read_manifest(folder)
    others = {name: file for name, file in old.files.items() if name not in files}
    return Manifest(old.account, others | files if account == old.account else others)


def _no_folder_in_the_way(folder: Path, names: Iterable[str]) -> None:
    for name in sorted(names):
        if (folder / name).is_dir():
            raise OutputError(explain(OSError(errno.EISDIR, ""), folder / name))


def _finish(folder: Path) -> None:
    """Put files that are ready into their places, the manifest last."""
    ready = folder / READY
    if not ready.is_dir():
        return
    gone = _left_over(folder, ready)
    names = [name for name in _names(ready) if name != MANIFEST]
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (ready / name).replace(folder / name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # the folder of pages, where it is empty now
            (folder / name).parent.rmdir()
    if (ready / MANIFEST).is_file():
        (ready / MANIFEST).replace(folder / MANIFEST)
    shutil.rmtree(ready)
    _sync(folder)


def _names(folder: Path) -> list[str]:
    """The files of a folder and of the folders in it, by their paths there."""
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def _left_over(folder: Path, ready: Path) -> list[str]:
    """Files that the older manifest names, still as they were written, and the newer one does not: of another account.

    What somebody changed or put there, and whatever lies elsewhere, stays.
    """
    if not (folder / MANIFEST).is_file() or not (ready / MANIFEST).is_file():
        return []
    try:
        old, new = read_manifest(folder), read_manifest(ready)
    except OutputError:
        return []
    kept, top = {*new.files, *_names(ready)}, folder.resolve()
    return [
        name
        for name, file in old.files.items()
        if name not in kept
        and (folder / name).resolve().is_relative_to(top)
        and (folder / name).is_file()
        and digest(folder / name) == file
    ]


def _sync(path: Path) -> None:
    """Have the disk hold it. Folders and some file systems know nothing of it."""
    with suppress(PermissionError):  # a folder on Windows
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.EBADF):
                raise
        finally:
            os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the system lets go of it when the process ends in whatever way."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise OutputError(f"{folder}: another run is writing there; wait for it, or name another folder") from error
    except OSError:
        pass  # a file system without locks
    try:
        yield
    finally:
        os.close(handle)
