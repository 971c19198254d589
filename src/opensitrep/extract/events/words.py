"""The words of the events room as typed tables: PLOVER categories, triggers, frames, cues. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from opensitrep.text.words import load, load_rows


@dataclass(frozen=True, slots=True)
class Category:
    """One category of data/codes/plover.toml; `quad` is 1 to 4 as in its codebook, None for our own extensions."""

    modes: tuple[str, ...] = ()
    quad: int | None = None
    future: str | None = None
    negated: str | None = None
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Plover:
    """The file data/codes/plover.toml."""

    categories: Mapping[str, Category]
    extension: Mapping[str, Category]

    def get(self, kind: str) -> Category:
        """The category of a type; KeyError for an unknown one."""
        return self.categories[kind] if kind in self.categories else self.extension[kind]


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is what around a trigger; `venue` is the role of a place in, at, on or near which it happens."""

    subject: str
    object: str
    venue: str
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One line of data/en/triggers.tsv."""

    words: str
    pos: str
    type: str
    frame: str
    mode: str | None = None
    object: str | None = None
    bar: str | None = None


@dataclass(frozen=True, slots=True)
class Sense:
    """A trigger as it is looked up: `particle` must stand beside it, `object` and `bar` hold lemmas and @marks."""

    type: str
    mode: str | None
    frame: str
    particle: str | None
    object: frozenset[str]
    bar: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """The file data/en/events.toml."""

    classes: Mapping[str, frozenset[str]]
    frames: Mapping[str, Frame]
    light: Mapping[str, frozenset[str]]
    mood: Mapping[str, frozenset[str]]
    place: Mapping[str, frozenset[str]]
    compass: Mapping[str, str]
    time: Mapping[str, frozenset[str]]
    intent: Mapping[str, frozenset[str]]
    slot: Mapping[str, frozenset[str]]
    means: Mapping[str, frozenset[str]]
    state: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class EventWords:
    """All words of the room; senses by (pos, lemma), in the order of the file."""

    plover: Plover
    cues: Cues
    senses: Mapping[tuple[str, str], tuple[Sense, ...]]


def load_event_words() -> EventWords:
    """Read and join the three data files. Raises `ResourceError` if one is missing or wrong."""
    cues = load("en/events.toml", Cues)
    table: dict[tuple[str, str], list[Sense]] = {}
    for row in load_rows("en/triggers.tsv", Trigger):
        for entry in (word.strip() for word in row.words.split(",")):
            lemma, _, particle = entry.replace("_", " ").partition(" ")
            sense = Sense(
                row.type, row.mode, row.frame, particle or None, _expand(row.object, cues), _expand(row.bar, cues)
            )
            table.setdefault((row.pos, lemma), []).append(sense)
    return EventWords(load("codes/plover.toml", Plover), cues, {key: tuple(senses) for key, senses in table.items()})


def _expand(cell: str | None, cues: Cues) -> frozenset[str]:
    """Lemmas of a cell, classes written out; a class that stays a mark (@place, @person) is kept as it is."""
    out: set[str] = set()
    for word in (cell or "").split():
        out |= cues.classes.get(word[1:], frozenset()) if word.startswith("@") else {word}
        if word in ("@place", "@person", "@state", "@one"):
            out.add(word)
    return frozenset(out)
