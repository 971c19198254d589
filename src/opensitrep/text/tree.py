"""Walking a dependency tree: read-only questions to a `Syntax`, shared by all extractors.

Token positions are indices into the tuples of the `Syntax`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from opensitrep.model import READABLE, Reading, Span, Syntax

BREAK = re.compile(r"[\r\n](?:[\r\n\t >]*>)?[ \t]*")
SEAM = re.compile(
    r"[\u00ad\u200b\u2060\ufeff]|-?[\r\n](?:[\r\n\t >]*>)?[ \t]*|(?<=[a-z])[\u200c\u200d](?=[a-z])", re.IGNORECASE
)
"""What stands inside a word and is no letter of it: soft hyphens, widths of nothing, the break of a line."""


def run_on(text: str) -> str:
    """The text with breaks of lines, and marks of quotation behind them, as blanks: one character for one."""
    return BREAK.sub(lambda m: " " * len(m.group()), text) if "\n" in text or "\r" in text else text


def seamless(word: str) -> str:
    """A word without soft hyphens, and without the hyphen and break where it was broken at the end of a line."""
    return SEAM.sub("", word)


def running_text(reading: Reading) -> str:
    """The text of a report with the breaks inside its blocks as blanks, character for character."""
    text = reading.document.text
    broken = [m.span for m in reading.marks if m.label in READABLE and _is_broken(text, m.span)]
    for span in broken:
        text = text[: span.start] + run_on(text[span.start : span.end]) + text[span.end :]
    return text


def _is_broken(text: str, span: Span) -> bool:
    return text.find("\n", span.start, span.end) >= 0 or text.find("\r", span.start, span.end) >= 0


class Tree:
    """The tokens of one reading with their children."""

    def __init__(self, reading: Reading) -> None:
        if reading.syntax is None:
            raise ValueError("the reading has no syntax")
        self.doc = reading.document.id
        self.whole = reading.document.text
        self.source = running_text(reading)
        self.syntax: Syntax = reading.syntax

    def __len__(self) -> int:
        return len(self.syntax)

    @cached_property
    def _children(self) -> list[list[int]]:
        out: list[list[int]] = [[] for _ in range(len(self))]
        for i, head in enumerate(self.syntax.head):
            if head != i:
                out[head].append(i)
        return out

    @cached_property
    def sentences(self) -> list[range]:
        """Token ranges of the sentences, in text order."""
        out: list[range] = []
        numbers, start = self.syntax.sentence, 0
        for i in range(1, len(numbers) + 1):
            if i == len(numbers) or numbers[i] != numbers[start]:
                out.append(range(start, i))
                start = i
        return out

    def sentence(self, i: int) -> range:
        """The tokens of the sentence that holds token i."""
        return self.sentences[bisect_right(self._sentence_starts, i) - 1]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [r.start for r in self.sentences]

    @cached_property
    def texts(self) -> list[str]:
        """Every token as written, without what breaks a word; never empty, also where it is nothing but that."""
        written = (self.whole[a:b] for a, b in zip(self.syntax.start, self.syntax.end, strict=True))
        return [word if word.isascii() and "\n" not in word else seamless(word) or word for word in written]

    @cached_property
    def lower(self) -> list[str]:
        """Every token in lower case."""
        return [t.lower() for t in self.texts]

    def text(self, i: int) -> str:
        """The token as written."""
        return self.texts[i]

    def span(self, first: int, last: int | None = None) -> Span:
        """Characters from token `first` to the end of token `last` (inclusive)."""
        return Span(self.doc, self.syntax.start[first], self.syntax.end[first if last is None else last])

    def at(self, offset: int) -> int | None:
        """The token that holds a character, or None between tokens."""
        i = bisect_right(self.syntax.start, offset) - 1
        return i if i >= 0 and offset < self.syntax.end[i] else None

    def inside(self, span: Span) -> range:
        """Tokens that share a character with the span."""
        first = bisect_right(self.syntax.end, span.start)
        return range(first, max(first, bisect_left(self.syntax.start, span.end)))

    def children(self, i: int, *deps: str) -> list[int]:
        """Direct dependents in text order, optionally of the given relations only."""
        kids = self._children[i]
        return [k for k in kids if self.syntax.dep[k] in deps] if deps else list(kids)

    def ancestors(self, i: int) -> Iterator[int]:
        """Heads from the direct one up to the root."""
        while self.syntax.head[i] != i:
            i = self.syntax.head[i]
            yield i

    def subtree(self, i: int) -> list[int]:
        """The token and all below it, in text order."""
        out, todo = [], [i]
        while todo:
            k = todo.pop()
            out.append(k)
            todo.extend(self._children[k])
        return sorted(out)

    def head_of(self, span: Span) -> int | None:
        """The token of the span whose head lies outside it (the last one, if several)."""
        tokens = self.inside(span)
        tops = [i for i in tokens if self.syntax.head[i] not in tokens or self.syntax.head[i] == i]
        return tops[-1] if tops else None

    def clause(self, i: int) -> int:
        """The nearest verb (or root) at or above token i."""
        if self.syntax.pos[i] in ("VERB", "AUX") and self.syntax.dep[i] not in ("aux", "auxpass"):
            return i
        for k in self.ancestors(i):
            if self.syntax.pos[k] in ("VERB", "AUX") and self.syntax.dep[k] not in ("aux", "auxpass"):
                return k
        return i if self.syntax.head[i] == i else list(self.ancestors(i))[-1]
