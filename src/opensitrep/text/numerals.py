"""Numbers in digits and words, read from a list of words: "11,300", "1.2 million", "half a million", "forty-six".

Shared by the rooms for times and quantities. The method is the usual running sum with a multiplier for scale words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from opensitrep.text.words import load

FIGURE = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?|\d{1,15}(?:\.\d+)?"
"""A number in digits; a longer run of them is an identifier or nonsense, which is no figure."""
DIGITS = re.compile(FIGURE)
GLUED = re.compile(r"(\d{1,3}(?:,\d{3}){1,4}|\d{1,15}(?:\.\d+)?)([a-z]{1,3})")
ORDINAL = re.compile(r"(\d{1,15})(?:st|nd|rd|th)")


@dataclass(frozen=True, slots=True)
class Numerals:
    """Number words of data/en/cldr.toml and numerals.toml."""

    cardinals: dict[str, int]
    scales: dict[str, int]
    suffixes: dict[str, int]
    ordinals: dict[str, int]
    fractions: dict[str, float]


@cache
def load_numerals() -> Numerals:
    """The number words, read once."""
    return load("en/numerals.toml", Numerals, over="en/cldr.toml")


def digits(word: str) -> float | None:
    """The value of a number in digits ("1,400", "2.5"), else None."""
    return float(word.replace(",", "")) if DIGITS.fullmatch(word) else None


def ordinal(word: str, numerals: Numerals) -> int | None:
    """The value of "third", "22nd", "twenty-second" (lower case), else None."""
    if match := ORDINAL.fullmatch(word):
        return int(match[1])
    tens, _, last = word.partition("-")
    if last:
        return (
            numerals.cardinals.get(tens, 0) + numerals.ordinals.get(last, -1000) if last in numerals.ordinals else None
        )
    return numerals.ordinals.get(word)


def _simple(word: str, numerals: Numerals) -> float | None:
    value = digits(word)
    if value is None and word in numerals.cardinals:
        return float(numerals.cardinals[word])
    if value is None and (glued := GLUED.fullmatch(word)) and glued[2] in numerals.suffixes:
        return float(glued[1].replace(",", "")) * numerals.suffixes[glued[2]]
    return value


def read_number(words: Sequence[str], first: int, numerals: Numerals) -> tuple[float, int] | None:
    """The number that begins at word `first` and the position after it; words in lower case, hyphens as words.

    Scale words count only after a number or "a"; "and" only inside ("two hundred and five").
    """
    total, part, i, last = 0.0, None, first, 0.0
    while i < len(words):
        word = words[i]
        value = _simple(word, numerals)
        if (
            part is None
            and not total
            and word in ("a", "an")
            and i + 1 < len(words)
            and words[i + 1] in numerals.scales
        ):
            value = 1.0
        if value is not None:
            if part is not None and not _adds(last, value, words[i - 1], word):
                break
            part, last, i = (part or 0.0) + value, value, i + 1
        elif word in numerals.scales and (part is not None or (total and last >= 100)):
            scale = numerals.scales[word]
            if scale == 100:
                part = (1.0 if part is None else part) * 100
            else:
                total, part = total + (1.0 if part is None else part) * scale, None
            last, i = float(scale), i + 1
        elif word in ("and", "-") and i + 1 < len(words) and _continues(words, i, last, numerals):
            if part is None and total:
                part = 0.0
            i += 1
        else:
            break
        more = _simple(words[i], numerals) if part is None and i < len(words) else None
        if more is not None and (words[i][0].isdigit() or more >= last or last == 12):
            break
    if i == first:
        return None
    return round(total + (part or 0.0), 6), i


def _adds(last: float, value: float, before: str, word: str) -> bool:
    """Whether a number goes on with this one: "twenty five", "two hundred five"; digits never do."""
    if word[0].isdigit() or before[0].isdigit():
        return False
    if before in ("-", "and") or last >= 20:
        return value < 10 if 20 <= last < 100 else last >= 100 and value < last
    return False


def _continues(words: Sequence[str], i: int, last: float, numerals: Numerals) -> bool:
    after = words[i + 1]
    if words[i] == "-":
        if after in numerals.scales:
            return last < 100 and after not in ("dozen",)
        return after in numerals.cardinals and 20 <= last < 100 and numerals.cardinals[after] < 10
    return (
        last >= 100
        and after in numerals.cardinals
        and numerals.cardinals[after] < 100
        and last != 12
        and (words[i - 1] in numerals.scales)
    )
