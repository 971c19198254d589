"""Web pages: every visible text node in order, block elements on lines of their own.

What the head says (title, site, address, day, language) goes into the document; which characters are the article is
found with trafilatura (Barbaresi 2021) and mapped back, the day with htmldate (Barbaresi 2020).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import lxml.html
from htmldate import find_date
from lxml.etree import LxmlError, iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from opensitrep.read.source import Found, Source, decode, digest, make_document, problem

# fmt: off
HIDDEN = frozenset((
    "script", "style", "template", "noscript", "head", "iframe", "svg", "math", "object", "audio", "video", "canvas",
    "select", "option", "datalist",
))
BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")
WORD = re.compile(r"\w+")
LATEST = "2035-12-31"  # a fixed upper bound for days, so that no clock enters; htmldate's default is today
EARLIEST = "1995-01-01"
HEAD = {
    "title": (
        "//meta[@property='og:title']/@content",
        "//meta[@name='twitter:title']/@content",
        "//h1//text()",
        "//title/text()",
    ),
    "outlet": ("//meta[@property='og:site_name']/@content", "//meta[@name='application-name']/@content"),
    "url": ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
    "language": ("/html/@lang", "//meta[@http-equiv='content-language']/@content"),
}


def read_html(source: Source) -> Iterator[Found]:
    """One report from a web page; a page without visible text is a problem."""
    declared = CHARSET.search(source.data[:4096])
    text, noticed = decode(source, stated=declared.group(1).decode("ascii") if declared else None)
    if noticed:
        yield noticed
    if text is None:
        return
    page = parse(text)
    if page is None:
        yield problem(source.name, "HTML without text; left out")
        return
    visible = visible_text(page)
    if not visible.strip():
        yield problem(source.name, "HTML without text; left out")
        return
    head = {name: _head(page, paths) for name, paths in HEAD.items()}
    address = head["url"] if head["url"] and head["url"].startswith(("http://", "https://")) else source.known.url
    yield make_document(
        name=source.name,
        text=visible,
        url=address,
        outlet=head["outlet"],
        title=head["title"],
        published=published(page, address),
        language=head["language"],
        raw=digest(source.data),
        body=article(page, visible),
    )


def strip_tags(markup: str) -> str:
    """The visible text of a piece of HTML, as feeds and JSON carry it."""
    page = parse(markup)
    return visible_text(page) if page is not None else ""


def parse(markup: str) -> HtmlElement | None:
    """The tree of a page, or None if there is none."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return None


def visible_text(page: HtmlElement) -> str:
    """Every visible text node in order; runs of white space as one blank, blocks and line breaks on new lines."""
    lines: list[list[str]] = [[]]
    hidden: list[HtmlElement] = []
    for event, element in iterwalk(page, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not hidden and _is_hidden(element, tag):
                hidden.append(element)
            if tag in BLOCK:
                lines.append([])
            if not hidden and element.text:
                lines[-1].append(element.text)
        else:
            if tag in BLOCK:
                lines.append([])
            if hidden and hidden[-1] is element:
                hidden.pop()
            if not hidden and element.tail:
                lines[-1].append(element.tail)
    said = (SPACE.sub(" ", "".join(parts)).strip() for parts in lines)
    return "\n".join(line for line in said if line)


def _is_hidden(element: HtmlElement, tag: str) -> bool:
    return (
        tag in HIDDEN
        or element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and tag not in ("body", "main", "article", "div"))
        or bool(INVISIBLE.search(element.get("style") or ""))
    )


def _head(page: HtmlElement, paths: tuple[str, ...]) -> str | None:
    for path in paths:
        found = page.xpath(path)
        text = SPACE.sub(" ", " ".join(found[:1] if path.endswith("@content") else found)).strip() if found else ""
        if text:
            return text
    return None


def published(page: HtmlElement, url: str | None = None) -> str | None:
    """The ISO day a page was published, from its address, head and body, or None."""
    found = find_date(
        page,
        extensive_search=True,
        original_date=True,
        url=url,
        min_date=EARLIEST,
        max_date=datetime.fromisoformat(LATEST),
    )
    return str(found) if found else None


# ---------------------------------------------------------------- which lines are the article


def article(page: HtmlElement, visible: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the lines that are the article, or () where none is found."""
    found = bare_extraction(
        lxml.html.tostring(page, encoding="unicode"),
        include_comments=False,
        include_tables=False,
        with_metadata=False,
    )
    text = getattr(found, "text", None)
    return map_back(text.split("\n"), visible) if text else ()


def map_back(paragraphs: list[str], visible: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the lines of `visible` whose words stand, mostly and in order, in the paragraphs.

    Word by word: each paragraph is looked for after the one before it, else from the start; if it is not found whole,
    its sentences are.
    """
    words = list(WORD.finditer(visible))
    joined, starts = " ", []
    parts = []
    at = 1
    for word in words:
        starts.append(at)
        parts.append(word.group())
        at += len(word.group()) + 1
    joined = " " + " ".join(parts) + " "
    position = {start: number for number, start in enumerate(starts)}
    taken = bytearray(len(words))
    here = 0
    for paragraph in paragraphs:
        pieces = [paragraph]
        wanted = _wanted(paragraph)
        if wanted and joined.find(wanted) < 0:
            pieces = re.split(r"(?<=[.!?…])[\"”’)]*\s+|\s\|\s|\t", paragraph)
        for piece in pieces:
            wanted = _wanted(piece)
            if not wanted:
                continue
            found = joined.find(wanted, here)
            if found < 0:
                found = joined.find(wanted)
            if found < 0:
                continue
            first = position[found + 1]
            count = wanted.count(" ") - 1
            taken[first : first + count] = b"\x01" * count
            here = found + len(wanted) - 1
    return _lines_of(visible, words, taken)


def _wanted(text: str) -> str:
    words = WORD.findall(text)
    return f" {' '.join(words)} " if words else ""


def _lines_of(visible: str, words: list[re.Match[str]], taken: bytearray) -> tuple[tuple[int, int], ...]:
    """Lines at least half of whose words were taken, as ranges; neighbours are joined."""
    out: list[tuple[int, int]] = []
    number, joins = 0, False
    for line in re.finditer(r"[^\n]+", visible):
        first = number
        while number < len(words) and words[number].start() < line.end():
            number += 1
        inside = sum(taken[first:number])
        if number == first or inside * 2 < number - first:
            joins = joins and number == first
            continue
        if joins:
            out[-1] = (out[-1][0], line.end())
        else:
            out.append((line.start(), line.end()))
        joins = True
    return tuple(out)
