"""Reports a second of one Ray worker and of two, and all digests: `python -m benchmarks.runs.cluster DIR`.

Copies of the reports of a folder with other figures and days (`benchmarks.speed.throughput`). What is counted begins
when every worker has given its first reading, so that a cluster that starts and models that load are told apart; it
ends with the last reading. Each count of workers has a process and a cluster of this machine of its own. The readings
of both, and of this process alone, must be the same byte for byte.

Two rates: by the clock, and by the processor (reports by the seconds each worker spent on them, added up), which other
work on the machine changes less. Beside them stands what the driver spends on a report: it hands out and takes in.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.speed.throughput import changed
from opensitrep import Settings
from opensitrep.model import Document
from opensitrep.pipeline import Extractor, extract_packed, extractors
from opensitrep.read import read_paths
from opensitrep.run.engine import run

WANTED = 1.8  # times the throughput of one worker
Row = dict[str, float | str]


def marked(stages: Sequence[Extractor], document: Document) -> tuple[int, float, bytes]:
    """A packed reading, the process that made it, and the seconds of the processor it spent on it."""
    begun = time.process_time()
    reading = extract_packed(stages, document)
    return os.getpid(), time.process_time() - begun, reading


def measured(folder: Path, copies: int, workers: int, settings: Settings) -> Row:
    """Seconds until all workers are warm, and reports a second behind that; 0 workers: in this process."""
    documents, _ = read_paths([folder], settings)
    many = [changed(documents[n % len(documents)], n) for n in range(copies)]
    begun, warm, driver = time.perf_counter(), 0.0, 0.0
    found, spent = dict[int, bytes](), dict[int, list[float]]()  # readings; seconds by worker, its first apart
    engine = "ray" if workers else "here"
    work = run(partial(extractors, settings), marked, many, engine=engine, workers=workers)
    for number, (maker, seconds, reading) in work:
        found[number] = reading
        if warm:
            spent[maker].append(seconds)
        elif maker not in spent:
            spent[maker] = []
            if len(spent) == max(workers, 1):
                warm, driver = time.perf_counter(), time.process_time()
    end, driver = time.perf_counter(), time.process_time() - driver
    count = sum(map(len, spent.values()))
    digest = hashlib.sha256(b"".join(found[n] for n in range(copies))).hexdigest()[:16]
    return {
        "start": warm - begun,
        "clock": count / (end - warm),
        "processor": sum(len(times) / sum(times) for times in spent.values()),
        "driver": 1000 * driver / count if workers else 0.0,
        "digest": digest,
    }


def rows(args: argparse.Namespace) -> Iterator[Row]:
    """What is measured with none, one and two workers, a process each, printed as it comes."""
    there = os.environ | {"RAY_worker_niceness": "0"}  # else Ray gives its workers way to everything else
    for workers in (0, 1, 2):
        command = [sys.executable, "-m", "benchmarks.runs.cluster", str(args.reports), "--copies", str(args.copies)]
        command += ["--reader", args.reader, "--workers", str(workers)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=there)
        row: Row = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{args.copies} reports  {f'Ray, {workers}' if workers else 'here':8}  warm after {row['start']:5.1f} s  "
            f"reports a second {row['clock']:6.2f}, of the processor {row['processor']:6.2f}  "
            f"driver {row['driver']:4.1f} ms a report  {row['digest']}",
            flush=True,
        )
        yield row


def main() -> int:
    """One line a way, then how much two workers give; 1 if readings differ."""
    asked = argparse.ArgumentParser(prog="benchmarks.runs.cluster", description=__doc__)
    asked.add_argument("reports", type=Path)
    asked.add_argument("--copies", type=int, default=400)
    asked.add_argument("--reader", choices=("full", "fast"), default="full")
    asked.add_argument("--workers", type=int, help=argparse.SUPPRESS)
    args = asked.parse_args()
    if args.workers is not None:
        print(json.dumps(measured(args.reports, args.copies, args.workers, Settings(reader=args.reader))))
        return 0
    _, one, two = found = list(rows(args))
    clock, processor = (float(two[name]) / float(one[name]) for name in ("clock", "processor"))
    print(
        f"two workers against one: {clock:.2f} times by the clock, {processor:.2f} of the processor ({WANTED} wanted)"
    )
    return int(len({row["digest"] for row in found}) > 1)


if __name__ == "__main__":
    sys.exit(main())
