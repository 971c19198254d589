"""Placeholder: merge_events."""

from __future__ import annotations

from opensitrep.model import Account


def merge_events(account: Account) -> Account:
    """Placeholder: merge_events."""
    return account
