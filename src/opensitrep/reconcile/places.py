"""Placeholder: settle_places."""

from __future__ import annotations

from opensitrep.model import Account


def settle_places(account: Account) -> Account:
    """Placeholder: settle_places."""
    return account
