"""Sizes of the page and its first paint, on stories made for it, against limits of our own.

    python -m benchmarks page [--keep DIR]

A size is the same everywhere; a first paint is the median of five in headless Chromium on this machine, from the call
of the page on disk to its first contentful paint.
"""

from __future__ import annotations

import statistics
import tempfile
import tomllib
from io import BytesIO
from pathlib import Path

from tools.browser import Browser, found

from benchmarks.page.stories import many
from opensitrep.model import Account
from opensitrep.page import PAGES, write_index
from opensitrep.pipeline import build
from opensitrep.settings import Settings

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples" / "reports"
STORIES = 500
TRIES = 5


def run(*, keep: Path | None = None) -> int:
    """Print every figure beside its limit; 1 where one is over it."""
    limits = tomllib.loads((HERE / "limits.toml").read_text("utf-8"))
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        place = keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        pages = written(place)
        figures = {f"{name} kB": file.stat().st_size / 1000 for name, file in pages.items()}
        if found():
            figures |= {f"{name} first paint s": median(file) for name, file in pages.items()}
        else:
            print("no Chromium on this machine: no first paint")
        for name, value in figures.items():
            most = limits[name]
            over += value > most
            print(f"{name:32} {value:8.2f}   at most {most:g}{'   OVER' if value > most else ''}")
    return 1 if over else 0


def written(folder: Path) -> dict[str, Path]:
    """The pages that are measured: the index of many stories, one story of those, the account of eleven reports."""
    account = many(STORIES)
    reports = build([EXAMPLES], settings=Settings(engine="here"))
    pages = {"index of 500 stories": folder / "index.html", "story of eleven reports": folder / "story.html"}
    pages["index of 500 stories"].write_bytes(rendered(account))
    stream = BytesIO()
    PAGES["sitrep.html"](reports, stream)
    pages["story of eleven reports"].write_bytes(stream.getvalue())
    return pages


def rendered(account: Account) -> bytes:
    """The index of an account."""
    stream = BytesIO()
    write_index(account, stream)
    return stream.getvalue()


def median(file: Path) -> float:
    """The median first paint of a page in seconds, each in a browser of its own."""

    def once() -> float:
        with Browser() as browser, browser.open(file.resolve().as_uri()) as page:
            return page.first_paint()

    return statistics.median(once() for _ in range(TRIES))
