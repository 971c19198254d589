"""Placeholder: ask_facts."""

from __future__ import annotations

from opensitrep.model import Account


def ask_facts(account: Account) -> Account:
    """Placeholder: ask_facts."""
    return account
