"""The page as PDF; needs the extra `pdf` (WeasyPrint and the system's Pango)."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from typing import BinaryIO

from opensitrep.model import Account
from opensitrep.report.html import write_html

Writer = Callable[[Account, BinaryIO], None]


def pdf_writers() -> dict[str, Writer]:
    """The writer of `sitrep.pdf` where WeasyPrint is installed, else none."""
    return {"sitrep.pdf": write_pdf} if find_spec("weasyprint") else {}


def write_pdf(account: Account, stream: BinaryIO) -> None:
    """The printed form of the page (its print style sheet), A4; nothing is fetched."""
    import weasyprint  # extra `pdf`

    page = BytesIO()
    write_html(account, page)
    weasyprint.HTML(string=page.getvalue().decode("utf-8"), url_fetcher=_refuse).write_pdf(stream)


def _refuse(address: str) -> dict[str, object]:
    """No address is ever opened."""
    raise ValueError(f"the page asks for {address}")
