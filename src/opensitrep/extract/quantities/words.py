"""The words of `extract/quantities`: modifiers, vague figures, units, money and numerals, as look-up tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from opensitrep.text.measures import load_measures
from opensitrep.text.numerals import load_numerals
from opensitrep.text.words import Lists, load, load_rows, parts
from opensitrep.world.countries import countries

WORDS = Lists("quantities")
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


@dataclass(frozen=True, slots=True)
class Units:
    """data/en/units.toml: unit -> lemmas, by kind of word; names of money -> code."""

    nouns: dict[str, tuple[str, ...]]
    people: dict[str, tuple[str, ...]]
    endings: dict[str, tuple[str, ...]]
    fates: dict[str, tuple[str, ...]]
    subject_fates: dict[str, tuple[str, ...]]
    verb_units: dict[str, tuple[str, ...]]
    money: dict[str, str]
    money_letters: dict[str, str]
    money_nouns: dict[str, str]
    measures: dict[str, str]


@dataclass(frozen=True, slots=True)
class Currency:
    """A row of data/codes/currencies.tsv."""

    code: str
    names: str


class UnitWords:
    """Lemma -> unit, and units of measure and money as phrases by their first word, longest first.

    With `sure` only the fates that befall living beings alone.
    """

    def __init__(self, *, sure: bool = False) -> None:
        units = load("en/units.toml", Units)
        self.nouns, self.people = _turned(units.nouns), _turned(units.people)
        for word in (people.lower() for country in countries() for people in country.peoples):
            self.people.setdefault(word, "person")
        self.people.setdefault("", "person")  # a lone "s", taken for a plural
        self.named = self.nouns | self.people
        self.persons = frozenset(self.people.values())  # the units of people
        self.endings = tuple((e, unit) for unit, ends in units.endings.items() for e in ends)
        fates = _turned(units.fates).items()
        self.fates = {verb: unit for verb, unit in fates if not (sure and verb in WORDS["of things"])}
        self.subject_fates, self.verb_units = _turned(units.subject_fates), _turned(units.verb_units)
        self.signs, self.letters = units.money, units.money_letters
        self.codes = frozenset(row.code for row in load_rows("codes/currencies.tsv", Currency))
        self.money = _by_first(_money_names(units))
        self.physical = frozenset(load_measures())
        self.measures = _by_first(
            (form, unit) for unit in units.nouns if unit in self.physical
            for lemma in units.nouns[unit] for form in {lemma, lemma.replace(" / ", "/")}
        )  # fmt: skip
        self.humans = frozenset({*units.people, *units.fates})


class FigureWords:
    """All words the room needs: phrases as tuples of words, longest first, by their last (before) or first word.

    `starts` are the words with which a figure can begin.
    """

    def __init__(self) -> None:
        raw = load("en/quantities.toml", Figures)
        self.before: dict[str, list[tuple[Words, Modifier]]] = {}
        for modifier in raw.modifier:
            for phrase in modifier.before:
                self.before.setdefault(phrase.split()[-1], []).append((tuple(phrase.split()), modifier))
        for entries in self.before.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self.after = _by_first((phrase, m) for m in raw.modifier for phrase in m.after)
        self.vague = _by_first((phrase, v) for v in raw.vague for phrase in v.words)
        self.not_one = _by_first((phrase, "none") for phrase in WORDS.ordered("not_one"))
        self.numerals = load_numerals()
        self.starts = {
            *self.vague, *WORDS["none"], *WORDS["nobody"], *self.not_one, *self.numerals.cardinals,
            "half", "any", "a", "an", "minus", "−",
        }  # fmt: skip
        self.units, self.sure_units = UnitWords(), UnitWords(sure=True)


def _by_first(entries: Iterable[tuple[str, T]]) -> dict[str, list[tuple[Words, T]]]:
    out: dict[str, list[tuple[Words, T]]] = {}
    for phrase, meaning in entries:
        words = tuple(phrase.split())
        out.setdefault(words[0], []).append((words, meaning))
    for found in out.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return out


def _turned(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {lemma: unit for unit, lemmas in table.items() for lemma in lemmas}


def _money_names(units: Units) -> Iterable[tuple[str, str]]:
    """Every name and code of money: with its country, and the noun alone where it is one country's or agreed on."""
    rows = load_rows("codes/currencies.tsv", Currency)
    heads = Counter(noun for row in rows for noun in {name.split()[-1] for name in parts(row.names)})
    for row in rows:
        for name in parts(row.names):
            yield name, row.code
            noun = name.split()[-1]
            if heads[noun] == 1 and noun not in units.money_nouns and len(noun) > 3:
                yield noun, row.code
    yield from units.money_nouns.items()
    yield from ((word, code) for word, code in units.money.items() if word.isalpha())


@cache
def load_figure_words() -> FigureWords:
    """The words, read once."""
    return FigureWords()
