"""Placeholder: find_origins."""

from __future__ import annotations

from opensitrep.model import Account


def find_origins(account: Account) -> Account:
    """Placeholder: find_origins."""
    return account
