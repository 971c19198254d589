"""Live blogs, parted into their entries, each with its own time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from opensitrep.read.html.graph import Node, text_of, types
from opensitrep.read.html.instants import read_instant
from opensitrep.read.html.tree import is_shown, strip_tags, visible_text

FEWEST = 2  # entries


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry says."""

    text: str
    day: str | None  # ISO instant
    title: str | None = None
    where: str = "JSON-LD datePublished of the entry"


def entries(page: HtmlElement, found: list[Node]) -> list[Entry]:
    """The entries of a live blog, in the order of the page; none of other pages.

    Those its data tells (JSON-LD `liveBlogUpdate`), else blocks of one kind in the article that begin with a time.
    """
    live = any("LiveBlogPosting" in types(node) for node in found)
    for told in (list(_of_graph(found)), list(_of_blocks(page)) if live else []):
        if len(told) >= FEWEST:
            return told
    return []


def _of_graph(found: list[Node]) -> Iterator[Entry]:
    for node in found:
        posts = node.get("liveBlogUpdate") if "LiveBlogPosting" in types(node) else None
        for post in posts if isinstance(posts, list) else []:
            if not isinstance(post, dict):
                continue
            said = text_of(post, "articleBody") or text_of(post, "text") or text_of(post, "description")
            title = text_of(post, "headline") or text_of(post, "name")
            text = strip_tags(said) if said and "<" in said else said
            if text or title:
                day = read_instant(text_of(post, "datePublished") or text_of(post, "dateCreated"))
                yield Entry(text or "", day, title)


def _of_blocks(page: HtmlElement) -> Iterator[Entry]:
    """Neighbouring blocks of one tag and class that each hold a `time` with a day and words beside it."""
    groups: dict[tuple[HtmlElement, str, str], list[tuple[HtmlElement, str]]] = {}
    for time in page.iter("time"):
        day = read_instant(time.get("datetime"))
        block = next((e for e in time.iterancestors("article", "div", "li", "section") if e.get("class")), None)
        if day and block is not None and block.getparent() is not None and is_shown(block):
            groups.setdefault((block.getparent(), block.tag, block.get("class")), []).append((block, day))
    posts = max(groups.values(), key=len, default=[])
    for block, day in posts:
        lines = [line for line in visible_text(block).split("\n") if len(line.split()) > FEWEST]
        if lines:
            title = lines[0] if len(lines) > 1 else None
            yield Entry("\n".join(lines[1:] if title else lines), day, title, "the time of the entry")
