"""From mentions to questions: which slot of which event or place is answered, by whose claims, in which words.

One pass over the mentions of a story. A question is (event, slot) or (place, slot); its answers are `Said` values,
equal ones joined, each with its claims, evidence, origins, scope and the day it was published.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from opensitrep import intervals, resources
from opensitrep.ledger import Ledger
from opensitrep.model import (
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
from opensitrep.reconcile.consents import coded, same_matter
from opensitrep.reconcile.holders import ControlWords, Holders
from opensitrep.reconcile.relations import Said, SlotRule, lies_in

HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)
NAMED = {PlaceRole.LAUNCH: Slot.LAUNCH_ORIGIN, PlaceRole.TAKEOFF: Slot.TAKEOFF_ORIGIN}


@dataclass(frozen=True, slots=True)
class SlotTable:
    """The file data/slots.toml."""

    slots: dict[Slot, SlotRule]
    families: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]
    whole_words: tuple[str, ...]
    whole_not: tuple[str, ...]
    quiet_acts: tuple[str, ...]
    venue_types: tuple[str, ...]

    def family(self, unit: str) -> str:
        """The family of a unit; a unit in none is its own."""
        return next((name for name, units in self.families.items() if unit in units), unit)

    def thing(self, unit: str) -> str | None:
        """What a unit counts, for comparing; None for a unit that says no more than its family."""
        kind = next((name for name, units in self.kinds.items() if unit in units), unit)
        return None if kind == "any" else kind


def load_slot_table() -> SlotTable:
    """The table, read once by the composition root."""
    return resources.load("slots.toml", SlotTable)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One question: an event or a place, and a slot."""

    event: str
    place: str
    slot: Slot


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
        self._ask_holders()
        self._hand_up()
        self._join_outcomes()
        return {key: join(said, self.table.slots[key.slot]) for key, said in sorted(self.found.said.items())}

    # ------------------------------------------------ one mention

    def _ask(self, mention: Mention, claims: Sequence[Claim]) -> None:
        event = self.ledger.events.get(self.ledger.event_of_mention.get(mention.id, ""))
        if event is not None and event.status is Status.HYPOTHETICAL:
            return
        spoken = [c for c in claims if c.act not in self.table.quiet_acts]
        for filler in mention.fillers:
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
        area = [p.id for s in mention.places if s.role in HAPPENS and (p := self.ledger.place_at(s.span))]
        if not area and event is not None:
            area = [x.place for x in event.places if x.role in HAPPENS]
        published = self.ledger.published(mention.span.doc)
        plain = Said(
            value,
            area=tuple(dict.fromkeys(area)),
            since=published.start if published else None,
            documents=frozenset({mention.span.doc}),
            mentions=frozenset({mention.id}),
        )
        return replace(plain, **scope)  # type: ignore[arg-type]

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
                text = self.ledger.quote(filler.span)
                yield self._said(replace(base, text=text, code=filler.code), mention, event)

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
            if not (hold.kind in ("holds", "takes") or (hold.kind == "contests" and mention.type is None)):
                continue
            claims = [self.ledger.claims[c] for c in hold.claims]
            spoken = [c for c in claims if c.act not in self.table.quiet_acts]
            sides = {camp(s) for s in hold.sides}
            if not spoken or len(sides) != 1:
                continue
            value = replace(self._base(mention, spoken, hold.evidence), code=min(hold.sides, key=len))
            said = self._said(value, mention, None, window=hold.when, area=(hold.place,))
            self.found.add(Key("", hold.place, Slot.CONTROLLER), said)

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
        for consent, refusal in list(same_matter(self.ledger, outcomes)):
            key = Key(consent, "", Slot.OUTCOME)
            refused = self.found.said.pop(Key(refusal, "", Slot.OUTCOME), [])
            self.found.said[key] = [*coded(self.found.said[key], "agreed"), *coded(refused, "refused")]


def join(said: Iterable[Said], rule: SlotRule) -> tuple[Said, ...]:
    """Equal answers as one, with all their claims; best attested first, ties by first evidence."""
    groups: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for one in said:
        groups[_same(one, rule)].append(one)
    joined = [_one(sorted(g, key=lambda s: (s.value.evidence, s.value.claims))) for g in groups.values()]
    return tuple(sorted(joined, key=lambda s: (-len(s.value.origins), -len(s.documents), s.value.evidence)))


def _same(one: Said, rule: SlotRule) -> tuple[object, ...]:
    value = one.value
    match rule.form:
        case "number":
            return (value.low, value.high, one.group, one.thing)
        case "interval":
            when = value.interval
            return (when.start, when.end, when.value if not intervals.known(when) else None) if when else (None,)
        case "places":
            return (frozenset(value.places), one.whole)
        case "code":
            return (value.code, one.window.start if one.window and rule.on == "place" else None)
    words = re.findall(r"[\w-]+", (value.text or "").casefold())
    return (frozenset(words) - {"the", "a", "an"}, value.code)


def _one(said: Sequence[Said]) -> Said:
    first = said[0]
    values = [s.value for s in said]
    units = sorted({v.unit for v in values if v.unit}, key=lambda u: (-[v.unit for v in values].count(u), u))
    value = replace(
        first.value,
        claims=tuple(dict.fromkeys(c for v in values for c in v.claims)),
        evidence=tuple(sorted({e for v in values for e in v.evidence})),
        origins=tuple(sorted({o for v in values for o in v.origins})),
        unit=units[0] if units else None,
        scope=next((v.scope for v in values if v.scope), None),
        as_of=max((v.as_of for v in values if v.as_of), default=None),
    )
    return replace(
        first,
        value=value,
        window=next((s.window for s in said if s.window), None),
        since=min((s.since for s in said if s.since), default=None),
        documents=frozenset().union(*(s.documents for s in said)),
        mentions=frozenset().union(*(s.mentions for s in said)),
    )
