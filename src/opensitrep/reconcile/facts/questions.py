"""From mentions to questions: which slot of which event or place is answered, by whose claims, in which words.

One pass over the mentions of a story. A question is (event, slot) or (place, slot); its answers are `Said` values,
equal ones joined, each with its claims, evidence, origins, scope and the day it was published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from opensitrep.model import (
    ActorKind,
    Attribution,
    Claim,
    Currency,
    Event,
    Mention,
    Modality,
    PlaceRole,
    Slot,
    Span,
    Status,
)
from opensitrep.reconcile.camps import camp
from opensitrep.reconcile.control import Holders
from opensitrep.reconcile.facts.answers import join, tellers, widest
from opensitrep.reconcile.facts.consents import coded, same_matter
from opensitrep.reconcile.facts.fillers import NAMED, Fillers
from opensitrep.reconcile.facts.relations import Said, SlotRule, lies_in
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.words import Lists

WORDS = Lists("slots")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One question: an event or a place, and a slot; `of` parts figures for different things or groups of people."""

    event: str
    place: str
    slot: Slot
    of: str = ""


class Questions(Fillers):
    """Gathers the answers of one account."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.found: dict[Key, list[Said]] = defaultdict(list)

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
        asked = [(key, part) for one, said in self.found.items() for key, part in self._apart(one, said)]
        return {key: join(said, key.slot) for key, said in sorted(asked, key=lambda pair: pair[0])}

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
        spoken = [c for c in claims if c.act not in WORDS["quiet acts"]]
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
            self.found[Key(event.id, "", slot)].append(said)
        elif place is not None:
            self.found[Key("", place, slot)].append(said)

    def _subject(self, mention: Mention) -> str | None:
        for roles in ((PlaceRole.SUBJECT,), (PlaceRole.TARGET, PlaceRole.VENUE)):
            for placed in mention.places:
                place = self.ledger.place_at(placed.span) if placed.role in roles else None
                if place:
                    return place.id
        return None

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
        self.found[Key(event.id, "", Slot.TIME)].append(self._said(replace(base, interval=when), mention, event))

    def _derive_saying(self, mention: Mention, event: Event, claims: Sequence[Claim]) -> None:
        """When it was announced, and who says so."""
        attribution = self.ledger.attributions.get(mention.attribution or "")
        if attribution is None:
            return
        planned = mention.modality is Modality.PLANNED or event.type in WORDS["announcing"]
        when = self._time(attribution.said_at) if attribution.said_at and planned else None
        if attribution.said_at and when is not None and intervals.known(when):
            base = self._base(mention, claims, (attribution.said_at, mention.trigger))
            self.found[Key(event.id, "", Slot.ANNOUNCED)].append(
                self._said(replace(base, interval=when), mention, event)
            )
        if event.type in WORDS["spoken"] and attribution.source:
            named = self._named(attribution)
            base = self._base(mention, claims, (named, mention.trigger))
            text = self.ledger.quote(named)
            self.found[Key(event.id, "", Slot.SOURCE)].append(self._said(replace(base, text=text), mention, event))

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
            self.found[Key(event.id, "", slot)].append(
                self._said(replace(base, places=ids), mention, event, whole=whole)
            )

    def _inmost(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        atlas = self.ledger.places
        return tuple(i for i in ids if not any(j != i and lies_in(j, i, atlas) for j in ids))

    def _derive_status(self, mention: Mention, event: Event, claims: Sequence[Claim]) -> None:
        """Asked only where one side claims it or somebody denies it."""
        denying = [c for c in claims if c.act == "denies"]
        if denying:
            self._add_status(mention, event, denying, "denied")
        rest = [c for c in claims if c.act not in WORDS["quiet acts"]]
        if rest and event.currency is Currency.CURRENT:
            negated = mention.modality is Modality.NEGATED
            self._add_status(mention, event, rest, "denied" if negated else event.status.value)

    def _add_status(self, mention: Mention, event: Event, claims: Sequence[Claim], code: str) -> None:
        base = self._base(mention, claims, (mention.span,))
        self.found[Key(event.id, "", Slot.STATUS)].append(self._said(replace(base, code=code), mention, event))

    # ------------------------------------------------ across mentions

    def _ask_holders(self) -> None:
        """Who holds a place: one answer a side, from the statements that name a holder."""
        for hold in Holders(self.ledger).find():
            mention = self.ledger.mentions[hold.mention]
            if not (hold.kind in ("holds", "takes") or (hold.kind == "contests" and hold.state)):
                continue
            claims = [self.ledger.claims[c] for c in hold.claims]
            spoken = [c for c in claims if c.act not in WORDS["quiet acts"]]
            sides = {camp(s) for s in hold.sides}
            if not spoken or len(sides) != 1:
                continue
            value = replace(self._base(mention, spoken, hold.evidence), code=min(hold.sides, key=len))
            said = self._said(value, mention, None, window=hold.when, area=(hold.place,))
            self.found[Key("", hold.place, Slot.CONTROLLER)].append(said)

    def _one_count(self) -> None:
        """Two slots as one question where no speaker tells them apart: "hit by nine" and "nine were fired"."""
        for key in sorted(self.found):
            other = self.table.slots[key.slot].same_as
            if other is None:
                continue
            wide = replace(key, slot=other)
            here, there = self.found[key], self.found.get(wide, [])
            if not tellers(here) & tellers(there):
                self.found[wide] = [*there, *self.found.pop(key)]

    def _hand_up(self) -> None:
        """Answers of the parts to the whole, where the table says that a whole takes them over."""
        handed: list[tuple[Key, Said]] = []
        for key, said in self.found.items():
            event = self.ledger.events.get(key.event)
            if event is None or not event.parent or event.parent not in self.ledger.events:
                continue
            if self.table.slots[key.slot].whole == "union":
                handed += [(replace(key, event=event.parent), one) for one in said]
        for key, one in handed:
            self.found[key].append(one)

    def _join_outcomes(self) -> None:
        """A refusal beside the consent that answers the same request, each with what its speaker did."""
        outcomes = {k.event: said for k, said in self.found.items() if k.slot is Slot.OUTCOME and k.event}
        used: set[str] = set()
        for answered in list(same_matter(self.ledger, outcomes)):
            if answered.consent in used:
                continue  # it answers another refusal already
            used.add(answered.consent)
            key, no = Key(answered.consent, "", Slot.OUTCOME), Key(answered.refusal, "", Slot.OUTCOME)
            said, refused = self.found.pop(key), self.found.pop(no)
            agreed = [s for n, s in enumerate(said) if n in answered.agreed]
            self.found[key] = [*coded(agreed, "agreed"), *coded(refused, "refused")]
            if len(agreed) < len(said):
                self.found[replace(key, of="beside")] = [s for n, s in enumerate(said) if n not in answered.agreed]
