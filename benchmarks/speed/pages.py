"""How long pages take to read: `python -m benchmarks.speed.pages [--rounds N] [SOURCES ...]`, each the `src` of a copy.

The 362 pages of the open parts of extraction and dates are read three times, 1,086 readings, user CPU time alone. Each
time every paragraph and the address have a number of their own at the end, so that nothing kept from the time before
answers for it. Of several sources each is read in a process of its own, in turn, since other work on a machine slows
whatever runs beside it; printed is the least of some rounds of each, and how it compares with the first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

BENCH = Path("../shared/bench")
ROUNDS, WARM = 3, 20  # runs of each source; pages read before the clock is started
TIMES = 3  # each page is read


def pages() -> list[tuple[str, bytes]]:
    """Address and bytes of every page of the open parts."""
    found = []
    for stage in ("extraction", "dates"):
        for line in (BENCH / stage / "pages.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            data = (BENCH / stage / record["html"]).read_bytes()
            found.append((record["url"], gzip.decompress(data) if record["html"].endswith(".gz") else data))
    return [
        (f"{url}{'&' if '?' in url else '?'}again={n}", data.replace(b"</p>", f" {n}.</p>".encode()))
        for n in range(TIMES)
        for url, data in found
    ]


def taken() -> float:
    """Seconds of user CPU for all pages, by the package that is imported here."""
    from opensitrep.read import Source  # noqa: PLC0415  that of the source asked for
    from opensitrep.read.html import read_html  # noqa: PLC0415
    from opensitrep.read.source import Known  # noqa: PLC0415
    from opensitrep.settings import Settings  # noqa: PLC0415

    settings, given = Settings(engine="here"), pages()

    def read(some: list[tuple[str, bytes]]) -> None:
        for url, data in some:
            list(read_html(Source(name=url, data=data, settings=settings, known=Known(url=url))))

    read(given[:WARM])
    start = os.times().user
    read(given)
    return os.times().user - start


def main(sources: list[str], rounds: int) -> None:
    """The least of some rounds for each source."""
    least = dict.fromkeys(sources, float("inf"))
    for _ in range(rounds):
        for source in sources:
            told = subprocess.run(
                [sys.executable, __file__, "--once"],
                env=os.environ | {"PYTHONPATH": source},
                capture_output=True,
                text=True,
                check=True,
            )
            least[source] = min(least[source], float(told.stdout))
    count, first = len(pages()), least[sources[0]]
    for source, seconds in least.items():
        each = 1000 * seconds / count
        print(f"{source}: {seconds:.1f} s for {count} readings, {each:.1f} ms each, {seconds / first:.2f} of the first")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sources", nargs="*", default=["src"])
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--once", action="store_true", help="in this process, the seconds alone")
    arguments = asked.parse_args()
    if arguments.once:
        print(taken())
    else:
        main(arguments.sources, arguments.rounds)
