"""What a run costs, stage by stage, beside spaCy's parse in the same process, and how that grows with the reports.

`python -m benchmarks speed [--reports DIR] [--sizes N ...]`. All seconds are those of the processor, one process, so
that other work on the machine changes little; each size is measured in a process of its own, for its peak of memory.
"""

from __future__ import annotations

import gc
import json
import math
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.speed.grammars import WORDS, name_of, words_of
from benchmarks.speed.made import reports
from opensitrep.archive import account_of, add
from opensitrep.model import Account, Document, Reading
from opensitrep.page import story_pages
from opensitrep.pipeline import (
    PAPER,
    STORE,
    extract,
    extractors,
    read_meaning,
    reconcilers,
    tell,
    tell_by,
    writers,
)
from opensitrep.read import read_paths
from opensitrep.reconcile.join import join
from opensitrep.reconcile.stories import group_stories
from opensitrep.run.chapters import Chapters
from opensitrep.run.codec import to_json
from opensitrep.run.shelf import Shelf
from opensitrep.run.workers import collect_seldom
from opensitrep.settings import Settings
from opensitrep.store import Store

HERE = Settings(engine="here")
FAST = Settings(engine="here", reader="fast")  # of growth: words are scored report by report, whichever scorer does
SIZES = (250, 1000, 2000, 4000)
PARSE = "parse"
T = TypeVar("T")


@contextmanager
def timed(costs: dict[str, float], name: str) -> Iterator[None]:
    """Add the processor's seconds of a block to its name."""
    start = time.process_time()
    yield
    costs[name] += time.process_time() - start


# ---------------------------------------------------------------- stages of one report


def stages(documents: Sequence[Document]) -> tuple[dict[str, float], int]:
    """Seconds by stage over all reports, after one to warm up, and the words in them."""
    costs: dict[str, float] = defaultdict(float)
    words = 0
    found = extractors(HERE)
    for document in (documents[0], *documents):
        if document is documents[0]:
            costs.clear()
            words = 0
        reading = Reading(document)
        for stage in found:
            if getattr(stage, "func", stage) is read_meaning:
                scorer = stage.keywords["scorer"]  # type: ignore[attr-defined]
                with timed(costs, "score words"):
                    scores = scorer.score(reading)
                with timed(costs, "decide by scores"):
                    reading = tell_by(reading, scores)
            else:
                with timed(costs, name_of(stage).replace("_", " ")):
                    reading = stage(reading)
        words += words_of(reading)
    return dict(costs), words


def show_stages(folder: Path) -> None:
    """One line a stage."""
    documents = [d for d in read_paths([folder], HERE)[0] if d.language in (None, "en")]
    costs, words = stages(documents)
    print(f"{len(documents)} reports, {words} words of {folder}; seconds of the processor, one process\n")
    print(f"{'stage':22} {'ms for ' + str(WORDS) + ' words':>18} {'articles a second':>18} {'times the parse':>16}")
    for name, seconds in [*costs.items(), ("all", sum(costs.values()))]:
        each = seconds * WORDS / words
        print(f"{name:22} {1000 * each:18.1f} {1 / each if each else math.inf:18.1f} {seconds / costs[PARSE]:16.2f}")


# ---------------------------------------------------------------- growth


def told(readings: Shelf, costs: dict[str, float]) -> Account:
    """The account of some readings, as `reconcile` tells it; adds the seconds of its steps, and how many stories."""
    with timed(costs, "grouping"):
        groups = group_stories(readings, similarity=FAST.story_similarity)
    at = {d.id: n for n, d in enumerate(readings.documents)}
    settled = reconcilers(FAST)
    with timed(costs, "telling"):
        cases = ((s, tuple(readings[at[d]] for d in s.documents)) for s in groups)
        chapters = Chapters(tell(settled, case) for case in cases)
    costs["stories"] = len(groups)
    with timed(costs, "joining"):
        largest = max(len(s.documents) for s in groups)
        order = [at[d] for s in groups for d in s.documents]
        return replace(join(chapters), readings=readings.ordered(order, room=largest))


def grown(count: int) -> dict[str, float]:
    """Seconds and bytes by step for so many made-up reports, in this process."""
    collect_seldom()  # as a command does
    costs: dict[str, float] = defaultdict(float)
    steps = extractors(FAST)
    with timed(costs, "reading"):
        readings = Shelf(extract(steps, d) for d in reports(count))
    costs["bytes readings"] = sum(len(to_json(r)) for r in readings)
    account = told(readings, costs)
    costs["peak MB before writing"] = peak()
    for name, writer in sorted(writers().items()):
        if name != PAPER:
            stream = BytesIO()
            with timed(costs, f"write {name}"):
                writer(account, stream)
            costs[f"bytes {name}"] = len(stream.getvalue())
    with timed(costs, "write stories/"):
        costs["bytes stories/"] = sum(len(page) for _, page in story_pages(account))
    with TemporaryDirectory() as folder:
        with timed(costs, f"write {STORE}"):
            Store(Path(folder) / STORE).save(account)
        costs[f"bytes {STORE}"] = (Path(folder) / STORE).stat().st_size
    costs["peak MB"] = peak()
    return dict(costs)


def peak() -> float:
    """The most memory this process has had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def show_growth(sizes: Sequence[int]) -> None:
    """One line a step: what it costs at each size, and the exponent from the first to the last."""
    found = [of_process("--size", size) for size in sizes]
    print(f"\nmade-up reports, scorer {FAST.reader!r}")
    print(f"{'step':28} {' '.join(f'{size:>12,}' for size in sizes)}  exponent")
    for name in found[-1]:
        row = [one.get(name, 0.0) for one in found]
        grows = math.log(row[-1] / row[0]) / math.log(sizes[-1] / sizes[0]) if min(row[0], row[-1]) > 0 else math.nan
        print(f"{name:28} {' '.join(f'{x:12,.2f}' if x < 1000 else f'{x:12,.0f}' for x in row)}  {grows:8.2f}")


def of_process(option: str, size: int) -> dict[str, float]:
    """What a process of its own measures."""
    command = [sys.executable, "-m", "benchmarks", "speed", option, str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    costs: dict[str, float] = json.loads(done.stdout)
    return costs


# ---------------------------------------------------------------- a store that grows


def stored(count: int, more: int = 100) -> dict[str, float]:
    """What it costs to add some reports to a store of so many: seconds of the clock and of the processor."""
    costs: dict[str, float] = defaultdict(float)
    with TemporaryDirectory() as folder:
        known, store = Path(folder) / "known.jsonl", Path(folder) / "news.store"
        documents = list(reports(count + more))
        lines(known, documents[:count])
        with timed(costs, "first add"):
            add(store, [known], settings=FAST)
        costs["bytes"] = store.stat().st_size
        gc.collect()
        lines(known, documents[count:])
        clock = time.perf_counter()
        with timed(costs, f"add {more} more"):
            done = add(store, [known], settings=FAST)
        costs["clock of it"] = time.perf_counter() - clock
        costs["told again"] = done.run.told if done.run else 0
        costs["peak MB"] = peak()
        with timed(costs, "account"):
            account_of(store)
    return dict(costs)


def lines(file: Path, documents: Sequence[Document]) -> None:
    """Reports as JSON Lines."""
    with file.open("w", encoding="utf-8") as stream:
        for d in documents:
            row = {
                "url": f"https://made.example/{d.name}",
                "text": d.text,
                "outlet": d.outlet,
                "published": d.published,
            }
            stream.write(json.dumps(row) + "\n")


def run(*, folder: Path, sizes: Sequence[int], size: int | None, store: int | None) -> int:
    """The command."""
    if size is not None or store is not None:
        measure: Callable[[int], dict[str, float]] = grown if store is None else stored
        print(json.dumps(measure(size or store or 0)))
        return 0
    show_stages(folder)
    show_growth(sizes)
    print(f"\na store of {sizes[-1]:,} reports")
    for name, value in of_process("--store", sizes[-1]).items():
        print(f"{name:28} {value:12,.2f}")
    return 0
