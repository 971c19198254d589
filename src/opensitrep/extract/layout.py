"""Placeholder: label blocks."""

from __future__ import annotations

from opensitrep.model import Reading


def label_layout(reading: Reading) -> Reading:
    """Placeholder: label blocks."""
    return reading
