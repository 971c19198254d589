"""Galleries: numbered pictures with their captions, each on a line or all run together in one.

"3/34 ..." stands before a caption, "... Hide Caption 3 of 30" behind it. What every picture of a gallery repeats (its
heading, the words of a button) is furniture; under a heading of the outlet the captions are of other news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from opensitrep.extract.layout.lines import Line, make_line
from opensitrep.extract.layout.words import phrases
from opensitrep.model import Label
from opensitrep.text.words import Lists

WORDS = Lists("layout")
NUMBERED = re.compile(r"(?<!\w)(\d{1,3})\s?(?:/|of)\s?(\d{1,3})(?!\w)")
WORD = re.compile(r"\S+")
FRAMES = 3  # numbered pictures that make a gallery
REPEATED = 2  # words that all pictures begin or end with from which those are furniture


def captioned(lines: Sequence[Line], text: str) -> list[Line]:
    """All lines of a text, with the captions and the furniture of its galleries labelled."""
    parted = [piece for line in lines for piece in _parted(line, text)]
    out: list[Line] = []
    number = 0
    while number < len(parted):
        first, of = number, _pictures(parted[number])
        while of and number < len(parted) and _pictures(parted[number]) == of:
            number += 1
        run = parted[first:number]
        if len(run) < FRAMES:
            number = max(number, first + 1)
            out += parted[first:number]
            continue
        heads = [k for k in range(max(0, first - 2), first) if phrases(WORDS["galleries"]).search(parted[k].said)]
        if heads:
            run = [_labelled(line, Label.BOILERPLATE) for line in parted[heads[0] : number]][first - heads[0] :]
        out += run if heads else _captions(run, text)
    return out


def _labelled(line: Line, label: Label) -> Line:
    line.label = label
    return line


def _pictures(line: Line) -> str | None:
    """How many pictures the gallery has whose number stands at the head or the end of a line."""
    at_ends = (m for m in NUMBERED.finditer(line.text) if m.start() == 0 or m.end() == len(line.text))
    return next((m[2] for m in at_ends if line.label is None and int(m[1]) <= int(m[2])), None)


def _parted(line: Line, text: str) -> Iterator[Line]:
    """A line that holds a whole gallery, cut where its numbers count up; others as they are."""
    found = list(NUMBERED.finditer(line.text)) if line.label is None else []
    found = [m for m in found if m[2] == found[0][2]]
    if len(found) < FRAMES or any(int(b[1]) != int(a[1]) + 1 for a, b in pairwise(found)):
        yield line
        return
    behind = found[-1].end() == len(line.text)  # the numbers close the captions
    cuts = [m.end() if behind else m.start() for m in found]
    for start, end in pairwise(sorted({0, *cuts, len(line.text)})):
        if said := line.text[start:end].strip():
            left = line.start + line.text.index(said, start)
            yield make_line(text, left, left + len(said))


def _captions(run: Sequence[Line], text: str) -> Iterator[Line]:
    """The captions of a gallery, parted from what all its pictures begin and end with."""
    words = [[m.group() for m in WORD.finditer(NUMBERED.sub("", line.text))] for line in run]
    alike = len({" ".join(w) for w in words}) == 1
    head, tail = (0, 0) if alike else (_shared(words), _shared([w[::-1] for w in words]))
    for line in run:
        start, end = line.start, line.end
        behind = NUMBERED.match(line.text) is None  # the number closes the caption
        spans = [m.span() for m in WORD.finditer(NUMBERED.sub(lambda m: " " * len(m.group()), line.text))]
        if head and len(spans) >= head:
            start = line.start + (spans[head][0] if len(spans) > head else len(line.text))
        if behind and len(spans) > tail:
            end = max(start, line.start + spans[-tail - 1][1])
        for left, right, label in (
            (line.start, start, Label.BOILERPLATE),
            (start, end, Label.CAPTION),
            (end, line.end, Label.BOILERPLATE),
        ):
            if said := text[left:right].strip():
                at = text.index(said, left)
                yield _labelled(make_line(text, at, at + len(said)), label)


def _shared(words: Sequence[Sequence[str]]) -> int:
    """How many words all begin with; 0 where that is hardly one."""
    count = 0
    for same in zip(*words, strict=False):
        if len(set(same)) > 1:
            break
        count += 1
    return count if count >= REPEATED else 0
