"""Web pages: every visible text node in order, block elements on lines of their own.

What the page says of itself (title, site, address, day, language) goes into the document with where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from opensitrep.read.html.body import article
from opensitrep.read.html.days import days_given
from opensitrep.read.html.graph import nodes
from opensitrep.read.html.tree import SPACE, headline, parse, visible_text
from opensitrep.read.source import Found, Source, decode, digest, make_document, problem

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
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
    heading = headline(page, head["title"])
    given = days_given(page, nodes(page), heading, url=address, language=head["language"])
    document = make_document(
        name=source.name,
        text=visible,
        url=address,
        outlet=head["outlet"],
        title=head["title"],
        published=given[0].value if given else None,
        language=head["language"],
        raw=digest(source.data),
        body=article(page, visible),
    )
    yield replace(document, given=given)


def _head(page: HtmlElement, paths: tuple[str, ...]) -> str | None:
    for path in paths:
        found = page.xpath(path)
        text = SPACE.sub(" ", " ".join(found[:1] if path.endswith("@content") else found)).strip() if found else ""
        if text:
            return text
    return None
