"""Placeholder: time expressions."""

from __future__ import annotations

from opensitrep.model import Reading


def find_times(reading: Reading) -> Reading:
    """Placeholder: time expressions."""
    return reading
