"""One person or body over the reports of a story: spellings, roles and short forms meet; each merge says why.

Persons meet by the sound of their names with agreeing country, an unnamed office by its role and jurisdiction, bodies
by country and the words that tell them apart, states by country. Nothing is erased: every mention keeps its words, an
actor is an edge to it (`Resolution` "actor"). Method: blocking by key, then attributes that must not contradict.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from opensitrep.model import Account, Actor, ActorKind, ActorMention, Reading, Resolution, Span, Use
from opensitrep.reconcile.actors.pronouns import loose_pronouns
from opensitrep.reconcile.actors.words import table
from opensitrep.run.ledger import Ledger
from opensitrep.text.spelling import sound
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import Entry, Gazetteer

WORDS = Lists("actors")

Entries = Callable[[str], Entry | None]
"""Looks up a gazetteer entry by its id."""


@dataclass(slots=True)
class Card:
    """What one report says of one actor: its mentions, fullest first."""

    doc: str
    mentions: list[ActorMention]
    key: tuple[str, ...] = ()
    why: str = ""
    names: list[str] = field(default_factory=list)
    role: str | None = None
    organisation: str | None = None
    country: str | None = None
    side: str | None = None
    place: str | None = None  # sound of the jurisdiction
    assumed: bool = False  # the country is that of the places of the report
    phrase: str = ""  # words of the fullest mention, without article, figures and what follows "of"

    @property
    def kind(self) -> ActorKind:
        """Kind of the fullest mention."""
        return self.mentions[0].kind

    @property
    def named(self) -> bool:
        """Whether a person's name is known."""
        return self.kind is ActorKind.PERSON and bool(self.names)


def settle_actors(account: Account, *, gazetteer: Gazetteer) -> Account:
    """Add the actors of the story and a `Resolution` "actor" for every mention that stands for one of them."""
    ledger, entries = Ledger(account), cache(gazetteer.entry)
    wanted = {s for r in account.readings for a in r.attributions for s in (a.speaker, *a.voices) if s}
    wanted |= {s for r in account.readings for m in r.mentions for s in (*m.agents, *m.targets)}
    cards = [
        card
        for r in sorted(account.readings, key=lambda r: r.document.id)
        for card in _cards(r, entries)
        if _matters(card, wanted)
    ]
    groups = _groups(cards)
    actors: list[Actor] = []
    resolutions: list[Resolution] = []
    by_span: dict[Span, str] = {}
    for why, apart, group in groups:
        actor = _actor(group, ledger, apart)
        actors.append(actor)
        assumed = {m.span for card in group if card.assumed for m in card.mentions}
        for span in actor.evidence:
            by_span[span] = actor.id
            home = "; the country of the report's places" if span in assumed else ""
            resolutions.append(Resolution(span, "actor", actor.id, why + home))
    actors = _one_each(actors)
    by_id = {a.id: a for a in actors}
    for span, ident, why in loose_pronouns(account, by_span, by_id):
        resolutions.append(Resolution(span, "actor", ident, why))
    unique = {(r.subject, r.value): r for r in resolutions}
    ordered = sorted(unique.values(), key=lambda r: (str(r.subject), str(r.value)))
    return replace(
        account,
        actors=(*account.actors, *sorted(actors, key=lambda a: a.id)),
        resolutions=(*account.resolutions, *ordered),
    )


# ---------------------------------------------------------------- one report


def _cards(reading: Reading, entries: Entries) -> list[Card]:
    """The actors of one report: mentions that point at one another."""
    by_span = {m.span: m for m in reading.actors}

    def root(m: ActorMention) -> ActorMention:
        seen = {m.span}
        while m.refers and m.refers in by_span and m.refers not in seen:
            m = by_span[m.refers]
            seen.add(m.span)
        return m

    chains: dict[Span, list[ActorMention]] = defaultdict(list)
    for m in reading.actors:
        if m.kind is not ActorKind.WEAPON:
            chains[root(m).span].append(m)
    cards = []
    for top, mentions in sorted(chains.items()):
        first = by_span[top]
        if first.kind is ActorKind.PRONOUN:
            continue
        ordered = [first, *(m for m in mentions if m.span != top)]
        cards.append(_card(reading, ordered, entries))
    _at_home(cards, reading, entries)
    return cards


# .75 and .15: in reports on a war between two states "the ministry" may be of either (the seeds: .5 to .7 for the one)
HOME, OTHER = 0.75, 0.15


def _at_home(cards: list[Card], reading: Reading, entries: Entries) -> None:
    """Give "the police", "the interior ministry" the country that (nearly) all places of their report lie in."""
    open_ = [
        c for c in cards
        if c.country is None and c.side is None and c.organisation is None
        and c.kind in (ActorKind.BODY, ActorKind.GROUP, ActorKind.PERSON)
        and table().home_bound(c.mentions[0].name, c.role)
    ]  # fmt: skip
    home = _home(reading, entries) if open_ else None
    for card in open_:
        if home in table().iso3:
            card.country, card.side, card.assumed = home, table().iso3[home], True


def _home(reading: Reading, entries: Entries) -> str | None:
    """ISO alpha-2 of the country of the report's places, one vote a name; None where two countries compete."""
    votes: dict[str, str] = {}
    for toponym in reading.toponyms:
        if toponym.candidates and toponym.use is not Use.EMBEDDED:
            entry = entries(toponym.candidates[0].place)
            if entry and entry.country:
                votes.setdefault(entry.id, entry.country)
    if len(votes) < 2:
        return None
    ranked = Counter(votes.values()).most_common()
    first, most = min(ranked, key=lambda v: (-v[1], v[0]))
    second = max((n for code, n in ranked if code != first), default=0)
    return first if most >= HOME * len(votes) and second <= OTHER * len(votes) else None


def _matters(card: Card, wanted: set[Span]) -> bool:
    """Whether the report says more of an actor than that there were "people": a name, a country, a word or a deed."""
    return card.named or bool(card.country or card.side) or any(m.span in wanted for m in card.mentions)


def _card(reading: Reading, mentions: list[ActorMention], entries: Entries) -> Card:
    card = Card(reading.document.id, mentions)
    span = mentions[0].span
    card.phrase = table().bare(reading.document.text[span.start : span.end])
    for m in mentions:
        card.role = card.role or m.role
        card.organisation = card.organisation or m.organisation
        card.country = card.country or m.country
        card.side = card.side or m.side
        if m.place and not card.place:
            text = reading.document.text[m.place.start : m.place.end]
            card.place = sound(text)
            if table().fields.get(m.role or "") in ("region", "town", "parliament"):
                card.country = card.country or _country_of(reading, m.place, entries)
        if m.kind is ActorKind.PERSON and m.name and m.name[:1].isupper() and not table().is_role(m.name):
            card.names.append(m.name)
    if card.country and not card.side and table().official(card.role):
        card.side = table().iso3.get(card.country)
    return card


def _country_of(reading: Reading, place: Span, entries: Entries) -> str | None:
    """The country of a jurisdiction, from the best candidate of its toponym."""
    for toponym in reading.toponyms:
        if toponym.span.meets(place) and toponym.candidates:
            entry = entries(toponym.candidates[0].place)
            return entry.country if entry else None
    return None


# ---------------------------------------------------------------- several reports


def _groups(cards: list[Card]) -> list[tuple[str, str, list[Card]]]:
    """Reason, what keeps it apart from others of its name, cards; persons first, since unnamed offices join them."""
    named = _named([c for c in cards if c.named])
    unnamed = [c for c in cards if c.kind is ActorKind.PERSON and not c.named]
    rest: dict[tuple[str, ...], list[Card]] = defaultdict(list)
    for card in unnamed:
        home = _office_holder(card, named)
        if home is not None:
            named[home][1].append(card)
        else:
            rest[_office_key(card)].append(card)
    for card in cards:
        if card.kind is not ActorKind.PERSON:
            rest[_thing_key(card)].append(card)
    reasons = {
        "state": "same country",
        "body": "same country and body",
        "group": "same words and side",
        "office": "same office",
    }
    others = [
        (reasons.get(key[0], "same name"), "|".join(key) if key[0] == "someone" else "", group)
        for key, group in sorted(rest.items())
    ]
    return [*((why, "", group) for why, group in named), *others]


def _named(cards: list[Card]) -> list[tuple[str, list[Card]]]:
    """Persons by the sound of the last name; first names, countries and roles must not contradict."""
    buckets: dict[str, list[list[Card]]] = defaultdict(list)
    ordered = sorted(cards, key=lambda c: (-max(len(n.split()) for n in c.names), c.doc, c.mentions[0].span))
    for card in ordered:
        bucket = buckets[_last(card)]
        fitting = [g for g in bucket if all(_agree(card, c) for c in g)]
        (fitting[0] if len(fitting) == 1 or (fitting and _first(card)) else _new(bucket)).append(card)
    groups = [group for _, bucket in sorted(buckets.items()) for group in bucket]
    return [("same name, no contradicting country or first name", g) for g in groups]


def _new(bucket: list[list[Card]]) -> list[Card]:
    bucket.append([])
    return bucket[-1]


def _full(card: Card) -> str:
    return max(card.names, key=lambda n: (len(n.split()), n))


def _last(card: Card) -> str:
    return sound(_full(card).split()[-1])


def _first(card: Card) -> str | None:
    words = _full(card).split()
    return sound(words[0]) if len(words) > 1 else None


def _agree(a: Card, b: Card) -> bool:
    if a.country and b.country and a.country != b.country:
        return False
    x, y = _first(a), _first(b)
    return x is None or y is None or (x[:1] == y[:1] and (x == y or x[:3] == y[:3] or min(len(x), len(y)) == 1))


def _office_holder(card: Card, named: list[tuple[str, list[Card]]]) -> int | None:
    """The named person of the same role and jurisdiction (or country), if the reports name just one."""
    if not card.role or not (card.place or card.country or card.organisation):
        return None
    fitting = []
    for n, (_, group) in enumerate(named):
        for c in group:
            same_role = c.role == card.role
            same_place = bool(card.place and c.place and card.place == c.place)
            same_country = not card.place and not c.place and card.country is not None and card.country == c.country
            if same_role and (
                same_place or (same_country and card.organisation == c.organisation and card.role in WORDS["unique"])
            ):
                fitting.append(n)
    return fitting[0] if len(set(fitting)) == 1 else None


def _office_key(card: Card) -> tuple[str, ...]:
    where = card.place or card.country or ""
    if where and card.role:
        return ("office", card.role, where, card.organisation or "")
    return ("someone", card.doc, str(card.mentions[0].span.start))


def _thing_key(card: Card) -> tuple[str, ...]:  # noqa: PLR0911 - one return a kind of actor
    first = card.mentions[0]
    if card.kind is ActorKind.STATE:
        return ("state", card.country or card.side or sound(first.name or ""))
    if card.kind in (ActorKind.AGENCY, ActorKind.OUTLET):
        return ("media", table().publishers.get(first.name or "", first.name or ""))
    if card.side and card.side.endswith("-PROXY") and card.role == "rebel":
        return ("group", card.side, "rebels")
    if card.kind is ActorKind.BODY and card.phrase.lower().startswith(tuple(f"{w} " for w in WORDS["of a person"])):
        return ("someone", card.doc, card.phrase.lower())
    known = table().bodies.get(first.name or "")
    if known:
        return ("body", known)
    kind = "body" if card.kind is ActorKind.BODY else "group"
    words = table().telling_words(first.name or "" if kind == "body" else card.phrase)
    if not card.country and not card.side and (kind == "group" or len(words) < 2):
        return ("someone", card.doc, *words)  # "the ministry", "officials" of whom? One report speaks of one
    return (kind, card.country or card.side or "", *words)


def _actor(group: list[Card], ledger: Ledger, apart: str) -> Actor:
    mentions = [m for c in group for m in c.mentions]
    names = _names(group, ledger)
    name = names[0] if names else ledger.quote(mentions[0].span)
    kind = group[0].kind
    country = _most(c.country for c in group)
    side = _most(c.side for c in group)
    digest = hashlib.sha256(f"{kind}|{sound(name)}|{country or ''}|{apart}".encode()).hexdigest()[:12]
    return Actor(
        id=f"actor:{digest}",
        name=name,
        kind=kind,
        names=tuple(names),
        role=_most(c.role for c in group),
        organisation=_most(c.organisation for c in group),
        country=country,
        side=side,
        evidence=tuple(sorted({m.span for m in mentions})),
    )


def _names(group: list[Card], ledger: Ledger) -> list[str]:
    """Spellings as they stand in the reports, the most complete and most frequent first; a name told twice in a row,
    where a heading runs into its text, is no fuller one."""
    counts: Counter[str] = Counter()
    named = any(c.names for c in group)
    for card in group:
        counts.update(card.names)
        if not card.names and not named:
            counts.update(n for m in card.mentions if m.kind is not ActorKind.PRONOUN and (n := _phrase(m, ledger)))
    if named:
        return sorted(counts, key=lambda n: (-min(len(set(n.split())), 2), -counts[n], -len(n), n))
    state = group[0].kind is ActorKind.STATE
    return sorted(
        counts,
        key=lambda n: (
            state and n not in table().countries,
            _owned(n),
            -counts[n],
            -min(len(n.split()), 3),
            len(n),
            n,
        ),
    )


def _owned(name: str) -> bool:
    """Whether a name begins with "its" or "their" and so says little by itself."""
    return name.lower().startswith(tuple(f"{word} " for word in WORDS.table("owners")))


def _phrase(mention: ActorMention, ledger: Ledger) -> str:
    """The words of an unnamed actor without article and without what follows a comma."""
    if mention.kind is ActorKind.STATE and mention.name:
        return mention.name
    words = re.split(r",\s", ledger.quote(mention.span))[0].split()  # the comma of "2,012" is none
    kept = list(words)
    while len(kept) > 1 and (kept[0].lower() in WORDS["counting"] or kept[0][0].isdigit()):
        kept.pop(0)  # "at least 300 Ukrainian soldiers" are "Ukrainian soldiers"
    return " ".join(words if kept[0][0].isdigit() else kept)


def _most(values: Iterable[str | None]) -> str | None:
    counts = Counter(v for v in values if v)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def _one_each(actors: list[Actor]) -> list[Actor]:
    """Two groups whose canonical names agree are one actor."""
    out: dict[str, Actor] = {}
    for a in actors:
        same = out.get(a.id, a)
        names, evidence = dict.fromkeys([*same.names, *a.names]), {*same.evidence, *a.evidence}
        out[a.id] = replace(same, names=tuple(names), evidence=tuple(sorted(evidence)))
    return list(out.values())
