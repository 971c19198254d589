"""Placeholder: glued and broken words."""

from __future__ import annotations

from opensitrep.model import Reading


def find_repairs(reading: Reading) -> Reading:
    """Placeholder: glued and broken words."""
    return reading
