"""Newsletters that tell several stories: parted where each has a headline that leads to an address of its own."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html
from lxml.etree import LxmlError

WORDS = 25  # words under a headline that make a story; a teaser in a list of links has fewer
TITLE = 4  # words of a headline; "Read more" and "World" have fewer
HEADINGS = "//h1//a[@href] | //h2//a[@href] | //h3//a[@href] | //h4//a[@href]"
AROUND = "//a[@href][.//h1 or .//h2 or .//h3 or .//h4]"


@dataclass(frozen=True, slots=True)
class Part:
    """A story of a newsletter: its headline, its address, its words with the headline ahead."""

    title: str
    url: str
    text: str


def part_stories(markup: str, visible: str) -> list[Part]:
    """The stories of a newsletter in the words it shows, or none where it is one report.

    Each headline is a heading that is a link; the headline of a story of its own is a line of what is shown, leads to
    an address no other has, and has a paragraph or more below it.
    """
    try:
        page = lxml.html.document_fromstring(markup)
    except (LxmlError, ValueError):
        return []
    lines = visible.split("\n")
    found: list[tuple[int, str, str]] = []
    here = 0
    for link in page.xpath(f"{HEADINGS} | {AROUND}"):
        title, url = " ".join(link.text_content().split()), str(link.get("href")).strip()
        if len(title.split()) < TITLE or not url.startswith(("http://", "https://")) or title not in lines[here:]:
            continue
        here = lines.index(title, here)
        found.append((here, title, url))
        here += 1
    if len(found) < 2 or len({url for _, _, url in found}) < len(found):
        return []
    ends = [at for at, _, _ in found[1:]] + [len(lines)]
    parts = [Part(title, url, "\n".join(lines[at:end])) for (at, title, url), end in zip(found, ends, strict=True)]
    return parts if all(len(p.text.split()) >= WORDS for p in parts) else []
