"""Look-ups in an account: from an id or a span to the thing it names. Read-only, shared right of the bar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from opensitrep.model import (
    Actor,
    Attribution,
    Bounds,
    Claim,
    Event,
    Fact,
    Interval,
    Mention,
    Origin,
    Place,
    Resolution,
    Series,
    Slot,
    Span,
)
from opensitrep.run.chapters import ByStory, Rows
from opensitrep.run.reports import Reports
from opensitrep.text.deeds import deed_of

UNLIKE = frozenset({
    Slot.MUNITION_TYPE, Slot.AIRCRAFT_TYPE, Slot.TARGET, Slot.PLACE_DETAIL, Slot.PLACE_KIND, Slot.OUTCOME, Slot.DEMAND,
    Slot.CAUSE, Slot.SOURCE, Slot.STATUS, Slot.ORDER,
})  # fmt: skip
"""Slots whose answers list wordings: that two reports answer them says nothing of whether they tell the same."""


K = TypeVar("K")
V = TypeVar("V")


def by(rows: Iterable[V], key: Callable[[V], str | None]) -> Mapping[str, tuple[V, ...]]:
    """Rows by a key, those of each in their order; rows without one are left out."""
    out: dict[str, list[V]] = defaultdict(list)
    for row in rows:
        if (where := key(row)) is not None:
            out[where].append(row)
    return {where: tuple(some) for where, some in out.items()}


class Ledger(Reports):
    """An account with its indexes, built when first asked for."""

    def mention_of(self, claim: Claim) -> Mention | None:
        """The mention a claim is about, or beside which the count stands that it is about."""
        count = self.counts.get(claim.subject)
        return self.mentions.get(claim.subject) or (self.mentions.get(count.mention or "") if count else None)

    def words_of(self, claim: Claim) -> Span:
        """The words that carry a claim: a clause, the sentence of a count, the content of a statement."""
        mention, count = self.mentions.get(claim.subject), self.counts.get(claim.subject)
        if mention:
            return mention.span
        if count:
            held = (p.span for p in self.readings[count.number.doc].passages if p.span.covers(count.number))
            return next(held, count.number)
        said = self.attributions.get(claim.attribution or "")
        if said:
            return min(said.content)
        incident = self.incidents[claim.subject]
        return incident.references[0]

    def incident_of(self, claim: Claim) -> str | None:
        """The id of the incident a claim is about."""
        if claim.subject in self.incidents:
            return claim.subject
        count = self.counts.get(claim.subject)
        told = count.incident or self.incident_of_mention.get(count.mention or "") if count else None
        return told or self.incident_of_mention.get(claim.subject)

    def by_story(self, table: str, rows: Callable[[Sequence[Any]], Mapping[K, V]]) -> Mapping[K, V]:
        """What `rows` gives of a table, by what names its story; where the table is packed, of a story at a time."""
        found = getattr(self.account, table)
        return ByStory(found, rows) if isinstance(found, Rows) else rows(found)

    @cached_property
    def event_of_incident(self) -> Mapping[str, str]:
        """Event id by incident id."""
        return self.by_story("events", lambda rows: {i: e.id for e in rows for i in e.incidents})

    def told_words(self, event: Event) -> tuple[str, ...]:
        """The words of the mentions of an event; several forms of one account show them."""
        if event.id not in self._told_words:
            self._told_words[event.id] = tuple(self.quote(self.mentions[m].span) for m in event.mentions)
        return self._told_words[event.id]

    @cached_property
    def _told_words(self) -> dict[str, tuple[str, ...]]:
        return {}

    def event_of_claim(self, claim: Claim) -> str | None:
        """The id of the event a claim is about."""
        known = self.event_of_mention.get(claim.subject)
        return known or self.event_of_incident.get(self.incident_of(claim) or "")

    # ------------------------------------------------ things settled

    @cached_property
    def _settled(self) -> Mapping[tuple[Span | str, str], str | Interval]:
        return self.by_story("resolutions", lambda rows: {(r.subject, r.field): r.value for r in rows})

    def text_of(self, subject: Span | str, field: str) -> str | None:
        """A resolution whose value is a word or an id."""
        value = self._settled.get((subject, field))
        return value if isinstance(value, str) else None

    def interval_of(self, subject: Span | str, field: str = "time") -> Interval | None:
        """A resolution whose value is an interval: of a time expression, or of a document ("published")."""
        value = self._settled.get((subject, field))
        return value if isinstance(value, Interval) else None

    def published(self, doc: str) -> Interval | None:
        """The day or instant a document was published."""
        return self.interval_of(doc, "published")

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by id."""
        return {p.id: p for p in self.account.places}

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Actors by id."""
        return {a.id: a for a in self.account.actors}

    def place_at(self, span: Span) -> Place | None:
        """The place a toponym was settled on."""
        found = self.text_of(span, "place")
        return self.places.get(found) if found else None

    def area_at(self, span: Span) -> Place | None:
        """The area that the words beside a toponym make of its place ("20 km north of"), None where they leave it."""
        found = self.text_of(span, "area")
        return self.places.get(found) if found else None

    def zone_of(self, place: str) -> str | None:
        """The time zone of a place by id (IANA name); None where it is not known or the place spans several."""
        found = self.places.get(place)
        return found.zone if found else None

    @cached_property
    def matches(self) -> dict[str, Resolution]:
        """The surest resolution of each place by id: its match step, how sure it is, the readings rejected."""
        out: dict[str, Resolution] = {}
        for resolution in self.account.resolutions:
            if resolution.field == "place" and isinstance(resolution.value, str):
                best = out.get(resolution.value)
                if best is None or (resolution.score or 0.0) > (best.score or 0.0):
                    out[resolution.value] = resolution
        return out

    def actor_at(self, span: Span) -> Actor | None:
        """The actor an actor mention was settled on."""
        found = self.text_of(span, "actor")
        return self.actors.get(found) if found else None

    def speaker(self, attribution: Attribution | None) -> Actor | None:
        """Who says it, over reports; None for an outlet's own voice or an unnamed speaker."""
        return self.actor_at(attribution.speaker) if attribution and attribution.speaker else None

    # ------------------------------------------------ things reconciled

    @cached_property
    def scenes(self) -> dict[str, list[tuple[Place, bool]]]:
        """Where events take place, as far as it was asked (`derive.summary.happens_at`)."""
        return {}

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Events by id."""
        return self.by_story("events", lambda rows: {e.id: e for e in rows})

    @cached_property
    def series_told(self) -> Mapping[str, tuple[Series, ...]]:
        """Series by event, in the order of the account."""
        return self.by_story("series", lambda rows: by(rows, lambda s: s.event))

    @cached_property
    def event_of_mention(self) -> Mapping[str, str]:
        """Event id by mention id."""
        return self.by_story("events", lambda rows: {m: e.id for e in rows for m in e.mentions})

    @cached_property
    def origins(self) -> dict[str, Origin]:
        """Origins by id."""
        return {o.id: o for o in self.account.origins}

    @cached_property
    def origin_of_claim(self) -> dict[str, Origin]:
        """Origin by claim id."""
        return {claim: o for o in self.account.origins for claim in o.claims}

    def bounds(self, claims: Iterable[str]) -> Bounds:
        """Independent origins behind some claims: related ones counted together (lower) and apart (upper).

        What could be one counts as one in the lower bound: an origin joins a group when it is related to all of it, the
        least related first, so that two named speakers stay two beside an unnamed third. An outlet's own voice or an
        agency's text may repeat whoever is named, and else is one with the others; the upper bound counts it where none
        of its reports name anybody. Worked examples: `reconcile/origins`.
        """
        told: dict[str, set[str]] = defaultdict(set)
        found: dict[str, Origin] = {}
        for claim in claims:
            if origin := self.origin_of_claim.get(claim):
                found[origin.id] = origin
                told[origin.id].add(claim.partition(":")[0])
        named = [o for o in found.values() if o.kind not in ("outlet", "wire copy")]
        if not named:
            return Bounds(min(1, len(found)), len(found))
        heard = set().union(*(told[o.id] for o in named))
        own = sum(o.kind in ("outlet", "wire copy") and told[o.id].isdisjoint(heard) for o in found.values())
        groups: list[list[Origin]] = []
        for origin in sorted(named, key=lambda o: (o.kind == "unknown", len(o.related), o.id)):
            anybody = origin.kind == "unknown" and origin.side is None and not origin.related
            home = next((g for g in groups if anybody or all(o.id in origin.related for o in g)), None)
            if home is None:
                groups.append([origin])
            else:
                home.append(origin)
        return Bounds(len(groups), len(named) + own)

    @cached_property
    def facts_of_event(self) -> Mapping[str, tuple[Fact, ...]]:
        """Facts by event id, in the order of the account."""
        return self.by_story("facts", lambda rows: by(rows, lambda f: f.event))

    def leading_claims(self, event: str) -> tuple[str, ...]:
        """The claims that tell the same thing of an event: of its fact told by most reports, a figure before others.

        Where no fact is told by a second report: of the mentions that name somebody, a place, a time or a figure, so
        that a passing word ("the attack") adds no origin.
        """
        if event not in self._leading:
            self._leading[event] = self._lead(event)
        return self._leading[event]

    @cached_property
    def _leading(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _lead(self, event: str) -> tuple[str, ...]:
        best: tuple[int, bool, int] = (1, False, 0)
        chosen: Fact | None = None
        for number, fact in enumerate(self.facts_of_event.get(event, ())):
            if fact.answer is None or fact.slot in UNLIKE:
                continue
            reports = len({claim.partition(":")[0] for claim in _counted(fact)})
            rank = (min(reports, 2), fact.answer.low is not None or fact.answer.high is not None, -number)
            if rank > best:
                best, chosen = rank, fact
        if chosen is not None:
            return _counted(chosen)
        found = self.events[event].claims
        full = tuple(c for c in found if (m := self.mention_of(self.claims[c])) and self._says_something(m))
        return full or found

    @staticmethod
    def _says_something(mention: Mention) -> bool:
        return bool(mention.agents or mention.targets or mention.places or mention.times or mention.fillers)

    def event_bounds(self, event: str) -> Bounds:
        """Independent origins of an event: of the claims that tell the same of it, never over unlike questions, and of
        reports that tell it; whoever counts its harm tells it, too. The lower bound counts at most the reports that
        name nobody in common."""
        if event not in self._bounds_told:
            self._bounds_told[event] = self._bounded(event)
        return self._bounds_told[event]

    def _bounded(self, event: str) -> Bounds:
        told = self.telling_claims(event)
        docs = {claim.partition(":")[0] for claim in told}
        counted = [[c for v in s.values for c in v.claims] for s in self.series_told.get(event, ()) if s.shown]
        same = [[c for c in one if c.partition(":")[0] in docs] for one in (self.leading_claims(event), *counted)]
        found = max((self.bounds(one or told) for one in same), key=lambda b: (b.lower, b.upper))
        return Bounds(min(found.lower, max(1, self._apart(told))), found.upper) if found.lower else found

    @cached_property
    def _bounds_told(self) -> dict[str, Bounds]:
        return {}

    def _apart(self, claims: Iterable[str]) -> int:
        """How many reports, at most, of which no two name the same or a related origin: fewest names first."""
        named: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            origin = self.origin_of_claim.get(claim)
            if origin and origin.kind not in ("outlet", "wire copy", "unknown"):
                named[claim.partition(":")[0]] |= {origin.id, *origin.related}
        taken: set[str] = set()
        count = 0
        for doc in sorted(named, key=lambda d: (len(named[d]), d)):
            if taken.isdisjoint(named[doc]):
                taken |= named[doc]
                count += 1
        return count

    def telling_claims(self, event: str) -> tuple[str, ...]:
        """The claims that tell an event: all of the main one of a story; of another one those whose reports use the
        word for its deed, or one like it, that most do. What is merged by its day and place only adds no report."""
        if event not in self._telling:
            self._telling[event] = self._of_one_deed(event)
        return self._telling[event]

    @cached_property
    def _telling(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _of_one_deed(self, event: str) -> tuple[str, ...]:
        found = self.events[event].claims
        if event in self._mains:
            return found
        by_deed: dict[str, list[str]] = defaultdict(list)
        for claim in found:
            mention = self.mentions.get(self.claims[claim].subject)
            if mention:
                by_deed[deed_of(self.quote(mention.trigger).partition(" ")[0])].append(claim)
        return tuple(sorted(by_deed.values(), key=self._well_told)[-1]) if by_deed else found

    def _well_told(self, claims: Sequence[str]) -> tuple[int, float, int]:
        """By how many reports claims are told, how surely, how early."""
        mentions = [self.mentions[self.claims[c].subject] for c in claims]
        reports = len({c.partition(":")[0] for c in claims})
        return reports, max(m.score for m in mentions), -min(m.trigger.start for m in mentions)

    @cached_property
    def _mains(self) -> set[str | None]:
        return {story.main for story in self.account.stories}


def _counted(fact: Fact) -> tuple[str, ...]:
    """The claims behind the answer of a fact and behind the earlier counts that it supersedes."""
    gone = {n for r in fact.relations if r.kind == "superseded" for n in (r.left, r.right)}
    earlier = [claim for n in sorted(gone) for claim in fact.values[n].claims]
    return tuple(dict.fromkeys([*(fact.answer.claims if fact.answer else ()), *earlier]))
