"""Placeholder: the page in html."""

from __future__ import annotations

from typing import BinaryIO

from opensitrep.model import Account


def write_html(account: Account, stream: BinaryIO) -> None:
    """Placeholder."""
    stream.write(b"")
