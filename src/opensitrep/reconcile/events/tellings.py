"""A mention with everything settled about it: what merging compares. One `Telling` a mention, one report each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from opensitrep.model import Act, Actor, ActorKind, Currency, Interval, Mention, Modality, Place, PlaceRole, Span
from opensitrep.reconcile.camps import camps_at
from opensitrep.reconcile.events.deeds import deed
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.stems import count_words
from opensitrep.text.words import Lists, load

WORDS = Lists("merging", "codes")
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
    line: str  # what is done, more closely than the mode: "intercept" is no strike
    figures: tuple[tuple[str, float, float], ...]  # slot, low, high of closed figures
    persons: frozenset[str]  # agents and targets that are persons
    single: bool  # every agent is one person or body, not a state or a group
    voices: frozenset[str]  # origins of its attributed claims
    bare: bool  # names nobody, no place and no figure: says nothing by itself
    claims: tuple[str, ...]
    denied: bool


@dataclass(frozen=True, slots=True)
class Category:
    """A category of plover.toml, as far as merging asks."""

    spoken: bool = False


@cache
def spoken_types() -> frozenset[str]:
    """Categories whose words are the deed: where they are spoken tells little of which they are."""
    known = load("codes/plover.toml", dict[str, dict[str, Category]])["categories"]
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
    agents = mention.agents or _spoken_by(ledger, mention)
    places = most_exact(_places(ledger, [p.span for p in mention.places if p.role in HAPPENS]))
    return Telling(
        id=mention.id,
        mention=mention,
        doc=mention.span.doc,
        rank=rank,
        type=mention.type or "",
        mode=mention.mode,
        modality=_modality(mention, when, published),
        currency=_currency(mention, when, published),
        places=places,
        launch=_places(ledger, [p.span for p in mention.places if p.role is PlaceRole.LAUNCH]),
        office=_office(ledger, mention),
        when=when,
        published=published,
        agents=_actors(ledger, agents),
        targets=_actors(ledger, mention.targets),
        agent_camps=camps_at(ledger, agents),
        target_camps=camps_at(ledger, mention.targets),
        words=_words(ledger, mention),
        line=_line(ledger, mention),
        figures=_figures(ledger, mention),
        persons=frozenset(a.id for a in _known(ledger, (*agents, *mention.targets)) if a.kind is ActorKind.PERSON),
        single=all(a.kind in (ActorKind.PERSON, ActorKind.BODY) for a in _known(ledger, agents)),
        voices=frozenset(o.id for c in claims if c.attribution and (o := ledger.origin_of_claim.get(c.id))),
        bare=not (agents or mention.targets or mention.fillers or mention.places),
        claims=tuple(c.id for c in claims),
        denied=bool(claims) and all(c.act is Act.DENIES for c in claims),
    )


def when_told(ledger: Ledger, mention: Mention) -> Interval | None:
    """When the mention says it happened: the narrowest of its times; of the speaking where words are the deed."""
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


def _spoken_by(ledger: Ledger, mention: Mention) -> tuple[Span, ...]:
    """Whoever says it, where the words are the deed and the clause names nobody."""
    said = ledger.attributions.get(mention.attribution or "")
    return (said.speaker,) if said and said.speaker and mention.type in spoken_types() else ()


def _words(ledger: Ledger, mention: Mention) -> frozenset[str]:
    """The words of the clause by the deed they name, without names, which are compared as actors and places."""
    found = count_words([ledger.quote(mention.span)])
    return frozenset(deed(w) for w in found if not w.startswith("=") and f"={w}" not in found)


def _line(ledger: Ledger, mention: Mention) -> str:
    """Interceptions are told beside the strikes they meet, in the same category; all else goes by its mode."""
    trigger = {deed(w) for w in count_words([ledger.quote(mention.trigger).lower()])}
    return "intercept" if "intercept" in trigger else ""


def _modality(mention: Mention, when: Interval | None, published: Interval | None) -> Modality:
    """As read; what is dated after the report that tells it is still to come."""
    if mention.modality is not Modality.ACTUAL or when is None or published is None:
        return mention.modality
    first, last = intervals.on_the_clock(when)[0], intervals.on_the_clock(published)[1]
    return Modality.PLANNED if first and last and first >= last else mention.modality


def _currency(mention: Mention, when: Interval | None, published: Interval | None) -> Currency:
    """As read, but a plan is of the present, and what is dated long before the report is not."""
    if mention.modality is Modality.PLANNED:
        return Currency.CURRENT
    _, last = intervals.bounds(when) if when else (None, None)
    at = intervals.bounds(published)[0] if published else None
    if last is not None and at is not None and at - last > timedelta(days=OLD):
        return Currency.BACKGROUND
    return mention.currency or Currency.CURRENT


def _places(ledger: Ledger, spans: Sequence[Span]) -> tuple[Place, ...]:
    found = {p.id: p for s in spans if (p := ledger.place_at(s))}
    return tuple(found[i] for i in sorted(found))


def most_exact(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places without those that hold another one of them, and without seas beside land."""
    kept = [p for p in places if not any(holds(p, q) for q in places)]
    land = [p for p in kept if p.kind not in ("sea", "river", "region", "area")]
    return tuple(land or kept)


def holds(whole: Place, part: Place) -> bool:
    """Whether one place lies in another, by country or first-level division."""
    if whole.id == part.id:
        return False
    if whole.kind == "country":
        return part.country == whole.country and part.kind != "country"
    return part.admin1 == whole.id


def _office(ledger: Ledger, mention: Mention) -> tuple[Place, ...]:
    """The jurisdiction of the governor or mayor who tells it: a region or town at most, never a country."""
    said = ledger.attributions.get(mention.attribution or "")
    speaker = ledger.actor_mentions.get(said.speaker) if said and said.speaker else None
    actor = ledger.actor_at(said.speaker) if said and said.speaker else None
    spoken = [speaker] if speaker else []
    spoken += [m for s in (actor.evidence if actor else ()) if (m := ledger.actor_mentions.get(s))]
    spans = [m.place for m in spoken if m.place and m.role in WORDS["offices"]][:1]
    return tuple(p for p in _places(ledger, spans) if p.kind != "country")


def _known(ledger: Ledger, spans: Sequence[Span]) -> list[Actor]:
    return [a for s in spans if (a := ledger.actor_at(s)) and a.kind is not ActorKind.WEAPON]


def _actors(ledger: Ledger, spans: Sequence[Span]) -> frozenset[str]:
    return frozenset(a.id for a in _known(ledger, spans))


def _figures(ledger: Ledger, mention: Mention) -> tuple[tuple[str, float, float], ...]:
    """Closed figures of the clause by slot."""
    found = [(f.slot.value, q) for f in mention.fillers if (q := ledger.quantities.get(f.span))]
    return tuple(sorted((slot, q.low, q.high) for slot, q in found if q.low is not None and q.high is not None))


def rarity(tellings: Sequence[Telling]) -> Counter[str]:
    """In how many tellings each word stands."""
    return Counter(word for telling in tellings for word in telling.words)
