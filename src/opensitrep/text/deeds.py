"""Words by which reports name one kind of deed: "strike", "attack" and "bombardment" compare as one."""

from __future__ import annotations

from functools import cache, lru_cache

from opensitrep.text.stems import stem
from opensitrep.text.words import Lists

WORDS = Lists("deeds")


@cache
def _names() -> dict[str, str]:
    groups = reversed(WORDS.table("deeds").items())
    return {stem(word): name for name, words in groups for word in (name, *words.split())}


def deed(root: str) -> str:
    """The name of the group of a stem, or the stem itself."""
    return _names().get(root, root)


@lru_cache(4096)
def deed_of(word: str) -> str:
    """The same of a word."""
    return deed(stem(word.lower()))
