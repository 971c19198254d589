"""Where each statement comes from in the end: independence is counted over origins, never over outlets.

A claim goes to its speaker, a body and its own spokesman being one voice; without a named speaker to the report's own
voice, to the agency credited for the text, or to the report it copies. Then named rules join what has one lineage: the
same words from one side (a communiqué), and a report's own voice that repeats what another report attributes. Copies
are found by shared runs of words (shingles, Broder 1997), of which a few lead to the candidates: the cost is linear.

`bounds` counts origins. The lower bound counts what could be one as one, the upper counts it apart; copies, a credited
wire and the same speaker add to neither; an outlet's own voice counts only where nobody is named. Four examples:

1. Ten copies of one agency's text report two dead, no speaker named: one origin, lower 1, upper 1.
2. A ministry, its spokesman and "the ministry's channel" in four reports: one origin, lower 1, upper 1.
3. A governor, and "regional officials" of the same side in another report, who may be his: lower 1, upper 2.
   The governor, the mayor and those officials: lower 2, upper 3.
4. Two outlets tell it in their own voice and name nobody: lower 1, upper 2. With the governor beside them: 1 and 1.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from opensitrep.model import (
    Account,
    Actor,
    ActorKind,
    Attribution,
    Bounds,
    Channel,
    Claim,
    Label,
    Origin,
    Reading,
    Resolution,
)
from opensitrep.reconcile.origins.lineage import (
    Repeat,
    agency_in_dateline,
    credited_name,
    document_of,
    find_copies,
    find_repeats,
)
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold
from opensitrep.text.words import load
from opensitrep.world.countries import countries

NAMED = ("speaker", "body", "communique")
UNNAMED = "unknown"
OWN_VOICE = ("outlet", "wire copy")


@dataclass(frozen=True, slots=True)
class Office:
    """Words for the office of one person, and the role of that person."""

    words: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Kinship:
    """Bodies of one kind; those called by `general` words alone could be any of them, or are `one`."""

    name: str
    general: tuple[str, ...]
    words: tuple[str, ...]
    one: bool = False  # those called by general words alone are one body a side


@dataclass(frozen=True, slots=True)
class OriginWords:
    """The words of data/en/origins.toml."""

    voices: tuple[str, ...]
    local: tuple[str, ...]
    holders: tuple[str, ...]
    offices: tuple[Office, ...]
    kinships: tuple[Kinship, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose voice a claim is: `key` is the same for the same voice in every report of the story."""

    key: str
    kind: str
    name: str
    side: str | None = None
    actor: str | None = None
    kin: tuple[str, ...] = ()  # kinships it belongs to
    general: bool = False  # could be any voice of its side (and kinship)
    copy: str | None = None
    role: str | None = None  # of a person
    local: bool = False  # unnamed officials of a region or town


@cache
def _words() -> OriginWords:
    return load("en/origins.toml", OriginWords)


def bounds(claims: Iterable[str], ledger: Ledger) -> Bounds:
    """Independent origins behind some claims, as the module's docstring says and `Ledger.bounds` counts."""
    return ledger.bounds(claims)


def find_origins(account: Account) -> Account:
    """Add the origin of every claim, and "wire" and "copy" resolutions of reports."""
    settled = _document_lineage(account)
    account = replace(account, resolutions=(*account.resolutions, *settled))
    ledger = Ledger(account)
    voices = _Voices(ledger)
    own = {claim.id: voices.of(claim) for claim in ledger.claims.values()}
    joined, why = _join(own, ledger)
    return replace(account, origins=_rows(joined, why, ledger))


def _document_lineage(account: Account) -> list[Resolution]:
    """The agency credited for a report, and the earlier report that it copies."""
    out = []
    ledger = Ledger(account)
    outlets = {r.document.id: _outlet_of(ledger, r) for r in account.readings}
    datelined = {r.document.id: agency_in_dateline(r) for r in account.readings}
    known = {fold(name): name for name in sorted(filter(None, (*outlets.values(), *datelined.values())))}
    names: dict[str, str] = {}
    for reading in account.readings:
        doc, own = reading.document.id, outlets[reading.document.id]
        credited = [m.reading for m in reading.marks if m.label is Label.WIRE and m.reading]
        named = credited_name(reading, known)
        if credited:
            out.append(Resolution(doc, "wire", credited[0], "an agency is credited for the text"))
        elif named and named != fold(own or ""):
            out.append(Resolution(doc, "wire", known[named], "the report credits it for the text"))
        names[doc] = fold(credited[0]) if credited else named or fold(own or "")
    credits = {doc: name for doc, name in names.items() if name}

    def rank(reading: Reading) -> tuple[bool, str, int, str, str]:
        """What an outlet publishes itself comes before what credits it, whatever the day; of one day the longest."""
        doc, published = reading.document.id, ledger.published(reading.document.id)
        day = (published.start or "9")[:10] if published else "9"
        credits_other = names[doc] != fold(outlets[doc] or datelined[doc] or "")
        return credits_other, day, -len(reading.document.text), reading.document.name, doc

    for copy in find_copies(sorted(account.readings, key=rank), credits):
        why = f"{copy.share:.0%} of its runs of words stand in that report"
        out.append(Resolution(copy.document, "copy", copy.original, why))
    return out


def _outlet_of(ledger: Ledger, reading: Reading) -> str | None:
    return ledger.text_of(reading.document.id, "outlet") or reading.document.outlet


def _order(ledger: Ledger) -> dict[str, int]:
    """Rank of the documents: by day of publication, the undated last, then by name."""

    def key(doc: str) -> tuple[str, str, str]:
        published = ledger.published(doc)
        return (published.start or "9") if published else "9", ledger.readings[doc].document.name, doc

    return {doc: n for n, doc in enumerate(sorted(ledger.readings, key=key))}


# ---------------------------------------------------------------- voices


class _Voices:
    """From a claim to the voice it is told in."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.by_name: dict[str, Actor] = {}
        self.holders: dict[tuple[str, str | None], Actor] = {}
        wires = (r.value for r in ledger.account.resolutions if r.field == "wire" and isinstance(r.value, str))
        self.agencies = {fold(name) for name in wires}
        for actor in sorted(ledger.account.actors, key=lambda a: a.id):
            for name in (actor.name, *actor.names):
                self.by_name.setdefault(fold(name), actor)
            if actor.kind is ActorKind.PERSON and actor.role:
                self.holders.setdefault((actor.role, actor.side), actor)

    def of(self, claim: Claim) -> Voice:
        """The voice of a claim."""
        said = self.ledger.attributions.get(claim.attribution or "")
        if said is None:
            return self.outlet(document_of(claim.id))
        actor = self.ledger.speaker(said)
        doc = said.content[0].doc
        if said.channel is Channel.OWN:
            return Voice(f"own {doc}", "speaker", "own reporters", side="MEDIA")
        if actor is None:
            return self.unnamed(said, doc)
        return self.voice(actor, doc)

    def voice(self, actor: Actor, doc: str) -> Voice:
        """The voice of an actor: its body where it speaks for one, else its own."""
        if actor.kind is ActorKind.PERSON:
            body = self.body_of(actor)
            if body:
                return body
            key = f"speaker {actor.id}"
            return Voice(key, "speaker", actor.name, actor.side, actor.id, self.kin(actor.name), role=actor.role)
        if actor.kind is ActorKind.GROUP:
            return self.group(f"group {doc} {actor.id}", actor.name, actor.side, actor.id)
        if actor.kind is ActorKind.STATE:
            return Voice(f"state {actor.side or actor.id}", "body", actor.name, actor.side, actor.id, (), general=True)
        if actor.kind in (ActorKind.OUTLET, ActorKind.AGENCY):
            return Voice(f"media {actor.id}", "wire copy", actor.name, actor.side, actor.id)
        return self.body(actor)

    def body_of(self, actor: Actor) -> Voice | None:
        """The body a person speaks for by office."""
        if actor.role not in _words().voices or not actor.organisation:
            return None
        found = self.ledger.actors.get(actor.organisation) or self.by_name.get(fold(actor.organisation))
        if found is not None and found.kind is not ActorKind.PERSON:
            if found.kind in (ActorKind.STATE, ActorKind.GROUP):
                return None
            return self.body(found)
        if actor.role == "leader" and not self.kin(actor.organisation):
            return None
        return self.named_body(actor.organisation, actor.side, None)

    def body(self, actor: Actor) -> Voice:
        """The voice of a body; the office of one person is that person's."""
        name = fold(actor.name)
        for office in _words().offices:
            holder = self.holders.get((office.role, actor.side))
            if holder and any(word in name for word in office.words):
                return Voice(f"speaker {holder.id}", "speaker", holder.name, holder.side, holder.id)
        return self.named_body(actor.name, actor.side, actor.id)

    def named_body(self, name: str, side: str | None, actor: str | None) -> Voice:
        """The voice of a body of this name; some kinds called by general words alone are one body a side."""
        kin, general = self.kin(name), general_kin(name)
        if general is not None and general.one and side:
            return Voice(f"body {side} kind {general.name}", "body", name, side, actor, kin)
        key = _bare_name(name) if side else plain(name)
        return Voice(f"body {side} {key}", "body", name, side, actor, kin, general is not None)

    def unnamed(self, said: Attribution, doc: str) -> Voice:
        """The voice of a source that is no known actor: its words, in this report only."""
        words = " ".join(self.ledger.quote(s) for s in said.source)
        mention = self.ledger.actor_mentions.get(said.speaker) if said.speaker else None
        if not words or (mention and mention.kind is ActorKind.PRONOUN):
            return Voice(f"unnamed {doc} {plain(words)}", UNNAMED, words or "source not named", None, general=True)
        side = mention.side if mention else None
        named = mention is not None and mention.kind in (ActorKind.PERSON, ActorKind.BODY) and mention.name is not None
        if named and mention is not None and mention.name:
            kind = "speaker" if mention.kind is ActorKind.PERSON else "body"
            return Voice(f"{kind} {side} {plain(mention.name)}", kind, mention.name, side, None, self.kin(words))
        return self.group(f"unnamed {doc} {plain(words)}", words, side, None)

    def group(self, key: str, name: str, side: str | None, actor: str | None) -> Voice:
        """The voice of people who are not named."""
        local = not set(_words().local).isdisjoint(fold(name).split())
        return Voice(key, UNNAMED, name, side, actor, self.kin(name), general=True, local=local)

    def outlet(self, doc: str) -> Voice:
        """The report's own voice: of the agency credited, of the report it copies, else of the outlet."""
        document = self.ledger.readings[doc].document
        wire = self.ledger.text_of(doc, "wire")
        original = self.ledger.text_of(doc, "copy")
        if wire:
            return Voice(f"wire {fold(wire)}", "wire copy", wire, "MEDIA", copy=original or doc)
        if original:
            first = self.outlet(original)
            return replace(first, kind="wire copy", copy=original)
        name = self.ledger.text_of(doc, "outlet") or document.outlet or document.name
        if fold(name) in self.agencies:  # another report credits this outlet for its text
            return Voice(f"wire {fold(name)}", "wire copy", name, "MEDIA", copy=doc)
        return Voice(f"outlet {doc}", "outlet", name, "MEDIA")

    def kin(self, name: str) -> tuple[str, ...]:
        """The kinships a name belongs to."""
        folded = f" {fold(name)} "
        return tuple(k.name for k in _words().kinships if any(f" {w} " in folded for w in k.words))


def general_kin(name: str) -> Kinship | None:
    """The kinship of a body called by words for its kind alone, beside a people or country at most."""
    said = {w for w in plain(name).split() if w not in _peoples()}
    for kinship in _words().kinships:
        if said and said <= {w for phrase in kinship.general for w in phrase.split()}:
            return kinship
    return None


@cache
def _peoples() -> frozenset[str]:
    """Words for countries and peoples."""
    return frozenset(
        w for r in countries() for w in fold(f"{r.name} {r.other} {r.adjective}".replace("|", " ")).split()
    )


def plain(name: str) -> str:
    """A key for a name: its folded words in alphabetical order, without articles and links."""
    return " ".join(sorted({w for w in fold(name).replace("'s", "").split() if w not in ("the", "of", "for", "and")}))


# ---------------------------------------------------------------- lineage between reports


def _join(own: dict[str, Voice], ledger: Ledger) -> tuple[dict[str, Voice], dict[str, list[str]]]:
    """Voices after the rules of lineage, and for each key the reasons of what was joined to it."""
    own = _named_alike(own)
    named = {c: v for c, v in own.items() if v.kind in NAMED and not v.general}
    others = {c: v for c, v in own.items() if c not in named}
    out, why = dict(own), defaultdict(list)
    for claim, theirs in _same_report(others, named).items():
        out[claim] = theirs
        why[theirs.key].append(f"named more fully in the same report than {own[claim].name}")
    for repeat in find_repeats(ledger, told=list(named), retold=list(others)):
        mine, theirs = own[repeat.claim], own[repeat.original]
        if mine.side not in (None, "MEDIA") and theirs.side and not same_camp(mine.side, theirs.side):
            continue
        out[repeat.claim] = theirs
        why[theirs.key].append(_reason(repeat, ledger))
    left = sorted(c for c, v in out.items() if v.kind in OWN_VOICE)
    for repeat in find_repeats(ledger, told=left, retold=left, order=_order(ledger)):
        if out[repeat.claim].key != out[repeat.original].key:
            out[repeat.claim] = own[repeat.original]
            why[own[repeat.original].key].append(_reason(repeat, ledger))
    return _one_body(out, named, ledger, why), why


def _named_alike(own: dict[str, Voice]) -> dict[str, Voice]:
    """A body without a side as the one body of its name that has one: "air force" as "Sudan's air force".

    The country's own name makes no other name; where bodies of two sides are called so, nothing is joined.
    """
    full: dict[str, dict[str, Voice]] = defaultdict(dict)
    for _, voice in sorted(own.items()):
        if voice.kind == "body" and voice.side:
            full[_bare_name(voice.name)].setdefault(voice.side, voice)
    out = dict(own)
    for claim, voice in own.items():
        same = full.get(_bare_name(voice.name), {}) if voice.kind == "body" and not voice.side else {}
        if len(same) == 1:
            out[claim] = next(iter(same.values()))
    return out


def _bare_name(name: str) -> str:
    words = [w for w in plain(name).split() if w not in _peoples()]
    return " ".join(words) or plain(name)


def _same_report(others: dict[str, Voice], named: dict[str, Voice]) -> dict[str, Voice]:
    """Bodies called by a general word, as the one body of that word and side that their report names in full."""
    full: dict[tuple[str, str | None], dict[str, Voice]] = defaultdict(dict)
    for claim, voice in named.items():
        if voice.kind == "body":
            full[document_of(claim), voice.side][voice.key] = voice
    out = {}
    for claim, voice in others.items():
        last = fold(voice.name).split()[-1:] if voice.kind == "body" and voice.general else []
        same = [v for v in full[document_of(claim), voice.side].values() if last and last[0] in fold(v.name).split()]
        if len(same) == 1:
            out[claim] = same[0]
    return out


def _reason(repeat: Repeat, ledger: Ledger) -> str:
    return f"{repeat.rule} ({ledger.readings[document_of(repeat.original)].document.name})"


def _one_body(
    voices: dict[str, Voice], named: dict[str, Voice], ledger: Ledger, why: dict[str, list[str]]
) -> dict[str, Voice]:
    """Bodies of one kind and side that say the same in the same words are one communiqué."""
    bodies = [c for c, v in sorted(named.items()) if v.kind == "body"]
    into: dict[str, Voice] = {}
    for repeat in find_repeats(ledger, told=bodies, retold=bodies):
        mine, theirs = (root(into, voices[c]) for c in (repeat.claim, repeat.original))
        if mine.key != theirs.key and mine.side == theirs.side and set(mine.kin) & set(theirs.kin):
            into[mine.key] = replace(theirs, kind="communique")
            why[theirs.key].append(f"{repeat.rule}: {mine.name}")
    return {c: root(into, v) for c, v in voices.items()}


def root(into: dict[str, Voice], voice: Voice) -> Voice:
    """The voice that a voice was joined to, at the end of the chain."""
    while voice.key in into:
        voice = into[voice.key]
    return voice


def same_camp(a: str, b: str) -> bool:
    """Whether two sides are one camp: a state and its proxies and people."""
    return a.partition("-")[0] == b.partition("-")[0]


# ---------------------------------------------------------------- rows


def _rows(voices: dict[str, Voice], why: dict[str, list[str]], ledger: Ledger) -> tuple[Origin, ...]:
    groups: dict[str, list[str]] = defaultdict(list)
    first: dict[str, Voice] = {}
    for claim in sorted(voices):
        groups[voices[claim].key].append(claim)
        first.setdefault(voices[claim].key, voices[claim])
    story = ledger.account.stories[0].id if ledger.account.stories else ""
    ids = {key: "o" + hashlib.blake2b(f"{story} {key}".encode(), digest_size=6).hexdigest() for key in groups}
    related = _related(first)
    out = []
    for key, claims in sorted(groups.items()):
        voice = first[key]
        out.append(
            Origin(
                id=ids[key],
                kind=voice.kind,
                name=voice.name,
                claims=tuple(claims),
                related=tuple(sorted(ids[k] for k in related[key])),
                side=voice.side,
                actor=voice.actor,
                channel=_channel(claims, ledger),
                copy=voice.copy,
                why="; ".join(dict.fromkeys(why.get(key, ()))) or _plain_reason(voice),
            )
        )
    return tuple(sorted(out, key=lambda o: o.id))


def _plain_reason(voice: Voice) -> str:
    return {
        "speaker": "the report names the speaker",
        "body": "the report names the body",
        "communique": "one body, the same content",
        "wire copy": "the text is an agency's or a copy",
        "outlet": "told in the report's own voice",
    }.get(voice.kind, "the source is not named")


def _channel(claims: Sequence[str], ledger: Ledger) -> Channel | None:
    """The channel named most often, if one is named."""
    found: Counter[Channel] = Counter()
    for claim in claims:
        said = ledger.attributions.get(ledger.claims[claim].attribution or "")
        if said and said.channel not in (Channel.UNSPECIFIED, Channel.OWN):
            found[said.channel] += 1
    return min(found, key=lambda c: (-found[c], c)) if found else None


def _related(voices: dict[str, Voice]) -> dict[str, set[str]]:
    """Keys of voices that could be one: a general or unnamed voice and those of its side (and kind, if it has one)."""
    out: dict[str, set[str]] = {key: set() for key in voices}
    known = [(key, v) for key, v in sorted(voices.items()) if v.kind not in OWN_VOICE and (v.side or v.local)]
    sides: dict[str, list[str]] = defaultdict(list)
    for key, voice in known:
        sides[voice.side.partition("-")[0] if voice.side else ""].append(key)
    for key, voice in known:
        nearby = sides[voice.side.partition("-")[0]] + sides[""] if voice.side else [k for k, _ in known]
        for other in nearby if voice.general else ():
            if other != key and _could_be(voice, voices[other]):
                out[key].add(other)
                out[other].add(key)
    return out


def _could_be(general: Voice, other: Voice) -> bool:
    """Officials of some region or town could be any governor or mayor; else side and kind must fit."""
    if general.local or other.local:
        named = other if general.local else general
        return named.local or named.role in _words().holders or (named.general and named.kind == UNNAMED)
    if general.side and other.side and "-" in general.side + other.side and general.side != other.side:
        return False
    return not general.kin or not other.kin or bool(set(general.kin) & set(other.kin)) or other.general
