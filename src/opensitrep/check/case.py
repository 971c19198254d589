"""One sentence of a draft beside the sentences of the reports it may rest on, and the questions the checks share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from opensitrep.check.context import Context
from opensitrep.check.match import At, Index, Match, Query
from opensitrep.check.numbers import numbers_of
from opensitrep.check.store import Day, Figure, Line, Rows
from opensitrep.check.words import WORD, Word, words
from opensitrep.model import Account, Aspect, Finding, Proof, Ruling, Span
from opensitrep.text.days import iso
from opensitrep.text.fold import fold

SAME_STORY = 0.5  # likeness of a sentence in whose story a draft is told
TOLD = 0.34  # likeness under which no report tells a sentence
OPENING = 3  # sentences of a report that tell where and of whom it tells
SHOWN = 5  # proofs of one finding
PART = 5  # words of a part of a sentence that is looked for by itself
YEAR = re.compile(r"\d{4}")
PARTS = re.compile(r"[;:,—–]| (?:and|while|but|when) ")


class Library:
    """The reports as the checks see them: those of an account, or of some of its stories."""

    def __init__(self, rows: Rows, reports: Sequence[Sequence[Line]]) -> None:
        self.rows, self.index = rows, Index(reports)
        self._parts: dict[frozenset[str], Library] = {}

    @classmethod
    def of(cls, account: Account) -> Library:
        """The reports of an account."""
        rows = Rows(account)
        return cls(rows, rows.lines())

    def of_draft(self, lines: Sequence[Line]) -> Library:
        """The reports of the stories in which the sentences of a draft are told, or of those that are nearest."""
        found: dict[str, float] = {}
        for line in lines:
            for match in self.index.nearest(self.index.query(line.words)):
                story = self.rows.story_of.get(match.line.span.doc, "")
                found[story] = max(found.get(story, 0.0), match.score)
        best = max(found.values(), default=0.0)
        return self.within(frozenset(s for s, score in found.items() if score >= min(best, SAME_STORY)))

    def within(self, stories: frozenset[str]) -> Library:
        """The reports of some stories."""
        if stories not in self._parts:
            kept = [r for r in self.index.reports if r and self.rows.story_of.get(r[0].span.doc) in stories]
            self._parts[stories] = Library(self.rows, kept)
        return self._parts[stories]

    @cached_property
    def figures(self) -> list[tuple[At, list[Figure]]]:
        """Every sentence with its figures."""
        return [(at, numbers_of(line)) for at, line in self.index.placed()]

    @cached_property
    def days(self) -> list[date | None]:
        """The days of the reports."""
        return [report[0].day for report in self.index.reports if report]

    @property
    def last(self) -> date | None:
        """The day of the newest of the reports that have one."""
        return max((d for d in self.days if d), default=None)

    @property
    def newest(self) -> date | None:
        """The day of the newest report; None where it may be one without a day."""
        return None if None in self.days else self.last

    def proof(self, span: Span) -> Proof:
        """Words of a report with what names the report."""
        document = self.rows.ledger.readings[span.doc].document
        day = self.rows.ledger.published(span.doc)
        return Proof(
            span,
            self.rows.ledger.quote(span),
            document.name,
            self.rows.ledger.text_of(span.doc, "outlet") or document.outlet,
            (day.end or day.start or "")[:10] or None if day else None,
        )

    def outlet(self, doc: str) -> frozenset[str]:
        """The name of the outlet of a report in comparison form: it speaks in every sentence of it."""
        name = self.rows.ledger.text_of(doc, "outlet") or self.rows.ledger.readings[doc].document.outlet or ""
        return frozenset(w.key for w in words(name, 0, len(name)))

    @cached_property
    def outlets(self) -> frozenset[str]:
        """The words of the names of all outlets."""
        return frozenset(k for report in self.index.reports if report for k in self.outlet(report[0].span.doc))

    def about(self, at: tuple[int, int]) -> frozenset[str]:
        """The words of a sentence, of those beside it, and of the opening of its report, that tell what it is about."""
        lines = [*self.index.around(at), *self.index.reports[at[0]][:OPENING]]
        return frozenset(k for line in lines for k in line.keys)

    def proofs(self, spans: Iterable[Span]) -> tuple[Proof, ...]:
        """Proofs, newest first, each words of a report once."""
        found = {(p.words.casefold(), p.report): p for p in map(self.proof, dict.fromkeys(spans))}
        return tuple(sorted(found.values(), key=lambda p: p.day or "", reverse=True)[:SHOWN])


@dataclass
class Case:
    """A sentence of the draft with its nearest sentences of the reports."""

    line: Line
    library: Library  # of the stories that its draft is about
    whole: Library  # of all reports
    matches: list[Match] = field(init=False)

    def __post_init__(self) -> None:
        self.matches = self._nearest()
        self.library.index.meet(self.line.words)
        self.line = replace(self.line, days=tuple(map(self._of_year, self.line.days)))

    def _of_year(self, day: Day) -> Day:
        """A day without a year in the year that brings it nearest to the reports it is laid beside."""
        written, last = self.words(day.span), self.library.last
        if last is None or not day.exact or YEAR.search(written) or not any(c.isdigit() for c in written):
            return day
        years = (last.year - 1, last.year, last.year + 1)
        found = [f for y in years if (f := iso(y, day.first.month, day.first.day))]
        near = min(map(date.fromisoformat, found), key=lambda d: abs((d - last).days), default=day.first)
        return replace(day, first=near, last=near)

    def words(self, span: Span) -> str:
        """Some characters of the sentence."""
        start = self.line.span.start
        return self.line.text[span.start - start : span.end - start]

    def _nearest(self) -> list[Match]:
        return self.library.index.nearest(self.library.index.query(self.line.words))

    @property
    def best(self) -> float:
        """The likeness of the nearest sentence."""
        return self.matches[0].score if self.matches else 0.0

    @cached_property
    def parts(self) -> list[list[Word]]:
        """Its words by the parts of the sentence, none shorter than a few words."""
        text, start = self.line.text, self.line.span.start
        parts: list[list[Word]] = [[]]
        cuts = [*(m.start() + start for m in PARTS.finditer(text)), self.line.span.end]
        for first, last in zip([start, *cuts], cuts, strict=False):
            if len(parts[-1]) >= PART:
                parts.append([])
            parts[-1] += [w for w in self.line.words if first <= w.start < last]
        if len(parts) > 1 and len(parts[-1]) < PART:
            rest = parts.pop()
            parts[-1] += rest
        return parts

    @cached_property
    def told(self) -> float:
        """How far the reports tell the sentence: how like the nearest sentence to each of its parts is."""
        index, parts = self.library.index, self.parts
        queries = [index.query(part) for part in parts if part]
        weights = [sum(q.values()) for q in queries]
        found = [max((m.score for m in index.all(q)), default=0.0) for q in queries]
        return sum(w * f for w, f in zip(weights, found, strict=True)) / sum(weights) if weights else 0.0

    @cached_property
    def known(self) -> float:
        """The share of its words that any report of its stories holds."""
        index, words = self.library.index, {w.key: w for w in self.line.words}
        weights = {k: index.weight(w) for k, w in words.items()}
        return sum(w for k, w in weights.items() if index.holds(k)) / (sum(weights.values()) or 1.0)

    def part(self, span: Span) -> Span:
        """The part of the sentence, between its breaks, in which some words stand."""
        start = self.line.span.start
        cuts = [0, *(m.start() for m in PARTS.finditer(self.line.text)), len(self.line.text)]
        first = max(c for c in cuts if c + start <= span.start)
        return Span(span.doc, first + start, min(c for c in cuts if c > first) + start)

    @cached_property
    def tokens(self) -> list[str]:
        """All its words in comparison form."""
        return [fold(m.group()) for m in WORD.finditer(self.line.text)]

    def quoted(self, span: Span) -> bool:
        """Whether words of the draft stand inside a quotation."""
        return any(start <= span.start and span.end <= end for start, end in self.line.quotes)

    def without(self, *spans: Span) -> list[Word]:
        """Its words but those of some spans, and without its quotations."""
        return [
            w
            for w in self.line.words
            if not any(s.start < w.end and w.start < s.end for s in spans)
            and not any(a <= w.start and w.end <= b for a, b in self.line.quotes)
        ]

    def _around(self, spans: tuple[Span, ...], near: Span | None) -> tuple[list[Word], tuple[int, int] | None]:
        """Its words but those of some spans, and the characters of `near`, counted from its beginning."""
        start = self.line.span.start
        words = [replace(w, start=w.start - start, end=w.end - start) for w in self.without(*spans)]
        return words, (near.start - start, near.end - start) if near else None

    def about(self, *spans: Span, near: Span | None = None) -> Query:
        """What its words but those of some spans tell; with `near`, foremost those beside these words."""
        words, around = self._around(spans, near)
        return self.library.index.query(words, around, self.line.text)

    def context(self, *spans: Span, near: Span | None = None) -> Context:
        """The same, with words that mean the same."""
        words, around = self._around(spans, near)
        return Context(self.library.index, words, around, self.line.text)

    def ranked(self, query: Query) -> list[Match]:
        """The sentences nearest to some words and to the whole sentence, by likeness to these words."""
        pool = {m.at: m for m in (*self.matches, *self.library.index.nearest(query))}
        scored = [Match(m.line, self.library.index.likeness(query, at), at) for at, m in pool.items()]
        return sorted(scored, key=lambda m: (-m.score, m.at))

    def finding(self, ruling: Ruling, aspect: Aspect, span: Span, why: str, reports: Iterable[Span] = ()) -> Finding:
        """A finding about some words of the sentence."""
        return Finding(ruling, aspect, span.start, span.end, why, self.library.proofs(reports))
