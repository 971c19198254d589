"""Lines of a page on paper to paragraphs: joined where a line was only broken at the edge, words put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from opensitrep.text.words import data_bytes

FULL = 0.72  # of the width of a column; a shorter line that ends a sentence ends its paragraph
GAP = 1.35  # of the usual distance of lines; a larger one parts paragraphs
LARGER = 0.5  # points by which another size of letters parts a heading from its text
ENDS = re.compile(r"[.!?:;][\"”’')\]]*$")
HYPHEN = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
ITEM = re.compile(r"(?:[•▪‣*–-]|\(?\d{1,2}[.)])\s+\S")
NUMBER = re.compile(r"[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
RUNNING = 3  # pages on which a first or last line has to stand again to be a running head


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on a page: its words, its height on the page and the size of its letters, in points."""

    words: str
    height: float | None = None
    size: float | None = None


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of a page."""
    lines = [line for line in lines if line.words.strip()]
    width = _width(lines)
    leading = _leading(lines)
    out: list[str] = []
    before: Line | None = None
    for line in lines:
        words = line.words.strip()
        if before is not None and out and not _parts(before, line, width, leading):
            out[-1] = join(out[-1], words)
        else:
            out.append(words)
        before = line
    return out


def join(first: str, second: str) -> str:
    """Two lines as one; a word that was broken at the edge is put together."""
    found = HYPHEN.search(first)
    if found and second[:1].islower():
        tail = re.match(r"[^\W\d_]+", second)
        ahead, behind = found[1], tail[0] if tail else ""
        whole = f"{ahead}{behind}".lower() in _words()
        compound = ahead.lower() in _words() and behind.lower() in _words() and len(behind) > 2
        return first + second if compound and not whole else first[:-1] + second
    if found and second[:1].isupper():
        return first + second
    return f"{first} {second}"


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without their numbers and without lines at the top or bottom that stand on other pages, too."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_mould(line.words) for line in (*page[:2], *page[-2:])})
    kept = []
    for page in pages:
        found = []
        for number, line in enumerate(page):
            edge = number < 2 or number >= len(page) - 2
            if edge and (
                NUMBER.fullmatch(line.words.strip())
                or (len(pages) >= RUNNING and edges[_mould(line.words)] >= max(RUNNING, len(pages) // 2))
            ):
                continue
            found.append(line)
        kept.append(found)
    return kept


def _mould(words: str) -> str:
    return re.sub(r"\d+", "0", words.strip().lower())


def _width(lines: Sequence[Line]) -> int:
    lengths = sorted(len(line.words.strip()) for line in lines)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _leading(lines: Sequence[Line]) -> float | None:
    """The usual distance of two lines."""
    steps = [a.height - b.height for a, b in pairwise(lines) if a.height and b.height and a.height > b.height]
    return median(sorted(steps)[: max(1, len(steps) // 2 + 1)]) if steps else None


def _parts(before: Line, line: Line, width: int, leading: float | None) -> bool:
    """Whether a line begins a paragraph."""
    words, ahead = line.words.strip(), before.words.strip()
    if before.size and line.size and abs(before.size - line.size) > LARGER:
        return True
    if leading and before.height and line.height and before.height - line.height > GAP * leading:
        return True
    if ITEM.match(words):
        return True
    short = len(ahead) < FULL * width
    return short and (bool(ENDS.search(ahead)) or words[:1].isupper())


@cache
def _words() -> frozenset[str]:
    return frozenset(data_bytes("en/words.txt").decode("utf-8").split())
