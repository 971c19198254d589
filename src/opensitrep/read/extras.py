"""Readers whose libraries are not part of the default install, and the words that say which extra brings them."""

from __future__ import annotations

from importlib.util import find_spec


def missing(module: str, what: str) -> str | None:
    """What to do where the library of a form is not installed, or None where it is."""
    if find_spec(module) is not None:
        return None
    return f"{what} is read with the extra `forms`: pip install 'opensitrep[forms]'; left out"
