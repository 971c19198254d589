"""The words of the layout, loaded once, and the questions whether a line says them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from opensitrep import resources
from opensitrep.fold import fold


@dataclass(frozen=True, slots=True)
class _Lists:
    """`data/layout.toml` as it stands there."""

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
    """A row of `data/agencies.tsv`."""

    name: str
    other: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Phrases as patterns over folded text, and the names of agencies."""

    notices: re.Pattern[str]
    live: re.Pattern[str]
    invitations: re.Pattern[str]
    lines: frozenset[str]
    starts: re.Pattern[str]
    contains: re.Pattern[str]
    appeals: re.Pattern[str]
    pictures: re.Pattern[str]
    credits: re.Pattern[str]
    bylines: re.Pattern[str]
    agencies: dict[str, str]  # folded spelling -> name
    pictured_by: frozenset[str]  # agencies and picture agencies, folded


def _phrases(words: tuple[str, ...], *, head: bool = False) -> re.Pattern[str]:
    """One pattern of all phrases as whole words; with `head` only at the start."""
    ordered = sorted((fold(w) for w in words), key=lambda w: (-len(w), w))
    forms = (
        ("(?<!\\w)" if w[0].isalnum() else "") + re.escape(w) + ("(?!\\w)" if w[-1].isalnum() else "") for w in ordered
    )
    return re.compile(("\\W*" if head else "") + "(?:" + "|".join(forms) + ")")


@cache
def load_furniture() -> Furniture:
    """The words of `data/layout.toml` and `data/agencies.tsv`. Raises `ResourceError`."""
    lists = resources.load("layout.toml", _Lists)
    agencies: dict[str, str] = {}
    for row in resources.rows("agencies.tsv", _Agency):
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
