"""Quotations: runs between quotation marks, paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from opensitrep.model import READABLE, Reading, Span
from opensitrep.text.fold import fold
from opensitrep.text.tree import running_text

_MARK = re.compile(r'["“”„«»]')
_SINGLE = re.compile(r"(?<![\w])[‘']([^‘’'\n]{15,}?)[’'](?!\w)")
_OPENS, _CLOSES = "“„«", "”»"


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters between two quotation marks; `outer` includes the marks."""

    inner: Span
    outer: Span
    closed: bool = True

    def words(self, text: str) -> int:
        """How many words it has."""
        return len(re.findall(r"\w+", text[self.inner.start : self.inner.end]))


class Quotes:
    """The quotations of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.text = running_text(reading)
        self.doc = reading.document.id
        blocks = [m.span for m in reading.marks if m.label in READABLE]
        found = [q for block in sorted(blocks) for q in self._in_block(block)]
        self.all = sorted(found, key=lambda q: q.inner)
        self._starts = [q.outer.start for q in self.all]

    def _in_block(self, block: Span) -> list[Quote]:
        out: list[Quote] = []
        opened: int | None = None
        for m in _MARK.finditer(self.text, block.start, block.end):
            here, mark = m.start(), m.group()
            opening = mark in _OPENS or (mark == '"' and opened is None)
            if opening:
                opened = here if opened is None or mark == '"' else opened
            elif opened is not None and (mark in _CLOSES or mark == '"'):
                if here > opened + 1:
                    out.append(Quote(Span(self.doc, opened + 1, here), Span(self.doc, opened, here + 1)))
                opened = None
        if opened is not None and block.end > opened + 1:  # a mark that never closes: to the end of the paragraph
            out.append(Quote(Span(self.doc, opened + 1, block.end), Span(self.doc, opened, block.end), closed=False))
        if not out:
            plain = fold(self.text[block.start : block.end])
            for m in _SINGLE.finditer(plain):
                a, b = block.start + m.start(1), block.start + m.end(1)
                out.append(Quote(Span(self.doc, a, b), Span(self.doc, a - 1, b + 1)))
        return out

    def at(self, offset: int) -> Quote | None:
        """The quotation that holds a character."""
        i = bisect_right(self._starts, offset) - 1
        return self.all[i] if i >= 0 and offset < self.all[i].outer.end else None

    def inside(self, start: int, end: int) -> list[Quote]:
        """Quotations that lie wholly between two offsets."""
        return [
            q
            for q in self.all[bisect_right(self._starts, start - 1) :]
            if q.outer.start < end and q.outer.end <= end + 1
        ]
