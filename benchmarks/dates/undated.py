"""Pages that state no day: `python -m benchmarks.dates.undated [--list]`, over the open pages of `shared/bench/dates`.

Of every page all that states its day is taken out by marks that no reader's list gave: metas whose name or value is of
a day (those of a change stay), days in JSON-LD and microdata, the address, data of scripts, and every visible line with
the gold day or one beside it. What stays are the years of copyrights, days of other stories, of comments, of changes
and of what the text tells. A day that is then given, stated or guessed, is invented: 2 % of the pages at most get one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

from benchmarks.blind import read_rows
from benchmarks.floors import SHARED
from opensitrep.model import Document, Rank
from opensitrep.read import Source
from opensitrep.read.html import read_html
from opensitrep.read.source import Known
from opensitrep.settings import Settings
from opensitrep.text.written import day_first, written_days

FILE = SHARED / "bench" / "dates" / "pages.jsonl"
CHANGE = re.compile(r"modif|updat|revis|change|expir", re.IGNORECASE)
OF_DAY = re.compile(r"date|time|publish|issued|created|posted", re.IGNORECASE)
ADDRESS = re.compile(r"canonical|:url|alternate|amphtml|shortlink")
MOST = 0.02  # share of the pages that may get a day
LINE = 400  # characters of a line that holds the day of publication beside other words


@dataclass(frozen=True)
class Blank:
    """Takes out of a page what states a day: the gold one and its neighbours, in either order of day and month."""

    day: date
    language: str | None
    first: bool | None

    @cached_property
    def days(self) -> frozenset[str]:
        return frozenset((self.day + timedelta(n)).isoformat() for n in (-1, 0, 1))

    @cached_property
    def plain(self) -> re.Pattern[str]:
        return re.compile("|".join(d.replace("-", "[-/.]?") for d in sorted(self.days)))

    def page(self, page: HtmlElement) -> HtmlElement:
        """The page without what states its day."""
        for meta in list(page.iter("meta", "link")):
            name = " ".join(meta.get(k) or "" for k in ("property", "name", "itemprop", "http-equiv", "rel"))
            stated = (OF_DAY.search(name) and not CHANGE.search(name)) or ADDRESS.search(name)
            if stated or self.holds(f"{meta.get('content') or ''} {meta.get('href') or ''}"):
                meta.drop_tree()
        for script in list(page.iter("script")):
            said = script.text or ""
            script.text = _without_days(said) if "ld+json" in (script.get("type") or "") else self.plain.sub("", said)
        for element in list(page.iter("*")):
            self._attributes(element)
            self._words(element)
        return page

    def holds(self, said: str) -> bool:
        """Whether some words hold one of the days."""
        if not re.search(r"\d", said):
            return False
        ways = {self.first, True, False}
        found = {day for way in ways for _, _, day in written_days(said, self.language, first=way)}
        return bool(found & self.days) or self.plain.search(said) is not None

    def _attributes(self, element: HtmlElement) -> None:
        if re.search(r"date(?:published|created)", element.get("itemprop") or "", re.IGNORECASE):
            for name in ("itemprop", "datetime", "content"):
                element.attrib.pop(name, None)
        for name, value in list(element.attrib.items()):
            if name not in ("class", "id", "src", "style") and self.holds(value):
                element.attrib.pop(name)

    def _words(self, element: HtmlElement) -> None:
        if element.tag not in ("script", "style"):
            element.text = "" if self.holds(element.text or "") else element.text
        element.tail = "" if self.holds(element.tail or "") else element.tail
        if len(element) and element.tag not in ("body", "html", "head"):
            around = " ".join(element.itertext())
            if len(around) <= LINE and self.holds(around):
                for inner in list(element):
                    inner.drop_tree()
                element.text = ""


def _without_days(data: str) -> str:
    try:
        found = json.loads(data, strict=False)
    except ValueError:
        return ""
    return json.dumps(_cleared(found))


def _cleared(data: Any) -> Any:
    if isinstance(data, dict):
        return {k: _cleared(v) for k, v in data.items() if CHANGE.search(k) or not OF_DAY.search(k)}
    return [_cleared(x) for x in data] if isinstance(data, list) else data


def given() -> Iterator[tuple[str, str, str]]:
    """Address, day and rank of what is given for each page; no day and no rank where none is."""
    for row in read_rows(FILE):
        url = row["url"]
        day = date.fromisoformat(row["gold"][0]["date"])
        page = html.fromstring(gzip.decompress((FILE.parent / row["html"]).read_bytes()))
        blank = Blank(day, page.get("lang"), day_first(page.get("lang"), url))
        data = b"\xef\xbb\xbf" + html.tostring(blank.page(page), encoding="utf-8", doctype="<!DOCTYPE html>")
        known = Known(url=f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/")
        read = read_html(Source(name="page.html", data=data, settings=Settings(engine="here"), known=known))
        document = next((d for d in read if isinstance(d, Document)), None)
        first = next((g for g in document.given if g.field == "published"), None) if document else None
        yield url, (first.value[:10] if first else ""), (f"{first.rank} {first.where}" if first else "")


def main() -> int:
    """Print how many pages get a day, by its rank; exit code 1 where they are more than `MOST`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="the address of each page that gets a day")
    arguments = parser.parse_args()
    if not FILE.is_file():
        print("skipped: shared/bench/dates does not stand beside this repository")
        return 0
    ranks, total, called = Counter[str](), 0, 0
    for url, day, why in given():
        total += 1
        if day:
            called += why.startswith(str(Rank.GUESSED))
            ranks[why] += 1
            if arguments.list:
                print(f"{day} {why}  {url}")
    share = ranks.total() / max(1, total)
    print(
        f"{total} pages without a statement: {ranks.total()} get a day ({share:.3f}), {called} of them called a guess"
    )
    for why, number in ranks.most_common():
        print(f"  {number} {why}")
    return int(share > MOST)


if __name__ == "__main__":
    sys.exit(main())
