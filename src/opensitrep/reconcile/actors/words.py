"""The words that tell bodies apart or join them, for `reconcile/actors`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from opensitrep.text.words import Lists, load, load_rows
from opensitrep.world.countries import countries

WORDS = Lists("actors")


@dataclass(frozen=True, slots=True)
class Known:
    """A row of sides.tsv, agencies.tsv or outlets.tsv."""

    name: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """An entry of roles.toml."""

    id: str
    field: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Roles:
    """roles.toml."""

    roles: tuple[Role, ...]
    unique: frozenset[str]
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class BodyNoun:
    """An entry of bodies.toml."""

    id: str
    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """bodies.toml: words of one meaning, head nouns of bodies."""

    same: dict[str, tuple[str, ...]]
    bodies: tuple[BodyNoun, ...]
    counting: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """All look-ups of the room."""

    iso3: dict[str, str]
    countries: dict[str, str]  # name of a country -> code
    demonyms: frozenset[str]  # lower-case names, adjectives and seats
    publishers: dict[str, str]
    bodies: dict[str, str]
    words: dict[str, str]  # word -> its common form
    roles: dict[str, str]  # word -> role id
    fields: dict[str, str]  # role id -> field
    unique: frozenset[str]  # roles a country has but one holder of
    heads: frozenset[str]  # roles that head a state
    counting: frozenset[str]  # words before what is counted
    body_fields: dict[str, str]  # head noun of a body -> field

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

    def country_name(self, name: str) -> str | None:
        """The code of a country by one of its names."""
        return self.countries.get(name)

    def publisher(self, name: str) -> str:
        """The main name of an agency or outlet."""
        return self.publishers.get(name, name)

    def known_body(self, name: str) -> str | None:
        """The main name of a body, group or bloc of sides.tsv."""
        return self.bodies.get(name)

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


def _parts(cell: str) -> list[str]:
    return [p for p in cell.split("|") if p]


@cache
def load_table() -> Table:
    """The tables, read once."""
    known = countries()
    file = load("en/roles.toml", Roles)
    roles, bodies = file.roles, load("en/bodies.toml", Same)
    names = {n: c.code for c in known for n in (c.name, *_parts(c.other))}
    every = [w for c in known for w in (c.name, *_parts(c.other), *_parts(c.adjective), *_parts(c.seat))]
    publishers = {
        n: p.name
        for tsv in ("world/outlets.tsv", "world/agencies.tsv")
        for p in load_rows(tsv, Known)
        for n in (p.name, *_parts(p.other))
    }
    return Table(
        iso3={c.code: c.iso3 for c in known},
        countries=names,
        demonyms=frozenset(w.lower() for w in every),
        publishers=publishers,
        bodies={n: s.name for s in load_rows("world/sides.tsv", Known) for n in (s.name, *_parts(s.other))},
        words={w: common for common, words in bodies.same.items() for w in words},
        roles={w: r.id for r in roles for w in r.words},
        fields={r.id: r.field for r in roles},
        unique=file.unique,
        heads=file.heads,
        counting=bodies.counting,
        body_fields={w: b.field for b in bodies.bodies for w in b.words},
    )
