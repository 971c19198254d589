"""Readings without a parser, and scores made by hand, for the tests of what is read by learned scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from opensitrep.learned import Scores
from opensitrep.learned.scores import Array
from opensitrep.model import Label, Mark, Reading, Span, Syntax
from opensitrep.read import make_document

CLASSES = {
    "happens": ("nothing", "look-alike", "happening"),
    "kind": ("ASSAULT", "ASSAULT/aerial", "CONSULT", "CONSULT/multilateral", "DISASTER/flood", "OTHER"),
    "modality": ("actual", "ongoing", "planned", "hypothetical", "negated"),
    "tie": ("main", "beside", "earlier"),
    "fate": ("none", "injured", "killed"),
    "part": ("news", "consequence", "background"),
    "reality": ("fact", "drill"),
    "role": ("none", "by", "to", "place", "from", "day", "with", "-"),
    "counts": ("no", "yes"),
}
THRESHOLDS = {"happens": 0.5, "counts": 0.5, "fate": 0.5} | {f"role {n}": 0.5 for n in CLASSES["role"][1:7]}


def told(*sentences: str) -> Reading:
    """A reading whose words hang on the first of their sentence; no parser."""
    text = " ".join(sentences)
    start: list[int] = []
    end: list[int] = []
    head: list[int] = []
    number: list[int] = []
    for n, sentence in enumerate(sentences):
        first = len(start)
        for word in sentence.split():
            start.append(text.index(word, end[-1] if end else 0))
            end.append(start[-1] + len(word))
            head.append(first)
            number.append(n)
    size = len(start)
    dep = tuple("ROOT" if i == h else "dep" for i, h in enumerate(head))
    lemma = tuple(text[a:b].lower() for a, b in zip(start, end, strict=True))
    document = make_document(name="test.txt", text=text or " ")
    syntax = Syntax(tuple(start), tuple(end), tuple(head), dep, ("NN",) * size, ("NOUN",) * size, lemma, tuple(number))
    marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(text))),) if text else ()
    return Reading(document, marks=marks, syntax=syntax)


@dataclass
class Hand:
    """Scores by hand: of words by (word, head) -> class, of pairs by (left, right, head) -> class; else the first."""

    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    sentences: Sequence[tuple[str, str]] = ()  # part and reality of each
    sure: float = 0.9

    def score(self, reading: Reading) -> Scores:
        """A `sure` share for what is named, the rest for the first class."""
        syntax, text = reading.syntax, reading.document.text
        assert syntax is not None
        said = [text[s:e] for s, e in zip(syntax.start, syntax.end, strict=True)]
        tokens = {
            head: np.array([self._row(head, self.words.get((w, head))) for w in said], dtype=np.float32)
            for head in ("happens", "kind", "modality", "tie", "fate")
        }
        parts = self.sentences or [("news", "fact")] * (max(syntax.sentence) + 1)
        told = {
            head: np.array([self._row(head, row[n]) for row in parts], dtype=np.float32)
            for n, head in enumerate(("part", "reality"))
        }

        def pair(head: str, left: Sequence[int], right: Sequence[int]) -> Array:
            rows = [[self._row(head, self.pairs.get((said[i], said[j], head))) for j in right] for i in left]
            return np.array(rows, dtype=np.float32).reshape(len(left), len(right), len(CLASSES[head]))

        asked = {head: partial(pair, head) for head in ("role", "counts")}
        return Scores(CLASSES, tokens, told, asked, THRESHOLDS)

    def _row(self, head: str, name: str | None) -> list[float]:
        names = CLASSES[head]
        at = names.index(name) if name else 0
        out = [0.0] * len(names)
        out[0] = 1 - self.sure
        out[at] += self.sure
        return out
