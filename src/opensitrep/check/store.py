"""From an account to plain rows: sentences of reports with what is read in them, and counts that were superseded.

The only file of the room that knows how an account is made: figures, days, places, statements and moods of a sentence
come from the readings, later values of a count from the facts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from opensitrep.check.words import WORDS, Word, key, sentences, words
from opensitrep.model import (
    READABLE,
    Account,
    Act,
    ActorMention,
    Attribution,
    Bounds,
    Count,
    Label,
    Modality,
    Place,
    Quantity,
    Reading,
    Span,
    TimeType,
    Toponym,
    Use,
    Whereabouts,
)
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold
from opensitrep.text.intervals import days as days_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence; `noun` is the comparison form of what is counted, "" where it may be anybody."""

    span: Span
    low: float | None
    high: float | None
    unit: str
    noun: str
    fate: str | None  # killed, injured, missing ...
    part: bool = False  # of a whole that is named

    @classmethod
    def bare(cls, span: Span, value: float) -> Figure:
        """A number of which nobody read what it counts."""
        return cls(span, value, value, "thing", "", None)

    @property
    def values(self) -> frozenset[float]:
        """The numbers it may be written with: its ends, and for "some 400" (360 to 440) what lies between them."""
        ends = [x for x in (self.low, self.high) if x is not None]
        return frozenset((*ends, sum(ends) / 2)) if len(ends) > 1 else frozenset(ends)

    def meets(self, other: Figure) -> bool:
        """Whether one number can be both."""
        lows = [x for x in (self.low, other.low) if x is not None]
        highs = [x for x in (self.high, other.high) if x is not None]
        return not lows or not highs or max(lows) <= min(highs)


@dataclass(frozen=True, slots=True)
class Day:
    """A day or stretch of days that a sentence names."""

    span: Span
    first: date
    last: date

    @property
    def narrow(self) -> bool:
        """Whether it is so short a stretch that it names each of its days: not a month or a year."""
        return (self.last - self.first).days < WIDE

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a sentence names: as written, in comparison form, and where it was settled on an entry, its id."""

    span: Span
    name: str
    place: str | None
    kind: str | None
    country: str | None
    spot: Place | None  # the entry, where it has coordinates
    beside: bool  # only something is measured from it: "near X", "20 km north of X"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that a sentence holds: its content, who says it (comparison forms of all words for them)."""

    content: tuple[Span, ...]
    source: Span | None
    speakers: frozenset[str]
    names: frozenset[str]  # those of them that the sentence writes as names
    denies: bool  # it denies now; "had denied" is a denial of before

    def holds(self, word: Word) -> bool:
        """Whether a word stands in its content."""
        return any(s.start <= word.start and word.end <= s.end for s in self.content)

    @property
    def named(self) -> bool:
        """Whether the speaker is more than "officials" or "he"."""
        return bool(self.speakers)


@dataclass(frozen=True, slots=True)
class Told:
    """A happening that a sentence tells: its word, and as what."""

    trigger: Span
    key: str
    modality: Modality


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb of a draft with its form: whether it is told as done."""

    span: Span
    keys: frozenset[str]  # of the word as written, and of its ground form
    done: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what is read in it."""

    span: Span
    text: str
    day: date | None  # published
    words: tuple[Word, ...]
    figures: tuple[Figure, ...] = ()
    days: tuple[Day, ...] = ()
    places: tuple[Named, ...] = ()
    said: tuple[Said, ...] = ()
    told: tuple[Told, ...] = ()
    deeds: tuple[Deed, ...] = ()  # of a draft only: the syntax of reports is not kept
    claims: tuple[str, ...] = ()
    heading: bool = False
    quotes: tuple[tuple[int, int], ...] = ()  # characters of its quotations, or of its part of one, without the marks

    @property
    def keys(self) -> frozenset[str]:
        """Comparison forms of its words."""
        return frozenset(w.key for w in self.words)

    @property
    def begins(self) -> int:
        """Where its first word begins: behind the dash or dot of an item of a list, a number, an opening quotation."""
        first = FIRST.search(self.text)
        return self.span.start + (first.start() if first else 0)


@dataclass
class Rows:
    """Everything the checking asks of an account."""

    account: Account
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.account)

    def lines(self) -> list[list[Line]]:
        """The sentences of each report, in text order; of reports that were not read, none."""
        return [list(lines_of(reading, self.ledger)) for reading in self.account.readings]

    @cached_property
    def later(self) -> dict[Span, tuple[Figure, ...]]:
        """For the words of a figure: the figures of the same count that came after it and took its place."""
        found: dict[Span, list[Figure]] = defaultdict(list)
        for series in self.account.series:
            for old in series.values:
                new = series.values[old.by] if old.by is not None else None
                if new is None or (new.low is None and new.high is None):
                    continue
                spans = [s for s in new.evidence if s in self.ledger.quantities]
                for span in (s for s in old.evidence if s in self.ledger.quantities):
                    found[span] += [_figure(self.ledger.quantities[s], None, self.ledger) for s in spans]
        return {span: tuple(figures) for span, figures in found.items()}

    def origins(self, lines: Iterable[Line]) -> Bounds:
        """Independent origins of what some sentences tell; a sentence without a claim counts for its outlet."""
        lines = list(lines)
        found = self.ledger.bounds(c for line in lines for c in line.claims)
        silent = {self._root(line.span.doc) for line in lines if not line.claims}
        told = {self._root(line.span.doc) for line in lines if line.claims}
        more = len(silent - told)
        return Bounds(found.lower + more, found.upper + more)

    def _root(self, doc: str) -> str:
        """The report that a report copies, or itself."""
        seen = {doc}
        while (copied := self.ledger.text_of(doc, "copy")) and copied not in seen:
            doc = copied
            seen.add(doc)
        return doc

    @cached_property
    def story_of(self) -> dict[str, str]:
        """The story of each report."""
        return {doc: story.id for story in self.account.stories for doc in story.documents}


def published(ledger: Ledger, doc: str) -> date | None:
    """The day a report was published, where it is known."""
    when = ledger.published(doc)
    return days_of(when)[1] if when else None


def lines_of(reading: Reading, ledger: Ledger) -> Iterator[Line]:
    """The sentences of one report or draft with what is read in them."""
    document = reading.document
    if document.language not in (None, "en"):
        return
    sheet = _Sheet(reading, ledger)
    for mark in sorted((m for m in reading.marks if m.label in READABLE), key=lambda m: m.span):
        for start, end in sentences(document.text, mark.span.start, mark.span.end):
            yield sheet.line(start, end, heading=mark.label in HEADINGS)


class _Sheet:
    """What was read in a report, by where it stands."""

    def __init__(self, reading: Reading, ledger: Ledger) -> None:
        self.reading, self.ledger = reading, ledger
        self.doc, self.text = reading.document.id, reading.document.text
        self.day = published(ledger, self.doc)

    @cached_property
    def counts(self) -> dict[Span, Count]:
        """What figures count, by their number words."""
        return {c.number: c for c in self.reading.counts}

    @cached_property
    def claims(self) -> list[tuple[Span, str]]:
        """Claims by the words of what they claim."""
        told = [(self.ledger.mention_of(c), c) for c in self.reading.claims]
        return [(m.trigger if m else self.ledger.words_of(c), c.id) for m, c in told]

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """Where its quotations begin and end, without their marks."""
        return [m.span(1) for m in QUOTED.finditer(self.text)]

    def line(self, start: int, end: int, *, heading: bool) -> Line:
        """The sentence between two characters."""
        here = Span(self.doc, start, end)
        reading = self.reading
        return Line(
            here,
            self.text[start:end],
            self.day,
            tuple(words(self.text, start, end)),
            tuple(
                _figure(q, self.counts.get(q.number), self.ledger) for q in reading.quantities if here.covers(q.span)
            ),
            tuple(d for t in reading.times if here.covers(t.span) and t.type in DAYS and (d := self._day(t.span))),
            tuple(self._place(t) for t in reading.toponyms if here.covers(t.span) and t.use in PLACED),
            tuple(self._said(a) for a in reading.attributions if any(here.meets(s) for s in a.content)),
            tuple(
                Told(m.trigger, key(fold(self.text[m.trigger.start : m.trigger.end])), m.modality)
                for m in reading.mentions
                if here.covers(m.trigger)
            ),
            tuple(self._deeds(start, end)),
            tuple(claim for span, claim in self.claims if here.covers(span)),
            heading,
            tuple((max(a, start), min(b, end)) for a, b in self.quotes if a < end and start < b),
        )

    def _deeds(self, start: int, end: int) -> Iterator[Deed]:
        syntax = self.reading.syntax
        for i in range(len(syntax) if syntax else 0):
            assert syntax is not None
            if not start <= syntax.start[i] < end or syntax.pos[i] != "VERB":
                continue
            helpers = {syntax.lemma[k] for k in range(max(0, i - 6), i) if syntax.head[k] == i}
            helped = bool(helpers & (WORDS["plans"] | WORDS["opinions"] | {"to", "can"}))
            done = syntax.tag[i] in ("VBD", "VBN") and not helped
            written = fold(self.text[syntax.start[i] : syntax.end[i]])
            forms = frozenset((key(syntax.lemma[i]), key(written)))
            yield Deed(Span(self.doc, syntax.start[i], syntax.end[i]), forms, done)

    def _day(self, span: Span) -> Day | None:
        when = self.ledger.interval_of(span)
        first, last = days_of(when) if when else (None, None)
        known = last or first
        return Day(span, first or last or known, known) if known else None

    def _place(self, toponym: Toponym) -> Named:
        found = self.ledger.place_at(toponym.span)
        beside = toponym.relative is not None and toponym.relative.kind not in (Whereabouts.PART, Whereabouts.EDGE)
        name = fold(self.ledger.quote(toponym.span))
        if found is None:
            return Named(toponym.span, name, None, None, None, None, beside)
        spot = found if found.lat is not None else None
        return Named(toponym.span, name, found.id, found.kind, found.country, spot, beside)

    def _said(self, said: Attribution) -> Said:
        heads = [s for s in (said.speaker, *said.voices) if s]
        texts = [self.ledger.quote(s) for s in (*said.source, *heads)]
        for span in heads:
            texts += _of_actor(self.ledger.actor_mentions.get(span), span, self.ledger)
        plain = {w for text in texts for w in _plain(text)}
        told = {key(w) for w in plain - WORDS["bare"] - WORDS["unnamed"] - PRONOUNS if len(w) > 1}
        source = said.source[0] if said.source else None
        before = self.text[max(0, said.cue[0].start - 20) : said.cue[0].start] if said.cue else ""
        denies = said.act is Act.DENIES and "had" not in fold(before).split()
        return Said(said.content, source, frozenset(told), self._names(source) & told, denies)

    def _names(self, source: Span | None) -> frozenset[str]:
        """Words of a source written as names; the first of a paragraph or sentence may be any word."""
        if source is None:
            return frozenset()
        begins = (
            self.text[: source.start].rstrip()[-1:] in ("", ".", "!", "?", "\n", "•", ":")
            or "\n" in self.text[max(0, source.start - 2) : source.start]
        )
        found = words(self.text, source.start, source.end)
        return frozenset(w.key for w in found if w.name and not (begins and w.start == source.start))


QUOTED = re.compile(r"[\"“„«]((?:[^\"“”„«»\n]|\n(?!\n))+)[\"”»]")
FIRST = re.compile(r"[^\W\d_]")
READ = 0.5  # probability from which a figure has the fate that was read
WIDE = 3  # days from which on a stretch names none of them
HEADINGS = (Label.HEADLINE, Label.SUBHEAD)
DAYS = (TimeType.DATE, TimeType.TIME)
PLACED = (Use.LITERAL, Use.ASSOCIATIVE)
PRONOUNS = frozenset(
    ("he", "she", "it", "they", "we", "i", "him", "her", "them", "who", "one", "this", "that", "these", "those")
)


def _plain(text: str) -> list[str]:
    return [w.strip(".,;:()\"'") for w in fold(text).replace("'s", "").replace("-", " ").split()]


def _of_actor(mention: ActorMention | None, span: Span, ledger: Ledger) -> list[str]:
    actor = ledger.actor_at(span)
    out = [*actor.names, actor.name, actor.organisation or "", actor.role or ""] if actor else []
    if mention is not None:
        out += [mention.name or "", mention.role or "", mention.organisation or ""]
    return [text for text in out if text]


def _figure(quantity: Quantity, count: Count | None, ledger: Ledger) -> Figure:
    noun = ledger.quote(quantity.object) if quantity.object else ""
    heads = [w for w in _plain(noun) if w.isalpha()]
    last = heads[-1] if heads else ""
    fates = {unit: fate for fate, units in WORDS.table("counts").items() for unit in units.split()}
    read = quantity.unit if count is None else count.fate if count.score >= READ else ""
    return Figure(
        quantity.span,
        quantity.low,
        quantity.high,
        quantity.unit,
        "" if last in WORDS["anyone"] else key(last) if last else "",
        fates.get(read),
        quantity.part_of is not None or (count is not None and count.part_of is not None),
    )
