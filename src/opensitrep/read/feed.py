"""RSS and Atom, read with feedparser: one report an entry, its HTML turned into text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any

import feedparser

from opensitrep.read.html import strip_tags
from opensitrep.read.source import Found, Source, digest, make_document, problem
from opensitrep.read.titles import titled

DECLARES = re.compile(rb"<!\s*(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
TEXTUAL = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")


def read_feed(source: Source) -> Iterator[Found]:
    """Every entry of a feed. A feed that declares entities is refused, since they can be made to expand without end."""
    if DECLARES.search(source.data):
        yield problem(source.name, "the feed declares entities of its own; refused")
        return
    try:
        feed = feedparser.parse(BytesIO(source.data), sanitize_html=False, resolve_relative_uris=False)
    except (UnicodeError, LookupError, AssertionError) as error:  # its loose parser stumbles over broken markup
        yield problem(source.name, f"broken feed: {error}")
        return
    if not feed.entries:
        yield problem(source.name, "no feed entries found; left out")
        return
    outlet = _plain(feed.feed.get("title"))
    language = feed.feed.get("language")
    for number, entry in enumerate(feed.entries[: source.settings.max_entries], 1):
        name = f"{source.name}#{number}"
        text = _text(entry)
        if not text:
            yield problem(name, "no text in the entry; left out")
            continue
        yield make_document(
            name=name,
            text=titled(text, _words(entry.get("title"))),
            url=entry.get("link"),
            outlet=_plain((entry.get("source") or {}).get("title")) or outlet,
            title=_plain(entry.get("title")),
            published=_day(entry.get("published_parsed") or entry.get("updated_parsed")),
            language=language,
            raw=digest(text.encode("utf-8", "surrogatepass")),
        )
    if len(feed.entries) > source.settings.max_entries:
        yield problem(source.name, f"more than {source.settings.max_entries} entries; the rest is left out")


def _text(entry: Any) -> str:
    """The longest of what an entry offers: full content, summary, at the least its title."""
    offered = [c.get("value", "") for c in entry.get("content") or ()] + [entry.get("summary") or ""]
    texts = [strip_tags(t) if TEXTUAL.search(t) else t.strip() for t in offered if t.strip()]
    return max(texts, key=len, default="") or _plain(entry.get("title")) or ""


def _words(title: str | None) -> str | None:
    """A title as words of the text: without its tags."""
    return " ".join(strip_tags(title).split()) if title and TEXTUAL.search(title) else title


def _plain(markup: str | None) -> str | None:
    """A title without tags and entities; what looks like a script stays text."""
    if not markup:
        return None
    return " ".join(markup.split()) or None


def _day(parsed: struct_time | None) -> str | None:
    if parsed is None:
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return None
