"""Placeholder: settle_actors."""

from __future__ import annotations

from opensitrep.model import Account


def settle_actors(account: Account) -> Account:
    """Placeholder: settle_actors."""
    return account
