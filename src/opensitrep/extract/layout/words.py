"""The words of the layout, loaded once, and the questions whether a line says them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from opensitrep.text.fold import fold
from opensitrep.text.words import load, load_rows


@dataclass(frozen=True, slots=True)
class _Lists:
    """`data/en/layout.toml` as it stands there."""

    notices: tuple[str, ...]
    live: tuple[str, ...]
    invitations: tuple[str, ...]
    lines: tuple[str, ...]
    starts: tuple[str, ...]
    contains: tuple[str, ...]
    appeals: tuple[str, ...]
    pictures: tuple[str, ...]
    credits: tuple[str, ...]
    picture_agencies: tuple[str, ...]
    bylines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Agency:
    """A row of `data/world/agencies.tsv`."""

    name: str
    other: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases as whole words of a folded text; most lines hold none, which plain look-ups tell fast."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def search(self, text: str) -> re.Match[str] | None:
        """The first phrase anywhere."""
        return self.pattern.search(text) if any(word in text for word in self.words) else None

    def match(self, text: str) -> re.Match[str] | None:
        """The phrase at the head."""
        return self.pattern.match(text)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The phrases of the layout, and the names of agencies."""

    notices: Phrases
    live: Phrases
    invitations: Phrases
    lines: frozenset[str]
    starts: Phrases
    contains: Phrases
    appeals: Phrases
    pictures: Phrases
    credits: Phrases
    bylines: Phrases
    agencies: dict[str, str]  # folded spelling -> name
    pictured_by: frozenset[str]  # agencies and picture agencies, folded


def _phrases(words: tuple[str, ...], *, head: bool = False) -> Phrases:
    """One pattern of all phrases as whole words; with `head` only at the start."""
    ordered = sorted((fold(w) for w in words), key=lambda w: (-len(w), w))
    forms = (
        ("(?<!\\w)" if w[0].isalnum() else "") + re.escape(w) + ("(?!\\w)" if w[-1].isalnum() else "") for w in ordered
    )
    return Phrases(tuple(ordered), re.compile(("\\W*" if head else "") + "(?:" + "|".join(forms) + ")"))


@cache
def load_furniture() -> Furniture:
    """The words of `data/en/layout.toml` and `data/world/agencies.tsv`. Raises `ResourceError`."""
    lists = load("en/layout.toml", _Lists)
    agencies: dict[str, str] = {}
    for row in load_rows("world/agencies.tsv", _Agency):
        for spelling in (row.name, *filter(None, row.other.split("|"))):
            agencies[fold(spelling)] = row.name
    return Furniture(
        notices=_phrases(lists.notices),
        live=_phrases(lists.live),
        invitations=_phrases(lists.invitations),
        lines=frozenset(fold(line) for line in lists.lines),
        starts=_phrases(lists.starts, head=True),
        contains=_phrases(lists.contains),
        appeals=_phrases(lists.appeals, head=True),
        pictures=_phrases(lists.pictures),
        credits=_phrases(lists.credits, head=True),
        bylines=_phrases(lists.bylines, head=True),
        agencies=agencies,
        pictured_by=frozenset(agencies) | frozenset(fold(a) for a in lists.picture_agencies),
    )
