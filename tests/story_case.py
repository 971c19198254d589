"""Builds the account of a story by hand, so that the rooms right of the bar are tested without those left of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from opensitrep.model import (
    Account,
    Act,
    Actor,
    ActorKind,
    ActorMention,
    Attribution,
    Channel,
    Claim,
    Count,
    Currency,
    Filler,
    Hedge,
    Interval,
    Label,
    Mark,
    Mention,
    Modality,
    Place,
    Placed,
    PlaceRole,
    Quantity,
    Reading,
    Resolution,
    Slot,
    Span,
    Story,
    TimeExpression,
    TimeType,
    Toponym,
    Use,
)
from opensitrep.model import Anchor as TimeAnchor
from opensitrep.read import make_document
from tests.alone import stand_alone


class StoryCase:
    """A story under construction: reports first, then who says what of which happening, by the words of the reports."""

    def __init__(self, places: tuple[Place, ...] = (), actors: tuple[Actor, ...] = ()) -> None:
        self.readings: dict[str, Reading] = {}
        self.places = {p.id: p for p in places}
        self.actors = {a.id: a for a in actors}
        self.resolutions: list[Resolution] = []

    def report(self, name: str, text: str, *, day: str = "2024-03-05", outlet: str | None = None) -> str:
        """Add a report of one paragraph; gives its document id."""
        document = make_document(name=name, text=text, outlet=outlet)
        mark = Mark(Label.PARAGRAPH, Span(document.id, 0, len(text)))
        self.readings[document.id] = Reading(document, (mark,))
        self.resolutions.append(Resolution(document.id, "published", Interval(day, day), "test"))
        return document.id

    def span(self, doc: str, words: str) -> Span:
        """The first run of these words."""
        start = self.readings[doc].document.text.index(words)
        return Span(doc, start, start + len(words))

    def place(self, doc: str, words: str, place: str) -> Span:
        """A toponym settled on a place."""
        span = self.span(doc, words)
        self._add(doc, toponyms=(Toponym(span, Use.LITERAL, None),))
        self.resolutions.append(Resolution(span, "place", place, "test"))
        return span

    def actor(self, doc: str, words: str, actor: str) -> Span:
        """An actor mention settled on an actor."""
        span, known = self.span(doc, words), self.actors[actor]
        self._add(doc, actors=(ActorMention(span, known.kind, known.name, role=known.role, side=known.side),))
        self.resolutions.append(Resolution(span, "actor", actor, "test"))
        return span

    def time(self, doc: str, words: str, start: str, end: str | None = None) -> Span:
        """A time expression settled on an interval."""
        span = self.span(doc, words)
        self._add(doc, times=(TimeExpression(span, TimeType.DATE, start, TimeAnchor.SELF, "test"),))
        self.resolutions.append(Resolution(span, "time", Interval(start, end or start), "test"))
        return span

    def figure(self, doc: str, words: str, low: float, high: float, unit: str) -> Span:
        """A quantity."""
        span = self.span(doc, words)
        self._add(doc, quantities=(Quantity(span, span, low, high, unit),))
        return span

    def statement(
        self,
        doc: str,
        content: str,
        source: str,
        actor: str | None,
        *,
        channel: Channel = Channel.UNSPECIFIED,
        act: Act = Act.ASSERTS,
        hedges: tuple[Hedge, ...] = (),
    ) -> str:
        """An attribution; gives its id. The speaker is settled unless `actor` is None."""
        span = self.span(doc, content)
        said = self.actor(doc, source, actor) if actor else None
        made = f"{doc}:a:{span.start}-{span.end}"
        row = Attribution(made, (span,), (), (self.span(doc, source),), said, channel=channel, act=act, hedges=hedges)
        self._add(doc, attributions=(row,))
        return made

    def tell(
        self,
        doc: str,
        words: str,
        kind: str,
        mode: str | None = None,
        *,
        said: str | None = None,
        at: tuple[Span, ...] = (),
        role: PlaceRole = PlaceRole.TARGET,
        by: tuple[Span, ...] = (),
        to: tuple[Span, ...] = (),
        on: tuple[Span, ...] = (),
        figures: tuple[tuple[Slot, Span], ...] = (),
        modality: Modality = Modality.ACTUAL,
        currency: Currency | None = Currency.CURRENT,
        refers: str | None = None,
        part_of: str | None = None,
    ) -> str:
        """A mention with its claim; gives the id of the mention."""
        span = self.span(doc, words)
        made = f"{doc}:m:{span.start}-{span.end}:{kind}"
        mention = Mention(
            made, span, span, kind, mode, modality, currency, by, to, tuple(Placed(p, role) for p in at), on,
            tuple(Filler(slot, figure) for slot, figure in figures), said, refers, part_of,
        )  # fmt: skip
        acts = {a.id: a.act for a in self.readings[doc].attributions}
        claim = Claim(made.replace(":m:", ":c:"), made, said, acts.get(said or "", Act.ASSERTS))
        self._add(doc, mentions=(mention,), claims=(claim,))
        return made

    def count(
        self, doc: str, words: str, fate: str, of: str, *, said: str | None = None, stance: str = "asserts",
        part_of: str | None = None, population: str | None = None,
    ) -> str:  # fmt: skip
        """A figure that counts for a mention, with its claim; gives the id of the count."""
        number = self.span(doc, words)
        digits = float("".join(c for c in words if c.isdigit()))
        known = {q.number for q in self.readings[doc].quantities}
        if number not in known:
            high = None if words.startswith("at least") else digits
            self._add(doc, quantities=(Quantity(number, number, digits, high, "person"),))
        counted = self.span(doc, population) if population else None
        made = f"{doc}:n:{number.start}-{number.end}:{fate}"
        count = Count(made, number, fate, counted, None, of, part_of, attribution=said, stance=stance)
        acts = {a.id: a.act for a in self.readings[doc].attributions}
        claim = Claim(made.replace(":n:", ":c:"), made, said, acts.get(said or "", Act.ASSERTS))
        self._add(doc, counts=(count,), claims=(claim,))
        return made

    def account(self, *steps: Callable[[Account], Account]) -> Account:
        """The account after some steps."""
        readings = tuple(stand_alone(r) for r in self.readings.values())  # claims of counts are not made here
        story = Story("s1", "test", tuple(self.readings))
        out = Account(
            readings=readings,
            places=tuple(self.places.values()),
            actors=tuple(self.actors.values()),
            stories=(story,),
            resolutions=tuple(self.resolutions),
        )
        for step in steps:
            out = step(out)
        return out

    def _add(self, doc: str, **rows: tuple[object, ...]) -> None:
        reading = self.readings[doc]
        self.readings[doc] = replace(reading, **{k: (*getattr(reading, k), *v) for k, v in rows.items()})  # type: ignore[arg-type]


def town(name: str, lat: float, lon: float, *, country: str = "XA", admin1: str | None = None) -> Place:
    """A town whose id is its name."""
    return Place(name, name, "town", lat, lon, country, admin1)


def country(name: str, code: str = "XA") -> Place:
    """A country whose id is its name."""
    return Place(name, name, "country", 10.0, 10.0, code)


def person(name: str, *, side: str | None = None, role: str | None = None, organisation: str | None = None) -> Actor:
    """A person whose id is the name."""
    return Actor(name, name, ActorKind.PERSON, (name,), role, organisation, side=side)


def body(name: str, *, side: str | None = None, kind: ActorKind = ActorKind.BODY) -> Actor:
    """A body, state or group whose id is its name."""
    return Actor(name, name, kind, (name,), side=side)
