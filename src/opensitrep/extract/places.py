"""Placeholder: toponyms."""

from __future__ import annotations

from opensitrep.model import Reading


def find_places(reading: Reading) -> Reading:
    """Placeholder: toponyms."""
    return reading
