"""Lines of a large table, straight from a zip file or a plain one: never unpacked, never held as a whole.

A row that cannot be used is counted with its reason and left out; a file that cannot be used is a `ResourceError`.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from opensitrep.errors import ResourceError

BLOCK = 1 << 20  # bytes read at once; a longer line is no line of a table
FIRST = 100  # lines; where all of them are bad, the file is another kind of file
SHOWN = 20  # bad rows kept as examples
_NOTES = ("readme", "iso-languagecodes")  # other files that GeoNames packs beside the table

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, what is done and what there is."""


@dataclass(slots=True)
class Tally:
    """What became of the rows of one file: how many were read and kept, how many were bad and why."""

    name: str
    read: int = 0
    kept: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def refuse(self, line: int, reason: str, detail: str = "") -> None:
        """Count a bad row; the first ones are kept with their line number."""
        self.bad[reason] += 1
        if len(self.examples) < SHOWN:
            self.examples.append(f"{self.name}:{line}: {reason}" + (f": {detail[:60]}" if detail else ""))


def rows(
    path: Path, columns: Collection[int], tally: Tally, progress: Progress | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells of the rows of a tab-separated table (UTF-8, no header, no quotes) with so many columns.

    Raises `ResourceError` for a file that is missing, damaged, empty or no such table.
    """
    number = 0
    try:
        for raw in _lines(path, progress):
            number += 1
            if not raw or raw.startswith(b"#"):
                continue
            tally.read += 1
            try:
                cells = raw.decode("utf-8").split("\t")
            except UnicodeDecodeError as error:
                tally.refuse(number, "not UTF-8", str(error))
            else:
                if len(cells) in columns:
                    yield number, cells
                    continue
                tally.refuse(number, f"{len(cells)} columns, {_either(columns)} wanted")
            if tally.read >= FIRST and tally.bad.total() == tally.read:
                break
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise ResourceError(f"{path}: line {number}: damaged or not readable: {error}") from error
    if not tally.read:
        raise ResourceError(f"{path}: empty")
    if sum(n for reason, n in tally.bad.items() if reason == "not UTF-8" or "columns" in reason) == tally.read:
        raise ResourceError(f"{path}: not a GeoNames table: {tally.examples[0]}")


def _either(columns: Collection[int]) -> str:
    return " or ".join(str(n) for n in sorted(columns))


def _lines(path: Path, progress: Progress | None) -> Iterator[bytes]:
    """Lines without their ends, read in blocks."""
    with _opened(path) as (stream, size):
        rest, done = b"", 0
        while block := stream.read(BLOCK):
            done += len(block)
            whole = (rest + block).split(b"\n")
            rest = whole.pop()
            if len(rest) > BLOCK:
                raise zipfile.BadZipFile("a line of more than a million bytes")
            for line in whole:
                yield line.rstrip(b"\r")
            if progress:
                progress(path.name, done, max(size, done))
        if rest:
            yield rest.rstrip(b"\r")


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The table of a file with its size in bytes: the file itself, or the member of a zip that is the table."""
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":
            raise zipfile.BadZipFile("empty" if not path.stat().st_size else "not a zip file")
        with path.open("rb") as plain:
            yield plain, path.stat().st_size
        return
    with zipfile.ZipFile(path) as packed:
        tables = [m for m in packed.infolist() if Path(m.filename).suffix.lower() in (".txt", ".tsv")]
        tables = [m for m in tables if not Path(m.filename).stem.lower().startswith(_NOTES)]
        if not tables:
            raise zipfile.BadZipFile("no .txt or .tsv in it")
        chosen = max(tables, key=lambda m: (Path(m.filename).stem == path.stem, m.file_size, m.filename))
        if chosen.flag_bits & 1:
            raise zipfile.BadZipFile(f"{chosen.filename} is locked with a password")
        with packed.open(chosen) as member:
            yield member, chosen.file_size
