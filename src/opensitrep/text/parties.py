"""An attack and what answers it, told apart by their parties: who was rammed, and the driver whom the police shot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from opensitrep.text.stems import count_words
from opensitrep.text.words import Lists

WORDS = Lists("parties")


def answers(doers: Sequence[str], undergoers: Sequence[str]) -> bool | None:
    """Whether an attack is done by the police or to an attacker (True), by somebody else (False), or is not told.

    `doers`, `undergoers`: the words of each party. Of labelled pairs of attacks of which one answers and the other does
    not, 78 of 83 are two happenings.
    """
    ours = {_is(WORDS["police"], words) for words in doers}
    if any(_is(WORDS["attackers"], words) for words in undergoers) or ours == {True}:
        return True
    return False if ours == {False} else None


def _is(known: frozenset[str], words: str) -> bool:
    return not _stems(known).isdisjoint(w.removeprefix("=") for w in count_words([words]))


@cache
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(w.removeprefix("=") for w in count_words([" ".join(sorted(words))]))
