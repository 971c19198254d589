"""`opensitrep mcp`: an account that other programs may ask."""

from __future__ import annotations

import argparse
from typing import Any

from opensitrep.answer import Desk, make_server, serve_http
from opensitrep.cli.export import open_account
from opensitrep.cli.terminal import OK, command
from opensitrep.pipeline import checker
from opensitrep.settings import Settings


def add_command(commands: Any) -> None:
    """The command with its help."""
    one = command(
        commands, "mcp", "let other programs ask an account (Model Context Protocol)",
        """
        Answer questions of other programs about an account, read-only, over standard input and output, or over HTTP on
        the loopback of this machine. Needs the extra mcp. Tools: list_stories, get_story, search_reports,
        get_evidence, compare_figures, check_text.
        """,
    )  # fmt: skip
    one.add_argument("account", metavar="ACCOUNT", help="account.json, account.sqlite or a store")
    one.add_argument(
        "--http", type=int, metavar="PORT", help="on http://127.0.0.1:PORT/mcp instead of standard streams"
    )
    one.set_defaults(run=run_mcp)


def run_mcp(args: argparse.Namespace, settings: Settings) -> int:
    """Answer until the caller goes."""
    account = open_account(args.account)
    server = make_server(Desk(account, checker(account, settings)))
    if args.http is not None:
        serve_http(server, args.http)
    else:
        server.run("stdio")
    return OK
