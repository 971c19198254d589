"""An account in the neutral prediction form, so that systems can be compared row by row.

The form: places are points, speakers are names, everything points at characters of a file. It is a view of the
account, with nothing added: a value that the account leaves open is left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from opensitrep import build
from opensitrep.derive.book import Book
from opensitrep.derive.pieces import Quote, walk
from opensitrep.derive.sure import printed
from opensitrep.forms.plover import plover_code
from opensitrep.model import (
    Account,
    ActorKind,
    Attribution,
    Control,
    Currency,
    Event,
    Fact,
    Interval,
    Label,
    Located,
    Place,
    PlaceRole,
    Position,
    Quantity,
    Reading,
    Span,
    Status,
    TimeExpression,
    Toponym,
    Use,
    Value,
)
from opensitrep.page.brief import compose_brief
from opensitrep.page.desk import Desk
from opensitrep.run.ledger import Ledger

Row = dict[str, Any]
BODY = (Label.HEADLINE, Label.SUBHEAD, Label.PARAGRAPH)
GOLD = {  # what the gold calls a kind of ours; OTHER has no name there
    "ACCIDENT": "DISASTER",
    "EPIDEMIC": "DISASTER",
    "ELECTION": "POLITICS",
    "TRIAL": "POLITICS",
    "MOVE": "RETREAT",
    "CRIME": "COERCE",  # breaches and thefts of the gold stand there
    "RESCUE": "RESCUE",
}
BROKEN = (Label.REPAIR, Label.GLITCH, Label.FOREIGN)
HELD = {
    "held": "controlled",
    "conceded": "controlled",
    "claimed": "controlled",
    "contested": "contested",
    "partly": "partly",
}
OLDER = {  # what the gold of the form, made before these kinds had names of their own, calls them
    "ACCIDENT": "DISASTER", "EPIDEMIC": "DISASTER", "ELECTION": "POLITICS", "TRIAL": "POLITICS", "MOVE": "RETREAT",
}  # fmt: skip
SLOTS = {"affected": "targets_hit"}  # names of the form, older than ours
UNMAPPED = (Status.BACKGROUND, Status.HYPOTHETICAL, Status.DENIED)
HAPPENS_AT = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.LAUNCH, PlaceRole.TAKEOFF)


def tables(folder: Path) -> dict[str, list[Row]]:
    """Run the product over a folder of reports and give its account as the tables of the form."""
    return View(build([folder])).tables()


def write(rows: dict[str, list[Row]], folder: Path) -> None:
    """One JSON Lines file a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in rows.items():
        lines = "".join(json.dumps(said(row), ensure_ascii=False) + "\n" for row in table)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def said(row: Row) -> Row:
    """The row without what is not said."""
    return {k: v for k, v in row.items() if v is not None}


class View:
    """The tables of one account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.ledger = Ledger(account)
        counts = {c.number: c for c in self.ledger.counts.values()}
        self.event_of_figure = {
            q.span: event
            for q in self.ledger.quantities.values()
            if (count := counts.get(q.number)) and (event := self.ledger.event_of_incident.get(count.incident or ""))
        }
        self.book = Book(account)
        self.printed = {e.id for s in account.stories for e in printed(self.book, s.id)}
        copies = (self.ledger.text_of(r.document.id, "copy") for r in account.readings)
        self.copied = {original for original in copies if original}
        self.mapped = {span for event in account.events for span in self._map_points(event)}

    def tables(self) -> dict[str, list[Row]]:
        """The eight tables of the form, and those that only accounts are asked for."""
        readings = self.account.readings
        return {
            "documents": [self.document(r) for r in readings],
            "places": [self.toponym(t) for r in readings for t in r.toponyms],
            "times": [self.time(t) for r in readings for t in r.times],
            "quantities": [self.quantity(q) for r in readings for q in r.quantities],
            "statements": [self.statement(a) for r in readings for a in r.attributions],
            "events": [self.event(e) for e in self.account.events],
            "facts": [self.fact(f) for f in self.account.facts],
            "control": [self.control(c) for c in self.account.control],
            "positions": [self.position(p) for p in self.account.positions if p.shown],
            "brief": self.brief(),
        }

    # ------------------------------------------------ marks

    def where(self, span: Span) -> Row:
        return {"file": self.ledger.readings[span.doc].document.name, "start": span.start, "end": span.end}

    def document(self, reading: Reading) -> Row:
        doc = reading.document.id
        published = self.ledger.published(doc)
        story = next((s.id for s in self.account.stories if doc in s.documents), None)
        blocks = [m for m in reading.marks if m.label in BODY]
        furniture = [m for m in reading.marks if m.label not in BODY and m.label in (*_FURNITURE,)]
        return {
            "file": reading.document.name,
            "published": published.start[:10] if published and published.start else None,
            "boilerplate": [[m.span.start, m.span.end] for m in furniture] if blocks or furniture else [],
            "glitches": [
                {"start": m.span.start, "end": m.span.end, "text": m.reading}
                for m in reading.marks
                if m.label in BROKEN
            ],
            "story": story,
            "copy_group": self.ledger.text_of(doc, "copy") or (doc if doc in self.copied else None),
        }

    def place(self, place: Place | None) -> Row:
        if place is None:
            return {"lat": None}
        return {"lat": place.lat, "lon": place.lon, "feature": place.kind, "country": place.country}

    def toponym(self, toponym: Toponym) -> Row:
        return {
            **self.where(toponym.span),
            **said(self.place(self.ledger.place_at(toponym.span))),
            "use": toponym.use.value,
            "map": toponym.span in self.mapped,
        }

    def _map_points(self, event: Event) -> set[Span]:
        """Toponyms that put an event on the map: literal, in a role where something happens, not only inferred."""
        if event.status in UNMAPPED:
            return set()
        own = {p.place for p in event.places if not p.inferred}
        out = set()
        for mention in event.mentions:
            for placed in self.ledger.mentions[mention].places:
                toponym, place = self.ledger.toponyms.get(placed.span), self.ledger.place_at(placed.span)
                literal = toponym is not None and toponym.use is Use.LITERAL
                if literal and place and place.id in own and placed.role in HAPPENS_AT and place.lat is not None:
                    out.add(placed.span)
        return out

    def time(self, time: TimeExpression) -> Row:
        settled = self.ledger.interval_of(time.span)
        implied = self.ledger.interval_of(time.span, "implies")
        value = settled.value if settled and settled.value else time.value
        return {
            **self.where(time.span),
            **(ends(settled) if settled else {}),
            "value": value,
            "implies": implied.start if implied else None,
        }

    def quantity(self, quantity: Quantity) -> Row:
        return {
            **self.where(quantity.span),
            "low": quantity.low,
            "high": quantity.high,
            "unit": quantity.unit,
            "event": self.event_of_figure.get(quantity.number),
        }

    def name(self, span: Span) -> str | None:
        """The canonical name of an actor mention; a pronoun nobody resolved has none."""
        actor, mention = self.ledger.actor_at(span), self.ledger.actor_mentions.get(span)
        if actor:
            return actor.name
        return mention.name if mention and mention.kind is not ActorKind.PRONOUN else None

    def statement(self, attribution: Attribution) -> Row:
        spans = sorted(attribution.content)
        whole = Span(spans[0].doc, spans[0].start, max(s.end for s in spans))
        actor = self.ledger.speaker(attribution)
        mention = self.ledger.actor_mentions.get(attribution.speaker) if attribution.speaker else None
        outlet = self.ledger.text_of(whole.doc, "outlet") or "outlet"
        cue, source = min(attribution.cue, default=None), min(attribution.source, default=None)
        return {
            **self.where(whole),
            "cue": [cue.start, cue.end] if cue else None,
            "source": [source.start, source.end] if source else None,
            "speaker": self.name(attribution.speaker) if attribution.speaker else None,
            "organisation": actor.organisation if actor else mention.organisation if mention else None,
            "side": actor.side if actor else mention.side if mention else None,
            "form": attribution.form.value,
            "channel": attribution.channel.value,
            "hedges": [h.value for h in attribution.hedges],
            "chain": [outlet, *(name for v in attribution.voices if (name := self.name(v)))],
        }

    # ------------------------------------------------ account

    def party(self, actor: str) -> Row:
        found = self.ledger.actors[actor]
        return {"name": found.name, "side": found.side}

    def event_places(self, places: tuple[Located, ...]) -> list[Row]:
        kept = [p for p in places if p.role not in (PlaceRole.DIRECTION, PlaceRole.REFERENCE, PlaceRole.TAKEOFF)]
        at = [p for p in kept if p.role is not PlaceRole.LAUNCH] or kept
        return [self.place(self.ledger.places[p.place]) for p in at if p.place in self.ledger.places]

    def event(self, event: Event) -> Row:
        kind, mode = plover_code(event)
        return {
            "id": event.id,
            "mentions": [self.where(self.ledger.mentions[m].span) for m in event.mentions],
            "type": GOLD.get(event.type or "", kind or event.type),
            "mode": mode if kind else event.mode,
            "agents": [self.party(a) for a in event.agents],
            "targets": [self.party(a) for a in event.targets],
            "places": self.event_places(event.places),
            **(ends(event.when) if event.when else {}),
            "status": event.status.value,
            "currency": event.currency.value,
            "parent": event.parent,
            "shown": event.shown and (event.currency is not Currency.CURRENT or event.id in self.printed),
        }

    def value(self, value: Value) -> Row:
        return {
            "low": value.low,
            "high": value.high,
            "unit": value.unit,
            "text": value.text or value.code,
            "evidence": [self.where(s) for s in value.evidence],
        }

    def answer(self, value: Value | None) -> Row | None:
        if value is None:
            return None
        if value.interval is not None:
            return said({**ends(value.interval), "value": value.interval.value})
        if value.places:
            return {"places": [self.place(self.ledger.places.get(p)) for p in value.places]}
        if value.code is not None:
            return {"code": value.code}
        if value.low is not None or value.high is not None:
            return {"low": value.low, "high": value.high}
        return {"text": value.text}

    def fact(self, fact: Fact) -> Row:
        return {
            "id": fact.id,
            "event": fact.event,
            "place": self.place(self.ledger.places.get(fact.place)) if fact.place else None,
            "slot": SLOTS.get(fact.slot.value, fact.slot.value),
            "values": [said(self.value(v)) for v in fact.values],
            "verdict": fact.verdict.value,
            "answer": self.answer(fact.answer),
            "n_independent_origins": fact.origins.lower,
            "relations": [[r.left, r.right, r.kind] for r in fact.relations],
        }

    def position(self, position: Position) -> Row:
        return {
            "id": position.id,
            "story": position.story,
            "event": position.event,
            "about": position.about.value,
            "sides": [
                {
                    "name": self.ledger.origins[side.origin].name,
                    "stance": side.act.value,
                    "evidence": [self.where(s) for s in side.evidence],
                }
                for side in position.sides
            ],
            "verdict": position.verdict.value,
        }

    def brief(self) -> list[Row]:
        """One row a line of the brief of each story, the words it quotes as evidence."""
        return [
            {"story": story.id, "rank": rank, "evidence": [self.where(span) for span in quoted(sentence)]}
            for story in self.account.stories
            for rank, sentence in enumerate(compose_brief(Desk(self.book, story.id, "")).lines, 1)
        ]

    def control(self, control: Control) -> Row:
        start, end = control.when.start, control.when.end
        as_of = start if start == end else f"{start or '..'}/{end or '..'}"
        return {
            "place": self.place(self.ledger.places.get(control.place)),
            "controller": list(control.holder),
            "status": HELD[control.status],
            "as_of": as_of,
            "evidence": [self.where(s) for s in control.evidence],
        }


_FURNITURE = (
    Label.CAPTION, Label.CREDIT, Label.BYLINE, Label.DATE_LINE, Label.URL_LINE, Label.NOTICE, Label.BOILERPLATE,
)  # fmt: skip


def quoted(thing: object) -> list[Span]:
    """The words of reports in a part of the page, sorted."""
    return sorted({piece.span for piece in walk(thing) if isinstance(piece, Quote)})


def ends(interval: Interval) -> Row:
    """Both ends; a duration has none."""
    return {"from": interval.start, "to": interval.end}
