"""The rows of an account by their story, put there once: what a story asks for costs the story, not the account."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

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
from opensitrep.run.ledger import Ledger

T = TypeVar("T")


def by(rows: Iterable[T], key: Callable[[T], str | None]) -> Mapping[str, list[T]]:
    """Rows by a key, each list in their order; those without one are left out."""
    out: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        if (where := key(row)) is not None:
            out[where].append(row)
    return dict(out)


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
    def _events_of(self) -> Mapping[str, list[Event]]:
        return by(self.account.events, lambda e: e.story)

    def events_of(self, story: str) -> list[Event]:
        """The events of a story."""
        return self._events_of.get(story, [])

    @cached_property
    def _series_in(self) -> Mapping[str, list[Series]]:
        return by(self.account.series, lambda s: s.story)

    def series_in(self, story: str) -> list[Series]:
        """The series of figures of a story."""
        return self._series_in.get(story, [])

    @cached_property
    def _positions_in(self) -> Mapping[str, list[Position]]:
        return by(self.account.positions, lambda p: p.story)

    def positions_in(self, story: str) -> list[Position]:
        """What is answered differently in a story."""
        return self._positions_in.get(story, [])

    @cached_property
    def _control_in(self) -> Mapping[str, list[Control]]:
        return by(self.account.control, lambda c: c.story)

    def control_in(self, story: str) -> list[Control]:
        """Who is said in a story to hold what."""
        return self._control_in.get(story, [])

    @cached_property
    def _calendar_in(self) -> Mapping[str, list[Planned]]:
        return by(self.account.calendar, lambda p: e.story if (e := self.events.get(p.event)) else None)

    def calendar_in(self, story: str) -> list[Planned]:
        """What is planned in a story."""
        return self._calendar_in.get(story, [])

    @cached_property
    def _unplaced_in(self) -> Mapping[str, list[Count]]:
        found = (self.counts[c] for c in self.account.unplaced if c in self.counts)
        return by(found, lambda c: self.story_of.get(c.number.doc))

    def unplaced_in(self, story: str) -> list[Count]:
        """Counts of its reports that belong to no event."""
        return self._unplaced_in.get(story, [])

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

    @cached_property
    def _origin_places(self) -> dict[str, int]:
        return {o.id: n for n, o in enumerate(self.account.origins)}

    def origins_of(self, claims: Iterable[Claim]) -> list[Origin]:
        """The origins behind some claims, in the order of the account."""
        found = {o.id: o for c in claims if (o := self.origin_of_claim.get(c.id))}
        return sorted(found.values(), key=lambda o: self._origin_places[o.id])
