"""The host of an address, whatever stands in the place of one."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(address: str | None) -> str | None:
    """The host in lower case; None where there is none, or none that can be read ("http://[news")."""
    try:
        return urlsplit(address or "").hostname
    except ValueError:
        return None
