"""Web pages: every visible text node in order, block elements on lines of their own.

What the page says of itself (title, outlet, address, day, language) goes into the document with where it stands. Where
the words of the article stand only in the page's data (JSON-LD), these are the text. A page without an article is a
problem; a live blog is a report an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from opensitrep.model import Document, Given
from opensitrep.read.html.addresses import plain_address
from opensitrep.read.html.body import article, words_of
from opensitrep.read.html.days import days_given
from opensitrep.read.html.graph import Node, articles, nodes, text_of
from opensitrep.read.html.kinds import why_cut, why_no_article
from opensitrep.read.html.live import Entry, entries
from opensitrep.read.html.names import clean, content, credits_given, outlets_given, titles_given
from opensitrep.read.html.tree import Line, headline, parse, strip_tags, visible_lines
from opensitrep.read.source import Found, Source, decode, digest, make_document, problem

ADDRESS = re.compile(r"https?://\w")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
LONGER = 1.5  # times the words of the shown article from which the one in the data is taken
FEW = 20  # words of an article in the data
REST = 60  # words of a live page beside its entries that are a report of their own
LOST = 0.5  # share of the words trafilatura finds below which the rest is said to be lost


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself."""

    title: str | None
    outlet: str | None
    url: str | None
    language: str | None
    given: tuple[Given, ...]
    raw: str


def read_html(source: Source) -> Iterator[Found]:
    """The report of a web page, or one of each entry; a page without an article is a problem."""
    declared = CHARSET.search(source.data)
    text, noticed = decode(source, stated=declared.group(1).decode("ascii") if declared else None)
    if noticed:
        yield noticed
    if text is None:
        return
    page = parse(text)
    alive = list(page.iter()) if page is not None else []  # lxml makes its elements anew each time they are asked for
    lines = visible_lines(page) if page is not None else []
    found = nodes(page) if page is not None else []
    whole = _whole(found)
    if page is None or not (lines or whole):
        yield problem(source.name, "HTML without text; left out")
        return
    head = _head(page, found, source)
    if parted := entries(page, found):
        yield problem(source.name, f"a page of {len(parted)} dated entries; each is a report")
        yield from (_of_entry(source, head, number, entry) for number, entry in enumerate(parted, 1))
        yield from _rest(source, page, head, lines, parted)
        return
    if why := why_no_article(page, lines, found):
        yield problem(source.name, why)
        return
    yield from _of_article(source, page, head, lines, whole)
    alive.clear()


def _head(page: HtmlElement, found: list[Node], source: Source) -> Head:
    canonical = next((x.get("href") for x in page.iter("link") if (x.get("rel") or "").lower() == "canonical"), None)
    addresses = [a.strip() for a in (canonical, content(page, "og:url"), source.known.url) if a]
    told = next((a for a in addresses if ADDRESS.match(a)), None)
    url = plain_address(told) if told else source.known.url
    language = clean(page.get("lang")) or content(page, "content-language", "og:locale")
    outlets = outlets_given(page, found, url)
    outlet = outlets[0].value if outlets else None
    titles = tuple(dict.fromkeys(titles_given(page, found, outlet)))
    title = titles[0].value if titles else None
    days = days_given(page, found, headline(page, title), url=url, language=language, seen=source.known.seen)
    address: tuple[Given, ...] = ()
    if told and url and told != url:
        address = (
            Given("url", url, "the address without tracking and twins"),
            Given("url", told, "the head of the page"),
        )
    given = (*days, *address, *titles, *outlets, *credits_given(found, outlet, url))
    return Head(title, outlet, url, language, given, digest(source.data))


def _whole(found: list[Node]) -> str | None:
    """The words of the article as the data of the page have them, a paragraph a line."""
    for node in articles(found):
        if told := text_of(node, "articleBody"):
            said = strip_tags(told) if re.search(r"</?(?:p|br|div|a)\b", told) else told
            paragraphs = [" ".join(line.split()) for line in said.splitlines()]
            return "\n".join(p for p in paragraphs if p) or None
    return None


def _of_article(
    source: Source, page: HtmlElement, head: Head, lines: Sequence[Line], whole: str | None
) -> Iterator[Found]:
    visible = "\n".join(line.text for line in lines)
    body = article(page, lines, whole)
    shown, given = words_of(visible, body.ranges), head.given
    if whole and words_of(whole) >= max(FEW, LONGER * shown):
        visible = "\n\n".join(filter(None, (head.title, *whole.split("\n"))))
        start = len(visible) - len("\n\n".join(whole.split("\n")))
        body = replace(body, ranges=((start, len(visible)),), found=0)
        given = (*given, Given("text", "articleBody", "JSON-LD articleBody"))
    elif why := why_cut(page, lines, shown):
        yield problem(source.name, why)
    if shown < LOST * body.found:
        yield problem(
            source.name, f"of an article of {body.found} words only {shown} were found again in what is shown"
        )
    yield replace(_document(head, visible, source.name), body=body.ranges, given=given)


def _rest(
    source: Source, page: HtmlElement, head: Head, lines: Sequence[Line], parted: Sequence[Entry]
) -> Iterator[Found]:
    """What a live page tells beside its entries, if that is more than a line or two."""
    visible = "\n".join(line.text for line in lines)
    told = {w for entry in parted for text in (entry.title, entry.text) if text for w in text.split("\n")}
    parts, at = [], 0
    for start, end in article(page, lines).ranges:
        for line in visible[start:end].split("\n"):
            at = visible.index(line, max(at, start))
            if line not in told and not any(line in t for t in told):
                parts.append((at, at + len(line)))
            at += len(line)
    if words_of(visible, parts) >= REST:
        yield replace(_document(head, visible, source.name), body=tuple(parts), given=head.given)


def _document(head: Head, text: str, name: str) -> Document:
    day = next((g.value for g in head.given if g.field == "published"), None)
    return make_document(
        name=name,
        text=text,
        url=head.url,
        outlet=head.outlet,
        title=head.title,
        published=day,
        language=head.language,
        raw=head.raw,
    )


def _of_entry(source: Source, head: Head, number: int, entry: Entry) -> Document:
    """An entry of a live page as a report of its own."""
    rest = tuple(g for g in head.given if g.field not in ("published", "title"))
    given = (*((Given("published", entry.day, entry.where),) if entry.day else ()), *rest)
    own = replace(head, title=entry.title or head.title, given=given)
    text = "\n\n".join(filter(None, (entry.title, entry.text)))
    return replace(_document(own, text, f"{source.name}#{number}"), given=given)
