"""`opensitrep export`: one form of an account made before."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import textwrap
from pathlib import Path
from typing import Any

import msgspec

from opensitrep.archive import account_of
from opensitrep.cli.terminal import OK, command
from opensitrep.errors import OpensitrepError
from opensitrep.model import Account
from opensitrep.pipeline import STORE, write, writers
from opensitrep.run.codec import from_json
from opensitrep.run.output import explain
from opensitrep.settings import Settings
from opensitrep.store import Store, is_archive


def add_command(commands: Any) -> None:
    """The command with its help."""
    forms = ", ".join([*writers(), STORE])
    one = command(
        commands, "export", "write one form of an account made before",
        f"""
        Write one form of an account that was built before, from its account.json or account.sqlite or from a store, to
        a file or to standard output. Forms: {textwrap.fill(forms, 90, subsequent_indent=" " * 8)}
        """,
    )  # fmt: skip
    one.add_argument("account", metavar="ACCOUNT", help="account.json, account.sqlite or a store")
    one.add_argument("form", metavar="FORM", choices=[*writers(), STORE], help="name of the form, as listed above")
    one.add_argument("--out", type=Path, metavar="DIR", help="folder for the result; standard output if missing")
    one.set_defaults(run=run_export)


def run_export(args: argparse.Namespace, settings: Settings) -> int:
    """One form of an account made before."""
    account = open_account(args.account)
    if args.out:
        write(account, args.out, only=[args.form])
    elif args.form == STORE:
        raise OpensitrepError(f"{STORE} is a file: name a folder with --out")
    else:
        writers()[args.form](account, sys.stdout.buffer)
    return OK


def open_account(where: str | Path) -> Account:
    """An account from `account.json`, `account.sqlite` or a store. Raises `OpensitrepError` if it is none of them."""
    if is_archive(where):
        return account_of(where)
    path = Path(where)
    try:
        return Store(path).load() if path.suffix == ".sqlite" else from_json(path.read_bytes(), Account)
    except OSError as error:
        raise OpensitrepError(explain(error, path)) from error
    except (msgspec.DecodeError, sqlite3.DatabaseError, TypeError) as error:
        raise OpensitrepError(f"{path}: not an account: {error}") from error
