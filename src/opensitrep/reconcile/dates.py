"""Placeholder: settle_dates."""

from __future__ import annotations

from opensitrep.model import Account


def settle_dates(account: Account) -> Account:
    """Placeholder: settle_dates."""
    return account
