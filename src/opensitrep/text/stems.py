"""Words of a text as crude stems and their counts, for comparing texts; never shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from opensitrep.text.fold import fold
from opensitrep.text.words import Lists

WORD = re.compile(r"[^\W\d_]{2,}")
NAME = re.compile(r"(?<=[^\W\d_] )[A-Z][^\W\d_]{2,}")  # capitalised inside a sentence


@cache
def idle_words() -> frozenset[str]:
    """Words that say nothing about the subject of a report."""
    return frozenset(" ".join(Lists("function_words").table("idle").values()).split())


def count_words(blocks: Iterable[str]) -> Counter[str]:
    """Counts of words in comparison form, plural taken off; a name is counted once more as "=name"."""
    found: Counter[str] = Counter()
    idle = idle_words()
    for block in blocks:
        found.update(stem(w) for w in WORD.findall(fold(block)) if w not in idle)
        names = [fold(w) for w in NAME.findall(block)]
        if len(names) * 2 < len(block.split()):  # else a headline in capitals, where nothing tells a name
            found.update("=" + stem(w) for w in names if w not in idle)
    return found


def stem(word: str) -> str:
    """The word without a plural or past ending, so that "strikes" meets "strike"; a crude form, never shown."""
    for ending in ("ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 4 else word
