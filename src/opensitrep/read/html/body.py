"""Which lines of a page are the article: found with trafilatura (Barbaresi 2021) and mapped back to what is shown."""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement
from trafilatura import bare_extraction

WORD = re.compile(r"\w+")


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
