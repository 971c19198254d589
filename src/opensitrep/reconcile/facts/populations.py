"""Whom or what a figure counts, as far as it parts one series from another."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from opensitrep.model import Quantity
from opensitrep.text.fold import fold
from opensitrep.text.stems import stem
from opensitrep.text.words import Lists
from opensitrep.world.countries import countries

WORDS = Lists("populations")


def population_of(words: str, fate: str, *, part: bool, home: Set[str] = frozenset()) -> str:
    """The group of people or the kind of thing counted, in comparison form; "" for people in general.

    Of a part ("including three children") any noun tells; of a whole only a group that others are told apart from.
    Those of a country are told apart, but for people of `home`, the countries (ISO 3166-1 alpha-2) it happened in.
    """
    found = re.findall(r"[^\W\d_]+", words)
    lands = [code for w in found if (code := _peoples().get(w))]
    abroad = [code for code in lands if code not in home][-1:]
    if found and found[-1] in _peoples():
        return " ".join(abroad) or ("people" if part else "")
    who = _group([fold(w) for w in found], fate, part=part)
    return " ".join([*abroad, who]).strip()


def _group(found: list[str], fate: str, *, part: bool) -> str:
    """The group that the words of a population name."""
    known = [g for w in found if (g := _groups().get(stem(w)))]
    if known:
        return "" if known[-1] == "people" and not part else known[-1]
    if not found:
        return "part" if part else ""
    if found[-1] in WORDS["tallies"]:
        return "part" if part else ""
    if part or fate not in WORDS["of people"]:
        return stem(found[-1])
    return ""


@cache
def _groups() -> dict[str, str]:
    return {stem(w): group for group, words in WORDS.table("groups").items() for w in words.split()}


@cache
def _peoples() -> dict[str, str]:
    """Countries by the single words, as they are written, for them and their people: "US" is no "us"."""
    return {w: c.code for c in countries() for w in (*c.spellings, *c.peoples) if w.isalpha()}


def is_vague(figure: Quantity) -> bool:
    """Whether it is told in words that leave the end open: "dozens"."""
    return figure.modifier in WORDS["vague"]
