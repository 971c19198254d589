"""Placeholder: who says it."""

from __future__ import annotations

from opensitrep.model import Reading


def find_attributions(reading: Reading) -> Reading:
    """Placeholder: who says it."""
    return reading
