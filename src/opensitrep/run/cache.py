"""Readings kept on disk, packed, by the content of their report and by what made them."""

from __future__ import annotations

import hashlib
import os
import zlib
from functools import cache
from pathlib import Path

from opensitrep.model import Document
from opensitrep.run.codec import to_json
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
        return self.folder / f"{hashlib.sha256(to_json(document)).hexdigest()[:32]}.z"

    def get(self, document: Document) -> bytes | None:
        """Its reading, packed, or None if there is none, or it cannot be opened, or it was damaged."""
        try:
            packed = self._file(document).read_bytes()
            zlib.decompress(packed)  # its sum is right, and nothing is missing at its end
        except (OSError, zlib.error):
            return None
        return packed

    def put(self, document: Document, packed: bytes) -> None:
        """Keep its reading; a half-written file never takes the place of a whole one."""
        target = self._file(document)
        draft = target.with_suffix(f".{os.getpid()}.part")  # two runs may share a cache
        with told(target):
            try:
                draft.write_bytes(packed)
                draft.replace(target)
            except OSError:
                draft.unlink(missing_ok=True)
                raise
