"""What the rooms of the page share while they compose one story: its book, anchors, citations, order of importance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from opensitrep.derive.book import Book
from opensitrep.derive.events import event_verdict
from opensitrep.derive.pieces import Cite, Derived, Item, Link, Quote, Sign, Tag
from opensitrep.derive.stories import disputed
from opensitrep.derive.sure import printed
from opensitrep.derive.telling import importance, main_event
from opensitrep.model import Event, Origin, Position, Reading, Series, Span

WORDS = 90  # characters of a quotation in running text: about one line of the brief


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
    def events(self) -> Sequence[Event]:
        """Its events."""
        return self.book.events_of(self.story)

    @cached_property
    def current(self) -> list[Event]:
        """The main event and all other printed ones of these days, most important first."""
        return sorted(printed(self.book, self.story), key=lambda e: (-self.weight(e), e.id))

    @cached_property
    def main(self) -> Event | None:
        """The event the story is there for."""
        return main_event(self.book, self.story)

    def weight(self, event: Event) -> float:
        """Importance of an event."""
        return importance(self.book, event)

    @cached_property
    def series(self) -> list[Series]:
        """Printed figures of printed events, those of the most important event first, wholes before parts."""
        return [s for e in self.current for s in self.book.series_of(e.id)]

    @cached_property
    def positions(self) -> list[Position]:
        """What is disputed of these days, about the most important event first."""
        found = disputed(self.book, self.story)
        rank = {e.id: n for n, e in enumerate(self.current)}
        return sorted(found, key=lambda p: (rank.get(p.event, len(rank)), -p.score, p.id))

    # ------------------------------------------------ anchors

    def event_anchor(self, event: str) -> str:
        """Anchor of the card of an event."""
        return f"{self.prefix}e{self.book.ordinal('events', event)}"

    def series_anchor(self, series: str) -> str:
        """Anchor of a figure among the tolls."""
        return f"{self.prefix}f{self.book.ordinal('series', series)}"

    def position_anchor(self, position: str) -> str:
        """Anchor of what is disputed."""
        return f"{self.prefix}p{self.book.ordinal('positions', position)}"

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

    def series_sign(self, series: Series) -> Sign:
        """The verdict of a figure."""
        of = (series.id,)
        return Sign(Derived("series sign", of), Derived("series verdict", of), series.verdict.value)

    def position_sign(self, position: Position) -> Sign:
        """The verdict of what is disputed."""
        of = (position.id,)
        return Sign(Derived("position sign", of), Derived("position verdict", of), position.verdict.value)

    def event_sign(self, event: Event, *, spelled: bool = False) -> Sign:
        """The verdict that stands for an event."""
        verdict = event_verdict(self.book, event.id).value
        return Sign(Derived("event sign", (event.id,)), Derived("event verdict word", (event.id,)), verdict, spelled)

    def event_link(self, event: str, rule: str = "event number") -> Link:
        """A link to the card of an event."""
        return Link((Derived(rule, (event,)),), self.event_anchor(event))

    # ------------------------------------------------ claims behind a value

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
