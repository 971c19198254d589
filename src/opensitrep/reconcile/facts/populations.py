"""Whom or what a figure counts, as far as it parts one series from another."""

from __future__ import annotations

import re
from functools import cache

from opensitrep.model import Quantity
from opensitrep.text.fold import fold
from opensitrep.text.stems import stem
from opensitrep.text.words import Lists

WORDS = Lists("populations")


def population_of(words: str, fate: str, *, part: bool) -> str:
    """The group of people or the kind of thing counted, in comparison form; "" for people in general.

    Of a part ("including three children") any noun tells; of a whole only a group that others are told apart from.
    """
    found = re.findall(r"[^\W\d_]+", fold(words))
    known = [g for w in found if (g := _groups().get(stem(w)))]
    if known:
        return "" if known[-1] == "people" and not part else known[-1]
    if not found:
        return "part" if part else ""
    if part or fate not in WORDS["of people"]:
        return stem(found[-1])
    return ""


@cache
def _groups() -> dict[str, str]:
    return {stem(w): group for group, words in WORDS.table("groups").items() for w in words.split()}


def is_vague(figure: Quantity) -> bool:
    """Whether it is told in words that leave the end open: "dozens"."""
    return figure.modifier in WORDS["vague"]
