"""Seconds of a run in one process, in several, and as it chooses by itself: `python -m benchmarks.runs.engines DIR`.

Copies of the reports of a folder with other figures and days (`benchmarks.speed.throughput`), so that no two texts are
equal. Each run is a process of its own, so that loading counts as for a user; forms are not written. Prints CPU seconds
beside, since other work on the machine slows what runs on several cores more: those of all processes, and those of the
parent with an equal share of its workers', which is what a run takes by the clock where nothing else does.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.speed.throughput import changed
from opensitrep import Settings
from opensitrep.pipeline import read_all, reconcile
from opensitrep.read import read_paths
from opensitrep.run.codec import to_json
from opensitrep.run.engine import cores

WAYS = {
    "here": ("here", 1),
    "2 processes": ("processes", 2),
    "4 processes": ("processes", 4),
    "chosen": ("processes", 0),
}


def one(folder: Path, copies: int, engine: str, workers: int) -> None:
    """Read and reconcile in this process and its workers; print the digest of the account."""
    settings = Settings(engine=engine, workers=workers)
    documents, _ = read_paths([folder], settings)
    many = [changed(documents[n % len(documents)], n) for n in range(copies)]
    account = reconcile(read_all(many, settings), settings)
    spent, share = os.times(), min(workers or cores(), cores())
    alone = spent.user + spent.system + (spent.children_user + spent.children_system) / share
    print(hashlib.sha256(to_json(account)).hexdigest()[:16], alone)


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
    digests = set()
    for way in WAYS:
        command = [sys.executable, "-m", "benchmarks.runs.engines", str(args.reports), "--way", way]
        before, begun = os.times(), time.perf_counter()
        done = subprocess.run([*command, "--copies", str(args.copies)], check=True, capture_output=True, text=True)
        seconds, after = time.perf_counter() - begun, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        digest, alone = done.stdout.split()
        digests.add(digest)
        costs = f"{seconds:6.1f} s  {cpu:6.1f} CPU s, {float(alone):6.1f} in a line"
        print(f"{args.copies} reports  {way:12} {costs}  {digest}", flush=True)
    return int(len(digests) > 1)


if __name__ == "__main__":
    sys.exit(main())
