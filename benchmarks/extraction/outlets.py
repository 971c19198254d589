"""Outlets and agencies of real pages against judged ones: `python -m benchmarks.extraction.outlets`.

The pages are open ones of `shared/bench`; what is kept of them (`outlets.tsv`) is a digest of the address, the name of
the outlet and of the agency that the page credits.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.blind import read_rows
from benchmarks.floors import SHARED
from opensitrep.extract.dateline import find_dates
from opensitrep.extract.layout import label_layout
from opensitrep.model import Account, Document, Reading
from opensitrep.read import Source
from opensitrep.read.html import read_html
from opensitrep.read.source import Known
from opensitrep.reconcile.dates import settle_dates
from opensitrep.settings import Settings

JUDGED = Path(__file__).with_name("outlets.tsv")


def judged() -> dict[str, dict[str, str]]:
    """The judged pages by the digest of their address."""
    lines = [x for x in JUDGED.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    names, *rows = (line.split("\t") for line in lines)
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def pages() -> Iterator[tuple[str, str, bytes]]:
    """Digest, address and bytes of every open page."""
    for stage in ("extraction", "dates"):
        folder = SHARED / "bench" / stage
        for row in read_rows(folder / "pages.jsonl"):
            digest = hashlib.sha256(row["url"].encode()).hexdigest()[:12]
            yield digest, row["url"], gzip.decompress((folder / row["html"]).read_bytes())


def names_of(url: str, data: bytes) -> dict[str, str]:
    """Outlet and wire of a page as an account has them."""
    found = read_html(Source(name="page.html", data=data, settings=Settings(engine="here"), known=Known(url=url)))
    document = next((d for d in found if isinstance(d, Document)), None)
    if document is None:
        return {}
    account = settle_dates(Account(readings=(find_dates(label_layout(Reading(document))),)))
    return {r.field: str(r.value) for r in account.resolutions if r.field in ("outlet", "wire")}


def main() -> int:
    """Print how many outlets are right in each sample, and how many agencies are credited that the page does not."""
    if not (SHARED / "bench").is_dir():
        print("skipped: shared/bench does not stand beside this repository")
        return 0
    known, right, total, false = judged(), Counter[str](), Counter[str](), Counter[str]()
    for digest, url, data in pages():
        row = known.pop(digest, None)
        if row is None:
            continue
        names = names_of(url, data)
        total[row["sample"]] += 1
        right[row["sample"]] += names.get("outlet") == row["outlet"]
        false[row["sample"]] += names.get("wire", row["wire"]) != row["wire"]
        if names.get("outlet") != row["outlet"]:
            print(f"{digest}: {names.get('outlet')} for {row['outlet']}")
    for sample in sorted(total):
        print(f"{sample}: outlet right on {right[sample]} of {total[sample]} pages, false credits {false[sample]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
