"""The cue words of `attribution`: verbs by frame, phrases, channels and hedges, from attribution.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from opensitrep.model import Channel, Hedge
from opensitrep.text.words import load
from opensitrep.world.countries import countries


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of attribution.toml."""

    verbs: dict[str, frozenset[str]]
    acts: dict[str, frozenset[str]]
    channels: dict[str, tuple[str, ...]]
    hedges: dict[str, tuple[str, ...]]


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w) for w in longest) + r")(?!\w)")


class Cues:
    """The tables with their patterns ready."""

    def __init__(self) -> None:
        self.tables = load("en/attribution.toml", Tables)
        self.channels = [(Channel(name), _any_of(words)) for name, words in self.tables.channels.items()]
        self.hedges = [(Hedge(name), _any_of(words)) for name, words in self.tables.hedges.items()]
        self.adjectives = {w: c.iso3 for c in countries() for w in c.peoples}

    def verb(self, lemma: str, *frames: str) -> bool:
        """Whether the lemma is a cue in one of these frames."""
        return any(lemma in self.tables.verbs.get(f, ()) for f in frames)


@cache
def load_cues() -> Cues:
    """The cue words, read once."""
    return Cues()
