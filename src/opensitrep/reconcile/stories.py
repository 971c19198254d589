"""Placeholder: which reports are about the same happenings."""

from __future__ import annotations

from opensitrep.model import Reading, Story


def group_stories(readings: tuple[Reading, ...], *, similarity: float) -> tuple[Story, ...]:
    """One story (placeholder)."""
    if not readings:
        return ()
    return (Story("s1", "story", tuple(r.document.id for r in readings)),)
