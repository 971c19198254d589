"""What the gazetteer costs: opening, memory, size in the wheel, look-ups a second. Each figure from a fresh process.

`python -m benchmarks gazetteer`. The speed that counts is that of the toponyms of real news (`lookups.py`),
where ../shared/bench is there. The made-up stream is harder: names drawn from the file itself by a fixed seed, a third
each as they are, as they are with the country known, and with one letter left out with the country known.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
import zlib
from pathlib import Path

from benchmarks.gazetteer import lookups
from opensitrep.text.words import data_bytes, data_path
from opensitrep.world.gazetteer.search import FILE, Gazetteer

NAMES = 5_000
RUNS = 3
LIMITS = {"open_ms": 50.0, "memory_mb": 60.0, "wheel_mb": 20.0}  # issue 3
FASTEST = 3_000.0  # toponyms a second, issue 3


def names() -> list[tuple[str, frozenset[str]]]:
    """Names to look up with the countries given."""
    base = sqlite3.connect(f"{data_path(FILE).as_uri()}?mode=ro", uri=True)
    rows = base.execute(
        "SELECT n.key, e.country FROM name n JOIN entry e ON e.id = n.entry "
        "WHERE n.weight >= 2 AND length(n.key) > 4 AND e.country IS NOT NULL AND n.entry % 37 = 0 ORDER BY n.key, e.id"
    ).fetchall()
    base.close()
    chance = random.Random(5)
    out: list[tuple[str, frozenset[str]]] = []
    for number, (key, country) in enumerate(chance.sample(rows, NAMES)):
        place = chance.randrange(2, len(key))
        known = frozenset([country])
        short = key[:place] + key[place + 1 :]
        out.append([(key, frozenset[str]()), (key, known), (short, known)][number % 3])
    return out


def resident() -> float:
    """Megabytes of memory that this process holds (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


def measure() -> dict[str, float]:
    """The figures of this process."""
    asked = names()
    before = resident()
    start = time.perf_counter()
    gazetteer = Gazetteer()
    gazetteer.find("Nairobi")
    opened = time.perf_counter()
    for name, countries in asked:
        gazetteer.find(name, countries=countries)
    done = time.perf_counter()
    for name, countries in asked:
        gazetteer.find(name, countries=countries)
    again = time.perf_counter()
    return {
        "open_ms": (opened - start) * 1000, "memory_mb": resident() - before, "first_per_s": NAMES / (done - opened),
        "again_per_s": NAMES / (again - done),
    }  # fmt: skip


def run() -> int:
    """Print the median of fresh processes; exit code 1 where a limit is passed."""
    here = [
        sys.executable,
        "-c",
        "import json; from benchmarks.gazetteer import run; print(json.dumps(run.measure()))",
    ]
    runs = [json.loads(subprocess.run(here, capture_output=True, check=True, text=True).stdout) for _ in range(RUNS)]
    figures = {key: sorted(run[key] for run in runs)[RUNS // 2] for key in runs[0]}
    content = data_bytes(FILE)
    main = "made-up stream (../shared/bench is missing)"
    if real := lookups.measure():
        main = "made-up stream, a third of it with slips"
        figures["different"], figures["as_in_text"] = real["different"], real["as_in_text"]
    figures["file_mb"], figures["wheel_mb"] = len(content) / 1e6, len(zlib.compress(content, 6)) / 1e6
    for key, label in (
        ("open_ms", "ms to open and to look up a first name"),
        ("memory_mb", f"MB of memory after {NAMES:,} names"),
        ("file_mb", "MB on disk"),
        ("wheel_mb", "MB in the wheel (deflate)"),
        ("different", "toponyms a second, gold names of the public sets, each different one once, cold (MAIN FIGURE)"),
        ("as_in_text", "toponyms a second, the same as they come in the texts"),
        ("first_per_s", f"different names a second, {main}"),
        ("again_per_s", f"names a second when seen before, {main}"),
    ):
        if key not in figures:
            continue
        limit = f"  (limit {LIMITS[key]:.0f})" if key in LIMITS else "  (at least 3,000)" if key == "different" else ""
        print(f"{figures[key]:12,.1f} {label}{limit}")
    slow = figures.get("different", FASTEST) < FASTEST
    return int(slow or any(figures[key] > limit for key, limit in LIMITS.items()))
