"""Reports a second on copies-with-changes of a folder of reports: `python -m benchmarks.speed.throughput DIR [COPIES]`.

Every copy gets other figures and weekdays, so that no two texts are equal. Prints the time of reading and of
reconciling apart, and the words read a second.
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path

from opensitrep import Settings
from opensitrep.model import Document
from opensitrep.pipeline import read_all, reconcile
from opensitrep.read import make_document, read_paths

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def changed(document: Document, number: int) -> Document:
    """A copy with other numbers and days; the same number gives the same copy."""
    chance = random.Random(number)
    text = re.sub(r"\b\d\d?\b", lambda m: str(int(m.group()) + chance.randint(0, 9)), document.text)
    shift = chance.randint(0, 6)
    text = re.sub("|".join(DAYS), lambda m: DAYS[(DAYS.index(m.group()) + shift) % 7], text)
    return make_document(
        name=f"{number:05}-{document.name}", text=text, outlet=document.outlet, published=document.published
    )


def main(folder: Path, copies: int) -> None:
    settings = Settings()
    documents, _ = read_paths([folder], settings)
    many = [changed(documents[n % len(documents)], n) for n in range(copies)]
    words = sum(len(d.text.split()) for d in many)
    start = time.perf_counter()
    readings = read_all(many, settings)
    middle = time.perf_counter()
    account = reconcile(readings, settings)
    end = time.perf_counter()
    print(f"{copies} reports, {words} words, {len(account.stories)} stories, {len(account.events)} events")
    first, second = middle - start, end - middle
    print(f"reading     {first:6.1f} s  {copies / first:5.1f} reports/s  {words / first:7.0f} words/s")
    print(f"reconciling {second:6.1f} s  {copies / second:5.1f} reports/s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
