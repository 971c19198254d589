"""What the tools that write data files share: write what is stale, or only say so."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path


def write(made: Mapping[Path, str], about: str | None) -> int:
    """Write each file whose text differs; with --check only say which. 1 where --check finds a stale one."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale if not check else ():
        path.write_text(made[path], encoding="utf-8")
    print("stale:" if check and stale else "current", *(path.name for path in stale))
    return int(check and bool(stale))
