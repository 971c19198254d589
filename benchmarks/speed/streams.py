"""Peak memory of reading a web archive of made pages: `python -m benchmarks.speed.streams [PAGES ...]`.

Each size is read in a process of its own, report by report, as `opensitrep read` and the reading of a run do. Printed
are the peak resident memory of the process and the user CPU time of a page.
"""

from __future__ import annotations

import io
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from opensitrep.model import Document
from opensitrep.read import each_report
from opensitrep.settings import Settings

SIZES = ("1000", "5000", "20000")
WORDS = [
    "river",
    "bridge",
    "council",
    "harbour",
    "strike",
    "depot",
    "mayor",
    "police",
    "rain",
    "talks",
    "market",
    "school",
    "border",
    "power",
    "road",
]


def page(number: int) -> str:
    """A page of twelve paragraphs of its own."""
    chance = random.Random(number)
    told = [" ".join(chance.choices(WORDS, k=60)).capitalize() + f", report {number} said." for _ in range(12)]
    words = "".join(f"<p>{p}</p>" for p in told)
    head = f"<title>Report {number} on the {chance.choice(WORDS)}</title>"
    body = f"<article><h1>Report {number}</h1>{words}</article>"
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"


def archive(path: Path, count: int) -> None:
    """A packed web archive of so many pages."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number in range(count):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://example.org/{number}",
                "response",
                payload=io.BytesIO(page(number).encode()),
                http_headers=head,
            )
            writer.write_record(record)


def read(path: Path) -> None:
    """Print how many reports there are, peak memory in MB, and milliseconds of user CPU a page."""
    start, count = os.times().user, 0
    for found in each_report([path], Settings(engine="here", max_bytes=10**9)):
        count += isinstance(found, Document)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} reports, peak {peak:.0f} MB, {1000 * (os.times().user - start) / max(1, count):.1f} ms a page")


def main(sizes: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pages.warc.gz")
        for size in sizes:
            archive(path, int(size))
            subprocess.run([sys.executable, "-m", "benchmarks.speed.streams", "--read", str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
    else:
        main(sys.argv[1:] or list(SIZES))
