"""What the fillers of a mention answer: values with their claims, words, scope and day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from opensitrep.model import (
    Claim,
    Event,
    Filler,
    Interval,
    Mention,
    Modality,
    PlaceRole,
    Quantity,
    Slot,
    Span,
    TimeType,
    Value,
)
from opensitrep.reconcile.facts.answers import slot_table
from opensitrep.reconcile.facts.relations import Said, SlotRule
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.words import Lists

WORDS = Lists("slots")
HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)
LONGEST_CHAIN = 4  # "he" - "Smith" - "governor Smith": more steps were never needed
NAMED = {PlaceRole.LAUNCH: Slot.LAUNCH_ORIGIN, PlaceRole.TAKEOFF: Slot.TAKEOFF_ORIGIN}


class Fillers:
    """Makes answers of the fillers of one account."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.table = ledger, slot_table()

    def _base(self, mention: Mention, claims: Sequence[Claim], evidence: Sequence[Span]) -> Value:
        """A value with its provenance, still without an answer."""
        origins = [self.ledger.origin_of_claim[c.id].id for c in claims if c.id in self.ledger.origin_of_claim]
        published = self.ledger.published(mention.span.doc)
        return Value(
            claims=tuple(c.id for c in claims),
            evidence=tuple(dict.fromkeys(evidence)),
            origins=tuple(dict.fromkeys(origins)),
            as_of=published.start[:10] if published and published.start else None,
        )

    def _said(self, value: Value, mention: Mention, event: Event | None, **scope: object) -> Said:
        area = self._at(mention, HAPPENS) or self._office(mention)
        if not area and event is not None:
            area = [x.place for x in event.places if x.role in HAPPENS]
        published = self.ledger.published(mention.span.doc)
        plain = Said(
            value,
            area=tuple(dict.fromkeys(area)),
            launch=tuple(dict.fromkeys(self._at(mention, tuple(NAMED)))),
            since=published.start if published else None,
            documents=frozenset({mention.span.doc}),
            mentions=frozenset({mention.id}),
        )
        return replace(plain, **scope)  # type: ignore[arg-type]

    def _at(self, mention: Mention, roles: Sequence[PlaceRole]) -> list[str]:
        """The places of a clause in some roles; of a part of a clause those of the whole."""
        found = [p.id for s in mention.places if s.role in roles and (p := self.ledger.place_at(s.span))]
        whole = self.ledger.mentions.get(mention.part_of or "")
        if found or whole is None:
            return found
        return [p.id for s in whole.places if s.role in roles and (p := self.ledger.place_at(s.span))]

    def _office(self, mention: Mention) -> list[str]:
        """Where a speaker with a jurisdiction speaks of, if the clause names no place: a governor of his region."""
        attribution = self.ledger.attributions.get(mention.attribution or "")
        span = attribution.speaker if attribution else None
        for _ in range(LONGEST_CHAIN):
            speaker = self.ledger.actor_mentions.get(span) if span else None
            place = self.ledger.place_at(speaker.place) if speaker and speaker.place else None
            if place is not None:
                return [place.id]
            span = speaker.refers if speaker else None
        return []

    def _fill(
        self, mention: Mention, filler: Filler, rule: SlotRule, event: Event | None, claims: Sequence[Claim]
    ) -> Iterator[Said]:
        """What one filler answers; nothing where its words were not resolved."""
        if not claims:
            return
        base = self._base(mention, claims, (filler.span,))
        match rule.form:
            case "number":
                yield from self._number(base, mention, filler, rule, event)
            case "interval":
                when = self._time(filler.span)
                if when is not None:
                    yield self._said(replace(base, interval=when), mention, event)
            case "places":
                place = self.ledger.place_at(filler.span)
                if place is not None:
                    whole = filler.slot in NAMED.values() and self._says_all(mention)
                    yield self._said(replace(base, places=(place.id,)), mention, event, whole=whole)
            case "code":
                if filler.code:
                    yield self._said(replace(base, code=filler.code), mention, event)
            case _:
                bare = filler.span in self.ledger.actor_mentions or filler.span in self.ledger.toponyms
                named = filler.slot is Slot.TARGET and self._is_name(filler.span)
                if named or (bare and filler.slot in WORDS["wordy"]):
                    return
                text = self.ledger.quote(filler.span)
                yield self._said(replace(base, text=text, code=filler.code), mention, event)

    def _is_name(self, span: Span) -> bool:
        """Whether the words only introduce a place name: "the village" of "the village of Desna"."""
        after = self.ledger.readings[span.doc].document.text[span.end : span.end + 4]
        return after == " of " and (span.doc, span.end + 4) in self.name_starts

    @cached_property
    def name_starts(self) -> frozenset[tuple[str, int]]:
        """Where place names begin."""
        return frozenset((s.doc, s.start) for s in self.ledger.toponyms)

    def _number(
        self, base: Value, mention: Mention, filler: Filler, rule: SlotRule, event: Event | None
    ) -> Iterator[Said]:
        quantity = self.ledger.quantities.get(filler.span)
        if quantity is None or (quantity.low is None and quantity.high is None):
            return
        family = self.table.family(quantity.unit)
        if rule.families and family not in rule.families and quantity.unit != "thing":
            return
        if mention.modality is Modality.NEGATED and (quantity.low, quantity.high) != (0, 0):
            return
        value = replace(base, low=quantity.low, high=quantity.high, unit=quantity.unit, scope=quantity.scope)
        yield self._said(
            value,
            mention,
            event,
            thing=self._thing(quantity),
            window=self._window(mention, quantity, event),
            group=self._group(quantity),
        )

    def _window(self, mention: Mention, quantity: Quantity, event: Event | None) -> Interval | None:
        """The stretch of time a figure counts: said with it, else with the clause, else that of the happening."""
        told = []
        for span in mention.times:
            words, when = self.ledger.quote(span), self._time(span)
            if when is not None:
                told.append((quantity.scope is not None and words in quantity.scope, when))
        told.sort(key=lambda pair: not pair[0])
        for _, when in told:
            stretch = self._stretch(when, mention)
            if stretch is not None:
                return stretch
        return event.when if event is not None and event.when and intervals.known(event.when) else None

    def _stretch(self, when: Interval, mention: Mention) -> Interval | None:
        """A time as a stretch; one known by its length only ends with the day of the report."""
        if intervals.known(when):
            return when
        length = re.fullmatch(r"P(?:T(\d+)H|(\d+)D)", when.value or "")
        published = self.ledger.published(mention.span.doc)
        end = intervals.days(published)[1] if published else None
        if not length or end is None:
            return None
        days = max(1, round(int(length[1]) / 24)) if length[1] else int(length[2])
        start = end.fromordinal(end.toordinal() - days)
        return Interval(start.isoformat(), end.isoformat(), basis="publication", zone=when.zone, approx=True)

    def _group(self, quantity: Quantity) -> str | None:
        if quantity.object is None:
            return None
        words = self.ledger.quote(quantity.object).casefold().split()
        return next((g for w in reversed(words) for g, names in self.table.groups.items() if w in names), None)

    def _thing(self, quantity: Quantity) -> str | None:
        """What is counted: the kind of the unit; of a share the thing it is a share of."""
        if quantity.unit != "percent":
            return self.table.thing(quantity.unit)
        words = self.ledger.quote(quantity.object).casefold().split() if quantity.object else []
        return words[-1] if words else None

    def _time(self, span: Span) -> Interval | None:
        settled = self.ledger.interval_of(span)
        if settled is not None:
            return settled
        expression = self.ledger.times.get(span)
        if expression is None or expression.type is not TimeType.DURATION or not expression.value:
            return None
        return Interval(None, None, precision="duration", value=expression.value)

    def _says_all(self, mention: Mention) -> bool:
        """Whether the clause says "all" or "only"; set phrases such as "all over" do not count."""
        clause = " ".join(self.ledger.quote(mention.span).casefold().split())
        for phrase in WORDS.ordered("not whole"):
            clause = clause.replace(phrase, "")
        return any(re.search(rf"\b{w}\b", clause) for w in WORDS["whole words"])
