"""The words of a label as the product reads them: a name, a place, a time, a figure; a new one where it reads none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpora import form
from opensitrep.model import (
    ActorKind,
    ActorMention,
    Anchor,
    Quantity,
    Reading,
    Span,
    TimeExpression,
    TimeType,
    Toponym,
    Use,
)


@dataclass
class Labelled:
    """A labelled report over the product's reading of its text, which grows by what the labels quote."""

    report: form.Report
    reading: Reading

    def __post_init__(self) -> None:
        self.doc = self.reading.document.id
        self.actors = {a.span: a for a in self.reading.actors}
        self.toponyms = {t.span: t for t in self.reading.toponyms}
        self.times = {t.span: t for t in self.reading.times}
        self.quantities = {q.number: q for q in self.reading.quantities}
        self.voices = {a.id: a for a in self.reading.attributions}
        self.counted: set[tuple[Span, str]] = set()
        self.ids: dict[str, str] = {}

    def span(self, span: form.Span) -> Span:
        return Span(self.doc, span.start, span.end)

    def actor(self, words: form.Words) -> Span:
        """The mention that the words are, else a new one."""
        span = self.span(words.stands_for or words.span)
        if found := _nearest(span, self.actors):
            return found
        self.actors[span] = ActorMention(span, ActorKind.GROUP, self.quote(span))
        return span

    def time(self, words: form.Words) -> Span:
        span = self.span(words.span)
        if found := _nearest(span, self.times):
            return found
        first, _, last = (words.value or "").partition("/")
        kind, anchor = (TimeType.DATE, Anchor.SELF) if first else (TimeType.DATE, Anchor.NONE)
        self.times[span] = TimeExpression(span, kind, first or None, anchor, "labelled", until=last or None)
        return span

    def toponym(self, span: Span) -> Span:
        """The most exact of the places that the words name, which comes first in English; else a new one."""
        found = sorted(s for s in self.toponyms if s.meets(span))
        if not found:
            self.toponyms[span] = Toponym(span, Use.LITERAL, None)
        return found[0] if found else span

    def quote(self, span: Span) -> str:
        return self.report.text[span.start : span.end]

    def innermost(self, span: Span) -> str | None:
        """The statement whose content holds a word, the shortest if several do."""
        held = [(len(c), a.id) for a in self.voices.values() for c in a.content if c.covers(span)]
        return min(held)[1] if held else None

    def quantity(self, label: form.Count) -> Span:
        span = self.span(label.figure)
        found = _nearest(span, self.quantities)
        if found and (found, label.fate) not in self.counted:
            self.counted.add((found, label.fate))
            return found
        words = self.quote(span)
        value = form.figure(words)
        at_least = words.lower().startswith(("at least", "more than", "over"))
        high = None if at_least or value is None else value
        self.quantities[span] = Quantity(span, span, value, high, "thing", "at least" if at_least else None)
        return span


def _nearest(span: Span, known: dict[Span, Any]) -> Span | None:
    """The one that shares most characters with the words, the shortest of those; None where none does."""
    found = [s for s in known if s.meets(span)]
    return min(found, key=lambda s: (max(s.start, span.start) - min(s.end, span.end), len(s), s), default=None)
