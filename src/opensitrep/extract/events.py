"""Placeholder: event mentions."""

from __future__ import annotations

from opensitrep.model import Reading


def find_mentions(reading: Reading) -> Reading:
    """Placeholder: event mentions."""
    return reading
