"""What an event is settled on: its kind, day, place and doers by the most exact and best supported telling.

A stated day beats "last night" and a day taken from elsewhere; the day of publication bounds and never dates. Of two
places the one that more reports name or lie around wins, of those the more exact one. Every field has its reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from opensitrep.model import (
    Currency,
    Event,
    Ground,
    Interval,
    Located,
    Mention,
    Modality,
    Place,
    PlaceRole,
    Settled,
    Span,
    Tie,
)
from opensitrep.reconcile.events.nearness import closeness, holds, length, meet, vague
from opensitrep.reconcile.events.tellings import Telling
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.words import Lists

WORDS = Lists("merging", "codes")
FIRM = (Ground.STATED, Ground.ELSEWHERE, Ground.NEAR, Ground.DATELINE, Ground.MAIN)  # the firmest ground first
EXACT = ("plant", "base", "facility", "village", "town", "city", "admin2", "river", "sea", "area", "admin1", "region")
MAIN, AND = 2.0, 1.0  # what a telling weighs that is the main one of its report, and any other
OTHERS, PARTIES = 2, 4  # of parties named by less than half as many as the first one none is kept, and four at most
NAMED = 0.15  # share of the weight of all tellings below which nobody is told to have done it
FAIR = 0.3  # share of the weight behind a kind from which one mode of it is told
HELD = 0.5  # what the name of a whole says for a place in it, beside the name of the place
BROAD = 0.2  # closeness from which a place speaks for another one: the country for the town


@dataclass(frozen=True, slots=True)
class Answers:
    """The fields of one event with their reasons."""

    type: str
    mode: str | None
    when: Interval | None
    places: tuple[Located, ...]
    agents: tuple[str, ...]
    targets: tuple[str, ...]
    why: tuple[Settled, ...]


def settle(ledger: Ledger, members: Sequence[Telling]) -> Answers:
    """All fields of an event from its tellings."""
    kind, kind_why = _kind(members)
    when, when_why = when_of(members)
    places, place_why = located(ledger, members, kind)
    agents, agent_why = _parties(members, lambda t: t.doers, lambda t: t.incident.doers, "agents")
    targets, _ = _parties(members, lambda t: t.undergoers, lambda t: t.incident.undergoers, "targets")
    mode = _mode(members, kind)
    why = [w for w in (kind_why, when_why, place_why, agent_why) if w]
    return Answers(kind, mode, when, places, agents, targets, tuple(why))


def _weight(telling: Telling) -> float:
    return (MAIN if telling.tie is Tie.MAIN else AND) * telling.incident.score


def _kind(members: Sequence[Telling]) -> tuple[str, Settled]:
    """The kind with most weight behind it."""
    votes: Counter[str] = Counter()
    for telling in members:
        votes[telling.type] += _weight(telling)  # type: ignore[assignment]
    kind = min(votes, key=lambda k: (-votes[k], k))
    words = tuple(m.trigger for t in members if t.type == kind for m in t.mentions[:1])
    return kind, Settled("type", "the only kind told" if len(votes) == 1 else "the kind most reports tell", words[:3])


def _mode(members: Sequence[Telling], kind: str) -> str | None:
    """The mode with most weight behind it, if a fair share of those that tell the kind tell it."""
    votes: dict[str | None, float] = defaultdict(float)
    for telling in members:
        if telling.type == kind:
            votes[telling.incident.mode] += _weight(telling)
    told = {m: w for m, w in votes.items() if m}
    best = min(told, key=lambda m: (-told[m], m), default=None)
    return best if best and told[best] >= FAIR * sum(votes.values()) else None


def _parties(
    members: Sequence[Telling],
    actors: Callable[[Telling], frozenset[str]],
    spans: Callable[[Telling], tuple[Span, ...]],
    field: str,
) -> tuple[tuple[str, ...], Settled | None]:
    """Actor ids, those that most reports name first; one that few name beside them is none of them."""
    found: Counter[str] = Counter()
    for telling in members:
        for actor in actors(telling):
            found[actor] += _weight(telling)  # type: ignore[assignment]
    most_named = max(found.values(), default=0.0)
    if not found or most_named < NAMED * sum(_weight(t) for t in members):
        return (), None
    first = {a: n for n, a in reversed(list(enumerate(a for t in members for a in sorted(actors(t)))))}
    kept = [a for a in found if found[a] * OTHERS >= most_named]
    ordered = tuple(sorted(kept, key=lambda a: (-found[a], first[a])))[:PARTIES]
    words = tuple(s for t in members if ordered[0] in actors(t) for s in spans(t)[:1])
    named = sum(ordered[0] in actors(t) for t in members)
    most = "named by the only report" if len(members) == 1 else f"named in {named} of {len(members)} tellings"
    return ordered, Settled(field, most, words[:3])


# ---------------------------------------------------------------- day


def when_of(members: Sequence[Telling]) -> tuple[Interval | None, Settled | None]:
    """The day that most reports tell, the most exact of those that meet it; without one the days before the first."""
    told = [t for t in members if t.when]
    if told:
        close = [t for t in told if t.when and _close(t.when)]
        best = min(close or told, key=lambda t: _rank(t, told))
        words = tuple(t.incident.day for t in told if t.when == best.when and t.incident.day)
        supported = sum(1 for t in told if t.when and best.when and meet(t.when, best.when))
        why = best.incident.day_ground.value
        return best.when, Settled("when", f"{why}, {supported} of {len(told)} dated reports agree", words[:3])
    return _bounded(members)


def _rank(telling: Telling, told: Sequence[Telling]) -> tuple[float, int, int, float, str]:
    """Best supported first; then a day that is stated, then the shortest."""
    when = telling.when
    assert when is not None
    support = sum(_weight(t) for t in told if t.when and meet(t.when, when) and _close(t.when))
    firm = FIRM.index(telling.incident.day_ground) if telling.incident.day_ground in FIRM else len(FIRM)
    return -support, _coarse(when), firm, length(when) or 999.0, when.start or ""


def _close(when: Interval) -> bool:
    """Whether a time is exact enough to speak for a day; what reaches over weeks meets everything."""
    return (length(when) or 999.0) <= 8


def _coarse(when: Interval) -> int:
    """0 for a day and less, then by size."""
    days = length(when)
    if days is None or vague(when):
        return 4
    return next((n for n, most in enumerate((1.5, 8, 32)) if days <= most), 3)


def _bounded(members: Sequence[Telling]) -> tuple[Interval | None, Settled | None]:
    """News that nobody dates is of the day of its first report or the day before; of older things nothing is known."""
    news = [t for t in members if t.currency is Currency.CURRENT and t.modality is not Modality.PLANNED]
    days = [t.published for t in news if t.published and t.published.start]
    if not days:
        return None, None
    first = min(days, key=lambda i: i.start or "")
    start = intervals.days(first)[0]
    if start is None:
        return None, None
    before = (start - timedelta(days=1)).isoformat()
    when = Interval(before, start.isoformat(), precision="vague", basis="publication", zone=first.zone, approx=True)
    return when, Settled("when", "no report dates it; bounded by the first one")


# ---------------------------------------------------------------- place


def located(ledger: Ledger, members: Sequence[Telling], kind: str) -> tuple[tuple[Located, ...], Settled | None]:
    """The place first, then other places its clauses name in a role of their own (where it was fired from)."""
    role = PlaceRole.VENUE if kind in WORDS["held"] else PlaceRole.TARGET
    told = [(t, t.place) for t in members if t.place]
    beside = [
        Located(place.id, placed.role)
        for t in members
        for m in t.mentions
        for placed in m.places
        if placed.role not in (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.JURISDICTION, PlaceRole.SUBJECT)
        and (place := ledger.place_at(placed.span))
    ]
    beside = list(dict.fromkeys(beside))
    if not told:
        offices = {p.id: s for t in members for m in t.mentions for p, s in _offices(ledger, m)}
        if len(offices) != 1:
            return tuple(beside), None
        office, named = next(iter(offices.items()))
        here = Located(office, role, inferred=True)
        return (here, *beside), Settled("places", "the office of whoever tells it", (named,))
    best, place = min(told, key=lambda pair: _place_rank(pair, told))
    same = [t for t, p in told if p.id == place.id]
    words = tuple(t.incident.place for t in same if t.incident.place)
    speak = sum(1 for _, p in told if (closeness(p, place) or 0.0) >= BROAD)
    why = f"{best.incident.place_ground.value}, {speak} of {len(told)} reports with a place agree"
    here = Located(place.id, role, inferred=best.incident.place_ground in (Ground.MAIN, Ground.DATELINE))
    return (here, *(b for b in beside if b.place != place.id)), Settled("places", why, words[:3])


def _place_rank(
    pair: tuple[Telling, Place], told: Sequence[tuple[Telling, Place]]
) -> tuple[float, bool, int, float, int, str]:
    telling, place = pair
    support = sum(_weight(t) * (HELD if holds(p, place) else 1.0) for t, p in told if _speaks(p, place))
    named = sum(_weight(t) for t, p in told if p.id == place.id)
    ground = telling.incident.place_ground
    firm = FIRM.index(ground) if ground in FIRM else len(FIRM)
    exact = EXACT.index(place.kind) if place.kind in EXACT else len(EXACT)
    return -support, place.lat is None, exact, -named, firm, place.id


def _offices(ledger: Ledger, mention: Mention) -> list[tuple[Place, Span]]:
    """The jurisdiction of the governor or mayor who tells it: a region or town at most, never a country."""
    said = ledger.attributions.get(mention.attribution or "")
    speaker = ledger.actor_mentions.get(said.speaker) if said and said.speaker else None
    actor = ledger.actor_at(said.speaker) if said and said.speaker else None
    spoken = [speaker] if speaker else []
    spoken += [m for s in (actor.evidence if actor else ()) if (m := ledger.actor_mentions.get(s))]
    spans = [m.place for m in spoken if m.place and m.role in WORDS["offices"]][:1]
    return [(p, s) for s in spans if (p := ledger.place_at(s)) and p.kind != "country"]


def _speaks(told: Place, place: Place) -> bool:
    """Whether a place told is the place, lies beside it or holds it; what lies inside it tells a closer one."""
    return not holds(place, told) and (closeness(told, place) or 0.0) >= BROAD


def inherited(ledger: Ledger, event: Event, whole: Event) -> Event:
    """An event that names no place of its own, or none with a point, also has that of the event it stands below."""
    if event.tie is not Tie.PART and event.type in WORDS["elsewhere"]:
        return event
    here = (PlaceRole.TARGET, PlaceRole.VENUE)
    if any(ledger.places[p.place].lat is not None for p in event.places if p.role in here):
        return event
    kept = tuple(replace(p, inferred=True) for p in whole.places if p.role in here and p not in event.places)
    why = Settled("places", f"that of the event it {'is part of' if event.tie is Tie.PART else 'belongs to'}")
    return replace(event, places=(*event.places, *kept), why=(*event.why, why)) if kept else event
