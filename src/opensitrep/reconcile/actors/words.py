"""The words that tell bodies apart or join them, for `reconcile/actors`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from opensitrep.text.words import Lists, load
from opensitrep.world.countries import countries
from opensitrep.world.names import named

WORDS = Lists("actors")


@dataclass(frozen=True, slots=True)
class Noun:
    """An entry of roles.toml or bodies.toml."""

    id: str
    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """bodies.toml: words of one meaning, head nouns of bodies."""

    same: dict[str, tuple[str, ...]]
    bodies: tuple[Noun, ...]


class Table:
    """All look-ups of the room."""

    def __init__(self) -> None:
        roles = load("en/roles.toml", dict[str, tuple[Noun, ...]])["roles"]
        bodies = load("en/bodies.toml", Bodies)
        self.iso3 = {c.code: c.iso3 for c in countries()}
        self.countries = frozenset(name for c in countries() for name in c.spellings)
        self.demonyms = {w.lower() for c in countries() for w in (*c.spellings, *c.peoples, *c.seats)}
        self.publishers = {n: p.name for p in (*named("outlets"), *named("agencies")) for n in p.spellings}
        self.bodies = {n: side.name for side in named("sides") for n in side.spellings}
        self.words = {w: common for common, words in bodies.same.items() for w in words}
        self.roles = frozenset(w for role in roles for w in role.words)
        self.fields = {role.id: role.field for role in roles}
        self.body_fields = {w: body.field for body in bodies.bodies for w in body.words}  # by head noun

    def home_bound(self, name: str | None, role: str | None) -> bool:
        """Whether a body or office without a country is one of the country that the report is about ("the police")."""
        if role:
            return self.fields.get(role) in ("region", "town", "police", "justice")
        words = (name or "").lower().split()
        for size in range(len(words)):
            if (field := self.body_fields.get(" ".join(words[size:]))) is not None:
                return field in ("state", "military", "police", "justice", "parliament")
        return False

    def is_role(self, name: str) -> bool:
        """Whether the words name an office and nobody."""
        return name.lower() in self.roles

    def official(self, role: str | None) -> bool:
        """Whether a holder of the role stands on the side of the country."""
        return self.fields.get(role or "") in ("state", "region", "town", "military", "police", "justice", "parliament")

    def bare(self, phrase: str) -> str:
        """A phrase without article, figures and what follows "of", "in" or a comma."""
        ends, less = "|".join(WORDS.ordered("ends of names")), WORDS["articles and amounts"]
        head = re.split(rf",|\s(?:{ends})\s", phrase)[0]
        return " ".join(w for w in head.split() if not w[0].isdigit() and w.lower() not in less)

    def telling_words(self, name: str) -> tuple[str, ...]:
        """The words of a body or group that tell it from others of its country, in common spelling, sorted."""
        found = re.findall(r"[^\W_]+", name.lower())
        words = [self.words.get(w, w) for w in found if w not in self.demonyms and w not in WORDS["small words"]]
        kept = dict.fromkeys(words)
        if len(kept) > 1:
            kept.pop("army", None)  # "military command" is a command, "military intelligence" is intelligence
        if "intelligence" in kept:
            for word in WORDS["beside intelligence"]:
                kept.pop(word, None)
        return tuple(sorted(kept))


@cache
def table() -> Table:
    """The tables, read once."""
    return Table()
