"""Texts that train nothing, with the words in which somebody marked happenings: the first field set, real stories."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from benchmarks.blind import read_rows
from benchmarks.corpora.features import Read, read
from benchmarks.field import run as field
from benchmarks.floors import BENCH
from corpora import form
from opensitrep.pipeline import Extractor, extractors
from opensitrep.settings import Settings

Row = tuple[int, int, tuple[str, ...]]
"""Characters and accepted kinds."""


@dataclass(frozen=True)
class Unseen:
    """A text as the product reads it, the happenings it should find there, and what must not become one."""

    read: Read
    wanted: tuple[Row, ...]
    never: tuple[Row, ...] = ()


def field_set() -> list[Unseen]:
    """The reports of tests/cases/field: invented, on other news; the rules were fixed against them."""
    stages, found = extractors(Settings(engine="here")), []
    for folder in field.clusters_of():
        gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
        for report in gold["report"]:
            text = _text_of(folder / report["file"])
            rows = [r for r in field.rows_of(report, text) if r.table == "events" and not r.optional]
            wanted = tuple((r.start, r.end, tuple(r.column(0).split("/"))) for r in rows)
            found.append(Unseen(_read(text, f"{folder.name}-{report['file']}", report["published"], stages), wanted))
    return found


def real_stories() -> list[Unseen]:
    """The eleven stories of shared/bench/accounts; none where they are missing. Evaluate only."""
    path = BENCH / "accounts" / "stories_open.jsonl"
    if not path.exists():
        return []
    stages, found = extractors(Settings(engine="here")), []
    texts = {d["id"]: d for d in read_rows(BENCH / "stories" / "news_cluster_even.jsonl")}
    for story in read_rows(path):
        for doc in story["docs"]:
            text = f"{texts[doc]['title']}\n\n{texts[doc]['text']}"
            wanted = [
                (*span, tuple(h["kinds"]))
                for h in story["happenings"]
                for where, words in h["says"]
                if where == doc and (span := _span(text, words))
            ]
            never = [
                (*span, ()) for where, words, *_ in story["never"] if where == doc and (span := _span(text, words))
            ]
            one = _read(text, f"{story['story']}-{doc}", str(texts[doc].get("date") or "")[:10], stages)
            found.append(Unseen(one, tuple(wanted), tuple(never)))
    return found


def _read(text: str, name: str, published: str, stages: tuple[Extractor, ...]) -> Read:
    header = {"published": published or "-"}
    return read(form.Report(header, text, (), (), (), (), (), (), ()), name, stages)


def _text_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return str(json.loads(text)["text"]) if path.suffix == ".json" else text


def _span(text: str, words: str) -> tuple[int, int] | None:
    """Where an anchor stands; "#2" behind it: the second occurrence."""
    which = re.search(r"#(\d+)$", words)
    found = list(re.finditer(re.escape(words[: which.start()] if which else words), text))
    place = int(which[1]) - 1 if which else 0
    return found[place].span() if place < len(found) else None
