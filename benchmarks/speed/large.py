"""What many reports cost right of the bar: `python -m benchmarks.speed.large FOLDER [SIZES ...] [--store N]`.

The made-up reports of `made` are read once by the fast scorer and their readings kept in a folder, so that grouping,
telling, writing and a store can be measured again without an hour of reading. A kept reading is that of the code that
made it: empty the folder after a change to the extractors. Each size is measured in a process of its own, for its peak
of memory; what is written goes to files, as in a run. Seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.speed.made import reports
from benchmarks.speed.run import FAST, peak, timed, told
from opensitrep import archive
from opensitrep.derive.book import Book
from opensitrep.forms import ALL_FORMS, FORMS, parquet_writers
from opensitrep.model import Document, Reading
from opensitrep.page import PAGES, story_pages, write_index
from opensitrep.pipeline import PAGE, STORE, close, extract, extractors, made_with
from opensitrep.run.shelf import Shelf
from opensitrep.run.workers import collect_seldom
from opensitrep.store import Store

SIZES = (1000, 5000, 20_000)
SHARD = 500  # readings a file
MORE = 100  # reports added to a store that is there
OWN = PAGES | FORMS | ALL_FORMS | parquet_writers()


def kept(folder: Path, count: int) -> Iterator[Reading]:
    """Readings of so many made-up reports, those that are not there made and kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(math.ceil(count / SHARD)):
        file = folder / f"{number:04}.pkl"
        found = pickle.loads(file.read_bytes()) if file.exists() else []
        if len(found) < min(SHARD, count - number * SHARD):
            steps = extractors(FAST)
            found = [extract(steps, d) for d in islice(reports((number + 1) * SHARD), number * SHARD, None)]
            file.write_bytes(pickle.dumps(found))
        yield from found[: count - number * SHARD]


def measured(folder: Path, count: int) -> dict[str, float]:
    """Seconds, bytes and memory by step."""
    costs: dict[str, float] = defaultdict(float)
    with timed(costs, "opening readings"):
        readings = Shelf(kept(folder, count))
    costs["MB with readings"] = peak()
    account = close(told(readings, costs), (), made_with(FAST))
    costs["MB before writing"] = peak()
    book = Book(account)
    with TemporaryDirectory() as out:
        for name in sorted({*OWN, STORE}, key=lambda name: (name not in ALL_FORMS, name)):
            written(book, Path(out), name, costs)
        with timed(costs, "write stories/"):
            costs["bytes stories/"] = sum(len(page) for _, page in story_pages(book))
    costs["writing"] = sum(seconds for name, seconds in costs.items() if name.startswith("write "))
    costs["MB at most"] = peak()
    return dict(costs)


def written(book: Book, folder: Path, name: str, costs: dict[str, float]) -> None:
    """One form, as `build` writes it of several stories: with what was found for those before it."""
    file = folder / name
    with timed(costs, f"write {name}"):
        if name == STORE:
            Store(file).save(book)
        else:
            with file.open("wb") as stream:
                (write_index if name == PAGE else OWN[name])(book, stream)
    costs[f"bytes {name}"] = file.stat().st_size
    file.unlink()


def stored(folder: Path, count: int, address: str | None) -> dict[str, float]:
    """What it costs to add `MORE` reports to a store of so many, whose readings are taken from the folder.

    At an address of PostgreSQL the seconds of the processor are those of this process, without those of the server.
    """
    costs: dict[str, float] = defaultdict(float)
    ready = {r.document.id: r for r in kept(folder, count + MORE)}
    documents = [r.document for r in ready.values()]
    with TemporaryDirectory() as out:
        store = address or Path(out) / "news.store"
        clock = time.perf_counter()
        with timed(costs, f"first add, {count} readings given"):
            added(store, documents[:count], ready)
        costs["clock of the first"] = time.perf_counter() - clock
        if isinstance(store, Path):
            costs["bytes"] = store.stat().st_size
        ready.clear()
        clock = time.perf_counter()
        with timed(costs, f"add {MORE} more, read too"):
            costs["told again"] = added(store, documents[count:], ready)
        costs["clock of it"] = time.perf_counter() - clock
    costs["MB at most"] = peak()
    return dict(costs)


def added(store: str | Path, documents: Sequence[Document], ready: dict[str, Reading]) -> int:
    """Add documents as if they had been found; what is ready is not read. Gives how many stories were told."""

    def read(some: Sequence[Document], settings: object, work: object) -> Iterator[tuple[int, Reading]]:
        steps = extractors(FAST)
        for number, document in enumerate(some):
            yield number, ready.get(document.id) or extract(steps, document)

    found = patch.object(archive, "find_reports", lambda paths, settings: iter(documents))
    with found, patch.object(archive, "read_each", read):
        done = archive.add(store, [Path()], settings=FAST)
    return done.run.told if done.run else 0


def show(sizes: Sequence[int], found: Sequence[dict[str, float]]) -> None:
    """A line a step, and how it grows from each size to the next."""
    for name in found[-1]:
        row = [one.get(name, 0.0) for one in found]
        steps = zip(row, row[1:], sizes, sizes[1:], strict=False)
        grown = [math.log(b / a) / math.log(n / m) if a > 0 and b > 0 else math.nan for a, b, m, n in steps]
        told = " ".join(f"{x:14,.2f}" if x < 1000 else f"{x:14,.0f}" for x in row)
        print(f"{name:36} {told}   {' '.join(f'{x:5.2f}' for x in grown)}", flush=True)


def main() -> int:
    """The command."""
    asked = argparse.ArgumentParser(prog="benchmarks.speed.large", description=__doc__)
    asked.add_argument("folder", type=Path, help="where readings are kept")
    asked.add_argument("sizes", type=int, nargs="*")
    asked.add_argument("--store", type=int, metavar="N", help="add to a store of so many instead")
    asked.add_argument("--address", help="of an empty PostgreSQL database for that store, instead of a file")
    asked.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = asked.parse_args()
    collect_seldom()  # as a command does
    if args.one:
        print(json.dumps(measured(args.folder, args.one)))
        return 0
    if args.store:
        show([args.store], [stored(args.folder, args.store, args.address)])
        return 0
    sizes, found = args.sizes or list(SIZES), []
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.speed.large", str(args.folder), "--one", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout))
        print(f"{size} measured", file=sys.stderr, flush=True)
    show(sizes, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
