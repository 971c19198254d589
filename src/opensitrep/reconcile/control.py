"""Placeholder: find_control."""

from __future__ import annotations

from opensitrep.model import Account


def find_control(account: Account) -> Account:
    """Placeholder: find_control."""
    return account
