"""What is asked of the account of a case: the nouns of tests/cases/meaning.toml and how they are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

FILE = Path(__file__).resolve().parents[2] / "tests" / "cases" / "meaning.toml"


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event that must be there; what is left out is not asked. `standing` lists what it may be:

    printed (on a card, as happened), folded (happened, on no card), planned, denied, hypothetical, background.
    """

    key: str
    kinds: tuple[str, ...]
    standing: tuple[str, ...] = ("printed",)
    words: tuple[str, ...] = ()  # one of them stands in a clause that tells it
    day: str | None = None
    place: tuple[str, ...] = ()
    doer: tuple[str, ...] = ()
    one: bool = False  # and no other card tells the like
    reports: int = 1  # so many reports tell it
    outcome: tuple[str, ...] = ()  # what the calendar says became of it


class Never(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What no printed event may be: one that has all that is given here."""

    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    trigger: tuple[str, ...] = ()  # begin a word of the trigger
    day: str | None = None  # on which it begins
    place: tuple[str, ...] = ()
    doer: tuple[str, ...] = ()


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that must be told: among the latest of its series, or (`standing`) still standing, or gone."""

    number: float
    event: str | None = None
    fates: tuple[str, ...] = ()
    standing: str = "latest"  # latest, stands, gone (superseded, corrected, withdrawn)
    loose: bool = False  # of whichever event, in whichever state; listed as unplaced is enough
    verdict: tuple[str, ...] = ()
    verdict_not: tuple[str, ...] = ()
    origins: int | None = None  # at most so many independent ones behind it


class Untold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that no printed event (or the one named) may tell of the whole of it as standing."""

    number: float | None = None  # None: any
    event: str | None = None
    fates: tuple[str, ...] = ()
    day: str | None = None  # only of an event that begins on it
    anyhow: bool = False  # also of a part, of some alone, over a longer stretch


class Holding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who must be said to hold a place."""

    place: tuple[str, ...]
    holder: tuple[str, ...]


class Stand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A side that must be among those of a position."""

    about: tuple[str, ...]
    act: tuple[str, ...]
    side: tuple[str, ...]
    event: str | None = None


class Speaker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who must be named for some words."""

    words: str
    speaker: tuple[str, ...]


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is asked of one case."""

    name: str
    whole: bool
    events: tuple[Asked, ...]
    map: tuple[str, ...] | None = None  # the points that printed events may have; None: not asked
    stories: int | None = None
    never: tuple[Never, ...] = ()
    figures: tuple[Figure, ...] = ()
    never_figures: tuple[Untold, ...] = ()
    control: tuple[Holding, ...] = ()
    never_control: tuple[str, ...] = ()  # "*", a place, or "place: holder"
    positions: tuple[Stand, ...] = ()
    speakers: tuple[Speaker, ...] = ()


def load() -> tuple[Case, ...]:
    """The cases in the order of the file."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8"))["case"], tuple[Case, ...])


def keep(whole: Sequence[str]) -> None:
    """Write into the file which cases are whole."""
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(
        re.sub(
            r'(?m)^(name = "(.+)"\nwhole = )(?:true|false)$',
            lambda found: found[1] + ("true" if found[2] in whole else "false"),
            text,
        ),
        encoding="utf-8",
    )
