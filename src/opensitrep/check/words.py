"""Words of a sentence in the form in which a draft and a report are compared: stems, alike words, numbers, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log

from opensitrep.model import Span
from opensitrep.text.fold import fold
from opensitrep.text.numerals import load_numerals, read_number
from opensitrep.text.stems import stem
from opensitrep.text.words import Lists, load_rows

WORDS = Lists("check")
WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)*")
STOP = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[^\W_])|\s+(?=[•·▪] )|\n+")
ENDS = ".!?…"
LETTERS = 6  # of a stem: "demolition" meets "demolished", "injury" "injured"
RARE = 0.004  # share of stories of a word that the table of spread does not hold
SMALL = 3  # numbers up to this are left out of the comparison form: they stand everywhere


@dataclass(frozen=True, slots=True)
class Spread:
    """In which share of news stories a stem stands."""

    word: str
    share: float


@cache
def _rarity() -> dict[str, float]:
    return {row.word: -log(row.share) for row in load_rows("en/word_spread.tsv", Spread)}


@cache
def _alike() -> dict[str, str]:
    return {word: f"~{key}" for key, words in WORDS.table("alike").items() for word in words.split()}


@cache
def idle() -> frozenset[str]:
    """Words that say nothing about what is told."""
    table = Lists("function_words").table("idle")
    return frozenset(" ".join(table.values()).split()) - WORDS["denies"] - WORDS["admits"]


@cache
def key(word: str) -> str:
    """The form in which one word is compared; `word` is in comparison form (`fold`)."""
    word = word.removesuffix("'s")
    return _alike().get(word) or _alike().get(stem(word)) or _cut(word)


def _cut(word: str) -> str:
    short = stem(word)
    if short.endswith("ing") and len(short) > 5:
        short = short[:-3]
    short = short.removesuffix("e") if len(short) > 3 else short
    return short[:LETTERS]


def rarity(word: str) -> float:
    """How much a word says about what is told, from how few stories hold it; names and figures say most."""
    return _rarity().get(stem(word), -log(RARE))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: its characters, its comparison form, and whether it is written as a name."""

    start: int
    end: int
    text: str
    key: str
    name: bool = False
    value: float | None = None

    def meets(self, span: Span) -> bool:
        """Whether any of its characters lies in a span."""
        return self.start < span.end and span.start < self.end


def words(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of a stretch of text that say something; a number is one word, "#14" for "fourteen"."""
    found = list(WORD.finditer(text, start, end))
    plain = [fold(m.group()) for m in found]
    numerals, i = load_numerals(), 0
    while i < len(found):
        number = read_number(plain, i, numerals)
        if number and number[1] > i:
            value, after = number
            yield Word(found[i].start(), found[after - 1].end(), plain[i], f"#{value:g}", value=value)
            i = after
            continue
        word = plain[i]
        if word not in idle() and len(word) > 1:
            yield Word(found[i].start(), found[i].end(), word, key(word), name=found[i].group()[0].isupper())
        i += 1


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a block of a report."""
    here = start
    for m in STOP.finditer(text, start, end):
        before = re.search(r"[\w.]+$", text[here : m.start()])
        after = re.search(r"[^\W_]", text[m.end() : m.end() + 4])
        if m.group()[0] in ENDS and after and after.group().islower():
            continue
        if text[m.start()] == "." and before and _short(before.group()):
            continue
        if text[here : m.end()].strip():
            yield _trim(text, here, m.end())
        here = m.end()
    if text[here:end].strip():
        yield _trim(text, here, end)


def _short(word: str) -> bool:
    return (len(word) == 1 and word.isupper()) or fold(word).rstrip(".") in WORDS["abbreviations"]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end
