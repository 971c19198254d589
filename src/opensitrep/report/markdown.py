"""Placeholder: the page in markdown."""

from __future__ import annotations

from typing import BinaryIO

from opensitrep.model import Account


def write_markdown(account: Account, stream: BinaryIO) -> None:
    """Placeholder."""
    stream.write(b"")
