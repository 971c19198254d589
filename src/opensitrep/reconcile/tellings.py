"""A mention with everything settled about it: what merging compares. One `Telling` a mention, one report each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from opensitrep import intervals, resources
from opensitrep.ledger import Ledger
from opensitrep.model import (
    Act,
    ActorKind,
    Currency,
    Interval,
    Mention,
    Modality,
    Place,
    PlaceRole,
    Span,
)
from opensitrep.reconcile.camps import camps_at
from opensitrep.reconcile.deeds import deed
from opensitrep.reconcile.stories import count_words

HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE)
OLD = 45  # days before publication from which a dated happening is background, where its report does not say


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention as merging sees it; `places` are where it happens, `office` what only a speaker's office gives."""

    id: str
    mention: Mention
    doc: str
    rank: int  # of the document: by publication, name, id
    type: str
    mode: str | None
    modality: Modality
    currency: Currency
    places: tuple[Place, ...]
    launch: tuple[Place, ...]
    office: tuple[Place, ...]
    when: Interval | None
    published: Interval | None
    agents: frozenset[str]
    targets: frozenset[str]
    agent_camps: frozenset[str]
    target_camps: frozenset[str]
    words: frozenset[str]
    claims: tuple[str, ...]
    denied: bool


@dataclass(frozen=True, slots=True)
class Category:
    """A category of plover.toml, as far as merging asks."""

    modes: tuple[str, ...] = ()
    quad: int = 0
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Categories:
    """plover.toml."""

    categories: dict[str, Category]


@cache
def spoken_types() -> frozenset[str]:
    """Categories whose words are the deed: where they are spoken tells little of which they are."""
    known = resources.load("plover.toml", Categories).categories
    return frozenset(name for name, category in known.items() if category.spoken)


def tell_all(ledger: Ledger) -> list[Telling]:
    """Every typed mention of the account as a telling, ordered by document rank and place in the text."""

    def key(doc: str) -> tuple[str, str, str]:
        published = ledger.published(doc)
        return (published.start or "9") if published else "9", ledger.readings[doc].document.name, doc

    rank = {doc: n for n, doc in enumerate(sorted(ledger.readings, key=key))}
    typed = [m for m in ledger.mentions.values() if m.type is not None]
    return [
        _telling(ledger, m, rank[m.span.doc]) for m in sorted(typed, key=lambda m: (rank[m.span.doc], m.span, m.id))
    ]


def _telling(ledger: Ledger, mention: Mention, rank: int) -> Telling:
    published = ledger.published(mention.span.doc)
    when = when_told(ledger, mention)
    claims = sorted(ledger.claims_of.get(mention.id, ()), key=lambda c: c.id)
    return Telling(
        id=mention.id,
        mention=mention,
        doc=mention.span.doc,
        rank=rank,
        type=mention.type or "",
        mode=mention.mode,
        modality=mention.modality,
        currency=_currency(mention, when, published),
        places=_places(ledger, [p.span for p in mention.places if p.role in HAPPENS]),
        launch=_places(ledger, [p.span for p in mention.places if p.role is PlaceRole.LAUNCH]),
        office=_office(ledger, mention),
        when=when,
        published=published,
        agents=_actors(ledger, mention.agents),
        targets=_actors(ledger, mention.targets),
        agent_camps=camps_at(ledger, mention.agents),
        target_camps=camps_at(ledger, mention.targets),
        words=frozenset(deed(w) for w in count_words([ledger.quote(mention.span)]) if not w.startswith("=")),
        claims=tuple(c.id for c in claims),
        denied=bool(claims) and all(c.act is Act.DENIES for c in claims),
    )


def when_told(ledger: Ledger, mention: Mention) -> Interval | None:
    """When the mention itself says it happened: the narrowest of its times; of the speaking where words are the deed."""
    found = [i for span in mention.times if (i := ledger.interval_of(span)) and intervals.known(i)]
    if not found and mention.type in spoken_types():
        said = ledger.attributions.get(mention.attribution or "")
        if said and said.said_at and (at := ledger.interval_of(said.said_at)) and intervals.known(at):
            found = [at]
    return min(found, key=_length) if found else None


def _length(interval: Interval) -> tuple[int, float, str]:
    """Closed before half open, short before long."""
    first, last = intervals.bounds(interval)
    if first is None or last is None:
        return 1, 0.0, interval.start or interval.end or ""
    return 0, (last - first).total_seconds(), interval.start or ""


def _currency(mention: Mention, when: Interval | None, published: Interval | None) -> Currency:
    if mention.currency is not None:
        return mention.currency
    _, last = intervals.bounds(when) if when else (None, None)
    at = intervals.bounds(published)[0] if published else None
    old = last is not None and at is not None and at - last > timedelta(days=OLD)
    return Currency.BACKGROUND if old else Currency.CURRENT


def _places(ledger: Ledger, spans: Sequence[Span]) -> tuple[Place, ...]:
    found = {p.id: p for s in spans if (p := ledger.place_at(s))}
    return tuple(found[i] for i in sorted(found))


def _office(ledger: Ledger, mention: Mention) -> tuple[Place, ...]:
    """The jurisdiction of the office that tells it: a region or town at most, never a country."""
    said = ledger.attributions.get(mention.attribution or "")
    speaker = ledger.actor_mentions.get(said.speaker) if said and said.speaker else None
    spans = [speaker.place] if speaker and speaker.place else []
    actor = ledger.actor_at(said.speaker) if said and said.speaker else None
    if actor and not spans:
        others = (ledger.actor_mentions.get(s) for s in actor.evidence)
        spans = [o.place for o in others if o and o.place][:1]
    return tuple(p for p in _places(ledger, spans) if p.kind != "country")


def _actors(ledger: Ledger, spans: Sequence[Span]) -> frozenset[str]:
    found = [a for s in spans if (a := ledger.actor_at(s)) and a.kind is not ActorKind.WEAPON]
    return frozenset(a.id for a in found)


def rarity(tellings: Sequence[Telling]) -> Counter[str]:
    """In how many tellings each word stands."""
    return Counter(word for telling in tellings for word in telling.words)
