"""The lines of a report: as they stand, or joined again where a text was broken at a width.

Mails, wire copies and what is taken out of PDF break lines where the next word does not fit any more. Such lines are
one line of the layout; the text stays as it is, with the breaks in it. A line that a mail quotes begins behind its ">".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from opensitrep.model import Document, Label
from opensitrep.text.fold import fold
from opensitrep.text.tree import run_on

WORD = re.compile(r"\w+")
CLOSED = re.compile(r"[.!?…:;,][\"')\]]*$")
PHYSICAL = re.compile(r"[^\r\n\u2028\u2029\f\v]+")
QUOTED = re.compile(r"(?:>\s?)+")
HASHES = re.compile(r"#{1,6}\s+(?=\S)")
LINKED = re.compile(r"\W*(?:!?\[[^\[\]]*\]\([^()\s]*\)\W*)+")
NOTE = re.compile(r"\[\^[\w-]{1,20}\]:")

WIDEST, NARROWEST = 100, 40  # characters of a line that was broken at a width
RAGGED = 3  # characters that a line may be shorter than its word would need: widths are counted with and without blanks
FULL = 0.8  # share of the width of a line that ends in the middle of a word
JOINED, LOWER = 3, 2  # breaks in a text from which it was broken at a width; those before a small letter
MOST = 0.5  # share of the breaks inside its paragraphs


@dataclass(slots=True)
class Physical:
    """A line as it stands in the text, without blanks and marks of quotation around it."""

    start: int
    end: int
    text: str
    follows: bool  # no empty line lies before it


@dataclass(slots=True)
class Line:
    """A non-empty line (or the sentences of one): where it stands, its comparison form, its label once known."""

    start: int
    end: int
    text: str
    said: str
    words: int
    label: Label | None = None
    heading: bool = False  # stands behind the heading mark of Markdown

    @property
    def closed(self) -> bool:
        """Whether it ends like a sentence."""
        return bool(CLOSED.search(self.said))


def make_line(text: str, start: int, end: int) -> Line:
    """A run of characters as a line; breaks inside it are blanks to those who ask what it says."""
    raw = run_on(text[start:end])
    said = fold(raw)
    return Line(start, end, raw, said, len(WORD.findall(said)))


def pieces(document: Document) -> Iterator[Line]:
    """The lines of a report in order; the marks of headings and quotations of Markdown and mail are furniture."""
    text = document.text
    for first, last in _joined(list(_cut_at(document.body, _physical(text)))):
        start, end = first.start, last.end
        if mark := QUOTED.match(text, start, end):
            yield replace(make_line(text, start, start + len(mark.group().rstrip())), label=Label.BOILERPLATE)
            start = mark.end()
        if start >= end:
            continue
        if hashes := HASHES.match(text, start, end):
            yield replace(make_line(text, start, hashes.end() - 1), label=Label.BOILERPLATE)
            yield replace(make_line(text, hashes.end(), end), heading=True)
        elif LINKED.fullmatch(text, start, end) or NOTE.match(text, start, end):
            yield replace(make_line(text, start, end), label=Label.BOILERPLATE)
        else:
            yield make_line(text, start, end)


def _physical(text: str) -> Iterator[Physical]:
    reached = 0
    for match in PHYSICAL.finditer(text):
        start, end = match.span()
        while start < end and (text[start].isspace() or text[start] in "\ufeff\u200b"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            between = text[reached:start]
            follows = between.count("\n") + between.count("\r") - between.count("\r\n") == 1 and "\f" not in between
            yield Physical(start, end, text[start:end], follows)
            reached = end


def _cut_at(body: Sequence[tuple[int, int]], lines: Iterator[Physical]) -> Iterator[Physical]:
    """The lines, parted where the article begins or ends inside one."""
    edges = sorted({edge for part in body for edge in part})
    for line in lines:
        inside = [e for e in edges if line.start < e < line.end]
        for start, end in zip((line.start, *inside), (*inside, line.end), strict=True):
            said = line.text[start - line.start : end - line.start]
            if said.strip():
                left = start + len(said) - len(said.lstrip())
                yield Physical(left, left + len(said.strip()), said.strip(), line.follows and start == line.start)


# ---------------------------------------------------------------- broken at a width


def _joined(lines: Sequence[Physical]) -> Iterator[tuple[Physical, Physical]]:
    """First and last line of every line of the layout."""
    width = _width(lines)
    first = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or not (width and _goes_on(lines[n - 1], lines[n], width)):
            yield lines[first], lines[n - 1]
            first = n


def _width(lines: Sequence[Physical]) -> int | None:
    """The width a text was broken at, or None: most breaks inside its paragraphs stand where a word did not fit."""
    pairs = [
        (a, b)
        for a, b in pairwise(lines)
        if b.follows and len(a.text) <= WIDEST and len(b.text) <= WIDEST and _said(a) and _said(b)
    ]
    width = max((len(line.text) for pair in pairs for line in pair), default=0)
    if width < NARROWEST:
        return None
    joined = [(a, b) for a, b in pairs if _goes_on(a, b, width)]
    lower = sum(_said(b)[0].islower() and not CLOSED.search(a.text) for a, b in joined)
    return width if len(joined) >= JOINED and lower >= LOWER and len(joined) >= MOST * len(pairs) else None


def _said(line: Physical) -> str:
    return QUOTED.sub("", line.text, count=1) if line.text.startswith(">") else line.text


def _goes_on(one: Physical, other: Physical, width: int) -> bool:
    """Whether a line ends where it does because the first word of the next one did not fit."""
    said = _said(other)
    if not other.follows or not said or not _said(one) or max(len(one.text), len(other.text)) > WIDEST:
        return False
    if one.text.endswith("-") and said[0].islower():
        return len(one.text) >= FULL * width
    return len(one.text) + 1 + len(said.split()[0]) > width - RAGGED
