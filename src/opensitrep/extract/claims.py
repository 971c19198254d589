"""Placeholder: claims."""

from __future__ import annotations

from opensitrep.model import Reading


def make_claims(reading: Reading) -> Reading:
    """Placeholder: claims."""
    return reading
