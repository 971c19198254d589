"""Placeholder: figures."""

from __future__ import annotations

from opensitrep.model import Reading


def find_quantities(reading: Reading) -> Reading:
    """Placeholder: figures."""
    return reading
