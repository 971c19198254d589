"""Placeholder: keep_calendar."""

from __future__ import annotations

from opensitrep.model import Account


def keep_calendar(account: Account) -> Account:
    """Placeholder: keep_calendar."""
    return account
