"""An account as the demands ask for it, by its nouns alone: names, days, words, points, told numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchmarks.field.run import day_range, kilometres
from opensitrep.model import Account, Act, Currency, Event, Mention, Place, PlaceRole, Slot, Span, Status

PRINTED = (Status.HAPPENED, Status.REPORTED, Status.CLAIMED)
HAPPENS_AT = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT, PlaceRole.LAUNCH, PlaceRole.TAKEOFF)
AREAS = ("country", "admin1", "admin2", "admin3", "region", "sea", "river", "organisation")  # drawn, never a pin
GONE = ("superseded", "corrected", "withdrawn")
PEOPLE = frozenset({
    "killed", "injured", "missing", "displaced", "captured", "released", "rescued", "evacuated", "infected", "arrested",
    "sentenced", "homeless", "affected", "present", "deployed", "hospitalized", "casualties",
})  # fmt: skip
FATE_OF = {  # fates of slots that have another name
    Slot.CAPTURED: "captured",
    Slot.PEOPLE_PRESENT: "present",
    Slot.MUNITIONS_FIRED: "fired",
    Slot.TARGETS_HIT: "damaged",
}


def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def begins(words: Iterable[str], texts: Iterable[str | None]) -> bool:
    """Whether one of the words stands in a text at the beginning of a word; one in capitals alone as a whole word."""
    joined = "\n".join(fold(t) for t in texts if t)
    return any(re.search(rf"(?<!\w){re.escape(fold(w))}" + r"(?!\w)" * w.isupper(), joined) for w in words)


@dataclass(frozen=True, slots=True)
class Told:
    """A number as the account tells it."""

    event: str | None
    fate: str
    low: float | None
    high: float | None
    latest: bool
    state: str
    whole: bool  # of everybody, of the happening itself
    shown: bool
    verdict: str
    origins: tuple[str, ...]

    def is_number(self, number: float) -> bool:
        """Whether it is the number: an end of its range (and not only the other end of a wide one), or near it."""
        ends = [e for e in (self.low, self.high) if e is not None]
        near = any(abs(e - number) <= 0.005 * number for e in ends)  # "more than 220" may begin at 221
        if len(ends) < 2:
            return near
        low, high = ends
        return (near or low <= number <= high) and high - low <= 0.2 * number


class Look:
    """One account with what demands ask of it."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.places = {p.id: p for p in account.places}
        self.actors = {a.id: a for a in account.actors}
        self.events = {e.id: e for e in account.events}
        self.texts = {r.document.id: r.document.text for r in account.readings}
        self.mentions = {m.id: m for r in account.readings for m in r.mentions}

    # ------------------------------------------------ events

    def standings(self, event: Event) -> set[str]:
        """What the event stands as; see `Asked`."""
        out = set()
        if event.currency is Currency.BACKGROUND or event.status is Status.BACKGROUND:
            out.add("background")
        elif event.status in PRINTED:
            out.add("printed" if getattr(event, "shown", True) else "folded")
        else:
            out.add(event.status.value)
        denied = any(
            p.event == event.id and p.about == "happened" and any(s.act is Act.DENIES for s in p.sides)
            for p in getattr(self.account, "positions", ())
        )
        return out | ({"denied"} if denied else set())

    @cached_property
    def printed(self) -> list[Event]:
        """The events on cards, as happened."""
        return [e for e in self.account.events if "printed" in self.standings(e)]

    def tellings(self, event: Event) -> list[Mention]:
        """The mentions of an event, those of its parts with them."""
        parts = [e for e in self.account.events if event.id in (e.id, e.parent)]
        return [self.mentions[m] for e in parts for m in e.mentions if m in self.mentions]

    def quote(self, span: Span) -> str:
        """The words of a span."""
        return self.texts[span.doc][span.start : span.end]

    def clauses(self, event: Event) -> list[str]:
        """The clauses that tell it."""
        return [self.quote(self.mentions[m].span) for m in event.mentions if m in self.mentions]

    def triggers(self, event: Event) -> list[str]:
        """The words it is told by."""
        return [self.quote(self.mentions[m].trigger) for m in event.mentions if m in self.mentions]

    def doers(self, event: Event) -> list[str | None]:
        """Names of those who did it."""
        found = [self.actors[a] for a in event.agents if a in self.actors]
        return [n for a in found for n in (a.name, *a.names, a.organisation)]

    def starts(self, event: Event, days: str) -> bool:
        """Whether it begins within these days."""
        first, last = day_range(days) or (None, None)
        begin = day_range(event.when.start if event.when else None)
        return bool(begin and begin[0] and first and last and first <= begin[0] <= last)

    def within(self, event: Event, days: str) -> bool:
        """Whether it lies within these days, the night after the last with them; one end may be open."""
        first, last = day_range(days) or (None, None)
        if event.when is None or first is None or last is None:
            return False
        start, end = event.when.start, event.when.end
        ends = day_range(end)
        if start is not None and not self.starts(event, days):
            return False
        if ends is None or ends[1] is None:
            return start is not None
        night = 1 if end and "T" in end else 0
        return first <= ends[1] and (ends[1] - last).days <= night

    def located(self, event: Event) -> list[Place]:
        """Where it happened."""
        at = [p.place for p in event.places if p.role in HAPPENS_AT]
        return [self.places[p] for p in at if p in self.places]

    def points(self) -> list[tuple[Event, Place]]:
        """The points of printed events."""
        found = [(e, p) for e in self.printed for p in self.located(e)]
        return [(e, p) for e, p in found if p.lat is not None and p.kind not in AREAS]

    # ------------------------------------------------ numbers

    @cached_property
    def told(self) -> list[Told]:
        """Every number: of series, where the account has them, else of facts."""
        rows: Sequence[Any] | None = getattr(self.account, "series", None)
        return self._of_facts() if rows is None else [t for row in rows for t in self._of_series(row)]

    def _of_series(self, row: Any) -> list[Told]:
        whole = row.population is None and row.window is None and row.part_of is None
        return [
            Told(
                row.event, row.fate, v.low, v.high, i in row.latest, str(v.state), whole, row.shown, str(row.verdict),
                v.origins,
            )
            for i, v in enumerate(row.values)
        ]  # fmt: skip

    def _of_facts(self) -> list[Told]:
        out = []
        for fact in self.account.facts:
            gone = {r.left for r in fact.relations if r.kind == "superseded"}
            for i, v in enumerate(fact.values):
                if v.low is not None or v.high is not None:
                    fate = FATE_OF.get(fact.slot, fact.slot.value)
                    state = "superseded" if i in gone else "stands"
                    out.append(
                        Told(
                            fact.event, fate, v.low, v.high, i not in gone, state, v.scope is None, True,
                            fact.verdict.value, v.origins,
                        )
                    )  # fmt: skip
        return out

    @cached_property
    def unplaced(self) -> list[Told]:
        """The numbers that belong to no event."""
        ids = set(getattr(self.account, "unplaced", ()))
        read = {q.number: q for r in self.account.readings for q in r.quantities}
        return [
            Told(None, c.fate, q.low, q.high, False, "unplaced", False, True, "", ())
            for r in self.account.readings
            for c in r.counts
            if c.id in ids and (q := read.get(c.number))
        ]

    def independent(self, origins: Sequence[str]) -> int:
        """How many of these origins are not related."""
        related: dict[str, set[str]] = defaultdict(set)
        for origin in self.account.origins:
            for other in origin.related:
                related[origin.id].add(other)
                related[other].add(origin.id)
        left, count = set(origins), 0
        while left:
            count, todo, seen = count + 1, [left.pop()], set()
            while todo:
                one = todo.pop()
                seen.add(one)
                todo += related[one] - seen
            left -= seen
        return count


def at_one_of(place: Place, wanted: Iterable[str]) -> bool:
    """Whether it is one of the places asked for: by name, near a point, or of a country."""
    for one in wanted:
        if re.match(r"-?\d", one):
            lat, lon, reach = map(float, one.split())
            known = place.lat is not None and place.lon is not None
            if known and kilometres((lat, lon), (place.lat or 0.0, place.lon or 0.0)) <= reach:
                return True
        elif re.fullmatch("[A-Z]{2}", one):
            if place.country == one:
                return True
        elif begins([one], [place.name, place.canonical]):
            return True
    return False
