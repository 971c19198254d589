"""Kills runs at random moments and sees that the next one writes the same bytes: `python -m benchmarks.runs.kills DIR`.

Three targets in turn: the parent alone, one worker process (or their server) alone, all at once; always with kill -9.
Every run writes over an older account of the same folder less one report. The moments are random after the start, after
the first, the second ... report is read, and after writing has begun, in turn: by the clock alone most kills would meet
a program that is still being loaded. After each kill is looked at

- whether the older account is whole, or the newer one (or the swap is marked as begun: the next run ends it);
- how long workers, and the server they are forked off, outlive their parent;
- whether the run that goes on, or after the loss of one worker the same run, writes what an undisturbed run writes.

Needs /proc. A seed gives the same moments, not the same places in the code: machines differ.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from opensitrep.pipeline import verify
from opensitrep.run.output import NEW, READY, digest, read_manifest

TARGETS = ("parent", "worker", "all")
AFTER = {"start": 5.0, "reading": 0.1, "writing": 1.0}  # a moment lies within so many seconds after one of these
PATIENCE = 60.0  # seconds for workers to end: one that is still loading ends when it has loaded


@dataclass(frozen=True)
class Killed:
    """What was seen after one kill."""

    target: str
    after: str
    moment: float  # seconds after the start
    workers: int  # that were there
    whole: bool  # the older or the newer account, or a swap that is marked as begun
    same: bool  # the bytes after the next run
    outlived: float  # seconds workers lived on


def start(reports: Sequence[Path], out: Path, *, workers: int) -> subprocess.Popen[bytes]:
    """A run as a process of its own."""
    command = [sys.executable, "-m", "opensitrep", "build", *map(str, reports), "--out", str(out), "--quiet"]
    there = os.environ | {"OPENSITREP_ENGINE": "processes", "OPENSITREP_WORKERS": str(workers)}
    there["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
    return subprocess.Popen(command, env=there, stderr=subprocess.DEVNULL)


def build(reports: Sequence[Path], out: Path, *, workers: int = 1) -> None:
    """A run to its end."""
    with start(reports, out, workers=workers) as run:
        pass
    if run.returncode:
        raise RuntimeError(f"a run that nobody disturbed gave exit code {run.returncode}")


@dataclass(frozen=True)
class Case:
    """The reports, an older account and the account that an undisturbed run makes."""

    reports: Sequence[Path]
    older: Path
    wanted: Path
    again: Callable[[Sequence[Path], Path], None]  # the next run


def kill(case: Case, out: Path, chance: random.Random, *, target: str, after: str) -> Killed | None:
    """One kill, what is left after it, and what the next run writes. None: there was nothing to kill."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(case.older, out, ignore=shutil.ignore_patterns(".readings"))
    wait, read = chance.uniform(0, AFTER[after]), chance.randrange(len(case.reports))
    begun = time.monotonic()
    run = start(case.reports, out, workers=2)
    while run.poll() is None and not there(after, run.pid, out, read):
        time.sleep(0.005)
    time.sleep(wait)
    crew = workers_of(run.pid)
    victims = {"parent": [run.pid], "worker": chance.sample(crew, min(1, len(crew))), "all": [run.pid, *crew]}[target]
    if not victims or run.poll() is not None:
        run.wait()
        return None
    for process in victims:
        end(process)
    moment = time.monotonic() - begun
    begun = time.monotonic()
    run.wait()
    while target != "worker" and any(map(lives, crew)) and time.monotonic() < begun + PATIENCE:
        time.sleep(0.01)
    outlived = time.monotonic() - begun if target == "parent" and crew else 0.0
    whole = is_whole(out, case)
    if run.returncode:
        case.again(case.reports, out)
    same = files(out) == files(case.wanted) and not verify(out)
    return Killed(target, after, round(moment, 2), len(crew), whole, same, round(outlived, 2))


def there(after: str, run: int, out: Path, read: int) -> bool:
    """Whether the run has come so far: to its first worker, to a report that is read, to writing."""
    if after == "reading" and read == 0:
        return bool(workers_of(run))
    if after == "reading":
        return len(list(out.glob(".readings/*/*.z"))) >= read
    return after == "start" or (out / NEW).is_dir() or (out / READY).is_dir()


def workers_of(parent: int) -> list[int]:
    """Worker processes of a run and the server they are forked off; none while there is a server alone."""
    above = dict[int, int]()  # by process the one that began it
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"multiprocessing.forkserver" in (folder / "cmdline").read_bytes():
                stat = (folder / "stat").read_text(encoding="utf-8")
                above[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
        except OSError:  # it ended just now
            continue
    servers = {process for process, beginner in above.items() if beginner == parent}
    workers = {process for process, beginner in above.items() if beginner in servers}
    return sorted(servers | workers) if workers else []


def lives(process: int) -> bool:
    """Whether a process is there, and not as a mere entry of the table."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def end(process: int) -> None:
    """Kill -9."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def files(folder: Path) -> dict[str, str]:
    """Digests of all files that are not hidden."""
    return {f.name: digest(f).sha256 for f in folder.iterdir() if f.is_file() and not f.name.startswith(".")}


def is_whole(out: Path, case: Case) -> bool:
    """Whether a folder holds one account, and all of it."""
    if (out / READY).is_dir():
        return True
    account = read_manifest(out).account
    return not verify(out) and account in (read_manifest(case.older).account, read_manifest(case.wanted).account)


def kills(case: Case, out: Path, count: int, seed: int) -> Iterator[Killed]:
    """As many kills at random moments of a run; moments at which nothing was there to kill are drawn again."""
    chance = random.Random(seed)
    build(case.reports[:-1], case.older)
    build(case.reports, case.wanted)
    number = 0
    while number < count:
        target, after = TARGETS[number % 3], list(AFTER)[number // 3 % 3]
        if target == "worker":  # there are none when writing begins
            after = "reading"
        if (one := kill(case, out, chance, target=target, after=after)) is not None:
            number += 1
            yield one


def main() -> int:
    """Print one line a kill and the sums; 1 if any kill was not healed."""
    asked = argparse.ArgumentParser(prog="benchmarks.runs.kills", description=__doc__)
    asked.add_argument("reports", type=Path, help="folder of reports")
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=15)
    args = asked.parse_args()
    found = []
    with TemporaryDirectory() as folder:
        reports = sorted(f for f in args.reports.iterdir() if f.is_file())
        case = Case(reports, Path(folder) / "older", Path(folder) / "wanted", build)
        for one in kills(case, Path(folder) / "out", args.kills, args.seed):
            print(one, flush=True)
            found.append(one)
    for name, held in (("same bytes", [f.same for f in found]), ("account whole", [f.whole for f in found])):
        print(f"{name}: {sum(held)} of {len(held)}")
    late = [f for f in found if f.outlived >= PATIENCE]
    print(f"parents killed with workers alive: {sum(f.target == 'parent' and f.workers > 0 for f in found)}")
    print(
        f"of their workers lived on for {PATIENCE:.0f} s: {len(late)}; longest {max(f.outlived for f in found):.2f} s"
    )
    return int(bool(late) or not all(f.same and f.whole for f in found))


if __name__ == "__main__":
    sys.exit(main())
