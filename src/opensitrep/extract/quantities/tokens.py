"""The tokens of one reading as the parts of `extract/quantities` look at them: words in lower case, gaps, times."""

from __future__ import annotations

from functools import cached_property

from opensitrep.extract.quantities.words import T, Words, load_figure_words
from opensitrep.model import Reading, TimeExpression
from opensitrep.text.spans import SpanIndex
from opensitrep.text.tree import Tree

LABELS = 3  # bare numbers side by side that count nothing
THOUSANDS = 3  # digits of a group: "1 450 000"
NOUNS = ("NOUN", "PROPN")


class Tokens:
    """A reading's tokens with the words of the room."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words = load_figure_words()
        self.tree = Tree(reading)
        self.syntax = self.tree.syntax
        self.source = self.tree.source
        self.lower = self.tree.lower
        if "’" in self.source:
            self.lower = [word.replace("’", "'") for word in self.lower]
        self.size = len(self.lower)

    def __len__(self) -> int:
        return self.size

    @cached_property
    def timed(self) -> list[TimeExpression | None]:
        """The time expression that each token is part of."""
        out: list[TimeExpression | None] = [None] * len(self)
        for time in self.reading.times:
            for i in self.tree.inside(time.span):
                out[i] = time
        return out

    @cached_property
    def times(self) -> SpanIndex[TimeExpression]:
        """The time expressions by where they stand."""
        return SpanIndex(self.reading.times, lambda t: t.span)

    @cached_property
    def blocks(self) -> frozenset[int]:
        """Where blocks of the layout begin."""
        return frozenset(m.span.start for m in self.reading.marks)

    def word(self, i: int) -> str:
        """The word at a position, "" outside the text."""
        return self.lower[i] if 0 <= i < self.size else ""

    def gap(self, i: int) -> int:
        """Characters between token i and the next."""
        return self.syntax.start[i + 1] - self.syntax.end[i] if 0 <= i < len(self) - 1 else 99

    def labels(self, i: int) -> int | None:
        """Where a run of bare numbers that begins at token i ends ("6 3 5 4"): labels of a picture or a table count
        nothing; None where there is no such run."""
        end = i
        while self.word(end).isdecimal():
            end += 1
        run = self.lower[i:end]
        return end if len(run) >= LABELS and not all(len(word) == THOUSANDS for word in run[1:]) else None

    def phrase(self, i: int, table: dict[str, list[tuple[Words, T]]]) -> tuple[int, T] | None:
        """The longest phrase of a table that begins at token i: its last token and its meaning."""
        for words, meaning in table.get(self.word(i), ()):
            if tuple(self.lower[i : i + len(words)]) == words:
                return i + len(words) - 1, meaning
        return None

    def singular(self, i: int) -> str:
        """A word without the s of a plural."""
        word = self.word(i)
        return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word

    def measure(self, i: int, table: dict[str, list[tuple[Words, str]]]) -> tuple[int, str] | None:
        """The same with plurals: a unit or a name of money that begins at token i."""
        word = self.word(i)
        for first in (word, self.singular(i)) if word.endswith("s") else (word,):
            for words, meaning in table.get(first, ()):
                rest = range(1, len(words))
                if all(words[k] in (self.word(i + k), self.singular(i + k)) for k in rest):
                    return i + len(words) - 1, meaning
        return None
