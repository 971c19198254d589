"""What may be the day, the place and the doer of an event, and how sure each is: a small learned weighing.

Every telling brings candidates; the features of one say who tells it, on what ground, and how it stands to its story.
The weights are those of data/models/sureness.json, made by training/likeness; its card stands in the same file. The
best candidate answers the field; below the threshold it is kept, and not printed. The place of what the story is there
for has weights of its own: each candidate is laid beside the one that most speaks for.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import zip_longest
from typing import Generic, TypeVar

import msgspec

from opensitrep.model import (
    READABLE,
    Actor,
    ActorKind,
    Ground,
    Interval,
    Label,
    Mention,
    Modality,
    Place,
    PlaceRole,
    Span,
    Tie,
    TimeExpression,
)
from opensitrep.reconcile.events.nearness import closeness, holds, length, meet
from opensitrep.reconcile.events.tellings import Telling
from opensitrep.reconcile.weighing import Weighing
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.fold import fold
from opensitrep.text.parties import is_vehicle
from opensitrep.text.words import Lists, data_bytes

WORDS = Lists("merging", "codes")
SEVERAL = 2  # reports that know of an event before which it cannot have been only to come
MAIN, AND = 2.0, 1.0  # what a telling weighs that is the main one of its report, and any other
AGO = (0, 1, 2, 4, 9, 46)  # days before the first report, by which times are told apart: less than 0 is after it
LONG = (1.5, 8, 32)  # days that a time lasts at most
MANY, RAREST = 3.0, 6.0  # powers of two from which reports are many, and a value is named by next to none
BROAD = 0.2  # closeness from which a place speaks for another one: the country for the town
BROADEST = ("country", "region")
HERE = (PlaceRole.TARGET, PlaceRole.VENUE)

Features = dict[str, float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Weights(Weighing):
    """One field of the file data/models/sureness.json."""

    main: float  # the threshold of the main event of a story


@cache
def weights() -> dict[str, Weights]:
    """The weights by field, read once."""
    return msgspec.json.decode(data_bytes("models/sureness.json"), type=File).fields


class File(msgspec.Struct, frozen=True):
    """The file data/models/sureness.json, as far as deciding needs it."""

    fields: dict[str, Weights]


def weight(telling: Telling) -> float:
    """How much a telling says of its event."""
    return (MAIN if telling.tie is Tie.MAIN else AND) * telling.incident.score


@dataclass(frozen=True)
class Candidate(Generic[T]):
    """A value that some tellings give, with the ground and the words of each."""

    value: T
    told: tuple[tuple[Telling, Ground], ...]
    words: tuple[Span, ...] = ()
    ids: frozenset[str] = frozenset()  # actors that are one doer

    @property
    def stated(self) -> bool:
        """Whether a clause names it."""
        return any(ground is Ground.STATED for _, ground in self.told)

    @property
    def tellings(self) -> list[Telling]:
        """Who tells it."""
        return [t for t, _ in self.told]


@dataclass
class Body:
    """An event before it is settled: its tellings, its tie, and what was settled of the main one and of its whole."""

    members: Sequence[Telling]
    tie: Tie = Tie.OTHER
    is_main: bool = False
    main_day: Interval | None = None
    main_place: Place | None = None
    main_doers: frozenset[str] = frozenset()
    whole_place: Place | None = None
    whole_day: Interval | None = None  # of the whole, or else of the main one
    kind: str = ""

    @cached_property
    def total(self) -> float:
        """Weight of all tellings."""
        return math.fsum(weight(t) for t in self.members) or 1e-9


@dataclass
class Setting:
    """What the reports of a story say beside the events: which places they name and where, and who speaks."""

    ledger: Ledger
    docs: int = 0
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # documents by place id
    headed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # the same of headlines
    dated: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # of datelines
    standing: dict[str, dict[str, float]] = field(default_factory=dict)  # by what speaks for a place, how much does
    speaks: Counter[str] = field(default_factory=Counter)
    acts: dict[str, dict[str, float]] = field(default_factory=dict)  # actors by mention, as they are asked for

    @classmethod
    def of(cls, ledger: Ledger, tellings: Sequence[Telling] = ()) -> Setting:
        """Of all reports of an account, and of what they tell."""
        out = cls(ledger, docs=max(1, len(ledger.account.readings)))
        led: dict[str, set[str]] = defaultdict(set)  # documents by place id, of headlines and first paragraphs
        for reading in ledger.account.readings:
            doc = reading.document.id
            heads = [m.span for m in reading.marks if m.label is Label.HEADLINE]
            lines = [m.span for m in reading.marks if m.label is Label.DATELINE]
            body = sorted(m.span for m in reading.marks if m.label in READABLE and m.label is not Label.HEADLINE)
            for toponym in reading.toponyms:
                if place := ledger.place_at(toponym.span):
                    out.named[place.id].add(doc)
                    if any(h.covers(toponym.span) for h in heads):
                        out.headed[place.id].add(doc)
                    if any(h.meets(toponym.span) for h in lines):
                        out.dated[place.id].add(doc)
                    elif any(h.covers(toponym.span) for h in (*heads, *body[:1])):
                        led[place.id].add(doc)
            for said in reading.attributions:
                if said.speaker and (actor := ledger.actor_at(said.speaker)):
                    out.speaks[actor.id] += 1
        documents = {"reports": out.named, "headlines": out.headed, "datelines": out.dated, "leads": led}
        out.standing = {what: {p: float(len(docs)) for p, docs in by.items()} for what, by in documents.items()}
        out.standing |= _told_at(tellings)
        return out

    def acting(self, mention: Mention) -> dict[str, float]:
        """The actors that a mention names as its doers, with how likely each is."""
        if mention.id not in self.acts:
            told = zip_longest(mention.agents, mention.agent_scores, fillvalue=1.0)
            found = ((self.ledger.actor_at(s), score) for s, score in told if isinstance(s, Span))
            self.acts[mention.id] = {a.id: score for a, score in found if a}
        return self.acts[mention.id]


def _told_at(tellings: Sequence[Telling]) -> dict[str, dict[str, float]]:
    """How surely things happened at each place, summed up, and how many reports are there for something that did."""
    told: dict[str, list[float]] = defaultdict(list)
    likeliest: dict[str, Telling] = {}
    for telling in sorted(tellings, key=lambda t: (-t.leads, t.start, t.id)):
        likeliest.setdefault(telling.doc, telling)
        if telling.place:
            told[telling.place.id].append(telling.incident.score * telling.incident.place_score)
    leading = Counter(t.place.id for t in likeliest.values() if t.place)
    return {
        "incidents": {place: math.fsum(scores) for place, scores in told.items()},
        "main tellings": {place: float(count) for place, count in leading.items()},
    }


# ---------------------------------------------------------------- candidates


def days(body: Body) -> list[Candidate[Interval]]:
    """The times that tellings give, without those after reports had told it: their day of publication is amiss."""
    found: dict[Interval, list[tuple[Telling, Ground]]] = defaultdict(list)
    words: dict[Interval, list[Span]] = defaultdict(list)
    known_by = _known_by(body)
    for telling in body.members:
        if telling.when and not (known_by and (first := intervals.days(telling.when)[0]) and first > known_by):
            found[telling.when].append((telling, telling.incident.day_ground))
            words[telling.when] += [telling.incident.day] if telling.incident.day else []
    return [Candidate(when, tuple(told), tuple(words[when])) for when, told in found.items()]


def _known_by(body: Body) -> date | None:
    """The day after which an event cannot begin that several reports told as done; two may be a day off by zones."""
    done = {t.doc: t.published for t in body.members if t.modality is Modality.ACTUAL and t.published}
    out = sorted(day for when in done.values() if (day := intervals.days(when)[0]))
    if len(out) < SEVERAL:
        return None
    next_day = out[SEVERAL - 1] + timedelta(days=1)
    return min(next_day, out[SEVERAL]) if len(out) > SEVERAL else next_day


def places(body: Body, ledger: Ledger) -> list[Candidate[Place]]:
    """The places that tellings give, that their clauses name as where it happened, and that of the whole."""
    found: dict[str, list[tuple[Telling, Ground]]] = defaultdict(list)
    words: dict[str, list[Span]] = defaultdict(list)
    known: dict[str, Place] = {}
    for telling in body.members:
        if telling.place:
            known[telling.place.id] = telling.place
            found[telling.place.id].append((telling, telling.incident.place_ground))
            words[telling.place.id] += [telling.incident.place] if telling.incident.place else []
        for mention in telling.mentions:
            for placed in mention.places:
                place = ledger.place_at(placed.span) if placed.role in HERE else None
                if place and place is not telling.place and all(t is not telling for t, _ in found[place.id]):
                    known[place.id] = place
                    found[place.id].append((telling, Ground.UNKNOWN))
                    words[place.id].append(placed.span)
    if body.whole_place and body.whole_place.id not in known:
        known[body.whole_place.id] = body.whole_place
    return [Candidate(place, tuple(found[i]), tuple(words[i])) for i, place in known.items()]


def doers(body: Body, ledger: Ledger) -> list[Candidate[Actor]]:
    """Whom tellings name as the doer; "trains" and "work trains" do one deed as one, and no vehicle means harm."""
    weights_of: dict[str, float] = defaultdict(float)
    for telling in body.members:
        for actor in telling.doers:
            if not (body.kind in WORDS["hostile"] and _is_vehicle(ledger.actors[actor])):
                weights_of[actor] += weight(telling)
    alike: dict[str, list[str]] = {}  # by whoever most name so
    for name in sorted(weights_of, key=lambda a: (-weights_of[a], -len(ledger.actors[a].name), a)):
        one = next((o for o in alike if _one_doer(ledger.actors[o], ledger.actors[name])), name)
        alike.setdefault(one, []).append(name)
    out = []
    for one, names in alike.items():
        ids = frozenset(names)
        told = tuple((t, Ground.STATED) for t in body.members if not ids.isdisjoint(t.doers))
        spans = (s for t, _ in told for s in t.incident.doers)
        words = tuple(s for s in spans if (a := ledger.actor_at(s)) and a.id in ids)
        out.append(Candidate(ledger.actors[one], told, words, ids))
    return out


def _is_vehicle(actor: Actor) -> bool:
    return actor.kind is ActorKind.GROUP and not (actor.role or actor.side) and is_vehicle(actor.name)


def _one_doer(a: Actor, b: Actor) -> bool:
    """Whether two doers of one deed are one by their names: the words of one stand in the other and both are the same
    noun or persons."""
    one, other = fold(a.name).split(), fold(b.name).split()
    if not one or not other or (a.side != b.side and None not in (a.side, b.side)):
        return False
    nested = set(one) <= set(other) or set(other) <= set(one)
    return nested and (one[-1] == other[-1] or a.kind is b.kind is ActorKind.PERSON)


# ---------------------------------------------------------------- features


def _common(
    candidate: Candidate[Interval] | Candidate[Place] | Candidate[Actor],
    body: Body,
    others: int,
    scores: Sequence[float] = (),
) -> Features:
    """What holds for any field; `scores` are those its reports gave the value, one a telling."""
    tellings = candidate.tellings
    reports = len({t.doc for t in body.members})
    share = math.fsum(weight(t) for t in tellings) / body.total
    found = {
        "share": share,
        "how rare": min(RAREST, -math.log2(share)) if share else RAREST,
        "reports": min(MANY, math.log2(1 + len({t.doc for t in tellings}))),
        "share of reports": len({t.doc for t in tellings}) / reports,
        "reports of the event": min(MANY, math.log2(1 + reports)),
        "alone": float(others == 1),
        "others": min(MANY, math.log2(others)),
        "by a main telling": float(any(t.tie is Tie.MAIN for t in tellings)),
        "in a headline": float(any(t.headline for t in tellings)),
        "first telling": float(body.members[0] in tellings),
        f"tie {body.tie.value}": 1.0,
        "of the main one": float(body.is_main),
        "planned": sum(t.modality is Modality.PLANNED for t in body.members) / len(body.members),
    }
    for ground in {g for _, g in candidate.told}:
        found[f"ground {ground.value}"] = 1.0
    if scores:
        found["surest"] = max(scores)
        found["sure on the whole"] = sum(scores) / len(scores)
        weighed = math.fsum(weight(t) * s for t, s in zip(tellings, scores, strict=True))
        found["sure share"] = weighed / body.total
    return found


def day_features(candidate: Candidate[Interval], body: Body, setting: Setting, others: int) -> Features:
    """How a time is told."""
    when = candidate.value
    found = _common(candidate, body, others, [t.incident.day_score for t in candidate.tellings])
    dated = [t for t in body.members if t.when]
    found["support"] = math.fsum(weight(t) for t in dated if t.when and meet(t.when, when)) / body.total
    found["against"] = math.fsum(weight(t) for t in dated if t.when and not meet(t.when, when)) / body.total
    size = length(when)
    found[f"length {next((most for most in LONG if size is not None and size <= most), None)}"] = 1.0
    found[f"precision {when.precision}"] = 1.0
    first, _ = intervals.days(when)
    out = [d for t in body.members if t.published and (d := intervals.days(t.published)[0])]
    if first and out:
        gone = (min(out) - first).days
        found[f"ago {next((most for most in AGO if gone < most), None)}"] = 1.0
    for expression in {e for s in candidate.words if (e := setting.ledger.times.get(s))}:
        found[f"words {_form(expression)}"] = 1.0
    if body.main_day and not body.is_main:
        same = meet(body.main_day, when)
        found["day of main"] = float(same)
        start = intervals.days(body.main_day)[0]
        if not same and first and start:
            found["before main" if first < start else "after main"] = 1.0
    return found


def _form(expression: TimeExpression) -> str:
    """How exact the words themselves are: a full date, a day of the year, a weekday, an hour alone, a stretch."""
    value = expression.value or ""
    if "T" in value:
        return "hour alone" if value.startswith(("T", "XXXX-XX-XXT")) else "day and hour"
    if value.startswith("XXXX-W"):
        return "weekday"
    if value.startswith("XXXX-"):
        return "day of the year"
    return "full date" if len(value) == len("2022-06-25") and value[:4].isdigit() else "other"


def place_features(candidate: Candidate[Place], body: Body, setting: Setting, others: Sequence[Place]) -> Features:
    """How a place is told."""
    place = candidate.value
    given = [t.incident.place_score if ground is not Ground.UNKNOWN else 0.0 for t, ground in candidate.told]
    found, docs = _common(candidate, body, len(others), given), {t.doc for t in body.members}
    placed = [t for t in body.members if t.place]
    near = [t for t in placed if t.place and not holds(place, t.place) and (closeness(t.place, place) or 0.0) >= BROAD]
    apart = [t for t in placed if t.place and closeness(t.place, place) is None]
    found["support"] = math.fsum(map(weight, near)) / body.total
    found["against"] = math.fsum(map(weight, apart)) / body.total
    found[f"kind {place.kind}"] = 1.0
    if place.kind in BROADEST:
        found[f"land of {body.kind}"] = 1.0
    found["no point"] = float(place.lat is None)
    found["named in reports"] = len(setting.named[place.id]) / setting.docs
    found["named in headlines"] = len(setting.headed[place.id]) / setting.docs
    found["named in own headlines"] = len(setting.headed[place.id] & docs) / len(docs)
    found["named in datelines"] = len(setting.dated[place.id]) / setting.docs
    found["holds another"] = float(any(holds(place, p) for p in others))
    found["inside another"] = float(any(holds(p, place) for p in others))
    mentions = [m for t in body.members for m in t.mentions]
    here = sum(any(setting.ledger.place_at(p.span) is place for p in m.places) for m in mentions)
    found["share of clauses"] = here / max(1, len(mentions))
    found["gazetteer"] = (m.score or 0.0) if (m := setting.ledger.matches.get(place.id)) else 0.0
    if not candidate.told:
        found["of the whole"] = 1.0
    if body.is_main:
        found |= _standing(place, others, setting)
    if body.main_place and not body.is_main:
        found["place of main"] = float(body.main_place.id == place.id)
        found["near main"] = closeness(body.main_place, place) or 0.0
        found["apart from main"] = float(closeness(body.main_place, place) is None)
    return found


def _standing(place: Place, others: Sequence[Place], setting: Setting) -> Features:
    """How much speaks for a place beside the candidate for which most does."""
    most = {what: max(by.get(p.id, 0.0) for p in others) for what, by in setting.standing.items()}
    return {f"beside others, {w}": setting.standing[w].get(place.id, 0.0) / size for w, size in most.items() if size}


def _likely(telling: Telling, ids: frozenset[str], setting: Setting) -> float:
    """How likely a telling has one of some actors do it, by the clause that is surest."""
    return max((s for m in telling.mentions for a, s in setting.acting(m).items() if a in ids), default=0.0)


def doer_features(candidate: Candidate[Actor], body: Body, setting: Setting, others: int) -> Features:
    """How a doer is told; of what nature or a machine does, apart."""
    actor, ids = candidate.value, candidate.ids
    mentions = [m for t in body.members for m in t.mentions]
    acts = [setting.acting(m) for m in mentions]
    likely = {t: _likely(t, ids, setting) for t in body.members}
    common = _common(candidate, body, others, [likely[t] for t in candidate.tellings])
    found = {name: value for name, value in common.items() if not name.startswith("tie ") and name != "planned"}
    own = math.fsum(s for a in acts for i, s in a.items() if i in ids)
    found["share of likely"] = own / (math.fsum(s for a in acts for s in a.values()) or 1.0)
    named = sum(bool(ids & a.keys()) for a in acts)
    found["share of clauses"] = named / max(1, len(mentions))
    found["share of doers"] = named / max(1, sum(map(bool, acts)))
    surest: dict[str, float] = defaultdict(float)
    for telling, score in likely.items():
        surest[telling.doc] = max(surest[telling.doc], score)
    found["sure in reports"] = math.fsum(surest.values()) / len(surest)
    found["in reports"] = sum(score > 0 for score in surest.values()) / len(surest)
    capitals, is_person = sum(w[:1].isupper() for w in actor.name.split()), actor.kind is ActorKind.PERSON
    found |= {"named": float(capitals > 0), "full name": float(capitals > 1), "a person": float(is_person)}
    found["person without a name"] = float(is_person and not capitals)
    deeds = [a for m, a in zip(mentions, acts, strict=True) if m.type == body.kind]
    found["share of deeds"] = sum(bool(ids & a.keys()) for a in deeds) / max(1, len(deeds))
    found["share of deeds with a doer"] = sum(bool(ids & a.keys()) for a in deeds) / max(1, sum(map(bool, deeds)))
    found["speaks"] = min(1.0, setting.speaks[actor.id] / max(1, len(actor.evidence)))
    if body.kind in WORDS["undone"]:
        found |= {"nature": 1.0, "nature, full name": found["full name"]}
    if body.main_doers and not body.is_main:
        found["doer of main"] = float(bool(ids & body.main_doers))
    return found


# ---------------------------------------------------------------- sureness


def sureness(name: str, features: Features) -> float:
    """The probability that a candidate is right."""
    return weights()[name](features)


def least(name: str, *, is_main: bool) -> float:
    """The probability from which a value of a field is printed."""
    known = weights()[name]
    return known.main if is_main else known.threshold
