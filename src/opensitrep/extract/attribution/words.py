"""The cue words of `attribution`: verbs by frame, phrases, channels and hedges, from cues.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from opensitrep.model import Act, Channel, Hedge
from opensitrep.text.words import load
from opensitrep.world.countries import countries


@dataclass(frozen=True, slots=True)
class Tables:
    """cues.toml as it stands."""

    verbs: dict[str, frozenset[str]]
    acts: dict[str, frozenset[str]]
    phrases: dict[str, tuple[str, ...]]
    nouns: dict[str, frozenset[str]]
    channels: dict[str, tuple[str, ...]]
    hedges: dict[str, tuple[str, ...]]
    back: frozenset[str]
    armed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """The tables with their patterns ready; `acts` in the order in which they are tried."""

    tables: Tables
    channels: tuple[tuple[Channel, re.Pattern[str]], ...]
    hedges: tuple[tuple[Hedge, re.Pattern[str]], ...]
    acts: tuple[tuple[Act, frozenset[str]], ...]
    adjectives: dict[str, str]  # adjective of a country -> ISO alpha-3

    def verb(self, lemma: str, *frames: str) -> bool:
        """Whether the lemma is a cue in one of these frames."""
        return any(lemma in self.tables.verbs[f] for f in frames)


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w) for w in longest) + r")(?!\w)")


@cache
def load_cues() -> Cues:
    """The cue words, read once."""
    tables = load("en/attribution.toml", Tables)
    acts = tuple((a, tables.acts[a]) for a in Act if a in tables.acts and a is not Act.WITHHOLDS)
    return Cues(
        tables=tables,
        channels=tuple((Channel(name), _any_of(words)) for name, words in tables.channels.items()),
        hedges=tuple((Hedge(name), _any_of(words)) for name, words in tables.hedges.items()),
        acts=acts,
        adjectives={w: c.iso3 for c in countries() for w in c.adjective.split("|") if w},
    )
