"""Builds accounts from hostile inputs, one at a time: `python -m benchmarks.runs.hostile --inputs 1000`.

Each is read in a worker under a limit of time. Printed are tracebacks, words of a run that gave up, what took more than
ten CPU seconds, worker processes that ended, and what in a page that was written could run (`tests/hostile.py`).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.hostile import inputs, live

from opensitrep.cli import main as opensitrep

SLOW = 10.0  # CPU seconds of an input that are said
LIMIT = 60.0  # CPU seconds after which a worker is ended; by the clock ten times as many
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Seen:
    """What became of one input."""

    number: int
    name: str
    seconds: float
    code: int | None  # exit code; None: no end or a traceback
    words: str = ""  # the traceback, or what was printed
    active: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether it came to an end as it must."""
        return self.code in (0, 1) and not self.active and self.seconds <= SLOW


def build(name: bytes, data: bytes) -> tuple[int | None, str, tuple[str, ...], float]:
    """One run of the command over one input: exit code, words, what in its pages could run, CPU seconds."""
    begun = time.process_time()
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with TemporaryDirectory() as folder, redirect_stdout(printed), redirect_stderr(printed):
        reports, out = Path(folder, "reports"), Path(folder, "out")
        reports.mkdir()
        Path(os.fsdecode(os.path.join(os.fsencode(reports), name))).write_bytes(data)
        try:
            code: int | None = opensitrep(["build", str(reports), "--out", str(out), "--no-cache"])
            words = ""
        except Exception:  # noqa: BLE001  whatever it is, it is what is looked for
            code, words = None, traceback.format_exc()
        active = tuple(a for page in sorted(out.rglob("*.html")) for a in live(page.read_bytes()))
        printed.flush()
        said = printed.buffer.getvalue().decode("utf-8", "replace")
    return code, words or said, active, time.process_time() - begun


def serve(asked: Connection) -> None:
    """What a worker does: builds what it is sent."""
    os.environ["OPENSITREP_ENGINE"] = "here"
    while True:
        asked.send(build(*asked.recv()))


def start() -> tuple[Any, Connection]:
    """A worker, warmed up so that loading models does not count as time of an input."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=serve, args=(theirs,), daemon=True)
    worker.start()
    theirs.close()
    ours.send((b"a.txt", b"Fire in the port\n\nOne person was killed on Monday, the mayor said.\n"))
    ours.recv()
    return worker, ours


def in_time(worker: int, asked: Connection) -> bool:
    """Whether a worker answers within the limit of its own CPU seconds: other work on a machine does not count."""
    begun, spent = time.monotonic(), seconds_of(worker)
    while not asked.poll(1.0):
        if seconds_of(worker) - spent > LIMIT or time.monotonic() - begun > 10 * LIMIT:
            return False
    return True


def seconds_of(process: int) -> float:
    """CPU seconds a process has had."""
    user, system = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


def run(count: int, seed: int, first: int = 0) -> Iterator[Seen]:
    """Every input in turn; a worker that ends or goes on too long is replaced."""
    worker, asked = start()
    for number, (name, data) in enumerate(inputs(count, seed)):
        if number < first:
            continue
        try:
            asked.send((name, data))
            late = (None, f"no end after {LIMIT:.0f} s", (), LIMIT)
            code, words, active, seconds = asked.recv() if in_time(worker.pid, asked) else late
        except (EOFError, OSError):
            code, words, active, seconds = None, "its process ended", (), 0.0
        yield Seen(number, os.fsdecode(name), seconds, code, words, active)
        if code is None and "Traceback" not in words:
            worker.kill()
            worker.join()
            worker, asked = start()
    worker.kill()


def main() -> int:
    """Print what did not hold and the sums; 1 if there was anything."""
    asked = argparse.ArgumentParser(prog="benchmarks.runs.hostile", description=__doc__)
    asked.add_argument("--inputs", type=int, default=1000)
    asked.add_argument("--from", dest="first", type=int, default=0, metavar="NUMBER", help="the first that is built")
    asked.add_argument("--seed", type=int, default=15)
    args = asked.parse_args()
    found, causes = [], Counter[str]()
    for one in run(args.inputs, args.seed, args.first):
        found.append(one)
        if not one.held:
            cause = (*one.active[:1], *one.words.strip().splitlines()[-1:], "")[0]
            causes[cause[:200]] += 1
            words = one.words if causes[cause[:200]] == 1 else cause[:200]
            print(
                f"{one.number} {one.name!r} {one.seconds:.1f} s, exit code {one.code}: {words[-3000:]} {one.active[:3]}"
            )
            sys.stdout.flush()
    print(f"held: {sum(f.held for f in found)} of {len(found)}")
    given_up = sum(f.code not in (0, 1, None) for f in found)
    print(f"tracebacks or no end: {sum(f.code is None for f in found)}; given up: {given_up}")
    print(f"over {SLOW:.0f} s: {sum(f.seconds > SLOW for f in found)}; longest {max(f.seconds for f in found):.1f} s")
    print(f"with something in a page that could run: {sum(bool(f.active) for f in found)}")
    return int(not all(f.held for f in found))


if __name__ == "__main__":
    sys.exit(main())
