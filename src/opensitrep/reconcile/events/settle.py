"""What an event is settled on: its kind, day, place and doers, each with its reason and how sure it is.

Kind and mode are those with most weight behind them. Day, place and doers are the surest of all candidates that its
tellings bring (`fields`); what is not sure enough is left open: its reason and its words are kept, and not printed. The
day of publication bounds the main event of a story, and what followed an event shortly before it, and never dates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from opensitrep.model import (
    Actor,
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
from opensitrep.reconcile.events import fields
from opensitrep.reconcile.events.fields import BROAD, HERE, Body, Candidate, Setting, weight
from opensitrep.reconcile.events.nearness import closeness, holds, length, meet
from opensitrep.reconcile.events.tellings import Telling
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.words import Lists

T = TypeVar("T")
WORDS = Lists("merging", "codes")
FIRM = (Ground.STATED, Ground.ELSEWHERE, Ground.NEAR, Ground.DATELINE, Ground.MAIN)  # the firmest ground first
INNER = 0.7  # share of the sureness of a place from which one inside it is told for its exactness
LAND = 0.3  # the same of a country: most happenings have a town, and a headline names the country alone
PARTIES = 4  # doers or undergoers of an event at most
SHARP = 4.0  # days: a shorter time within one as long or longer is told for its exactness
OTHERS = 2  # of undergoers named by less than half as many as the first one none is kept
FEW = 2  # days between a happening and the first report of what followed it, within which that is dated by both
NO_KIND = "OTHER"  # a happening of none of the kinds that are told apart
FAIR = 0.3  # share of the weight behind a kind from which one mode of it is told, and one kind where others tell none


def settle_all(
    ledger: Ledger, events: Sequence[Event], bodies: Sequence[Sequence[Telling]], main: str | None
) -> list[Event]:
    """All events with their fields: the main one of the story first, wholes before their parts."""
    setting = Setting.of(ledger, [t for body in bodies for t in body])
    at = {e.id: n for n, e in enumerate(events)}
    out = list(events)
    for name in _wholes_first(events, main):
        event = out[at[name]]
        whole = _whole(out, at, event)
        body = body_of(ledger, event, bodies[at[name]], out[at[main]] if main else None, whole)
        out[at[name]] = in_place(ledger, in_order(settle(setting, event, body), whole), whole)
    return out


def in_order(event: Event, whole: Event | None) -> Event:
    """The event, below no other where its day comes before what it is to follow, or after what it is to cause."""
    if whole is None or event.when is None or whole.when is None or event.tie is Tie.PART:
        return event
    first, last = (event.when, whole.when) if event.tie is Tie.CAUSE else (whole.when, event.when)
    begun, ended = (first.start or "")[:10], (last.end or last.start or "")[:10]
    return replace(event, tie=Tie.OTHER, parent=None) if begun and ended and ended < begun else event


def in_place(ledger: Ledger, event: Event, whole: Event | None) -> Event:
    """The event, no part of another one of its kind that is elsewhere."""
    here, there = _here(ledger, event), _here(ledger, whole) if whole else None
    if whole is None or here is None or there is None or event.tie is not Tie.PART or event.type != whole.type:
        return event
    return event if closeness(here, there) is not None else replace(event, tie=Tie.OTHER, parent=None)


def body_of(ledger: Ledger, event: Event, members: Sequence[Telling], main: Event | None, whole: Event | None) -> Body:
    """An event as its fields are settled. An event that is no part of a whole and of a kind that happens elsewhere
    takes no place from it."""
    apart = event.tie is not Tie.PART and event.type in WORDS["elsewhere"]
    return Body(
        members,
        kind=event.type or "",
        tie=event.tie,
        is_main=main is not None and main.id == event.id,
        main_day=main.when if main else None,
        main_place=_here(ledger, main) if main else None,
        whole_day=last.when if (last := whole or main) else None,
        main_doers=frozenset(main.agents if main else ()),
        whole_place=_here(ledger, whole) if whole and not apart else None,
    )


def settle(setting: Setting, event: Event, body: Body) -> Event:
    """The event with its mode, day, places, doers and undergoers."""
    when, when_why = when_of(setting, body)
    places, place_why = located(setting, body)
    agents, agent_why = done_by(setting, body)
    why = [w for w in (when_why, place_why, agent_why) if w]
    return replace(
        event,
        mode=_mode(body.members, body.kind),
        when=when,
        places=places,
        agents=agents,
        targets=_undergoers(body.members),
        why=(*event.why, *why),
    )


def _wholes_first(events: Sequence[Event], main: str | None) -> list[str]:
    parents = {e.id: e.parent for e in events}
    out: dict[str, None] = {}
    for name in ([main] if main else []) + [e.id for e in events]:
        chain: list[str] = []
        at: str | None = name
        while at in parents and at not in out and at not in chain:
            chain.append(at)
            at = parents[at]
        out |= dict.fromkeys(reversed(chain))
    return list(out)


def _whole(events: Sequence[Event], at: dict[str, int], event: Event) -> Event | None:
    return events[at[event.parent]] if event.parent in at else None


def _here(ledger: Ledger, event: Event) -> Place | None:
    return next((ledger.places[p.place] for p in event.places if p.role in HERE), None)


def kind_of(members: Sequence[Telling]) -> tuple[str, Settled]:
    """The kind with most weight behind it, with its reason; none of those told apart only where hardly one is told."""
    votes: dict[str, float] = defaultdict(float)
    for telling in members:
        votes[telling.type] += weight(telling)
    told = {k: w for k, w in votes.items() if k != NO_KIND and w >= FAIR * votes.get(NO_KIND, 0.0)}
    kind = min(told or votes, key=lambda k: (-votes[k], k))
    words = tuple(m.trigger for t in members if t.type == kind for m in t.mentions[:1])
    return kind, Settled("type", "the only kind told" if len(votes) == 1 else "the kind most reports tell", words[:3])


def _mode(members: Sequence[Telling], kind: str) -> str | None:
    """The mode with most weight behind it, if a fair share of those that tell the kind tell it."""
    votes: dict[str | None, float] = defaultdict(float)
    for telling in members:
        if telling.type == kind:
            votes[telling.incident.mode] += weight(telling)
    told = {m: w for m, w in votes.items() if m}
    best = min(told, key=lambda m: (-told[m], m), default=None)
    return best if best and told[best] >= FAIR * sum(votes.values()) else None


def _undergoers(members: Sequence[Telling]) -> tuple[str, ...]:
    """Actor ids, those that most tellings name first; one that few name beside them is none of them."""
    found: Counter[str] = Counter()
    for telling in members:
        for actor in telling.undergoers:
            found[actor] += weight(telling)  # type: ignore[assignment]
    most = max(found.values(), default=0.0)
    kept = [a for a in found if found[a] * OTHERS >= most]
    return tuple(sorted(kept, key=lambda a: (-found[a], a)))[:PARTIES]


# ---------------------------------------------------------------- day


def when_of(setting: Setting, body: Body) -> tuple[Interval | None, Settled | None]:
    """The surest of the days that are told; without one, of a main event, the days before its first report, and of what
    followed another one those from that to its first report, where they are few."""
    told = fields.days(body)
    if not told:
        return _bounded(body.members) if body.is_main else _between(body)
    scored = [(fields.sureness("when", fields.day_features(c, body, setting, len(told))), c) for c in told]
    score, best = min(scored, key=lambda s: (-s[0], s[1].value.start or "~", s[1].value.end or "~"))
    inner = [(s, c) for s, c in scored if within(c.value, best.value) and s >= INNER * score]
    score, best = min(inner, key=lambda s: (-s[0], s[1].value.start or "~"), default=(score, best))
    dated = [t.when for t in body.members if t.when]
    agree = sum(meet(w, best.value) for w in dated)
    why = f"{_firmest(best)}, {agree} of {len(dated)} dated reports agree"
    told_by = Settled("when", why, best.words[:3], score)
    if len(told) == 1 and best.stated and all(t.currency is Currency.BACKGROUND for t in body.members):
        return best.value, told_by  # of older things nothing was learned; the one time they name is right 2 times in 3
    return _sure(body, told_by, best.value, None)


def within(part: Interval, whole: Interval) -> bool:
    """Whether a time of hours or days lies in one of more than some days ("on 12 April" in "in April")."""
    long, short = length(whole), length(part)
    return long is not None and short is not None and short < SHARP <= long and meet(part, whole)


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


def _between(body: Body) -> tuple[Interval | None, Settled | None]:
    """What followed another happening and was told as done lies between the two."""
    known = _bounded([t for t in body.members if t.modality is Modality.ACTUAL])[0]
    first = intervals.days(body.whole_day)[0] if body.whole_day else None
    last = intervals.days(known)[1] if known else None
    if body.tie is not Tie.FOLLOWS or known is None or first is None or last is None:
        return None, None
    if not 0 <= (last - first).days <= FEW:
        return None, None
    when = replace(known, start=first.isoformat())
    return when, Settled("when", "no report dates it; it followed another event and is bounded by the first report")


# ---------------------------------------------------------------- place


def located(setting: Setting, body: Body) -> tuple[tuple[Located, ...], Settled | None]:
    """The place first, then other places its clauses name in a role of their own (where it was fired from)."""
    ledger, members = setting.ledger, body.members
    role = PlaceRole.VENUE if body.kind in WORDS["held"] else PlaceRole.TARGET
    beside = dict.fromkeys(
        Located(place.id, placed.role)
        for t in members
        for m in t.mentions
        for placed in m.places
        if placed.role not in (*HERE, PlaceRole.JURISDICTION, PlaceRole.SUBJECT)
        and (place := ledger.place_at(placed.span))
    )
    told = fields.places(body, ledger)
    if not told:
        offices = {p.id: s for t in members for m in t.mentions for p, s in _offices(ledger, m)}
        if len(offices) != 1:
            return tuple(beside), None
        office, named = next(iter(offices.items()))
        here = Located(office, role, inferred=True)
        return (here, *beside), Settled("places", "the office of whoever tells it", (named,))
    others = [c.value for c in told]
    asked = "main places" if body.is_main else "places"
    scored = [(fields.sureness(asked, fields.place_features(c, body, setting, others)), c) for c in told]
    score, best = most_exact(scored, fields.least("places", is_main=body.is_main))
    if best.told:
        placed_by = [t.place for t in members if t.place]
        speak = sum((closeness(p, best.value) or 0.0) >= BROAD for p in placed_by)
        why = f"{_firmest(best)}, {speak} of {len(placed_by)} reports with a place agree"
    else:
        why = f"that of the event it {'is part of' if body.tie is Tie.PART else 'belongs to'}"
    taken_over = all(ground in (Ground.MAIN, Ground.DATELINE) for _, ground in best.told)
    here = Located(best.value.id, role, inferred=taken_over)
    rest = tuple(b for b in beside if b.place != here.place)
    return _sure(body, Settled("places", why, best.words[:3], score), (here, *rest), rest)


def most_exact(scored: Sequence[tuple[float, Candidate[Place]]], least: float) -> tuple[float, Candidate[Place]]:
    """The surest place, or one inside it that is sure enough to be printed and nearly as sure; of a country, fairly."""
    score, best = min(scored, key=lambda s: (-s[0], s[1].value.id))
    share = LAND if best.value.kind == "country" else INNER
    exact = min(score, max(least, share * score))
    inner = [(s, c) for s, c in scored if holds(best.value, c.value) and s >= exact]
    return min(inner, key=lambda s: (-s[0], s[1].value.id), default=(score, best))


def _offices(ledger: Ledger, mention: Mention) -> list[tuple[Place, Span]]:
    """The jurisdiction of the governor or mayor who tells it: a region or town at most, never a country."""
    said = ledger.attributions.get(mention.attribution or "")
    speaker = ledger.actor_mentions.get(said.speaker) if said and said.speaker else None
    actor = ledger.actor_at(said.speaker) if said and said.speaker else None
    spoken = [speaker] if speaker else []
    spoken += [m for s in (actor.evidence if actor else ()) if (m := ledger.actor_mentions.get(s))]
    spans = [m.place for m in spoken if m.place and m.role in WORDS["offices"]][:1]
    return [(p, s) for s in spans if (p := ledger.place_at(s)) and p.kind != "country"]


# ---------------------------------------------------------------- doers


def done_by(setting: Setting, body: Body) -> tuple[tuple[str, ...], Settled | None]:
    """Whom the tellings name as the doer, the surest first."""
    told = fields.doers(body, setting.ledger)
    if not told:
        return (), None
    scored = [(fields.sureness("agents", fields.doer_features(c, body, setting, len(told))), c) for c in told]
    scored.sort(key=lambda s: (-s[0], s[1].value.id))
    score, best = scored[0]
    others = fields.least("agents", is_main=False)
    sure = tuple(c.value.id for s, c in scored if c is best or s >= others)[:PARTIES]
    named = len(best.told)
    most = "named by the only report" if len(body.members) == 1 else f"named in {named} of {len(body.members)} tellings"
    done = replace(body, is_main=body.is_main and body.kind not in WORDS["undone"])  # of what mostly nobody does, surer
    return _sure(done, Settled("agents", most, best.words[:3], score), sure, ())


# ---------------------------------------------------------------- sureness


def _sure(body: Body, why: Settled, value: T, nothing: T) -> tuple[T, Settled]:
    """The value where it is sure enough to be printed, else nothing; its reason and words in either case."""
    if why.score >= fields.least(why.field, is_main=body.is_main):
        return value, why
    return nothing, replace(why, why=f"{why.why}; not sure enough", sure=False)


def _firmest(candidate: Candidate[Interval] | Candidate[Place] | Candidate[Actor]) -> str:
    """The firmest ground on which it is told."""
    grounds = {ground for _, ground in candidate.told}
    return next((g.value for g in FIRM if g in grounds), Ground.STATED.value)
