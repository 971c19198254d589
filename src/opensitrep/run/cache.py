"""Readings kept on disk by the content of their report and by what made them."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

import msgspec

from opensitrep.model import Document, Reading
from opensitrep.run.codec import from_json, to_json
from opensitrep.run.output import told


@cache
def code_digest() -> str:
    """SHA-256 over the modules of the package: a Reading made by other code is not taken from the cache."""
    folder = Path(__file__).parents[1]
    files = sorted(folder.rglob("*.py"))
    return hashlib.sha256(b"".join(hashlib.sha256(f.read_bytes()).digest() for f in files)).hexdigest()


class Cache:
    """Readings kept by the content of their report and by what made them; a killed run goes on from here.

    Raises `OutputError` where nothing can be written.
    """

    def __init__(self, folder: Path, made: dict[str, str]) -> None:
        self.folder = folder / hashlib.sha256(to_json(made | {"code": code_digest()})).hexdigest()[:16]
        with told(folder):
            self.folder.mkdir(parents=True, exist_ok=True)

    def _file(self, document: Document) -> Path:
        return self.folder / f"{hashlib.sha256(to_json(document)).hexdigest()[:32]}.json"

    def get(self, document: Document) -> Reading | None:
        """The reading, or None if there is none, or it cannot be opened, or it was damaged."""
        try:
            reading = from_json(self._file(document).read_bytes(), Reading)
        except (OSError, msgspec.DecodeError):
            return None
        return reading if reading.document == document else None

    def put(self, reading: Reading) -> None:
        """Keep a reading; a half-written file never takes the place of a whole one."""
        target = self._file(reading.document)
        draft = target.with_suffix(f".{os.getpid()}.part")  # two runs may share a cache
        with told(target):
            try:
                draft.write_bytes(to_json(reading))
                draft.replace(target)
            except OSError:
                draft.unlink(missing_ok=True)
                raise
