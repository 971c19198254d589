"""Exports of Telegram as a web page: a report a message, with its own day and the channel as outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from opensitrep.read.html import strip_tags
from opensitrep.read.source import Found, Source, decode, digest, make_document, problem
from opensitrep.read.stamps import read_stamp

ZONE = re.compile(r"\s*(?:UTC|GMT)([+-]\d\d:\d\d)\s*$")


def read_telegram(source: Source) -> Iterator[Found]:
    """Every message that has words; a message that joins the one before it is by the same sender."""
    text, noticed = decode(source)
    if noticed:
        yield noticed
    try:
        page = lxml.html.document_fromstring(text or "")
    except (LxmlError, ValueError):
        yield problem(source.name, "HTML without text; left out")
        return
    channel = _first(page, "page_header", "text")
    silent = count = 0
    limit = source.settings.max_entries
    for message in page.xpath("//div[contains(concat(' ', @class, ' '), ' message ')]"):
        if "service" in (message.get("class") or "").split():
            continue
        body = next(iter(_of(message, "text")), None)
        words = _shown(body) if body is not None else ""
        if not words.strip():
            silent += 1
            continue
        count += 1
        if count > limit:
            yield problem(source.name, f"more than {limit} entries; the rest is left out")
            return
        name = f"{source.name}#{(message.get('id') or str(count)).removeprefix('message')}"
        stamp = next((d.get("title") for d in _of(message, "date") if d.get("title")), None)
        published = None
        if stamp:
            try:
                published = read_stamp(ZONE.sub(r"\1", stamp))
            except ValueError:
                yield problem(name, f"its day {stamp[:60]!r} is not understood")
        if forwarded := next(iter(_of(message, "forwarded")), None):
            sender = _first(forwarded, "from_name")
            yield problem(name, f"says it is forwarded from {sender!r}")
        source.note(name, "day", published, "the title of its clock")
        yield make_document(
            name=name, text=words, outlet=channel or _first(message, "from_name"), published=published, language=None,
            raw=digest(words.encode("utf-8", "surrogatepass")),
        )  # fmt: skip
    if silent:
        yield problem(source.name, f"{silent} messages without words (pictures, films, stickers); left out")
    if not count:
        yield problem(source.name, "a Telegram export without words; left out")


def _of(element: HtmlElement, name: str) -> list[HtmlElement]:
    return list(element.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"))


def _first(element: HtmlElement, *names: str) -> str | None:
    found = [element]
    for name in names:
        found = [inner for e in found for inner in _of(e, name)]
    return next((words for e in found if (words := " ".join(_shown(e).split()))), None)


def _shown(element: HtmlElement) -> str:
    return strip_tags(lxml.html.tostring(element, encoding="unicode", with_tail=False))
