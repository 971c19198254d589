"""An attack and what answers it, told apart by their parties: who was rammed, and the driver whom the police shot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from opensitrep.text.stems import count_words
from opensitrep.text.words import Lists

WORDS = Lists("parties")
VEHICLES = Lists("happenings")


def answers(doers: Sequence[str], undergoers: Sequence[str]) -> bool | None:
    """Whether an attack is done by the police or to an attacker (True), by somebody else (False), or is not told.

    `doers`, `undergoers`: the words of each party. Of labelled pairs of attacks of which one answers and the other does
    not, 78 of 83 are two happenings.
    """
    ours = {_is(WORDS["police"], words) for words in doers}
    if any(_is(WORDS["attackers"], words) for words in undergoers) or ours == {True}:
        return True
    return False if ours == {False} else None


def is_vehicle(words: str) -> bool:
    """Whether words call a vehicle by their last word: "a white truck"."""
    return _is(_vehicles(), " ".join(words.split()[-1:]))


@cache
def _vehicles() -> frozenset[str]:
    return frozenset(" ".join(VEHICLES.table("vehicles").values()).split())


def _is(known: frozenset[str], words: str) -> bool:
    return not _stems(known).isdisjoint(w.removeprefix("=") for w in count_words([words]))


@cache
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(w.removeprefix("=") for w in count_words([" ".join(sorted(words))]))
