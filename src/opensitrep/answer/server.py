"""The Model Context Protocol over standard streams and the loopback: the desk's questions as read-only tools."""

from __future__ import annotations

from typing import Any

from opensitrep.answer.desk import Desk, questions
from opensitrep.answer.shown import NOTE
from opensitrep.errors import ResourceError

LOOPBACK = "127.0.0.1"
ABOUT = (
    "One account made of many news reports: events, figures and statements with the exact words they come from and "
    "with the number of independent origins behind them (least, most; ten outlets with one wire text are one). "
    f"It says what reports have, never what is true. {NOTE}"
)


def make_server(desk: Desk) -> Any:
    """The server with its tools. Raises `ResourceError` without the extra."""
    try:
        from mcp.server import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise ResourceError("this needs the extra mcp: pip install 'opensitrep[mcp]'") from error
    server = MCPServer("opensitrep", instructions=ABOUT, log_level="WARNING")
    for question in questions(desk):
        server.add_tool(
            question,
            annotations=ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False),
        )
    return server


def serve_http(server: Any, port: int) -> None:
    """Answer on the loopback until stopped; what names another host or comes from a page elsewhere is refused."""
    from mcp.server.transport_security import TransportSecuritySettings

    names = (LOOPBACK, "localhost")
    guard = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[f"{name}:{port}" for name in names],
        allowed_origins=[f"http://{name}:{port}" for name in names],
    )
    server.run(
        "streamable-http", host=LOOPBACK, port=port, stateless_http=True, json_response=True, transport_security=guard
    )
