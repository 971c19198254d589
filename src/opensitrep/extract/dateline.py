"""Placeholder: evidence for the day of writing."""

from __future__ import annotations

from opensitrep.model import Reading


def find_dates(reading: Reading) -> Reading:
    """Placeholder: evidence for the day of writing."""
    return reading
