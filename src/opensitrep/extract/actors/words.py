"""The words of `actors`: countries, roles, bodies, sides, agencies and weapons, found in the tokens of a reading.

A *label* says what a run of tokens is. Names are compared as written (so that "US" is no "us"), common nouns by
their lower-case words with the lemma of the last one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opensitrep.text.tree import Tree
from opensitrep.text.words import load
from opensitrep.world.countries import countries
from opensitrep.world.names import named

LONGEST = 8  # words; the longest names of the tables ("Islamic Revolutionary Guard Corps") have fewer


@dataclass(frozen=True, slots=True)
class Noun:
    """An entry of roles.toml or bodies.toml."""

    id: str
    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """bodies.toml."""

    bodies: tuple[Noun, ...]
    groups: tuple[Noun, ...]


@dataclass(frozen=True, slots=True)
class Weapons:
    """weapons.toml."""

    patterns: tuple[str, ...]
    names: frozenset[str]
    kinds: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Saying:
    """The verbs of attribution.toml, of which only the subjects matter here."""

    verbs: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Label:
    """What a run of tokens is: kind country, adjective, seat, agency, outlet, side, role, body, group or weapon."""

    first: int
    last: int
    kind: str
    id: str
    field: str = ""
    code: str | None = None
    side: str | None = None


class Words:
    """All tables of the room, by the words to look for."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, str, str | None, str | None]] = {}  # as written -> kind, id, code, side
        self.iso3 = {country.code: country.iso3 for country in countries()}
        for c in countries():
            for kind, words in (("seat", c.seats), ("adjective", c.peoples), ("country", c.spellings)):
                self.names.update(dict.fromkeys(words, (kind, c.code, c.code, c.iso3)))
        for kind, rows in (("outlet", named("outlets")), ("agency", named("agencies"))):
            for p in rows:
                side = f"MEDIA-{self.iso3[p.code]}" if p.code else "MEDIA"
                self.names.update(dict.fromkeys(p.spellings, (kind, p.name, p.code, side)))
        for s in named("sides"):
            self.names.update(dict.fromkeys(s.spellings, ("side", s.name, s.code, s.side)))
        roles = load("en/roles.toml", dict[str, tuple[Noun, ...]])["roles"]
        bodies = load("en/bodies.toml", Bodies)
        weapons, cues = load("en/weapons.toml", Weapons), load("en/attribution.toml", Saying)
        nouns = [("role", r) for r in roles] + [("body", b) for b in bodies.bodies]
        nouns += [("group", g) for g in bodies.groups]
        nouns += [("weapon", Noun(kind, "weapon", words)) for kind, words in weapons.kinds.items()]
        self.nouns: dict[str, tuple[tuple[str, str, str], ...]] = {}  # lower case -> (kind, id, field), several
        for kind, noun in nouns:
            for word in noun.words:
                self.nouns[word] = (*self.nouns.get(word, ()), (kind, noun.id, noun.field))
        self.weapons, self.weapon_names = re.compile("|".join(f"(?:{p})" for p in weapons.patterns)), weapons.names
        self.fields = {r.id: r.field for r in roles}
        self.saying = frozenset(lemma for lemmas in cues.verbs.values() for lemma in lemmas)
        # all names and nouns in lower case, sorted: to see whether a run of words may go on
        self.openings = sorted({w.lower() for w in (*self.names, *self.nouns)})

    def goes_on(self, run: str) -> bool:
        """Whether some name or noun of several words begins with this run (lower case)."""
        for text in (run, run.removeprefix("the ")):
            at = bisect_right(self.openings, text)
            if at < len(self.openings) and self.openings[at].startswith(text):
                return True
        return run == "the"


@cache
def load_words() -> Words:
    """Every table of the room, read once."""
    return Words()


class Labels:
    """The labels of one reading by the token they end with, and by every token they cover."""

    def __init__(self, tree: Tree, words: Words) -> None:
        self.tree, self.words = tree, words
        self.ending: dict[int, list[Label]] = {}
        self.over: dict[int, list[Label]] = {}
        for sentence in tree.sentences:
            for label in self._labels(sentence):
                self.ending.setdefault(label.last, []).append(label)
                for i in range(label.first, label.last + 1):
                    self.over.setdefault(i, []).append(label)

    def at(self, i: int, *kinds: str) -> Label | None:
        """The longest label of these kinds that ends with token i."""
        found = [x for x in self.ending.get(i, ()) if x.kind in kinds]
        return min(found, key=lambda x: (x.first, kinds.index(x.kind)), default=None)

    def covering(self, i: int, *kinds: str) -> Label | None:
        """A label of these kinds that covers token i."""
        return next((x for x in self.over.get(i, ()) if x.kind in kinds), None)

    def joined(self, first: int, last: int) -> str:
        """The words of a run as one text, plain apostrophes, one space where the report or a repair has one."""
        out = self._plain(first)
        for i in range(first + 1, last + 1):
            out = self._grown(out, i)
        return out

    def _labels(self, sentence: range) -> Iterator[Label]:
        """Every run that a table knows; a run grows while some name or noun goes on with its words."""
        low, lemma = self.tree.lower, self.tree.syntax.lemma
        for first in sentence:
            text = ""
            for last in range(first, min(first + LONGEST, sentence.stop)):
                text = self._grown(text, last) if text else self._plain(last)
                if len(text) > 60:
                    break
                yield from self._named(text, first, last)
                lowered = text.lower()
                head = lowered[: len(lowered) - len(low[last])]
                for key in dict.fromkeys(
                    (lowered, head + lemma[last], lowered.rstrip(".") if first == last else lowered)
                ):
                    for kind, name, where in self.words.nouns.get(key, ()):
                        yield Label(first, last, kind, name, where)
                yield from self._designations(text, first, last)
                if not (self.words.goes_on(lowered) or "-" in text or self._hyphen(last)):
                    break

    def _hyphen(self, last: int) -> bool:
        return last + 1 < len(self.tree) and self._plain(last + 1) == "-"

    def _named(self, text: str, first: int, last: int) -> Iterator[Label]:
        names = self.words.names
        named = names.get(text)
        if named:
            yield Label(first, last, named[0], named[1], "", named[2], named[3])
            return
        bare = text[4:] if text.startswith(("the ", "The ")) else ""
        named = names.get(bare) if bare else None
        if named and text[0].isupper():
            yield Label(first, last, named[0], named[1], "", named[2], named[3])

    def _designations(self, text: str, first: int, last: int) -> Iterator[Label]:
        if (first == last or "-" in text) and (text in self.words.weapon_names or self.words.weapons.fullmatch(text)):
            yield Label(first, last, "weapon", text, "weapon")

    def _plain(self, i: int) -> str:
        return self.tree.texts[i].replace("’", "'").replace("‑", "-")

    def _grown(self, text: str, i: int) -> str:
        """The run with one more token."""
        here, syntax = self._plain(i), self.tree.syntax
        glued = syntax.start[i] == syntax.end[i - 1] and not (here[0].isalpha() and text[-1:].isalpha())
        return text + here if glued else f"{text} {here}"
