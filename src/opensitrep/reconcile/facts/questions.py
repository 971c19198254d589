"""From mentions to questions: which slot of which event or place is answered, by whose claims, in which words.

One pass over the mentions of a story. A question is (event, slot) or (place, slot); its answers are `Said` values,
equal ones joined, each with its claims, evidence, origins, scope and the day it was published.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from opensitrep.model import (
    ActorKind,
    Attribution,
    Claim,
    Currency,
    Event,
    Filler,
    Interval,
    Mention,
    Modality,
    PlaceRole,
    Quantity,
    Slot,
    Span,
    Status,
    TimeType,
    Value,
)
from opensitrep.reconcile.camps import camp
from opensitrep.reconcile.control import ControlWords, Holders
from opensitrep.reconcile.facts.answers import SlotTable, join, tellers, widest
from opensitrep.reconcile.facts.consents import coded, same_matter
from opensitrep.reconcile.facts.relations import Said, SlotRule, lies_in
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals

HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)
LONGEST_CHAIN = 4  # "he" - "Smith" - "governor Smith": more steps were never needed
NAMED = {PlaceRole.LAUNCH: Slot.LAUNCH_ORIGIN, PlaceRole.TAKEOFF: Slot.TAKEOFF_ORIGIN}


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One question: an event or a place, and a slot; `of` parts figures for different things or groups of people."""

    event: str
    place: str
    slot: Slot
    of: str = ""


@dataclass(slots=True)
class Gathered:
    """Answers by question while they are being gathered."""

    said: dict[Key, list[Said]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: Key, said: Said) -> None:
        """Note one answer."""
        self.said[key].append(said)


class Questions:
    """Gathers the answers of one account."""

    def __init__(self, ledger: Ledger, table: SlotTable, words: ControlWords) -> None:
        self.ledger, self.table, self.words = ledger, table, words
        self.found = Gathered()

    def gather(self) -> Mapping[Key, tuple[Said, ...]]:
        """Every question with its different answers, best attested first."""
        for reading in self.ledger.account.readings:
            for mention in reading.mentions:
                claims = self.ledger.claims_of.get(mention.id, ())
                if claims and mention.modality is not Modality.HYPOTHETICAL:
                    self._ask(mention, claims)
        self._one_count()
        self._ask_holders()
        self._hand_up()
        self._join_outcomes()
        asked = [(key, part) for one, said in self.found.said.items() for key, part in self._apart(one, said)]
        return {key: join(said, key.slot, self.table) for key, said in sorted(asked, key=lambda pair: pair[0])}

    def _apart(self, key: Key, said: list[Said]) -> list[tuple[Key, list[Said]]]:
        """One question for each thing or group of people counted, where several are named."""
        if self.table.slots[key.slot].form != "number" or "share" in self.table.slots[key.slot].families:
            return [(key, said)]
        by_thing = len({one.thing for one in said if one.thing}) > 1
        by_group = len({one.group for one in said if one.group}) > 1
        parts: dict[str, list[Said]] = defaultdict(list)
        for one in said:
            name = (one.thing if by_thing else None, one.group if by_group else None)
            parts[" ".join(filter(None, name))].append(one)
        return [(replace(key, of=of), part) for of, part in parts.items()]

    # ------------------------------------------------ one mention

    def _ask(self, mention: Mention, claims: Sequence[Claim]) -> None:
        event = self.ledger.events.get(self.ledger.event_of_mention.get(mention.id, ""))
        if event is not None and event.status is Status.HYPOTHETICAL:
            return
        spoken = [c for c in claims if c.act not in self.table.quiet_acts]
        for filler in widest(mention.fillers):
            rule = self.table.slots.get(filler.slot)
            if rule is None or filler.slot is Slot.CONTROLLER:
                continue
            by = claims if rule.stages else spoken
            for said in self._fill(mention, filler, rule, event, by):
                self._put(filler.slot, rule, mention, event, said)
        if event is not None:
            self._derive(mention, event, claims, spoken)

    def _put(self, slot: Slot, rule: SlotRule, mention: Mention, event: Event | None, said: Said) -> None:
        """Under the place for slots that hang on places, else under the event; a mere state under its place."""
        place = self._subject(mention)
        if event is not None and (rule.on == "event" or place is None):
            self.found.add(Key(event.id, "", slot), said)
        elif place is not None:
            self.found.add(Key("", place, slot), said)

    def _subject(self, mention: Mention) -> str | None:
        for roles in ((PlaceRole.SUBJECT,), (PlaceRole.TARGET, PlaceRole.VENUE)):
            for placed in mention.places:
                place = self.ledger.place_at(placed.span) if placed.role in roles else None
                if place:
                    return place.id
        return None

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
                if named or (bare and filler.slot in self.table.wordy):
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
            stretch = self._stretch(when, mention, event)
            if stretch is not None:
                return stretch
        return event.when if event is not None and event.when and intervals.known(event.when) else None

    def _stretch(self, when: Interval, mention: Mention, event: Event | None) -> Interval | None:
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

    # ------------------------------------------------ what every event has

    def _derive(self, mention: Mention, event: Event, claims: Sequence[Claim], spoken: Sequence[Claim]) -> None:
        if spoken and mention.modality is not Modality.NEGATED:
            self._derive_time(mention, event, spoken)
            self._derive_places(mention, event, spoken)
            self._derive_saying(mention, event, spoken)
        self._derive_status(mention, event, claims)

    def _derive_time(self, mention: Mention, event: Event, claims: Sequence[Claim]) -> None:
        told = [(s, t) for s in mention.times if (t := self._time(s)) is not None and intervals.known(t)]
        if not told:
            return
        when = told[0][1]
        for _, other in told[1:]:
            if intervals.contains(when, other):
                when = other
            elif not intervals.contains(other, when):
                when = intervals.hull([when, other])
        base = self._base(mention, claims, (*(s for s, _ in told), mention.trigger))
        self.found.add(Key(event.id, "", Slot.TIME), self._said(replace(base, interval=when), mention, event))

    def _derive_saying(self, mention: Mention, event: Event, claims: Sequence[Claim]) -> None:
        """When it was announced, and who says so."""
        attribution = self.ledger.attributions.get(mention.attribution or "")
        if attribution is None:
            return
        planned = mention.modality is Modality.PLANNED or event.type in self.table.announcing
        when = self._time(attribution.said_at) if attribution.said_at and planned else None
        if attribution.said_at and when is not None and intervals.known(when):
            base = self._base(mention, claims, (attribution.said_at, mention.trigger))
            self.found.add(Key(event.id, "", Slot.ANNOUNCED), self._said(replace(base, interval=when), mention, event))
        if event.type in self.table.spoken and attribution.source:
            named = self._named(attribution)
            base = self._base(mention, claims, (named, mention.trigger))
            text = self.ledger.quote(named)
            self.found.add(Key(event.id, "", Slot.SOURCE), self._said(replace(base, text=text), mention, event))

    def _named(self, attribution: Attribution) -> Span:
        """The words that name the source; of a pronoun those it stands for."""
        source = self.ledger.actor_mentions.get(attribution.source[0])
        bare = source is None or source.kind is ActorKind.PRONOUN
        speaker = self.ledger.actor_mentions.get(attribution.speaker) if attribution.speaker and bare else None
        if speaker is None:
            return attribution.source[0]
        return speaker.refers if speaker.kind is ActorKind.PRONOUN and speaker.refers else speaker.span

    def _derive_places(self, mention: Mention, event: Event, claims: Sequence[Claim]) -> None:
        by_slot: dict[Slot, list[tuple[str, Span]]] = defaultdict(list)
        for placed in mention.places:
            slot = NAMED.get(placed.role, Slot.PLACE if placed.role in (PlaceRole.VENUE, PlaceRole.TARGET) else None)
            place = self.ledger.place_at(placed.span)
            if slot and place:
                by_slot[slot].append((place.id, placed.span))
        for slot, found in by_slot.items():
            ids = tuple(dict.fromkeys(p for p, _ in found))
            base = self._base(mention, claims, (*(s for _, s in found), mention.trigger))
            if slot is Slot.PLACE:
                ids = self._inmost(ids)
            whole = slot is not Slot.PLACE and self._says_all(mention)
            self.found.add(Key(event.id, "", slot), self._said(replace(base, places=ids), mention, event, whole=whole))

    def _inmost(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        atlas = self.ledger.places
        return tuple(i for i in ids if not any(j != i and lies_in(j, i, atlas) for j in ids))

    def _says_all(self, mention: Mention) -> bool:
        """Whether the clause says "all" or "only"; set phrases such as "all over" do not count."""
        clause = " ".join(self.ledger.quote(mention.span).casefold().split())
        for phrase in self.table.whole_not:
            clause = clause.replace(phrase, "")
        return any(re.search(rf"\b{w}\b", clause) for w in self.table.whole_words)

    def _derive_status(self, mention: Mention, event: Event, claims: Sequence[Claim]) -> None:
        """Asked only where one side claims it or somebody denies it."""
        denying = [c for c in claims if c.act == "denies"]
        if denying:
            self._add_status(mention, event, denying, "denied")
        rest = [c for c in claims if c.act not in self.table.quiet_acts]
        if rest and event.currency is Currency.CURRENT:
            negated = mention.modality is Modality.NEGATED
            self._add_status(mention, event, rest, "denied" if negated else event.status.value)

    def _add_status(self, mention: Mention, event: Event, claims: Sequence[Claim], code: str) -> None:
        base = self._base(mention, claims, (mention.span,))
        self.found.add(Key(event.id, "", Slot.STATUS), self._said(replace(base, code=code), mention, event))

    # ------------------------------------------------ across mentions

    def _ask_holders(self) -> None:
        """Who holds a place: one answer a side, from the statements that name a holder."""
        for hold in Holders(self.ledger, self.words).find():
            mention = self.ledger.mentions[hold.mention]
            if not (hold.kind in ("holds", "takes") or (hold.kind == "contests" and hold.state)):
                continue
            claims = [self.ledger.claims[c] for c in hold.claims]
            spoken = [c for c in claims if c.act not in self.table.quiet_acts]
            sides = {camp(s) for s in hold.sides}
            if not spoken or len(sides) != 1:
                continue
            value = replace(self._base(mention, spoken, hold.evidence), code=min(hold.sides, key=len))
            said = self._said(value, mention, None, window=hold.when, area=(hold.place,))
            self.found.add(Key("", hold.place, Slot.CONTROLLER), said)

    def _one_count(self) -> None:
        """Two slots as one question where no speaker tells them apart: "hit by nine" and "nine were fired"."""
        for key in sorted(self.found.said):
            other = self.table.slots[key.slot].same_as
            if other is None:
                continue
            wide = replace(key, slot=other)
            here, there = self.found.said[key], self.found.said.get(wide, [])
            if not tellers(here) & tellers(there):
                self.found.said[wide] = [*there, *self.found.said.pop(key)]

    def _hand_up(self) -> None:
        """Answers of the parts to the whole, where the table says that a whole takes them over."""
        handed: list[tuple[Key, Said]] = []
        for key, said in self.found.said.items():
            event = self.ledger.events.get(key.event)
            if event is None or not event.parent or event.parent not in self.ledger.events:
                continue
            if self.table.slots[key.slot].whole == "union":
                handed += [(replace(key, event=event.parent), one) for one in said]
        for key, one in handed:
            self.found.add(key, one)

    def _join_outcomes(self) -> None:
        """A refusal beside the consent that answers the same request, each with what its speaker did."""
        outcomes = {k.event: said for k, said in self.found.said.items() if k.slot is Slot.OUTCOME and k.event}
        used: set[str] = set()
        for answered in list(same_matter(self.ledger, outcomes)):
            if answered.consent in used:
                continue  # it answers another refusal already
            used.add(answered.consent)
            key, no = Key(answered.consent, "", Slot.OUTCOME), Key(answered.refusal, "", Slot.OUTCOME)
            said, refused = self.found.said.pop(key), self.found.said.pop(no)
            agreed = [s for n, s in enumerate(said) if n in answered.agreed]
            self.found.said[key] = [*coded(agreed, "agreed"), *coded(refused, "refused")]
            if len(agreed) < len(said):
                self.found.said[replace(key, of="beside")] = [s for n, s in enumerate(said) if n not in answered.agreed]
