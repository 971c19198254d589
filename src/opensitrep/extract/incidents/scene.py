"""A report seen from its happenings: what each mention says of kind, day, place and parties, and where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from opensitrep.extract.incidents.days import Days, days_of, likely_day, published_day
from opensitrep.model import (
    ActorKind,
    Label,
    Mention,
    Passage,
    PlaceRole,
    Precision,
    Reading,
    Span,
    TimeExpression,
    Toponym,
    Use,
)
from opensitrep.text.clauses import Opened
from opensitrep.text.days import full_dates
from opensitrep.text.deeds import deed_of
from opensitrep.text.parties import answers
from opensitrep.text.stems import count_words
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("incidents")
LAYOUT = (Label.HEADLINE, Label.SUBHEAD, Label.PARAGRAPH, Label.CAPTION)
DAY_LINES = (Label.DATE_LINE, Label.DATELINE)
NOWHERE = (PlaceRole.LAUNCH, PlaceRole.TAKEOFF, PlaceRole.DIRECTION, PlaceRole.REFERENCE, PlaceRole.JURISDICTION)
Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """One mention with what its words say."""

    number: int  # among the mentions, in text order
    mention: Mention
    token: int  # the word that stands for the trigger
    sentence: int
    kind: str
    lemma: str
    deed: str  # the group of words that name the same deed
    passage: Passage | None
    layout: Label | None
    days: tuple[Days, ...]
    places: Names
    towns: Names  # of them those that are towns
    doers: Names
    undergoers: Names
    words: Names  # of its sentence
    answers: bool | None  # of an attack: by the police or on the attacker
    since: frozenset[Span]  # times that open the clause around it: "since 2004, when ..."


class Scene:
    """Answers about one report."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tree = Tree(reading)
        self.published = published_day(reading.document.published) or _day_in_text(reading) or _stand_in(reading)
        self._passages = sorted(reading.passages, key=lambda p: p.span)
        self._passage_starts = [p.span.start for p in self._passages]
        self._blocks = sorted((m for m in reading.marks if m.label in LAYOUT), key=lambda m: m.span)
        self._block_starts = [m.span.start for m in self._blocks]

    # ------------------------------------------------ words

    @cached_property
    def sentences(self) -> list[range]:
        """Token ranges by number of the sentence."""
        return self.tree.sentences

    @cached_property
    def _starts(self) -> list[int]:
        return [r.start for r in self.sentences]

    def sentence(self, token: int) -> int:
        """Number of the sentence of a token."""
        return bisect_right(self._starts, token) - 1

    @cached_property
    def words(self) -> list[Names]:
        """Content words of each sentence as stems."""
        source, syntax = self.tree.source, self.tree.syntax
        return [frozenset(count_words([source[syntax.start[r.start] : syntax.end[r[-1]]]])) for r in self.sentences]

    @cached_property
    def shared(self) -> Callable[[int, int], int]:
        """How many content words two sentences share."""
        return lru_cache(None)(lambda one, two: len(self.words[one] & self.words[two]))

    def token(self, span: Span) -> int:
        """The word that stands for a run of words."""
        found = self.tree.head_of(span)
        if found is None:
            found = min(bisect_right(self.tree.syntax.start, span.start), len(self.tree) - 1)
        return found

    def quote(self, span: Span) -> str:
        """The words of a span."""
        return self.reading.document.text[span.start : span.end]

    # ------------------------------------------------ layout and passages

    def passage(self, at: int) -> Passage | None:
        """The passage that holds a character."""
        i = bisect_right(self._passage_starts, at) - 1
        return self._passages[i] if i >= 0 and at < self._passages[i].span.end else None

    def layout(self, at: int) -> Label | None:
        """The label of the block that holds a character."""
        i = bisect_right(self._block_starts, at) - 1
        return self._blocks[i].label if i >= 0 and at < self._blocks[i].span.end else None

    def heading(self, sentence: int) -> bool:
        """Whether a sentence is a heading inside the report."""
        return self.layout(self.tree.syntax.start[self.sentences[sentence].start]) is Label.SUBHEAD

    @cached_property
    def lead(self) -> int:
        """Number of the first sentence of the body."""
        for number, tokens in enumerate(self.sentences):
            if self.layout(self.tree.syntax.start[tokens.start]) in (Label.PARAGRAPH, None):
                return number
        return 0

    @cached_property
    def title(self) -> Names:
        """Content words of the headline."""
        heads = [
            words
            for words, tokens in zip(self.words, self.sentences, strict=True)
            if self.layout(self.tree.syntax.start[tokens.start]) is Label.HEADLINE
        ]
        return frozenset().union(*heads)

    # ------------------------------------------------ names and days

    @cached_property
    def toponyms(self) -> dict[Span, Toponym]:
        """Place names by their span."""
        return {t.span: t for t in self.reading.toponyms}

    @cached_property
    def literal(self) -> list[list[Toponym]]:
        """Places named as places, by sentence."""
        out: list[list[Toponym]] = [[] for _ in self.sentences]
        for toponym in sorted(self.reading.toponyms, key=lambda t: t.span):
            inside = self.tree.inside(toponym.span)
            if toponym.use is Use.LITERAL and inside:
                out[self.sentence(inside[0])].append(toponym)
        return out

    @cached_property
    def times(self) -> dict[Span, TimeExpression]:
        """Time expressions by their span."""
        return {t.span: t for t in self.reading.times}

    @cached_property
    def times_of(self) -> list[list[TimeExpression]]:
        """Time expressions by sentence, without those that say when the report was published or changed."""
        out: list[list[TimeExpression]] = [[] for _ in self.sentences]
        for time in sorted(self.reading.times, key=lambda t: t.span):
            inside = self.tree.inside(time.span)
            if inside and not self._is_stamp(inside[0]):
                out[self.sentence(inside[0])].append(time)
        return out

    def _is_stamp(self, token: int) -> bool:
        """Whether "Updated:" or "Published" with a colon stands before a word."""
        before = self.tree.lower[max(0, token - 2) : token]
        return before[-1:] == [":"] and before[0] in WORDS["stamps"]

    def days(self, span: Span) -> Days | None:
        """The days a time expression may mean; one that counts from another takes its days and the distance."""
        time = self.times.get(span)
        if time is None:
            return None
        found = days_of(time, self.published)
        if found is None and time.refers is not None and time.refers in self.times and time.refers != span:
            other = days_of(self.times[time.refers], self.published)
            amount = time.offset.amount if time.offset and time.offset.unit == "D" else None
            if other is not None and amount is not None:
                found = other[0] + round(amount), other[1] + round(amount)
        return found

    @cached_property
    def towns(self) -> frozenset[Span]:
        """Names of towns."""
        return frozenset(t.span for t in self.reading.toponyms if t.precision is Precision.TOWN)

    def name(self, span: Span) -> str:
        """A place name in comparison form."""
        return _name(self.quote(span))

    @cached_property
    def _people(self) -> dict[Span, Names]:
        """Content words by which each actor is known, of a pronoun those of whom it stands for."""
        by_span = {a.span: a for a in self.reading.actors}
        out = {}
        for actor in self.reading.actors:
            fuller = by_span.get(actor.refers) if actor.refers else None
            texts = [self.quote(a.span) for a in (actor, fuller) if a and a.kind is not ActorKind.PRONOUN]
            words = frozenset(w.removeprefix("=") for w in count_words(texts))
            out[actor.span] = words | ({"side " + actor.country} if actor.country else set())
        return out

    def people(self, spans: Iterable[Span]) -> Names:
        """Content words of some actors."""
        known = self._people
        return frozenset(w for s in spans for w in known.get(s) or count_words([self.quote(s)]))

    # ------------------------------------------------ mentions

    @cached_property
    def opened(self) -> Opened:
        """The clauses that a time of long ago opens."""
        return Opened(self.tree, self.reading.times)

    @cached_property
    def told(self) -> list[Told]:
        """The happenings in text order; states of places are none."""
        found = sorted((m for m in self.reading.mentions if m.type), key=lambda m: (m.trigger, m.id))
        return [self._told(number, mention) for number, mention in enumerate(found)]

    def _told(self, number: int, mention: Mention) -> Told:
        token = self.token(mention.trigger)
        lemma = self.tree.syntax.lemma[token].lower()
        sentence = self.sentence(token)
        places = [p.span for p in mention.places if p.role not in NOWHERE]
        days = (self.days(t) for t in mention.times)
        return Told(
            number=number,
            mention=mention,
            token=token,
            sentence=sentence,
            kind=mention.type or "",
            lemma=lemma,
            deed=deed_of(lemma),
            passage=self.passage(mention.trigger.start),
            layout=self.layout(mention.trigger.start),
            days=tuple(d for d in days if d is not None),
            places=frozenset(self.name(p) for p in places),
            towns=frozenset(self.name(p) for p in places if p in self.towns),
            doers=self.people(mention.agents),
            undergoers=self.people(mention.targets),
            words=self.words[sentence],
            answers=answers([self.quote(s) for s in mention.agents], [self.quote(s) for s in mention.targets]),
            since=self.opened.around(token),
        )

    @cached_property
    def commonest(self) -> str | None:
        """The place the report names most often as a place."""
        names = Counter(self.name(t.span) for found in self.literal for t in found)
        return names.most_common(1)[0][0] if names else None

    def definite(self, token: int) -> int:
        """How a noun is introduced: 2 by "the", "this" or an owner, 1 by nothing, 0 by "a" or "another"."""
        syntax = self.tree.syntax
        for child in self.tree.children(token, "det", "poss"):
            if syntax.dep[child] == "poss":
                return 2
            tag, lemma = syntax.tag[child], self.tree.lower[child]
            if tag == "DT":
                return 0 if lemma in WORDS["indefinite"] else 2
        return 1


@lru_cache(4096)
def _name(words: str) -> str:
    return " ".join(sorted(count_words([words]))) or words.lower()


def _day_in_text(reading: Reading) -> date | None:
    """The first full date on a line that names the day of the report, where its form states none."""
    lines = (reading.document.text[m.span.start : m.span.end] for m in reading.marks if m.label in DAY_LINES)
    days = (day for line in lines for *_, day in full_dates(line))
    return published_day(next(days, None))


def _stand_in(reading: Reading) -> date | None:
    """A day that may be that of a report which states none: of its dateline, else the first one named."""
    heads = [m.span for m in reading.marks if m.label in DAY_LINES]
    times = sorted(reading.times, key=lambda t: (not any(h.meets(t.span) for h in heads), t.span))
    return likely_day(times)
