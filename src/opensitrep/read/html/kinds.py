"""Whether a page holds an article: not those that refuse, ask for consent, check for robots, list several stories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from lxml.html import HtmlElement

from opensitrep.read.html.graph import Node, articles
from opensitrep.read.html.names import content
from opensitrep.read.html.tree import Line, beside, is_inside
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists

WORDS = Lists("pages")
LETTERS = re.compile(r"[^\W\d_]+")
SMALL = 150  # words of a page that can be one of a server or of a consent manager
SENTENCE, FEW = 12, 4  # words of a paragraph, and how many of them such a page has at most
STUB = 120  # words of an article that can be cut by a paywall
PROSE = 25  # words of a paragraph of an article; teasers of listings have about twenty
CARDS = 4  # headings that link to stories from which a page without prose is a list of them
TITLE = 3  # words of a heading that tells a story


@cache
def _phrases(name: str) -> re.Pattern[str]:
    forms = (re.escape(fold(w)) for w in sorted(WORDS[name], key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


def why_no_article(page: HtmlElement, lines: Sequence[Line], found: list[Node]) -> str | None:
    """What a page is that holds no article, or None."""
    heads = [t.text or "" for t in page.iter("title")] + [h.text_content() for h in page.iter("h1")]
    counts = [len(LETTERS.findall(line.text)) for line in lines]
    words, told = sum(counts), sum(count >= SENTENCE for count in counts)
    if words <= SMALL and told <= FEW and not articles(found):
        refused = next(
            (h for h in heads if (m := _phrases("errors").match(fold(h.strip()))) and _is_all(h, m.end())), None
        )
        walled = [line for line in lines if _phrases("walls").search(fold(line.text))]
        if refused or (walled and words - sum(len(LETTERS.findall(w.text)) for w in walled) < SMALL // 2):
            return f"no article: the page says {' '.join((refused or walled[0].text).split())[:80]!r}; left out"
    if _is_listing(page, lines, found):
        return "no article: a list of several stories; left out"
    return None


def _is_all(heading: str, end: int) -> bool:
    """Whether a heading says little beside such a phrase: "Page not found - The Example", no headline about one."""
    rest = re.split(r"\s[-|–—·:]\s|[.!?|]", fold(heading.strip())[end:])[0]
    return len(LETTERS.findall(rest)) <= TITLE


def _is_listing(page: HtmlElement, lines: Sequence[Line], found: list[Node]) -> bool:
    if articles(found) or content(page, "og:type") == "article":
        return False
    cards = [
        h
        for h in page.iter("h2", "h3", "h4")
        if len(LETTERS.findall(h.text_content())) > TITLE
        and any(
            fold(a.text_content().strip()) == fold(h.text_content().strip())
            for a in (*h.iter("a"), *h.iterancestors("a"))
        )
    ]
    areas = beside(page, None) if len(cards) >= CARDS else frozenset[HtmlElement]()
    cards = [h for h in cards if not is_inside(h, areas)]
    if len(cards) < CARDS:
        return False
    prose = [line for line in lines if len(LETTERS.findall(line.text)) >= PROSE and not line.is_link]
    return len(prose) < len(cards) // 2


def why_cut(page: HtmlElement, lines: Sequence[Line], words: int) -> str | None:
    """That the article stops at a paywall, where its words are few; None where it does not."""
    if words > STUB:
        return None
    line = next((x.text for x in lines if _phrases("paywalls").search(fold(x.text))), None)
    return f"cut: the page says {line[:80]!r}" if line else None
