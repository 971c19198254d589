"""RSS and Atom, read with feedparser: one report an entry, its HTML turned into text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import feedparser

from opensitrep.model import Given
from opensitrep.read.entry import without_outlet
from opensitrep.read.html import strip_tags
from opensitrep.read.source import Found, Source, digest, make_document, problem
from opensitrep.read.titles import titled
from opensitrep.text.days import day_of_address

SUBSET = re.compile(rb"<!DOCTYPE[^>\[]*\[(?P<inside>.*?)\]\s*>", re.IGNORECASE | re.DOTALL)
DECLARES = re.compile(rb"<!\s*(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
PLAIN = re.compile(
    rb"\s*(?:<!ENTITY\s+(?P<name>[\w.-]+)\s+(?P<sign>[\"'])(?P<value>[^%\"'<]{1,16})(?P=sign)\s*>|<!--.*?-->)",
    re.DOTALL,
)
NUMERIC = re.compile(rb"(?:&#x?[0-9a-fA-F]{1,6};|[^&])*")
TEXTUAL = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
WORD = re.compile(r"\w+")
PLAIN_TEXT = "text/plain"
APART = 7  # days between the day of an address and that of the feed from which on one of them is wrong


def read_feed(source: Source) -> Iterator[Found]:
    """Every entry of a feed.

    Entities that stand for a sign or two are put in; a feed that declares others is refused, since they can be made to
    expand without end.
    """
    data = _without_entities(source.data)
    if data is None:
        yield problem(source.name, "the feed declares entities of its own; refused")
        return
    try:
        feed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, AssertionError) as error:  # its charset, or broken markup
        yield problem(source.name, f"broken feed: {error}")
        return
    if not feed.entries:
        yield problem(source.name, "no feed entries found; left out")
        return
    outlet = _title(feed.feed)
    language, atom = feed.feed.get("language"), feed.version.startswith("atom")
    for number, entry in enumerate(feed.entries[: source.settings.max_entries], 1):
        yield from _entry(source, f"{source.name}#{number}", entry, outlet, language, atom=atom)
    if len(feed.entries) > source.settings.max_entries:
        yield problem(source.name, f"more than {source.settings.max_entries} entries; the rest is left out")


def _entry(
    source: Source, name: str, entry: Any, feed: str | None, language: str | None, *, atom: bool
) -> Iterator[Found]:
    own = _title(entry.get("source") or {})
    outlet = own or feed
    title = without_outlet(_title(entry), outlet)
    text = _text(entry)
    said = set(WORD.findall(f"{title} {outlet}".lower()))
    if title and set(WORD.findall(text.lower())) <= said:  # aggregators repeat title and outlet
        text = title
        yield problem(name, "only a title; no text in the entry")
    if not text:
        yield problem(name, "no text in the entry; left out")
        return
    published, origin, why = None, "none", None
    for field in ("published", "updated", "created"):
        stamp = dict.get(entry, field)
        if stamp and published is None:
            try:
                (published, why), origin = source.order.read(stamp), field
            except ValueError as error:
                reason = "" if str(error) == "not understood" else f": {error}"
                yield problem(name, f"its day {stamp[:60]!r} ({field}) is not understood{reason}")
    if published and origin == "updated" and atom:  # in RSS that is the name feedparser gives to `dc:date`
        yield problem(name, "its day is the one on which it was changed (updated); no day of publication is stated")
    url = entry.get("link")
    if said_otherwise := differs(url, published):
        yield problem(name, said_otherwise)
    for about, value, where in (
        ("title", title, "title"),
        ("day", published, origin),
        ("outlet", outlet, "source" if own else "title of the feed"),
    ):
        source.note(name, about, value, where)
    document = make_document(
        name=name, text=titled(text, title), url=url, outlet=outlet, title=title, published=published,
        language=language,
        raw=digest(text.encode("utf-8", "surrogatepass")),
    )  # fmt: skip
    given = (Given("published", published, f"{origin}, {why}"),) if published and why else ()
    yield replace(document, given=given)


def differs(url: str | None, published: str | None) -> str | None:
    """What to say where the address of a report holds another day than its form, far from it."""
    there = day_of_address(url)
    if not there or not published or len(there) < 10:
        return None
    try:
        apart = abs((date.fromisoformat(there[:10]) - date.fromisoformat(published[:10])).days)
    except ValueError:
        return None
    return (
        f"its address holds {there[:10]}, its form gives {published[:10]}; one of them is wrong"
        if apart > APART
        else None
    )


def _without_entities(data: bytes) -> bytes | None:
    """The feed with harmless entities put in; None where it declares others."""
    found = SUBSET.search(data[:65536])
    if found is None:
        return None if DECLARES.search(data) else data
    inside, entities = found["inside"], dict[bytes, bytes]()
    while inside.strip():
        one = PLAIN.match(inside)
        if one is None or (one["name"] and not NUMERIC.fullmatch(one["value"])):
            return None
        if one["name"]:
            entities[one["name"]] = one["value"]
        inside = inside[one.end() :]
    bare = data[: found.start()] + data[found.end() :]
    if DECLARES.search(bare):
        return None
    return re.sub(rb"&([\w.-]+);", lambda m: entities.get(m[1], m[0]), bare)


def _text(entry: Any) -> str:
    """The longest of what an entry offers: full content, summary, at the least its title."""
    offered = [c.get("value", "") for c in entry.get("content") or ()] + [entry.get("summary") or ""]
    texts = [strip_tags(t) if TEXTUAL.search(t) else t.strip() for t in offered if t.strip()]
    return max(texts, key=len, default="") or _title(entry) or ""


def _title(holder: Any) -> str | None:
    """The title of a feed or an entry on one line, without tags and entities where it is markup."""
    title = holder.get("title") or ""
    if (holder.get("title_detail") or {}).get("type") != PLAIN_TEXT and TEXTUAL.search(title):
        title = strip_tags(title)
    return " ".join(title.split()) or None
