"""The whole account as JSON, and the schema it is valid against."""

from __future__ import annotations

import json
from typing import BinaryIO

from opensitrep.model import Account
from opensitrep.run.codec import account_schema, account_to_json


def write_account(account: Account, stream: BinaryIO) -> None:
    """Write `account.json`: everything, with provenance, indented, keys sorted."""
    stream.write(account_to_json(account) + b"\n")


def write_schema(account: Account, stream: BinaryIO) -> None:
    """Write the JSON Schema (2020-12) of `account.json`; it depends on the version, not on the account."""
    stream.write(json.dumps(account_schema(), indent=1, sort_keys=True).encode("utf-8") + b"\n")
