"""Tokens, lemmas, tags and dependencies of the readable blocks, by spaCy, kept as a slim table.

Glued words that were split by `repair` are parsed as the words they are; the offsets stay those of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from opensitrep.model import READABLE, Label, Mark, Reading, Span, Syntax
from opensitrep.text.tree import running_text, seamless
from opensitrep.text.words import Lists

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WORDS = Lists("repair")
JOINED = "o"  # a letter in place of the hyphen of a given name ("Jong-un"), so that the parser sees one word
UNUSED = ("ner", "senter")  # names and sentence starts come from elsewhere; leaving them out halves the time


@cache
def _given_names() -> re.Pattern[str]:
    names = "|".join(WORDS.ordered("before given names"))
    return re.compile(rf"(\b(?:{names}) [A-Z][a-z]{{1,5}})-([a-z]{{2,5}}\b)")


def load_parser(name: str) -> Language:
    """The installed pipeline; no entity recogniser (shared/notes: its types cannot be trusted outside its training)."""
    import spacy  # noqa: PLC0415  half a second that whoever only reads an account, or has workers read, need not wait for

    return spacy.load(name, exclude=[*UNUSED])


@dataclass(slots=True)
class Table:
    """A `Syntax` under construction."""

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)

    def add(self, doc: Doc, origin: list[int]) -> None:
        """Append the tokens of one block; `origin[i]` is where character i of the parsed text stands in the report."""
        kept = [t for t in doc if not t.is_space]
        place = {t.i: len(self.start) + k for k, t in enumerate(kept)}
        number = self.sentence[-1] + 1 if self.sentence else 0
        for sentence in doc.sents:
            inside = [t for t in sentence if t.i in place]
            for t in inside:
                head = t.head
                while head.i not in place and head.head.i != head.i:
                    head = head.head
                self.start.append(origin[t.idx])
                self.end.append(origin[t.idx + len(t) - 1] + 1)
                self.head.append(place.get(head.i, place[t.i]))
                self.dep.append(t.dep_)
                self.tag.append(t.tag_)
                self.pos.append(t.pos_)
                self.lemma.append(t.lemma_.lower())
                self.sentence.append(number)
            number += bool(inside)

    def done(self) -> Syntax:
        """The finished table."""
        return Syntax(
            tuple(self.start), tuple(self.end), tuple(self.head), tuple(self.dep),
            tuple(self.tag), tuple(self.pos), tuple(self.lemma), tuple(self.sentence),
        )  # fmt: skip


def parse(reading: Reading, parser: Language) -> Reading:
    """Add the syntax of every readable block; a sentence never crosses a block."""
    blocks = [_after_dateline(reading, m.span) for m in reading.marks if m.label in READABLE]
    splits = sorted(
        (m for m in reading.marks if m.label is Label.REPAIR and is_split(reading, m)), key=lambda m: m.span
    )
    running = _given_names().sub(lambda m: f"{m[1]}{JOINED}{m[2]}", running_text(reading))
    texts = [list(_with_splits(running, block, splits)) for block in blocks]
    table = Table()
    for doc, pairs in zip(parser.pipe("".join(c for c, _ in pairs) for pairs in texts), texts, strict=True):
        table.add(doc, [place for _, place in pairs])
    return replace(reading, syntax=table.done())


def _after_dateline(reading: Reading, block: Span) -> Span:
    """The block without its dateline ("KYIV, June 25 (Agency) -"), which is no part of the first sentence."""
    ends = [m.span.end for m in reading.marks if m.label is Label.DATELINE and m.span.start == block.start]
    return Span(block.doc, min(max(ends), block.end - 1), block.end) if ends else block


def is_split(reading: Reading, mark: Mark) -> bool:
    """Whether a repair only puts spaces between the letters that stand in the report, or leaves them out (markup)."""
    written = reading.document.text[mark.span.start : mark.span.end]
    whole = (mark.reading or "").replace(" ", "")
    return mark.reading == "" or whole in (
        seamless(written).replace(" ", ""),
        "".join(written.split()).replace(">", ""),
    )


def _with_splits(text: str, block: Span, splits: list[Mark]) -> Iterator[tuple[str, int]]:
    """Characters of the block with their offsets, a space put in at every split."""
    here = block.start
    for mark in splits:
        if not block.covers(mark.span) or mark.span.start < here:
            continue
        yield from ((text[i], i) for i in range(here, mark.span.start))
        here = mark.span.start
        for char in mark.reading or "":
            if char != " ":
                while text[here] != char:
                    here += 1
                yield text[here], here
                here += 1
            else:
                yield " ", max(here - 1, block.start)
        here = mark.span.end
    yield from ((" " if text[i] == "\t" else text[i], i) for i in range(here, block.end))
