"""Titles of entries as words of their reports."""

from __future__ import annotations

from opensitrep.text.fold import fold


def titled(text: str, title: str | None) -> str:
    """The text with the title of its entry as first line, where it does not begin with it.

    A feed or a JSON file keeps the title in a field of its own, and what stands only there ("31 dead") is part of the
    report.
    """
    wanted, said = _said(title or ""), _said(text[: 2 * len(title or "") + 20])
    return text if not wanted or said.startswith(wanted) else f"{(title or '').strip()}\n\n{text}"


def _said(text: str) -> str:
    return " ".join(fold(text).split()).strip(" .")
