"""The rows of an account by their story, put there once: what a story asks for costs the story, not the account."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from opensitrep.model import (
    Claim,
    Control,
    Count,
    Event,
    Mention,
    Origin,
    Planned,
    Position,
    Reading,
    Series,
    Span,
    Story,
)
from opensitrep.run.chapters import OPEN
from opensitrep.run.ledger import Ledger, by
from opensitrep.run.shelf import Kept


class Shelves(Ledger):
    """A ledger that gives what belongs to one story, in the order of the account."""

    @cached_property
    def stories(self) -> dict[str, Story]:
        """Stories by id."""
        return {s.id: s for s in self.account.stories}

    @cached_property
    def story_of(self) -> dict[str, str]:
        """Story id by document id."""
        return {d: s.id for s in self.account.stories for d in s.documents}

    def reports_of(self, story: str) -> list[str]:
        """The ids of the reports of a story, in the order of the account."""
        there = {d for d in self.stories[story].documents if d in self.place_of}
        return sorted(there, key=self.place_of.__getitem__)

    def readings_of(self, story: str) -> list[Reading]:
        """The reports of a story, in the order of the account."""
        return [self.readings[d] for d in self.reports_of(story)]

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of the index, a story each, once they were asked for (`page.sitrep.index_rows`)."""
        return []

    @cached_property
    def told_in(self) -> dict[str, list[str]]:
        """The reports that tell an event, by its id, as far as it was asked for (`Book.tellers`)."""
        return {}

    @cached_property
    def _events_of(self) -> Mapping[str, tuple[Event, ...]]:
        return self.by_story("events", lambda rows: by(rows, lambda e: e.story))

    def events_of(self, story: str) -> Sequence[Event]:
        """The events of a story."""
        return self._events_of.get(story, ())

    @cached_property
    def _series_in(self) -> Mapping[str, tuple[Series, ...]]:
        return self.by_story("series", lambda rows: by(rows, lambda s: s.story))

    def series_in(self, story: str) -> Sequence[Series]:
        """The series of figures of a story."""
        return self._series_in.get(story, ())

    @cached_property
    def _positions_in(self) -> Mapping[str, tuple[Position, ...]]:
        return self.by_story("positions", lambda rows: by(rows, lambda p: p.story))

    def positions_in(self, story: str) -> Sequence[Position]:
        """What is answered differently in a story."""
        return self._positions_in.get(story, ())

    @cached_property
    def _control_in(self) -> Mapping[str, tuple[Control, ...]]:
        return self.by_story("control", lambda rows: by(rows, lambda c: c.story))

    def control_in(self, story: str) -> Sequence[Control]:
        """Who is said in a story to hold what."""
        return self._control_in.get(story, ())

    @cached_property
    def _calendar_in(self) -> Mapping[str, tuple[Planned, ...]]:
        return self.by_story("calendar", lambda rows: by(rows, self._story_of_plan))

    def _story_of_plan(self, plan: Planned) -> str | None:
        event = self.events.get(plan.event)
        return event.story if event else None

    def calendar_in(self, story: str) -> Sequence[Planned]:
        """What is planned in a story."""
        return self._calendar_in.get(story, ())

    @cached_property
    def _unplaced_in(self) -> Mapping[str, tuple[Count, ...]]:
        return self.by_story("unplaced", self._unplaced_counts)

    def _unplaced_counts(self, rows: Sequence[str]) -> Mapping[str, tuple[Count, ...]]:
        return by((self.counts[c] for c in rows if c in self.counts), lambda c: self.story_of.get(c.number.doc))

    def unplaced_in(self, story: str) -> Sequence[Count]:
        """Counts of its reports that belong to no event."""
        return self._unplaced_in.get(story, ())

    @cached_property
    def _triggers(self) -> Mapping[str, list[Mention]]:
        return self.by_report(
            lambda r: {r.document.id: sorted(r.mentions, key=lambda m: (m.trigger, m.id))} if r.mentions else {}
        )

    def mentions_in(self, span: Span) -> list[Mention]:
        """The mentions whose words lie within a span, in text order."""
        told = self._triggers.get(span.doc, [])
        first = bisect_left(told, span.start, key=lambda m: m.trigger.start)
        last = bisect_left(told, span.end, key=lambda m: m.trigger.start)
        return [m for m in told[first:last] if span.covers(m.trigger)]

    def claims_in(self, story: str, origin: str) -> tuple[str, ...]:
        """The claims of a story behind an origin, in the order of its reports."""
        if story not in self._claims_in:
            claims = (c.id for r in self.readings_of(story) for c in r.claims if c.id in self.origin_of_claim)
            self._claims_in.put(story, by(claims, lambda c: self.origin_of_claim[c].id), room=OPEN)
        return self._claims_in[story].get(origin, ())

    @cached_property
    def _claims_in(self) -> Kept[str, Mapping[str, tuple[str, ...]]]:
        return Kept()

    @cached_property
    def _origin_places(self) -> dict[str, int]:
        return {o.id: n for n, o in enumerate(self.account.origins)}

    def origins_of(self, claims: Iterable[Claim]) -> list[Origin]:
        """The origins behind some claims, in the order of the account."""
        found = {o.id: o for c in claims if (o := self.origin_of_claim.get(c.id))}
        return sorted(found.values(), key=lambda o: self._origin_places[o.id])
