"""Plain features of words, for linear readers: the word, its place in the parse, its neighbours, what the rules say.

A candidate is a verb, noun or adjective of the parse; features are strings, hashed by the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpora.form import Report

from opensitrep.model import Mention, Reading, Syntax
from opensitrep.pipeline import Extractor
from opensitrep.read import make_document

WORDS = ("VERB", "NOUN", "PROPN", "ADJ")
SUBJECTS, OBJECTS = ("nsubj", "nsubjpass", "csubj", "agent"), ("dobj", "obj", "pobj", "attr", "oprd")


@dataclass(frozen=True)
class Read:
    """A labelled report beside what the product reads in its text."""

    report: Report
    reading: Reading

    @cached_property
    def syntax(self) -> Syntax:
        """The parse, which every extractor but the last one needs."""
        assert self.reading.syntax is not None
        return self.reading.syntax

    @cached_property
    def children(self) -> list[list[int]]:
        """Dependents of each token."""
        out: list[list[int]] = [[] for _ in self.syntax.head]
        for i, head in enumerate(self.syntax.head):
            if head != i:
                out[head].append(i)
        return out

    @cached_property
    def proposed(self) -> dict[int, Mention]:
        """What the rules take for the trigger of a happening, by token."""
        told = [m for m in self.reading.mentions if m.type]
        return {i: m for m in told for i in self.inside(m.trigger.start, m.trigger.end)}

    @cached_property
    def headline(self) -> frozenset[int]:
        """Tokens of headlines."""
        spans = [s.span for s in self.report.sentences if s.layout == "headline"]
        return frozenset(i for s in spans for i in self.inside(s.start, s.end))

    def inside(self, start: int, end: int) -> range:
        """Tokens that share a character with a stretch of the text."""
        starts, ends = self.syntax.start, self.syntax.end
        low = next((i for i, e in enumerate(ends) if e > start), len(ends))
        high = next((i for i in range(low, len(starts)) if starts[i] >= end), len(starts))
        return range(low, high)

    def word(self, i: int) -> str:
        """A token, lower case; "" outside the text."""
        inside = 0 <= i < len(self.syntax.start)
        return self.reading.document.text[self.syntax.start[i] : self.syntax.end[i]].lower() if inside else ""

    def candidates(self) -> list[int]:
        """Tokens that may be a trigger."""
        return [i for i, pos in enumerate(self.syntax.pos) if pos in WORDS]

    def mood(self, i: int) -> Iterator[str]:
        """Auxiliaries, negation and opening word beside a token, and its tense."""
        yield self.syntax.tag[i]
        for child in self.children[i]:
            if self.syntax.dep[child] in ("aux", "neg", "mark"):
                yield f"{self.syntax.dep[child]} {self.syntax.lemma[child].lower()}"

    def of(self, i: int, *, rules: bool) -> Iterator[str]:
        """The features of one token; with `rules` also whether the rules propose it, and as what."""
        syntax = self.syntax
        lemma, head = syntax.lemma[i].lower(), syntax.head[i]
        yield from (f"l={lemma}", f"lp={lemma} {syntax.pos[i]}", f"t={syntax.tag[i]}", f"d={syntax.dep[i]}")
        yield from (f"ld={lemma} {syntax.dep[i]}", f"s3={lemma[-3:]}", f"s4={lemma[-4:]}")
        if head != i:
            yield from (f"h={syntax.lemma[head].lower()}", f"dh={syntax.dep[i]} {syntax.lemma[head].lower()}")
            yield from (f"hp={syntax.pos[head]} {syntax.dep[i]}", f"hd={syntax.dep[head]}")
            yield from (f"hm={m}" for m in self.mood(head))
        yield from (f"m={m}" for m in self.mood(i))
        for child in self.children[i]:
            dep, under = syntax.dep[child], syntax.lemma[child].lower()
            yield f"c={dep}"
            if dep in (*SUBJECTS, *OBJECTS, "prep", "aux", "auxpass", "neg", "mark", "det", "amod", "prt", "compound"):
                yield from (f"c={dep} {under}", f"lc={lemma} {dep} {under}")
            yield from (f"cp={dep} {syntax.lemma[g].lower()}" for g in self.children[child] if dep in ("prep", "agent"))
        yield from (f"w-1={self.word(i - 1)}", f"w+1={self.word(i + 1)}", f"w-2={self.word(i - 2)}")
        yield f"w+1={self.word(i + 1)} {self.word(i + 2)}"
        if i in self.headline:
            yield from ("headline", f"headline {syntax.pos[i]}")
        if rules and (mention := self.proposed.get(i)):
            yield from ("rule", f"rule={mention.type}", f"rule={mention.type} {mention.mode}", f"m={mention.modality}")


def read(report: Report, name: str, stages: tuple[Extractor, ...]) -> Read:
    """The report as the product reads it, the parse kept."""
    published = report.header.get("published", "-")
    day = None if published == "-" else published
    document = make_document(name=f"{name}.txt", text=report.text, published=day)
    reading = Reading(document)
    for stage in stages:
        reading = stage(reading)
    return Read(report, reading)
