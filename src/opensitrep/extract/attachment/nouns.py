"""Which words can be a happening: verbs of their own; nouns by the trigger lexicon, an own list and their endings."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.text.tree import Tree
from opensitrep.text.words import load, load_rows

TAKEN = ("nsubj", "dobj", "pobj", "nsubjpass")  # places where a word tagged as a verb is a noun
CLAUSES = ("ROOT", "ccomp", "conj", "advcl", "relcl")
HELPERS = ("aux", "auxpass", "prep")


@dataclass(frozen=True, slots=True)
class Tables:
    """attachment.toml as it stands."""

    happenings: frozenset[str]
    endings: tuple[str, ...]
    things: frozenset[str]
    speeches: frozenset[str]
    elsewhere: frozenset[str]
    ahead: frozenset[str]
    commands: frozenset[str]
    light: frozenset[str]
    states: frozenset[str]
    parts: frozenset[str]
    opening: frozenset[str]
    linking: frozenset[str]
    helping: frozenset[str]
    timeless: frozenset[str]
    able: frozenset[str]
    modal: frozenset[str]
    known: frozenset[str]
    joins: frozenset[str]
    through: frozenset[str]
    single: frozenset[str]
    fates: frozenset[str]
    between: frozenset[str]
    dated: frozenset[str]
    carriers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """The two columns of triggers.tsv that are asked here."""

    words: str
    pos: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The verbs of cues.toml by frame."""

    verbs: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """The tables with the nouns of the event lexicon and the verbs of saying."""

    tables: Tables
    nouns: frozenset[str]  # names of happenings for certain
    saying: frozenset[str]

    def happening(self, lemma: str) -> bool:
        """Whether a noun is listed as the name of a happening."""
        return lemma in self.nouns

    def likely(self, lemma: str) -> bool:
        """Whether a noun is listed, or ends as nouns made from verbs do and is no known thing."""
        if lemma in self.nouns:
            return True
        return len(lemma) > 5 and lemma not in self.tables.things and lemma.endswith(self.tables.endings)


def load_words() -> Words:
    """The words of the room. Raises `ResourceError` if a file is missing or wrong."""
    tables = load("en/attachment.toml", Tables)
    rows = load_rows("en/triggers.tsv", Trigger)
    listed = {w.strip() for row in rows if row.pos == "n" for w in row.words.split(",")}
    verbs = load("en/attribution.toml", Spoken).verbs
    return Words(tables, (frozenset(listed) - tables.things) | tables.happenings, verbs["say"] | verbs["think"])


def nominal(tree: Tree, i: int) -> bool:
    """Whether a token stands as a noun, plurals taken for verbs included ("40 inmates escape")."""
    syntax = tree.syntax
    return syntax.pos[i] in ("NOUN", "PROPN") or (syntax.tag[i] == "VBZ" and syntax.dep[i] in TAKEN)


def verbal(tree: Tree, i: int) -> bool:
    """Whether a token is a verb of its own, no auxiliary and no "including"; "has disbursed" even if taken for an
    adjective."""
    if tree.syntax.pos[i] in ("ADJ", "NOUN") and tree.syntax.dep[i] in CLAUSES:
        return bool(tree.children(i, "aux", "auxpass"))
    return tree.syntax.pos[i] in ("VERB", "AUX") and tree.syntax.dep[i] not in HELPERS and not nominal(tree, i)


class View:
    """A tree with its columns at hand and the tables: what the two parts of the room look at."""

    def __init__(self, tree: Tree, words: Words) -> None:
        self.tree, self.words = tree, words
        self.tables = words.tables
        syntax = tree.syntax
        self.head, self.dep, self.tag, self.pos, self.lemma = (
            syntax.head, syntax.dep, syntax.tag, syntax.pos, syntax.lemma,
        )  # fmt: skip
