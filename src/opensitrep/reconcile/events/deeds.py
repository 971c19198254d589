"""Words by which reports name one kind of deed: "strike", "attack" and "bombardment" compare as one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.stems import stem
from opensitrep.text.words import load


@dataclass(frozen=True, slots=True)
class DeedWords:
    """The groups of data/en/deeds.toml, words parted by blanks, the first one naming the group."""

    groups: tuple[str, ...]


@cache
def _names() -> dict[str, str]:
    groups = load("en/deeds.toml", DeedWords).groups
    return {stem(word): group.split()[0] for group in reversed(groups) for word in group.split()}


def deed(word: str) -> str:
    """The name of the group of a stem (see `stories.stem`), or the stem itself."""
    return _names().get(word, word)
