"""Which lines of a page are the article: found with trafilatura (Barbaresi 2021) and mapped back to what is shown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from itertools import accumulate

from lxml.etree import strip_elements
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from opensitrep.read.html.tree import Line

WORD = re.compile(r"\w+")
FEWEST = 4  # words of a link that can be a headline
PROSE, NESTED = 12, 4  # words of a line that is prose; paragraphs nested alike that show where the article stands
SHORT = 8  # words of the line above links to other stories
LINKED = 0.6  # share of the article that must be left without links for them to be taken for other stories


@dataclass(frozen=True, slots=True)
class Body:
    """Character ranges of the lines that are the article, none where none is found, and the words trafilatura finds."""

    ranges: tuple[tuple[int, int], ...]
    found: int


def words_of(text: str, ranges: Sequence[tuple[int, int]] | None = None) -> int:
    """How many words stand in a text, or in these parts of it."""
    parts = [text[s:e] for s, e in ranges] if ranges is not None else [text]
    return sum(len(WORD.findall(part)) for part in parts)


def article(page: HtmlElement, lines: Sequence[Line], whole: str | None = None) -> Body:
    """The lines that are the article.

    `whole` is the article as the page's own data has it; its paragraphs are looked for, too. A line that is nothing but
    a link leads to another story, and so does a short line that ends with a colon before one.
    """
    found = bare_extraction(
        _bare(page),
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    visible = "\n".join(line.text for line in lines)
    text = getattr(found, "text", None) or ""
    taken = _taken([*text.split("\n"), *(whole or "").split("\n")], visible)
    taken = _with_rest(taken, lines)
    leading = _leading(lines)
    kept = [(r, n not in leading) for n, r in taken]
    if sum(r[1] - r[0] for r, k in kept if k) < LINKED * sum(r[1] - r[0] for r, _ in kept):
        kept = [(r, True) for r, _ in kept]  # a page of links, or a site that links whole paragraphs
    return Body(_joined([r for r, k in kept if k], visible), words_of(text))


def _bare(page: HtmlElement) -> HtmlElement:
    """A copy without scripts, styles and drawings, which hold no words but are walked through many times."""
    page = copy(page)
    strip_elements(page, "style", "svg", "math", "iframe", "template", with_tail=False)
    for script in list(page.iter("script")):
        if "ld+json" not in (script.get("type") or ""):  # trafilatura asks the data of the page, too
            script.drop_tree()
    return page


def _with_rest(taken: list[tuple[int, tuple[int, int]]], lines: Sequence[Line]) -> list[tuple[int, tuple[int, int]]]:
    """What was taken, and the prose nested as most of it is: an article can stand in several pieces."""
    have, prose = {n for n, _ in taken}, {n for n, line in enumerate(lines) if _is_prose(line)}
    nests = Counter(lines[n].nest for n in have & prose)
    told = {nest for nest, count in nests.items() if count >= NESTED and 2 * count >= len(have & prose)}
    more = {n for n in prose - have if lines[n].nest in told}
    if not more:
        return taken
    at, spans = 0, []
    for line in lines:
        spans.append((at, at + len(line.text)))
        at += len(line.text) + 1
    return [(n, spans[n]) for n in sorted(have | more)]


def _is_prose(line: Line) -> bool:
    if len(line.text) < 2 * PROSE or len(WORD.findall(line.text)) < PROSE:
        return False
    return not line.linked or 2 * line.linked < len("".join(line.text.split()))


def _leading(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that lead to other stories."""
    found = {n for n, line in enumerate(lines) if line.is_link and len(WORD.findall(line.text)) >= FEWEST}
    heads = {n - 1 for n in found if n and n - 1 not in found}
    return found | {n for n in heads if lines[n].text.endswith(":") and len(WORD.findall(lines[n].text)) <= SHORT}


def map_back(paragraphs: list[str], visible: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the lines of `visible` whose words stand, mostly and in order, in the paragraphs."""
    return _joined([r for _, r in _taken(paragraphs, visible)], visible)


def _taken(paragraphs: list[str], visible: str) -> list[tuple[int, tuple[int, int]]]:
    """Number and range of each line of which at least half of the words stand in the paragraphs.

    Word by word: each paragraph is looked for after the one before it, else from the start; if it is not found whole,
    its sentences are.
    """
    spans = [m.span() for m in re.finditer(r"[^\n]+", visible)]
    words = [WORD.findall(visible[start:end]) for start, end in spans]
    every = [word for line in words for word in line]
    joined = f" {' '.join(every)} "
    starts = list(accumulate((len(word) + 1 for word in every), initial=1))
    taken = bytearray(len(every))
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
            first = bisect_left(starts, found + 1)
            count = wanted.count(" ") - 1
            taken[first : first + count] = b"\x01" * count
            here = found + len(wanted) - 1
    return _lines_of(spans, [len(line) for line in words], taken)


def _wanted(text: str) -> str:
    words = WORD.findall(text)
    return f" {' '.join(words)} " if words else ""


def _lines_of(
    spans: Sequence[tuple[int, int]], counts: Sequence[int], taken: bytearray
) -> list[tuple[int, tuple[int, int]]]:
    """Number and range of lines of whose words half or more were taken, and of those without words between them."""
    out: list[tuple[int, tuple[int, int]]] = []
    at, joins = 0, False
    for number, (span, count) in enumerate(zip(spans, counts, strict=True)):
        joins = joins if not count else taken.count(1, at, at + count) * 2 >= count
        at += count
        if joins:
            out.append((number, span))
    return out


def _joined(ranges: list[tuple[int, int]], visible: str) -> tuple[tuple[int, int], ...]:
    """Neighbouring lines as one range each."""
    out: list[tuple[int, int]] = []
    for start, end in ranges:
        if out and not visible[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)
