"""Event mentions of all reports of a story become events; every merge is an edge that a person can take back.

First the links that a report draws itself ("the strikes", a strike of that night), then average linkage under vetoes
(`merging`), then a second pass with what the first one filled in. Events of a whole country or area are parents of the
deeds in it, meetings parents of what is said at them; neither is merged with its parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from opensitrep.model import (
    Account,
    Currency,
    Event,
    Interval,
    Judgement,
    Located,
    Modality,
    PlaceRole,
    Standing,
    Status,
)
from opensitrep.reconcile.camps import camp, hostile_pairs
from opensitrep.reconcile.events.grouping import doubtful, group
from opensitrep.reconcile.events.likeness import is_wide, same_mode, sums_up, vetoed
from opensitrep.reconcile.events.nearness import vague
from opensitrep.reconcile.events.standings import standings, state_standings, status_of
from opensitrep.reconcile.events.tellings import HAPPENS, Telling, holds, most_exact, spoken_types, tell_all
from opensitrep.reconcile.linkage import Pair
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.words import Lists

WORDS = Lists("merging", "codes")
BY_REPORT = "rule: the report refers back to it"
BY_LIKENESS = "rule: same type, place, time and actors"
IN_DOUBT = "rule: nearly alike"
MOST_DOUBTS = 200  # pairs laid before a person, the most alike first
DAY = 2  # rank of a civil day among `_rank`'s


def merge_events(account: Account, *, judgements: Sequence[Judgement] = ()) -> Account:
    """Add events, standings of all attributed claims, and the judgements behind the merges.

    `judgements` are decisions of persons on pairs of claims, replayed before and above every rule.
    """
    ledger = Ledger(account)
    tellings = tell_all(ledger)
    groups, values, decided = _groups(tellings, judgements)
    bodies = [[tellings[i] for i in members] for members in groups]
    hostile = hostile_pairs(ledger)
    former = _former(tellings, groups, judgements)
    told: dict[str, Standing] = {}
    events = []
    for members in bodies:
        stands = standings(ledger, members, hostile)
        told |= stands
        events.append(_event(ledger, members, stands, former))
    events = _with_parents(ledger, events, bodies)
    rows = [*told.values(), *state_standings(ledger, told)]
    edges = [*decided, *_edges(tellings, groups), *_doubts(tellings, groups, values)]
    return replace(
        account,
        events=tuple(sorted(events, key=lambda e: e.id)),
        standings=tuple(sorted(rows, key=lambda s: s.claim)),
        judgements=(*account.judgements, *edges),
    )


# ---------------------------------------------------------------- groups


def _groups(
    tellings: Sequence[Telling], judgements: Sequence[Judgement]
) -> tuple[list[tuple[int, ...]], dict[Pair, float], list[Judgement]]:
    """Groups after two passes, the pairs compared, and the decisions of persons that apply here."""
    at = {claim: i for i, t in enumerate(tellings) for claim in t.claims}
    here = [j for j in judgements if j.left in at and j.right in at]
    apart = [(at[j.left], at[j.right]) for j in here if j.verdict == "not same"]
    together = [(at[j.left], at[j.right]) for j in here if j.verdict == "same"]
    split = {frozenset(p) for p in apart}
    links = [p for p in _referred(tellings) if frozenset(p) not in split]
    groups, values = group(tellings, together=links, apart=apart)
    filled = fill(tellings, groups)
    same = [new is old for new, old in zip(filled, tellings, strict=True)]
    known = {pair: value for pair, value in values.items() if same[pair[0]] and same[pair[1]]}
    groups, values = group(filled, together=links, apart=apart, known=known)
    return _joined(groups, together, split), dict(values), here


def _joined(
    groups: Sequence[tuple[int, ...]], together: Iterable[Pair], split: set[frozenset[int]]
) -> list[tuple[int, ...]]:
    """Groups after a person joined some of them whole; where the person also split them, the split holds."""
    home = {i: set(members) for members in groups for i in members}
    for i, j in sorted(together):
        one, two = home.setdefault(i, {i}), home.setdefault(j, {j})
        if one is two or any(frozenset((a, b)) in split for a in one for b in two):
            continue
        one |= two
        for k in two:
            home[k] = one
    return sorted({tuple(sorted(members)) for members in home.values()})


def _referred(tellings: Sequence[Telling]) -> list[Pair]:
    """Pairs that a report itself says are one: a mention and the earlier one it stands for, of the same type."""
    at = {t.id: i for i, t in enumerate(tellings)}
    return [
        (i, at[t.mention.refers])
        for i, t in enumerate(tellings)
        if t.mention.refers in at and t.mention.refers is not None and tellings[at[t.mention.refers]].type == t.type
    ]


def fill(tellings: Sequence[Telling], groups: Iterable[tuple[int, ...]]) -> list[Telling]:
    """Tellings that name no place, time or actor take what the others of their group name."""
    out = list(tellings)
    for members in groups:
        mine = [tellings[i] for i in members]
        if len(mine) == 1:
            continue
        places = {p.id: p for t in mine for p in t.places}
        whens = [t.when for t in mine if t.when]
        shared = (
            tuple(places[k] for k in sorted(places)),
            narrow(whens) if whens else None,
            frozenset(a for t in mine for a in t.agents),
            frozenset(a for t in mine for a in t.agent_camps),
        )
        for i in members:
            old = tellings[i]
            new = replace(old, places=old.places or shared[0], when=old.when or shared[1],
                          agents=old.agents or shared[2], agent_camps=old.agent_camps or shared[3])  # fmt: skip
            out[i] = old if new == old else new
    return out


def _former(
    tellings: Sequence[Telling], groups: Sequence[tuple[int, ...]], judgements: Sequence[Judgement]
) -> dict[str, tuple[str, ...]]:
    """Ids that events had before the decisions of persons, by the id they have now."""
    if not judgements:
        return {}
    before, _, _ = _groups(tellings, ())
    old = {i: _anchor([tellings[k] for k in members]) for members in before for i in members}
    out = {}
    for members in groups:
        new = _anchor([tellings[k] for k in members])
        out[new] = tuple(sorted({old[i] for i in members if i in old} - {new}))
    return out


# ---------------------------------------------------------------- one event


def _anchor(members: Sequence[Telling]) -> str:
    """The claim that names the event: of the earliest published report, then by document and place in the text."""
    first = min(members, key=lambda t: (_published(t), t.doc, t.mention.span, t.id))
    return first.claims[0] if first.claims else first.id


def _published(telling: Telling) -> str:
    return (telling.published.start or "9") if telling.published else "9"


def _event(
    ledger: Ledger, members: Sequence[Telling], told: dict[str, Standing], former: dict[str, tuple[str, ...]]
) -> Event:
    mode = Counter(t.mode for t in members if t.mode)
    currency = Counter(t.currency for t in members)
    anchor = _anchor(members)
    return Event(
        id=anchor,
        story=ledger.account.stories[0].id if ledger.account.stories else "",
        type=members[0].type,
        mode=min(mode, key=lambda m: (-mode[m], m)) if mode else None,
        status=Status(status_of(ledger, members, told)),
        currency=min(currency, key=lambda c: (-currency[c], c)),
        when=when_of(members),
        agents=_parties([t.agents for t in members]),
        targets=_parties([t.targets for t in members]),
        places=located(ledger, members),
        mentions=tuple(t.id for t in members),
        claims=tuple(sorted(c for t in members for c in t.claims)),
        aliases=former.get(anchor, ()),
    )


def _parties(sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """Actor ids, the most often named first."""
    found = Counter(a for actors in sets for a in actors)
    return tuple(sorted(found, key=lambda a: (-found[a], a)))


def narrow(found: Sequence[Interval]) -> Interval:
    """The hull of the narrowest times among those that most of the others meet; a stray date moves nothing."""
    kinds = sorted(Counter(found).items(), key=lambda k: (k[0].start or "", k[0].end or "", repr(k[0])))
    support = {one: sum(n for other, n in kinds if intervals.meets(one, other)) for one, _ in kinds}
    days = [i for i in support if _rank(i) <= DAY] or list(support)  # what reaches further meets everything
    best = min(days, key=lambda i: (-support[i], _rank(i), i.start or "", i.end or ""))
    finest = min(_rank(i) for i in support if intervals.meets(i, best))
    kept = [i for i in support if _rank(i) == finest and intervals.meets(i, best)]
    return intervals.hull(kept) if len(kept) > 1 else kept[0]


def _rank(interval: Interval) -> int:
    first, last = intervals.bounds(interval)
    if first is None or last is None or vague(interval):
        return 5
    days = (last - first).total_seconds() / 86400
    return next((n for n, most in enumerate((0.2, 0.8, 1.5, 8, 32)) if days <= most), 4)


def when_of(members: Sequence[Telling]) -> Interval | None:
    """The hull of the narrowest times told; the day of publication, vaguely, for current news that names no time."""
    stated = [t.when for t in members if t.when]
    if stated:
        return narrow(stated)
    news = [t for t in members if t.currency is Currency.CURRENT and t.modality is not Modality.PLANNED]
    days = [t.published for t in news if t.published and t.published.start]
    if not days:
        return None
    first = min(days, key=lambda i: i.start or "")
    day = (first.start or "")[:10]
    return Interval(day, day, precision="vague", basis="publication", zone=first.zone, approx=True)


def located(ledger: Ledger, members: Sequence[Telling]) -> tuple[Located, ...]:
    """Places in their roles without those that hold a more exact one; an office's area only where no place is told."""
    votes: Counter[tuple[str, PlaceRole]] = Counter()
    for telling in members:
        for placed in telling.mention.places:
            place = ledger.place_at(placed.span)
            if place and placed.role is not PlaceRole.JURISDICTION:
                votes[place.id, placed.role] += 1
    scene = [ledger.places[p] for p, role in votes if role in HAPPENS]
    whole = [t for t in members if sums_up(t.type, t.mode) and all(p.kind == "country" for p in t.places)]
    wide = {p.id for t in whole for p in t.places}
    if wide:  # told of a whole country: single targets are its parts
        scene = [p for p in scene if p.id in wide]
        votes = Counter({k: n for k, n in votes.items() if k[1] not in HAPPENS or k[0] in wide})
    exact = {p.id for p in most_exact(scene)}
    kept = [
        Located(place, role)
        for place, role in sorted(votes, key=lambda k: (-votes[k], k))
        if role not in HAPPENS or place in exact
    ]
    if not scene:
        offices = sorted({p.id for t in members for p in t.office})
        kept += [Located(offices[0], PlaceRole.TARGET, inferred=True)] if len(offices) == 1 else []
    return tuple(kept)


# ---------------------------------------------------------------- parents


def _with_parents(ledger: Ledger, events: list[Event], bodies: Sequence[Sequence[Telling]]) -> list[Event]:
    """Each event with the one it is part of: as its report says, else a meeting, else an umbrella over its place."""
    home = {t.id: event.id for event, members in zip(events, bodies, strict=True) for t in members}
    by_id = {e.id: e for e in events}
    wholes = [e for e in events if e.type not in spoken_types() and _is_wide(ledger, e)]
    meetings = [e for e in events if e.type in WORDS["meetings"]]
    out: dict[str, str | None] = {}
    for event, members in zip(events, bodies, strict=True):
        said = Counter(
            home[t.mention.part_of]
            for t in members
            if t.mention.part_of and home.get(t.mention.part_of, event.id) != event.id
        )
        parent = min(said, key=lambda e: (-said[e], e)) if said else None
        parent = parent or _meeting(ledger, event, meetings) or _umbrella(ledger, event, wholes)
        out[event.id] = parent
    for event_id in sorted(out):  # a circle is cut where it closes
        seen, at = {event_id}, out[event_id]
        while at is not None and at not in seen:
            seen.add(at)
            at = out[at]
        if at is not None:
            out[event_id] = None
    return [_at_venue(replace(e, parent=out[e.id]), by_id) for e in events]


def _at_venue(event: Event, by_id: dict[str, Event]) -> Event:
    """What is said at a meeting is said where it is held."""
    whole = by_id.get(event.parent or "")
    if event.places or whole is None or event.type not in spoken_types():
        return event
    return replace(event, places=tuple(replace(p, inferred=True) for p in whole.places if p.role in HAPPENS))


def _is_wide(ledger: Ledger, event: Event) -> bool:
    return is_wide([ledger.places[p.place] for p in event.places if p.role in HAPPENS])


def _meeting(ledger: Ledger, event: Event, meetings: Sequence[Event]) -> str | None:
    """The one meeting at which whoever says it sits with those it is said to, when it is said."""
    if event.type not in spoken_types() or not event.agents:
        return None
    found = []
    for meeting in meetings:
        sat = {*meeting.agents, *meeting.targets}
        camps = _sides(ledger, sat)
        planned = meeting.status is Status.PLANNED and event.status is not Status.PLANNED
        there = bool(set(event.agents) & sat) and _sides(ledger, event.targets) <= camps
        if there and not planned and meeting.currency is event.currency and not _disjoint(event, meeting):
            found.append(meeting.id)
    return found[0] if len(found) == 1 else None


def _sides(ledger: Ledger, actors: Iterable[str]) -> set[str]:
    return {camp(side) for a in actors if (side := ledger.actors[a].side)}


def _disjoint(a: Event, b: Event) -> bool:
    return a.when is not None and b.when is not None and not intervals.meets(a.when, b.when)


def _umbrella(ledger: Ledger, event: Event, wholes: Sequence[Event]) -> str | None:
    """The one event of the same type told of the whole country in which and when this one happens."""
    places = [ledger.places[p.place] for p in event.places if p.role in HAPPENS]
    if event.type in spoken_types() or event.when is None:
        return None
    found = []
    for whole in wholes:
        if whole.id == event.id or whole.type != event.type or whole.currency is not event.currency:
            continue
        areas = [ledger.places[p.place] for p in whole.places if p.role in HAPPENS]
        inside = any(holds(a, p) for a in areas for p in places)
        if (
            inside
            and not _disjoint(event, whole)
            and _same_sides(ledger, event, whole)
            and same_mode(whole.mode, event.mode)
        ):
            found.append(whole)
    found.sort(key=lambda e: (-len(e.mentions), e.id))
    return found[0].id if found else None


def _same_sides(ledger: Ledger, a: Event, b: Event) -> bool:
    one, two = _sides(ledger, a.agents), _sides(ledger, b.agents)
    return not one or not two or bool(one & two)


# ---------------------------------------------------------------- edges


def _edges(tellings: Sequence[Telling], groups: Iterable[tuple[int, ...]]) -> list[Judgement]:
    """One edge from the anchor of an event to each other telling of it."""
    out = []
    for members in groups:
        mine = [tellings[i] for i in members]
        anchor = _anchor(mine)
        for telling in mine:
            claim = telling.claims[0] if telling.claims else telling.id
            if claim != anchor:
                out.append(Judgement(anchor, claim, "same", BY_REPORT if telling.mention.refers else BY_LIKENESS))
    return sorted(out, key=lambda j: (j.left, j.right))


def _doubts(
    tellings: Sequence[Telling], groups: Sequence[tuple[int, ...]], values: dict[Pair, float]
) -> list[Judgement]:
    """Pairs of events that nearly became one, for a person to decide."""
    found = sorted(doubtful(groups, values), key=lambda d: (-d[2], d[0], d[1]))[:MOST_DOUBTS]
    return [
        Judgement(tellings[i].claims[0], tellings[j].claims[0], "unsure", f"{IN_DOUBT} ({score:.2f})")
        for i, j, score in found
        if tellings[i].claims and tellings[j].claims and not vetoed(tellings[i], tellings[j])
    ]
