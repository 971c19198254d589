"""Bytes to `Document`: the table of readers and the walk over files, folders and archives."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from opensitrep.model import Document, Problem
from opensitrep.settings import Settings


def read_paths(paths: Sequence[Path], settings: Settings) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Placeholder: text files only."""
    out = []
    for path in paths:
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            text = file.read_bytes().decode("utf-8")
            name = str(file.relative_to(path)) if path.is_dir() else file.name
            digest = hashlib.blake2b((name + text).encode(), digest_size=8).hexdigest()
            out.append(Document(digest, hashlib.blake2b(text.encode(), digest_size=8).hexdigest(), name, text))
    return tuple(out), ()
