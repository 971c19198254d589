"""Hand-made accounts for the tests right of the bar: reports, statements and events without any extractor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from opensitrep.model import (
    Account,
    Act,
    Actor,
    ActorKind,
    ActorMention,
    Attribution,
    Claim,
    Currency,
    Document,
    Event,
    Filler,
    Interval,
    Located,
    Mention,
    Modality,
    Origin,
    Place,
    Placed,
    PlaceRole,
    Quantity,
    Reading,
    Resolution,
    Slot,
    Span,
    Status,
    Story,
    TimeExpression,
    TimeType,
    Toponym,
    Use,
)
from opensitrep.model import Anchor as Counted

PLACES = (
    Place("aa", "Arland", "country", 10.0, 10.0, "AA"),
    Place("bb", "Borland", "country", 20.0, 10.0, "BB"),
    Place("aa-north", "North Province", "admin1", 11.0, 10.0, "AA"),
    Place("lorn", "Lorn", "town", 11.1, 10.1, "AA", "aa-north"),
    Place("tarn", "Tarn", "town", 9.1, 10.1, "AA"),
    Place("gulf", "Long Gulf", "sea", 5.0, 10.0, None),
)


@dataclass
class Scene:
    """Collects reports; `tell` adds one clause said by a speaker, `event` joins clauses, `account` gives the whole."""

    readings: dict[str, Reading] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    resolutions: list[Resolution] = field(default_factory=list)
    origins: dict[str, list[str]] = field(default_factory=dict)
    sides: dict[str, str] = field(default_factory=dict)

    def tell(
        self,
        clause: str,
        *,
        doc: str = "one",
        speaker: str | None = None,
        day: str = "2030-03-02",
        act: Act = Act.ASSERTS,
        kind: tuple[str, str | None] | None = ("ASSAULT", "aerial"),
        figures: Sequence[tuple[Slot, str, float | None, float | None, str]] = (),
        fillers: Sequence[tuple[Slot, str, str | None]] = (),
        places: Sequence[tuple[str, str, PlaceRole]] = (),
        times: Sequence[tuple[str, Interval]] = (),
        agents: Sequence[str] = (),
        modality: Modality = Modality.ACTUAL,
        trigger: str | None = None,
    ) -> str:
        """Add a clause to a report and give back the id of its mention."""
        reading = self.readings.get(doc) or Reading(Document(doc, doc, f"{doc}.txt", ""))
        start = len(reading.document.text)
        text = f"{reading.document.text}{clause}\n"

        def at(words: str) -> Span:
            return Span(doc, text.index(words, start), text.index(words, start) + len(words))

        whole = Span(doc, start, start + len(clause))
        mention_id = f"{doc}:m:{whole.start}-{whole.end}:{kind[0] if kind else 'state'}"
        attribution = Attribution(f"{doc}:a:{whole.start}-{whole.end}", (whole,), (), (), None) if speaker else None
        actors = [ActorMention(at(a), ActorKind.GROUP, a, side=self.sides.get(a)) for a in agents]
        quantities = [Quantity(at(q), at(q), low, high, unit) for _, q, low, high, unit in figures]
        told = [Filler(slot, at(q)) for slot, q, *_ in figures] + [Filler(s, at(w), code) for s, w, code in fillers]
        mention = Mention(
            mention_id,
            whole,
            at(trigger) if trigger else whole,
            kind[0] if kind else None,
            kind[1] if kind else None,
            modality,
            agents=tuple(a.span for a in actors),
            places=tuple(Placed(at(w), role) for w, _, role in places),
            times=tuple(at(w) for w, _ in times),
            fillers=tuple(told),
            attribution=attribution.id if attribution else None,
        )
        claim = Claim(mention_id.replace(":m:", ":c:"), mention_id, attribution.id if attribution else None, act)
        self.readings[doc] = replace(
            reading,
            document=replace(reading.document, text=text),
            quantities=(*reading.quantities, *quantities),
            toponyms=(*reading.toponyms, *(Toponym(at(w), Use.LITERAL, role) for w, _, role in places)),
            times=(
                *reading.times,
                *(TimeExpression(at(w), TimeType.DATE, None, Counted.SELF, "test") for w, _ in times),
            ),
            actors=(*reading.actors, *actors),
            attributions=(*reading.attributions, *((attribution,) if attribution else ())),
            mentions=(*reading.mentions, mention),
            claims=(*reading.claims, claim),
        )
        self.resolutions += [Resolution(at(w), "place", place, "test") for w, place, _ in places]
        self.resolutions += [Resolution(at(w), "time", when, "test") for w, when in times]
        if not any(r.subject == doc for r in self.resolutions):
            self.resolutions.append(Resolution(doc, "published", Interval(day, day), "test"))
        self.origins.setdefault(speaker or f"outlet {doc}", []).append(claim.id)
        return mention_id

    def event(self, name: str, *mentions: str, **known: object) -> str:
        """Join mentions to an event; its id is its name."""
        first = next(m for r in self.readings.values() for m in r.mentions if m.id == mentions[0])
        claims = tuple(m.replace(":m:", ":c:") for m in mentions)
        made = Event(
            name,
            "story",
            first.type,
            first.mode,
            Status.REPORTED,
            Currency.CURRENT,
            Interval("2030-03-02", "2030-03-02"),
            mentions=mentions,
            claims=claims,
        )
        self.events[name] = replace(made, **known)  # type: ignore[arg-type]
        return name

    def account(self, *, backwards: bool = False) -> Account:
        """The account as the step before facts leaves it."""
        readings = sorted(self.readings.values(), key=lambda r: r.document.name, reverse=backwards)
        origins = [
            Origin(n, "outlet" if n.startswith("outlet") else "speaker", n, tuple(c), side=self.sides.get(n))
            for n, c in sorted(self.origins.items())
        ]
        return Account(
            readings=tuple(readings),
            places=PLACES,
            actors=tuple(Actor(n, n, ActorKind.GROUP, side=s) for n, s in sorted(self.sides.items())),
            stories=(Story("story", "A story", tuple(sorted(self.readings))),),
            origins=tuple(origins),
            events=tuple(self.events[e] for e in sorted(self.events)),
            resolutions=tuple(self.resolutions),
        )


def located(place: str, role: PlaceRole = PlaceRole.TARGET) -> tuple[Located, ...]:
    """The places of an event that has one."""
    return (Located(place, role),)
