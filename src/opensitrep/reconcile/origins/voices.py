"""Who speaks in a claim: a person, a body, a document, an outlet or nobody known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from opensitrep.model import Actor, ActorKind, Attribution, Channel, Claim
from opensitrep.reconcile.origins.lineage import document_of
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists, load
from opensitrep.world.countries import countries

WORDS = Lists("origins")


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
    """The tables of data/en/origins.toml."""

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
def origin_words() -> OriginWords:
    """The words of the room, read once."""
    return load("en/origins.toml", OriginWords)


class Voices:
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
        if actor.kind is ActorKind.GROUP or {*fold(actor.name).split()} <= WORDS["press"]:
            return self.group(f"group {doc} {actor.id}", actor.name, actor.side, actor.id)
        if actor.kind is ActorKind.STATE:
            return Voice(f"state {actor.side or actor.id}", "body", actor.name, actor.side, actor.id, (), general=True)
        if actor.kind in (ActorKind.OUTLET, ActorKind.AGENCY):
            return Voice(f"media {actor.id}", "wire copy", actor.name, actor.side, actor.id)
        return self.body(actor)

    def body_of(self, actor: Actor) -> Voice | None:
        """The body a person speaks for by office."""
        if actor.role not in WORDS["voices"] or not actor.organisation:
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
        for office in origin_words().offices:
            holder = self.holders.get((office.role, actor.side))
            if holder and any(word in name for word in office.words):
                return Voice(f"speaker {holder.id}", "speaker", holder.name, holder.side, holder.id)
        return self.named_body(actor.name, actor.side, actor.id)

    def named_body(self, name: str, side: str | None, actor: str | None) -> Voice:
        """The voice of a body of this name; some kinds called by general words alone are one body a side."""
        kin, general = self.kin(name), general_kin(name)
        if general is not None and general.one and side:
            return Voice(f"body {side} kind {general.name}", "body", name, side, actor, kin)
        key = bare_name(name) if side else plain(name)
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
        local = not WORDS["local"].isdisjoint(fold(name).split())
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
        return tuple(k.name for k in origin_words().kinships if any(f" {w} " in folded for w in k.words))


def general_kin(name: str) -> Kinship | None:
    """The kinship of a body called by words for its kind alone, beside a people or country at most."""
    said = {w for w in plain(name).split() if w not in _peoples()}
    for kinship in origin_words().kinships:
        if said and said <= {w for phrase in kinship.general for w in phrase.split()}:
            return kinship
    return None


@cache
def _peoples() -> frozenset[str]:
    """Words for countries and peoples."""
    return frozenset(w for r in countries() for w in fold(" ".join((*r.spellings, *r.peoples))).split())


def plain(name: str) -> str:
    """A key for a name: its folded words in alphabetical order, without articles and links."""
    return " ".join(sorted({*fold(name).replace("'s", "").split()} - WORDS["small words of a name"]))


def bare_name(name: str) -> str:
    """A name without the words for its country or people, unless nothing is left."""
    words = [w for w in plain(name).split() if w not in _peoples()]
    return " ".join(words) or plain(name)
