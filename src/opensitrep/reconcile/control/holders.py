"""Statements about who holds, takes, leaves or fights for a place, one by one, with who says so.

Shared by the facts (slot `controller`) and by control. It reads mentions already typed and dated: states with a
holder, seizures, withdrawals, fighting. Whether they agree is for others to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from opensitrep.model import (
    Act,
    ActorKind,
    Attribution,
    Claim,
    Event,
    Interval,
    Mention,
    Modality,
    Place,
    PlaceRole,
    Slot,
    Span,
    Use,
)
from opensitrep.reconcile.camps import camp, hostile_pairs
from opensitrep.reconcile.camps import side_at as side_of
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.words import Lists

WORDS = Lists("control")
SITES = ("plant", "base", "facility")
LONGEST = 4  # days; a happening told over more of them says nothing of the holder on each of those days


@dataclass(frozen=True, slots=True)
class Hold:
    """One statement about a place: `kind` is holds, takes, leaves, contests or part; `sides` whom it is about.

    `voices` are the camps of the speakers ("" for an outlet's own voice). `evidence` are the words, the clause first.
    """

    place: str
    kind: str
    sides: tuple[str, ...]
    voices: tuple[str, ...]
    when: Interval
    mention: str
    claims: tuple[str, ...]
    evidence: tuple[Span, ...]
    state: bool = False  # told as a state, not as a happening


def has_word(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words or phrases stands in the text as whole words."""
    low = " ".join(text.casefold().split())
    return any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", low) for w in words)


class Holders:
    """Reads the statements of one account."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def find(self) -> tuple[Hold, ...]:
        """All statements, in the order of the reports."""
        return tuple(h for r in self.ledger.account.readings for m in r.mentions for h in self._of(m))

    def _of(self, mention: Mention) -> list[Hold]:
        claims = self.ledger.claims_of.get(mention.id, ())
        kind = self._kind(mention, claims)
        if not kind or not claims:
            return []
        event = self.ledger.events.get(self.ledger.event_of_mention.get(mention.id, ""))
        when = self._when(mention, event)
        if when is None:
            return []
        voices = tuple(sorted({self.voice(c) for c in claims}))
        ids = tuple(c.id for c in claims)
        out = []
        for place, span in self._places(mention, event):
            told = self._told(mention, kind, place)
            if told is None:
                continue
            sides = self._sides(mention, told, place)
            evidence = tuple(dict.fromkeys((mention.span, span) if span else (mention.span,)))
            out.append(Hold(place.id, told, sides, voices, when, mention.id, ids, evidence, mention.type is None))
        return out

    def _kind(self, mention: Mention, claims: Sequence[Claim]) -> str | None:
        """What the mention says of control, before its wording and place are looked at."""
        acts = {c.act for c in claims}
        if acts <= {Act.WITHHOLDS, Act.DOUBTS, Act.ASKS, Act.THREATENS} or mention.modality is Modality.HYPOTHETICAL:
            return None
        if mention.type is None:
            slots = {f.slot for f in mention.fillers}
            return "part" if Slot.CONTROL_SHARE in slots else "holds" if Slot.CONTROLLER in slots else None
        denied = mention.modality is Modality.NEGATED or acts <= {Act.DENIES}
        planned = mention.modality is Modality.PLANNED or acts <= {Act.COMMITS}
        deed = WORDS.table("deeds").get(f"{mention.type} {mention.mode or ''}".strip())
        kind = None
        if deed == "takes" and not self._enters(mention):
            kind = None if planned else "denied" if denied else "takes"
        elif deed == "leaves":
            kind = None if denied else "leaves"
        elif (deed == "contests" and self._for_the_place(mention)) or self._enters(mention):
            beaten = has_word(self.ledger.quote(mention.span), WORDS["failing"])
            fired = any(p.role is PlaceRole.LAUNCH for p in mention.places)
            kind = None if planned or denied or beaten or fired else "contests"
        return kind

    def _for_the_place(self, mention: Mention) -> bool:
        """Whether a fight is told to be for its place: a shooting there makes nobody its holder."""
        return has_word(self.ledger.quote(mention.span), WORDS["fought over"])

    def _enters(self, mention: Mention) -> bool:
        return mention.type == "ASSAULT" and has_word(self._stem(mention.trigger), WORDS["entering"])

    def _stem(self, trigger: Span) -> str:
        """The trigger without an ending, so that "entered" is found under "enter"."""
        text = self.ledger.quote(trigger).casefold()
        return re.sub(r"(?<=\w{3})(?:ing|ed|s|d)\b", "", text) + " " + text

    def _told(self, mention: Mention, kind: str, place: Place) -> str | None:
        """The kind after the wording and the size of the place: a part of it, fought over, or nothing."""
        clause = self.ledger.quote(mention.span)
        area = place.kind in WORDS["areas"]
        told = has_word(clause, WORDS["holding"]) or has_word(clause, WORDS["fought over"])
        if place.kind == "country" or (kind == "holds" and not told):
            return None
        if kind in ("holds", "takes"):
            if has_word(clause, WORDS["in part"]) and (kind == "holds" or area):
                return "part"
            if kind == "holds" and has_word(clause, WORDS["negating"]):
                kind = "denied"
            elif has_word(clause, WORDS["fought over"]):
                kind = "contests"
            elif kind == "takes" and area:
                return "part"
        if kind == "denied":
            kind = "contests" if has_word(clause, WORDS["remaining"]) else ""
        if kind == "contests" and area:
            return "part" if has_word(clause, WORDS["remaining"]) else None
        return kind or None

    def _places(self, mention: Mention, event: Event | None) -> list[tuple[Place, Span | None]]:
        """The places spoken of, the innermost only: of "a town in that region" the town."""
        about = (PlaceRole.TARGET, PlaceRole.SUBJECT, PlaceRole.VENUE)
        wanted = about[1:2] if mention.type is None else about
        found = {p.id: (p, s.span) for s in mention.places if s.role in wanted and (p := self.ledger.place_at(s.span))}
        if not found:
            found = self._named_inside(mention)
        if not found and event and has_word(self.ledger.quote(mention.span), WORDS["named before"]):
            ids = [x.place for x in event.places if x.role in wanted and not x.inferred]
            known = inmost([self.ledger.places[i] for i in ids if i in self.ledger.places])
            return [(known[0], None)] if len(known) == 1 else []
        kept = {p.id for p in inmost([p for p, _ in found.values()])}
        return [pair for i, pair in found.items() if i in kept]

    def _named_inside(self, mention: Mention) -> dict[str, tuple[Place, Span]]:
        """The one place a clause names without a role, if it is one."""
        named = [self.ledger.toponyms[s] for s in self._inside(mention.span, self._toponyms)]
        inside = [t for t in named if t.use is Use.LITERAL and t.role in (None, PlaceRole.TARGET)]
        known = {p.id: (p, t.span) for t in inside if (p := self.ledger.place_at(t.span))}
        return known if len(inmost([p for p, _ in known.values()])) == 1 else {}

    def _when(self, mention: Mention, event: Event | None) -> Interval | None:
        """The days spoken of: said in the clause, else of saying, else of the happening, else of publication."""
        told = [t for s in mention.times if (t := self.ledger.interval_of(s)) and intervals.known(t)]
        if told:
            return told[0] if len(told) == 1 else intervals.hull(told)
        attribution = self.ledger.attributions.get(mention.attribution or "")
        said = self.ledger.interval_of(attribution.said_at) if attribution and attribution.said_at else None
        if said and intervals.known(said):
            return said
        published = self.ledger.published(mention.span.doc)
        if mention.type is not None and event and event.when and intervals.known(event.when):
            first, last = intervals.days(event.when)
            if first and last and (last - first).days < LONGEST:
                return event.when
        if event and event.currency == "background":
            return None
        return replace(published, basis="publication") if published else None

    def _sides(self, mention: Mention, told: str, place: Place) -> tuple[str, ...]:
        """Whom the statement is about; of a fight both sides, of "not yet taken by" those who stand against them."""
        codes = [f.code for f in mention.fillers if f.slot is Slot.CONTROLLER and f.code]
        spans = (*mention.agents, *mention.targets) if told == "contests" and mention.type else mention.agents
        told_of = [s for span in spans for s in (self.sides_at(span) or self._own_side(mention, span))]
        sides = list(dict.fromkeys([*codes, *told_of]))
        if not sides and mention.type is None:
            sides = self._subject_side(mention)
        denied = mention.modality is Modality.NEGATED or has_word(self.ledger.quote(mention.span), WORDS["negating"])
        if told == "contests":
            against = [o for s in sides if (o := self.opponent(camp(s), place)) and o not in {camp(x) for x in sides}]
            sides = against if denied and mention.type is None else [*sides, *against]
        return tuple(sorted(dict.fromkeys(sides)))

    def _own_side(self, mention: Mention, span: Span) -> tuple[str, ...]:
        """The speaker's side, where the words are "our forces" or "its troops"."""
        words = self.ledger.quote(span).casefold().split()
        attribution = self.ledger.attributions.get(mention.attribution or "")
        if not attribution or not attribution.speaker or words[0] not in WORDS["own"]:
            return ()
        return self.sides_at(attribution.speaker)

    def _subject_side(self, mention: Mention) -> list[str]:
        """The side of the first actor of a clause, before the figure: "It now controls a fifth of ..."."""
        end = min((f.span.start for f in mention.fillers), default=mention.span.end)
        first = [s for s in self._inside(mention.span, self._actors) if s.end <= end]
        return next(([*found] for s in first if (found := self.sides_at(s))), [])

    def opponent(self, side: str, place: Place) -> str | None:
        """Who stands against a camp in this story: the state the place lies in, else the only one there is."""
        hostile = sorted({b for a, b in self.hostile if a == side})
        home = self.states.get(place.country or "")
        if home in hostile:
            return home
        return hostile[0] if len(hostile) == 1 else None

    @cached_property
    def hostile(self) -> frozenset[tuple[str, str]]:
        """Pairs of camps that stand against one another."""
        return hostile_pairs(self.ledger)

    def sides_at(self, span: Span) -> tuple[str, ...]:
        """The warring sides of an actor mention; of "A and B" those of both, as far as they are mentions themselves."""
        own = self.side_at(span)
        if own:
            return (own,)
        inside = [s for s in self._inside(span, self._actors) if s != span]
        found = tuple(dict.fromkeys(s for i in inside if (s := self.side_at(i))))
        mention = self.ledger.actor_mentions.get(span)
        if found or mention is None or mention.side or mention.kind not in (ActorKind.GROUP, ActorKind.BODY):
            return found
        state = self.states.get(mention.country or "")
        return (state,) if state else ()

    @cached_property
    def states(self) -> dict[str, str]:
        """The side of each country that takes part, by its two-letter code."""
        rows = [(a.country, a.side) for a in self.ledger.account.actors if a.country and a.side]
        return {country: side for country, side in sorted(rows, reverse=True) if "-" not in side and len(side) == 3}

    def side_at(self, span: Span) -> str | None:
        """The warring side of an actor mention; None for civilians, media and bystanders."""
        side = side_of(self.ledger, span)
        if not side or side.partition("-")[0] in WORDS["quiet sides"] or side.endswith("-CIV"):
            return None
        return side

    def _inside(self, span: Span, spans: dict[str, list[Span]]) -> list[Span]:
        """The spans that lie within one, in text order."""
        told = spans.get(span.doc, [])
        first = bisect_left(told, Span(span.doc, span.start, span.start + 1))
        out = []
        for n in range(first, len(told)):
            one = told[n]
            if one.start >= span.end:
                break
            if span.covers(one):
                out.append(one)
        return out

    @cached_property
    def _actors(self) -> dict[str, list[Span]]:
        return {r.document.id: sorted(a.span for a in r.actors) for r in self.ledger.account.readings}

    @cached_property
    def _toponyms(self) -> dict[str, list[Span]]:
        return {r.document.id: sorted(t.span for t in r.toponyms) for r in self.ledger.account.readings}

    def voice(self, claim: Claim) -> str:
        """The camp that says it: of the speaker, else of the origin; "" for outlets and bystanders."""
        attribution: Attribution | None = self.ledger.attributions.get(claim.attribution or "")
        side = self.side_at(attribution.speaker) if attribution and attribution.speaker else None
        if side is None:
            origin = self.ledger.origin_of_claim.get(claim.id)
            side = origin.side if origin else None
        if not side or side.partition("-")[0] in WORDS["quiet sides"] or side == "WEST":
            return ""
        return camp(side)


def inmost(places: Sequence[Place]) -> list[Place]:
    """Without the countries and regions in which another of the places lies, and without the town of a site."""

    def holds(outer: Place) -> bool:
        return any(
            p.id != outer.id
            and ((outer.kind == "country" and p.country == outer.country) or (p.admin1 and p.admin1 == outer.id))
            for p in places
        )

    sites = [p for p in places if p.kind in SITES]
    return sites or [p for p in places if not holds(p)]
