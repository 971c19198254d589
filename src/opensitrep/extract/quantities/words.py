"""The words of `extract/quantities`: modifiers, vague figures, units, money and numerals, as look-up tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from opensitrep.text.measures import load_measures
from opensitrep.text.numerals import Numerals, load_numerals
from opensitrep.text.words import load, load_rows

Words = tuple[str, ...]
T = TypeVar("T")


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

    @property
    def exact(self) -> bool:
        """Whether it stands for one number ("a dozen")."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Figures:
    """data/en/quantities.toml."""

    modifier: tuple[Modifier, ...]
    vague: tuple[Vague, ...]
    words: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Units:
    """data/en/units.toml: unit -> lemmas, by kind of word; names of money -> code."""

    nouns: dict[str, tuple[str, ...]]
    people: dict[str, tuple[str, ...]]
    endings: dict[str, tuple[str, ...]]
    fates: dict[str, tuple[str, ...]]
    of_things: dict[str, tuple[str, ...]]
    subject_fates: dict[str, tuple[str, ...]]
    verb_units: dict[str, tuple[str, ...]]
    money: dict[str, str]
    money_letters: dict[str, str]
    money_nouns: dict[str, str]
    measures: dict[str, str]
    glued: dict[str, tuple[str, ...]]
    physical: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Currency:
    """A row of data/codes/currencies.tsv."""

    code: str
    names: str


@dataclass(frozen=True, slots=True)
class Demonym:
    """A row of data/world/demonyms.tsv; only the names of peoples are of use here."""

    adjective: str | None = None


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases as tuples of words, longest first, by their last (before) or first word."""

    before: dict[str, list[tuple[Words, Modifier]]]
    after: dict[str, list[tuple[Words, Modifier]]]
    vague: dict[str, list[tuple[Words, Vague]]]
    not_one: dict[str, list[tuple[Words, str]]]
    words: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Lemma -> unit, and units of measure and money as phrases by their first word, longest first."""

    nouns: dict[str, str]
    people: dict[str, str]
    named: dict[str, str]  # both
    persons: frozenset[str]  # the units of people
    endings: tuple[tuple[str, str], ...]
    fates: dict[str, str]
    sure_fates: dict[str, str]
    subject_fates: dict[str, str]
    verb_units: dict[str, str]
    signs: dict[str, str]
    letters: dict[str, str]
    codes: frozenset[str]
    money: dict[str, list[tuple[Words, str]]]
    measures: dict[str, list[tuple[Words, str]]]
    physical: frozenset[str]
    glued_only: frozenset[str]
    carriers: frozenset[str]
    humans: frozenset[str]


@dataclass(frozen=True, slots=True)
class FigureWords:
    """All words the room needs: phrases, units, numerals, and with which words a figure can begin."""

    phrases: Phrases
    units: UnitWords
    sure_units: UnitWords  # the same with the fates that only living beings have
    numerals: Numerals
    starts: frozenset[str]


def _by_first(entries: Iterable[tuple[str, T]]) -> dict[str, list[tuple[Words, T]]]:
    out: dict[str, list[tuple[Words, T]]] = {}
    for phrase, meaning in entries:
        words = tuple(phrase.split())
        out.setdefault(words[0], []).append((words, meaning))
    for found in out.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return out


@cache
def load_phrases() -> Phrases:
    """The phrases, read once."""
    raw = load("en/quantities.toml", Figures)
    before: dict[str, list[tuple[Words, Modifier]]] = {}
    for modifier in raw.modifier:
        for phrase in modifier.before:
            before.setdefault(phrase.split()[-1], []).append((tuple(phrase.split()), modifier))
    for entries in before.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return Phrases(
        before,
        _by_first((phrase, m) for m in raw.modifier for phrase in m.after),
        _by_first((phrase, v) for v in raw.vague for phrase in v.words),
        _by_first((phrase, "none") for phrase in raw.words["not_one"]),
        {k: frozenset(v) for k, v in raw.words.items()},
    )


@cache
def load_units() -> UnitWords:
    """The units by lemma, read once."""
    units = load("en/units.toml", Units)

    def turned(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
        return {lemma: unit for unit, lemmas in table.items() for lemma in lemmas}

    physical = frozenset(load_measures())
    people = turned(units.people)
    for row in load_rows("world/demonyms.tsv", Demonym):
        for word in (row.adjective or "").lower().split("|"):
            people.setdefault(word, "person")
    nouns = turned(units.nouns)
    return UnitWords(
        nouns=nouns, people=people, named=nouns | people, persons=frozenset(people.values()),
        endings=tuple((e, unit) for unit, ends in units.endings.items() for e in ends),
        fates=turned(units.fates),
        sure_fates={verb: unit for verb, unit in turned(units.fates).items() if verb not in units.of_things["words"]},
        subject_fates=turned(units.subject_fates), verb_units=turned(units.verb_units),
        signs=units.money, codes=frozenset(r.code for r in load_rows("codes/currencies.tsv", Currency)),
        letters=units.money_letters, money=_by_first(_money_names(units)),
        measures=_by_first(
            (form, unit) for unit in units.nouns if unit in physical
            for lemma in units.nouns[unit] for form in {lemma, lemma.replace(" / ", "/")}
        ),
        physical=physical, glued_only=frozenset(units.glued["words"]), carriers=frozenset(units.physical["carriers"]),
        humans=frozenset({*units.people, *units.fates}),
    )  # fmt: skip


def _money_names(units: Units) -> Iterable[tuple[str, str]]:
    """Every name and code of money: with its country, and the noun alone where it is one country's or agreed on."""
    rows = load_rows("codes/currencies.tsv", Currency)
    heads = Counter(noun for row in rows for noun in {name.split()[-1] for name in row.names.split("|")})
    for row in rows:
        for name in row.names.split("|"):
            yield name, row.code
            noun = name.split()[-1]
            if heads[noun] == 1 and noun not in units.money_nouns and len(noun) > 3:
                yield noun, row.code
    yield from units.money_nouns.items()
    yield from ((word, code) for word, code in units.money.items() if word.isalpha())


@cache
def load_figure_words() -> FigureWords:
    """The words, read once."""
    phrases, numerals = load_phrases(), load_numerals()
    starts = {
        *phrases.vague, *phrases.words["none"], *phrases.words["nobody"], *phrases.not_one, *numerals.cardinals,
        "half", "any", "a", "an", "minus", "−",
    }  # fmt: skip
    units = load_units()
    return FigureWords(phrases, units, replace(units, fates=units.sure_fates), numerals, frozenset(starts))
