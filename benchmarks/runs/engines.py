"""Seconds of a run in one process, in several, and as it chooses by itself: `python -m benchmarks.runs.engines DIR`.

Copies of the reports of a folder with other figures and days (`benchmarks.speed.throughput`), so that no two texts are
equal. Each run is a process of its own, so that loading counts as for a user, and finds its reports as it goes; forms
are not written. By the clock: ask it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed.throughput import changed
from opensitrep import Settings
from opensitrep.model import Document
from opensitrep.pipeline import read_all, reconcile
from opensitrep.read import read_paths
from opensitrep.run.codec import to_json

WAYS = {
    "here": ("here", 1),
    "2 processes": ("processes", 2),
    "4 processes": ("processes", 4),
    "chosen": ("processes", 0),
}


def one(folder: Path, copies: int, engine: str, workers: int) -> None:
    """Read and reconcile in this process and its workers; print the digest of the account."""
    settings = Settings(engine=engine, workers=workers)

    def many() -> Iterator[Document]:
        documents, _ = read_paths([folder], settings)
        yield from (changed(documents[n % len(documents)], n) for n in range(copies))

    account = reconcile(read_all(many(), settings), settings)
    print(hashlib.sha256(to_json(account)).hexdigest()[:16])


def main() -> int:
    """One line a way; 1 if the accounts differ."""
    asked = argparse.ArgumentParser(prog="benchmarks.runs.engines", description=__doc__)
    asked.add_argument("reports", type=Path)
    asked.add_argument("--copies", type=int, default=200)
    asked.add_argument("--way", choices=WAYS, help="this way only, in this process")
    args = asked.parse_args()
    if args.way:
        one(args.reports, args.copies, *WAYS[args.way])
        return 0
    digests, first = set(), 0.0
    for way in WAYS:
        command = [sys.executable, "-m", "benchmarks.runs.engines", str(args.reports), "--way", way]
        begun = time.perf_counter()
        done = subprocess.run([*command, "--copies", str(args.copies)], check=True, capture_output=True, text=True)
        seconds, digest = time.perf_counter() - begun, done.stdout.strip()
        digests.add(digest)
        first = first or seconds
        print(f"{args.copies} reports  {way:12} {seconds:6.1f} s  x {first / seconds:.2f}  {digest}", flush=True)
    return int(len(digests) > 1)


if __name__ == "__main__":
    sys.exit(main())
