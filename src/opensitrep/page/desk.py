"""What the rooms of the page share while they compose one story: its book, anchors, citations, order of importance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from opensitrep.derive.book import SPOKEN, Book
from opensitrep.derive.events import HARM, NUMBERS, event_bounds, event_verdict
from opensitrep.derive.pieces import Cite, Derived, Item, Link, Quote, Run, Sign, Tag, span_text
from opensitrep.model import ActorKind, Currency, Event, Fact, Origin, Reading, Slot, Span, Status, Verdict

NAMED = (ActorKind.PERSON, ActorKind.BODY)
WORDS = 90  # characters of a quotation in running text: about one line of the brief
DEADLY = 4  # the most a toll adds to the weight of an event: thousands
ALONE = 40  # characters: shorter answers than half a line are shown with their clause
FRAGMENT = 30  # characters: a clause of three or four words is shown with its sentence
GLANCE = 26  # characters under a mark of the claim matrix: two or three words


class Desk:
    """One story being composed; `prefix` keeps the anchors of several stories apart."""

    def __init__(self, book: Book, story: str, prefix: str) -> None:
        self.book = book
        self.story = story
        self.prefix = prefix

    # ------------------------------------------------ reports and events

    @property
    def readings(self) -> list[Reading]:
        """Its reports."""
        return self.book.readings_of(self.story)

    @property
    def events(self) -> list[Event]:
        """Its events."""
        return self.book.events_of(self.story)

    @property
    def facts(self) -> list[Fact]:
        """Its facts."""
        return self.book.story_facts.get(self.story, [])

    @cached_property
    def current(self) -> list[Event]:
        """Events of these days that are more than a possibility, most important first."""
        now = [e for e in self.events if e.currency is Currency.CURRENT and e.status is not Status.HYPOTHETICAL]
        return sorted(now, key=lambda e: (-self.weight(e), e.id))

    def weight(self, event: Event) -> float:
        """Importance: reports and origins, contradictions, harm, figures; words weigh less than deeds.

        Set by hand on the gold record of the seeds so that the deeds of a drawn brief come first; whole numbers only.
        """
        facts = self.book.facts_of.get(event.id, ())
        score = len(self.book.docs(event.claims)) + 2.0 * event_bounds(self.book, event.id).lower
        score += 3 * any(f.verdict is Verdict.CONTRADICTED for f in facts)
        score += 3 * any(f.slot in HARM and f.answer and f.answer.high != 0 for f in facts)
        score += 2 * any(f.slot in NUMBERS for f in facts)
        score += min(DEADLY, toll(facts)) + 3 * (event.type == "DISASTER" and toll(facts) > 0)
        score -= 4 * (event.type in SPOKEN or event.type is None)
        return score

    def fact_weight(self, fact: Fact) -> float:
        """Importance of a fact: reports, origins, conflict, kind of question."""
        score = len(self.book.fact_docs(fact)) + 2.0 * fact.origins.lower
        score += 3 * (fact.verdict is Verdict.CONTRADICTED) + 2 * (fact.slot in NUMBERS)
        score += 3 * (fact.slot is Slot.CONTROLLER)
        return score

    # ------------------------------------------------ anchors

    def event_anchor(self, event: str) -> str:
        """Anchor of the card of an event."""
        return f"{self.prefix}e{self.book.positions[event]}"

    def fact_anchor(self, fact: str) -> str:
        """Anchor of a fact in the claim matrix or the plots."""
        return f"{self.prefix}f{self.book.positions[fact]}"

    def place(self, span: Span) -> str:
        """Anchor of a cited span in the texts."""
        return f"t-{self.book.numbers[span.doc]}-{span.start}"

    def report_anchor(self, doc: str) -> str:
        """Anchor of a report in the texts."""
        return f"r-{self.book.numbers[doc]}"

    # ------------------------------------------------ citations

    def number(self, doc: str) -> Derived:
        """The number of a report."""
        return Derived("report number", (doc,))

    def cite(self, span: Span, limit: int = WORDS) -> Cite:
        """Words with the number of their report beside them."""
        words = self.book.clip(span, limit)
        return Cite(Quote(words), self.number(words.doc), self.place(words))

    def words_of(self, span: Span) -> Span:
        """The words that answer a question: of a figure, with what is counted, as far as they stand together."""
        found = [q for q in self.book.figures_in[span.doc] if q.span.meets(span)]
        if not found:
            return span
        best = max(found, key=lambda q: (min(q.span.end, span.end) - max(q.span.start, span.start), -q.span.start))
        wide = Span(span.doc, min(best.span.start, span.start), max(best.span.end, span.end))
        thing = best.object
        if thing and thing.doc == span.doc and thing.start <= wide.end + 2 and thing.end - wide.start <= WORDS:
            wide = Span(span.doc, wide.start, max(wide.end, thing.end))
        return wide

    def clause_of(self, claim: str, span: Span) -> Span:
        """The clause around a short answer, so that the words can be understood alone."""
        told = self.book.told_at(claim)
        if len(span) >= ALONE or not told.covers(span):
            return span
        near = span.end - told.start <= WORDS
        clause = told if near else Span(span.doc, span.start, told.end)
        return clause if len(clause) >= FRAGMENT else self.book.sentence(clause, WORDS)

    # ------------------------------------------------ tags and signs

    def side(self, side: str | None) -> tuple[Tag, ...]:
        """The tag of a side, if any."""
        return (Tag(Derived("side name", (side,))),) if side else ()

    def standing(self, claims: Iterable[str]) -> tuple[Item, ...]:
        """The tag "against own interest", or the note "about its own success"."""
        found = {self.book.interest(c): c for c in sorted(claims, reverse=True)}
        if "against interest" in found:
            return (Tag(Derived("interest text", (found["against interest"],)), strong=True),)
        if "own success" in found:
            return (Derived("interest text", (found["own success"],)),)
        return ()

    def fact_sign(self, fact: Fact, *, spelled: bool = False) -> Sign:
        """The verdict of a fact."""
        return Sign(Derived("fact sign", (fact.id,)), Derived("fact verdict", (fact.id,)), fact.verdict.value, spelled)

    def event_sign(self, event: Event, *, spelled: bool = False) -> Sign:
        """The verdict that stands for an event."""
        verdict = event_verdict(self.book, event.id).value
        return Sign(Derived("event sign", (event.id,)), Derived("event verdict word", (event.id,)), verdict, spelled)

    def event_link(self, event: str, rule: str = "event number") -> Link:
        """A link to the card of an event."""
        return Link((Derived(rule, (event,)),), self.event_anchor(event))

    # ------------------------------------------------ claims behind a value

    def speaking(self, claims: Sequence[str]) -> list[str]:
        """Claims in the order they are quoted: admissions and named speakers, groups, other sources, own voice."""

        def rank(claim: str) -> tuple[int, str, str]:
            attribution = self.book.attribution_of(claim)
            actor = self.book.speaker(attribution)
            named = (
                0 if actor and actor.kind in NAMED else 1 if actor else 2 if attribution and attribution.source else 3
            )
            conceded = self.book.interest(claim) == "against interest"
            return (named - conceded, self.book.numbers[self.book.doc_of(claim)], claim)

        return sorted({c for c in claims if c in self.book.claims}, key=rank)

    def evidence(self, claims: Sequence[str], spans: Sequence[Span]) -> dict[str, Span]:
        """For each claim the first of the spans that stands in its report, nearest to its mention."""
        out: dict[str, Span] = {}
        for claim in claims:
            told = self.book.told_at(claim)
            near = [s for s in spans if s.doc == told.doc]
            if near:
                out[claim] = min(near, key=lambda s: (not told.meets(s), abs(s.start - told.start), s))
        return out

    def origin(self, claim: str) -> Origin | None:
        """The origin a claim goes back to, an outlet's own voice left out."""
        found = self.book.origin_of_claim.get(claim)
        return found if found and found.kind != "outlet" else None


def toll(facts: Iterable[Fact]) -> int:
    """The number of digits of the largest toll told of an event: 2 for dozens, 4 for thousands."""
    killed = [f.answer for f in facts if f.slot in (Slot.KILLED, Slot.CASUALTIES) and f.answer]
    most = max((a.low or a.high or 0 for a in killed), default=0)
    return len(str(int(most))) if most >= 1 else 0


def spans_of(run: Run) -> list[str]:
    """The spans a run cites, as attributes."""
    return [span_text(i.quote.span) for i in run if isinstance(i, Cite)]
