"""Whether a line says one of the phrases of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from opensitrep.text.fold import fold


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


@cache
def phrases(words: frozenset[str], *, head: bool = False) -> Phrases:
    """One pattern of all phrases as whole words; with `head` only at the start."""
    ordered = sorted((fold(w) for w in words), key=lambda w: (-len(w), w))
    forms = (
        ("(?<!\\w)" if w[0].isalnum() else "") + re.escape(w) + ("(?!\\w)" if w[-1].isalnum() else "") for w in ordered
    )
    return Phrases(tuple(ordered), re.compile(("\\W*" if head else "") + "(?:" + "|".join(forms) + ")"))


@cache
def folded(words: frozenset[str]) -> frozenset[str]:
    """A list in comparison form."""
    return frozenset(fold(word) for word in words)
