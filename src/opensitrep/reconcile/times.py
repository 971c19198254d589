"""Placeholder: settle_times."""

from __future__ import annotations

from opensitrep.model import Account


def settle_times(account: Account) -> Account:
    """Placeholder: settle_times."""
    return account
