"""Placeholder: people and bodies."""

from __future__ import annotations

from opensitrep.model import Reading


def find_actors(reading: Reading) -> Reading:
    """Placeholder: people and bodies."""
    return reading
