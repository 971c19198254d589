"""Writes the table of rooms in docs/house.md from the rooms themselves: `python -m tools.write_house [--check]`.

What happens in a room is the first line of its docstring, what may never enter the line "Never here: ...", and its
verbs are the functions and types it exports.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tools.generated import write

ROOT = Path(__file__).resolve().parents[1]
HOUSE, PAGE = ROOT / "src" / "opensitrep", ROOT / "docs" / "house.md"
BEGIN, END = "<!-- rooms: written by tools/write_house.py -->", "<!-- end of rooms -->"


def row(path: Path) -> str:
    """One room as a row of the table."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = ast.get_docstring(tree) or ""
    never = re.search(r"Never here: (.*)\.", said)
    verbs = [
        str(name.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        for name in getattr(node.value, "elts", ())
    ]
    name = path.parent.relative_to(HOUSE).as_posix()
    files = sorted(f.stem for f in path.parent.glob("*.py") if f.stem != "__init__")
    asked = ", ".join(f"`{v}`" for v in verbs) if 0 < len(verbs) < 6 else "its files" if not verbs else "its nouns"
    return f"| `{name}/` | {said.splitlines()[0]} | {never[1] if never else ''} | {asked} | {' '.join(files)} |"


def table() -> str:
    """All rooms, in the order of the house."""
    order = [
        "model",
        "text",
        "world",
        "learned",
        "run",
        "read",
        "extract",
        "reconcile",
        "derive",
        "page",
        "forms",
        "store",
        "check",
        "answer",
        "cli",
    ]
    rooms = sorted(HOUSE.rglob("__init__.py"), key=lambda p: (len(p.parts) > len(HOUSE.parts) + 1, p.as_posix()))
    rooms = [p for p in rooms if p.parent != HOUSE]
    rooms.sort(key=lambda p: (order.index(p.relative_to(HOUSE).parts[0]), p.parent.as_posix()))
    head = "| room | what happens there | what may never enter | ask it for | files |\n|---|---|---|---|---|\n"
    return head + "\n".join(row(p) for p in rooms)


def page() -> str:
    """The page with its table made anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    raise SystemExit(write({PAGE: page()}, __doc__))
