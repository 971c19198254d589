"""The words of `extract/quantities`: modifiers, vague figures, shares, units and numerals, as look-up tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep import resources
from opensitrep.extract.quantities_units import UnitWords, load_units
from opensitrep.numerals import Numerals, load_numerals


@dataclass(frozen=True, slots=True)
class Modifier:
    """Words before or after a number; `low` and `high` are factors, None leaves the side open."""

    name: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Vague:
    """Words that are a figure by themselves."""

    name: str
    words: tuple[str, ...]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole in words."""

    words: tuple[str, ...]
    percent: float


@dataclass(frozen=True, slots=True)
class Figures:
    """data/quantities.toml."""

    modifier: tuple[Modifier, ...]
    vague: tuple[Vague, ...]
    share: tuple[Share, ...]
    words: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases as tuples of words, longest first, by their last (before) or first word."""

    before: dict[str, list[tuple[tuple[str, ...], Modifier]]]
    after: dict[str, list[tuple[tuple[str, ...], Modifier]]]
    vague: dict[str, list[tuple[tuple[str, ...], Vague]]]
    share: dict[str, list[tuple[tuple[str, ...], Share]]]
    words: dict[str, frozenset[str]]


@cache
def load_phrases() -> Phrases:
    """The phrases, read once."""
    raw = resources.load("quantities.toml", Figures)
    out = Phrases({}, {}, {}, {}, {k: frozenset(v) for k, v in raw.words.items()})
    for modifier in raw.modifier:
        for phrase in modifier.before:
            out.before.setdefault(phrase.split()[-1], []).append((tuple(phrase.split()), modifier))
        for phrase in modifier.after:
            out.after.setdefault(phrase.split()[0], []).append((tuple(phrase.split()), modifier))
    for vague in raw.vague:
        for phrase in vague.words:
            out.vague.setdefault(phrase.split()[0], []).append((tuple(phrase.split()), vague))
    for share in raw.share:
        for phrase in share.words:
            out.share.setdefault(phrase.split()[0], []).append((tuple(phrase.split()), share))
    for table in (out.before, out.after, out.vague, out.share):
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry[0]))
    return out


@dataclass(frozen=True, slots=True)
class FigureWords:
    """All words the room needs: phrases, units, numerals, and with which words a figure can begin."""

    phrases: Phrases
    units: UnitWords
    numerals: Numerals
    starts: frozenset[str]


@cache
def load_figure_words() -> FigureWords:
    """The words, read once."""
    phrases, numerals = load_phrases(), load_numerals()
    starts = {
        *phrases.vague,
        *phrases.share,
        *phrases.words["none"],
        *phrases.words["nobody"],
        *numerals.cardinals,
        "any",
        "a",
    }
    return FigureWords(phrases, load_units(), numerals, frozenset({*starts, "an"}))
