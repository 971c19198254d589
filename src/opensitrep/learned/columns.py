"""The words of a report as columns of numbers: what each word is, its place in the parse, the words around it.

Strings become numbers by CRC-32, the same on every machine; traits are mixed of them by whole-number arithmetic.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from opensitrep.model import READABLE, Label, Reading

BITS = 18
BUCKETS = 1 << BITS
KIDS = 6  # dependents looked at, in text order
DEPTH = 7  # heads above a word that a way between two words may pass
Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]


@lru_cache(maxsize=65536)
def number(word: str) -> int:
    """A word as a number, never 0."""
    return crc32(word.encode("utf-8")) or 1


@lru_cache(maxsize=65536)
def shape(word: str) -> str:
    """What a lemma is to the traits: itself, or for figures how they look."""
    if word[:1].isdigit():
        return "0year" if len(word) == 4 and word.isdigit() and word[:2] in ("19", "20") else f"0{min(len(word), 5)}"
    return word


@lru_cache(maxsize=65536)
def ends(word: str) -> tuple[int, int, int]:
    """Its last three and four and its first five letters as numbers."""
    return number("." + word[-3:]), number(":" + word[-4:]), number(word[:5])


def mix(salts: int | list[int], *columns: Numbers) -> Numbers:
    """Several columns as one of buckets, never bucket 0; several questions at once if there are several salts."""
    salted = np.asarray(salts, dtype=np.uint64) * np.uint64(0x9E3779B1) + np.uint64(0x7F4A7C15)
    out = (salted & np.uint64(0xFFFFFFFF)).astype(np.uint32)[..., None]
    for column in columns:
        out = (out ^ column) * np.uint32(0x85EBCA6B)
        out ^= out >> np.uint32(13)
        out *= np.uint32(0xC2B2AE35)
        out ^= out >> np.uint32(16)
    buckets: Numbers = np.maximum(out & np.uint32(BUCKETS - 1), np.uint32(1))
    return buckets


class Columns:
    """The columns of one reading; a place one behind the last word stands for a missing word, all of it 0."""

    def __init__(self, reading: Reading) -> None:
        if reading.syntax is None:
            raise ValueError("the reading has no syntax")
        syntax, text = reading.syntax, reading.document.text
        size = self.size = len(syntax)
        self.syntax = syntax
        lemmas = [shape(lemma) for lemma in syntax.lemma]
        self.lemma = self._column([number(lemma) for lemma in lemmas])
        self.word = self._column(
            [number(shape(text[a:b].lower())) for a, b in zip(syntax.start, syntax.end, strict=True)]
        )
        self.capital = self._column([1 + text[a].isupper() + 2 * text[a].isdigit() for a in syntax.start])
        three = [ends(lemma) for lemma in lemmas]
        self.last3, self.last4, self.first5 = (self._column([t[k] for t in three]) for k in range(3))
        self.dep = self._column([number(dep) for dep in syntax.dep])
        self.pos = self._column([number(pos) for pos in syntax.pos])
        self.tag = self._column([number(tag) for tag in syntax.tag])
        self.head = np.append(np.asarray(syntax.head, dtype=np.int64), size)
        self.above = np.where(self.head == np.arange(size + 1), size, self.head)  # a root has nothing above
        self.sentence = np.append(np.asarray(syntax.sentence, dtype=np.int64), -1)
        self.sentences = int(self.sentence.max()) + 1 if size else 0
        self.first = (
            np.searchsorted(self.sentence[:size], np.arange(self.sentences + 1)) if size else np.zeros(1, np.int64)
        )
        self.kids = self._kids(syntax.head)
        self.block, self.label, self.opens = self._blocks(reading)
        self.quoted = self._quoted(text)
        self._beside: dict[int, Places] = {}

    def _column(self, values: list[int]) -> Numbers:
        return np.asarray([*values, 0], dtype=np.uint32)

    def _kids(self, heads: tuple[int, ...]) -> Places:
        out = np.full((self.size + 1, KIDS), self.size, dtype=np.int64)
        filled = [0] * self.size
        for i, head in enumerate(heads):
            if head != i and filled[head] < KIDS:
                out[head, filled[head]] = i
                filled[head] += 1
        return out

    def _blocks(self, reading: Reading) -> tuple[Places, Numbers, NDArray[np.bool_]]:
        """Number and label of the block of each word, and whether its sentence is the first of it."""
        blocks = sorted((m.span.start, m.label) for m in reading.marks if m.label in READABLE)
        starts = np.asarray([start for start, _ in blocks] or [0], dtype=np.int64)
        labels = np.asarray([number(label) for _, label in blocks] or [number(Label.PARAGRAPH)], dtype=np.uint32)
        where = np.asarray([*self.syntax.start, 0], dtype=np.int64)
        block = np.maximum(np.searchsorted(starts, where, side="right") - 1, 0)
        lead = block[self.first[:-1]] if self.sentences else block[:0]
        opens = np.append(np.diff(lead, prepend=-1) > 0, False)[self.sentence]
        return block, labels[block], opens

    def _quoted(self, text: str) -> Numbers:
        """1 + whether a word stands inside quotation marks of its block."""
        out, inside, block = [], False, -1
        for i, (start, end) in enumerate(zip(self.syntax.start, self.syntax.end, strict=True)):
            if self.block[i] != block:
                block, inside = int(self.block[i]), False
            mark = text[start:end]
            if mark == "“" or (mark in ('"', "``", "''") and not inside):
                inside = True
            elif mark == "”" or mark in ('"', "``", "''"):
                inside = False
            out.append(1 + inside)
        return self._column(out)

    def beside(self, step: int) -> Places:
        """The word some steps on in the same sentence, for each word."""
        if step not in self._beside:
            at = np.arange(self.size + 1) + step
            at = np.where((at < 0) | (at >= self.size), self.size, at)
            self._beside[step] = np.where(self.sentence[at] == self.sentence, at, self.size)
        return self._beside[step]

    def ways(self) -> tuple[Places, Numbers]:
        """The words above each word (itself first), and the dependencies climbed to each as a number."""
        chain = np.empty((self.size + 1, DEPTH), dtype=np.int64)
        climbed = np.zeros((self.size + 1, DEPTH), dtype=np.uint32)
        at, so_far = np.arange(self.size + 1), np.full(self.size + 1, 7, dtype=np.uint32)
        for step in range(DEPTH):
            chain[:, step], climbed[:, step] = at, so_far
            so_far = (so_far ^ self.dep[at]) * np.uint32(0x85EBCA6B) + np.uint32(step)
            so_far ^= so_far >> np.uint32(15)
            at = self.above[at]
        return chain, climbed
