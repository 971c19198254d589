"""Modifiers of figures: which words before or behind a number move its ends, and where they move them."""

from __future__ import annotations

from opensitrep.extract.quantities.tokens import Tokens
from opensitrep.extract.quantities.words import Modifier

Ends = tuple[float | None, float | None]


def modifier_before(tokens: Tokens, first: int) -> tuple[int, Modifier] | None:
    """The modifier that ends right before token `first`: its first token and its meaning."""
    if first == 0 or tokens.syntax.dep[first - 1] == "prt":  # "handed over 21 prisoners"
        return None
    floor = tokens.tree.sentence(first).start
    for words, modifier in tokens.words.before.get(tokens.lower[first - 1], ()):
        start = first - len(words)
        if start >= floor and tuple(tokens.lower[start:first]) == words:
            return start, modifier
    return None


def modifier_behind(tokens: Tokens, last: int) -> tuple[int, Modifier] | None:
    """The modifier that begins right behind token `last`: its last token and its meaning."""
    return tokens.phrase(last + 1, tokens.words.after)


def modified(modifier: Modifier, low: float | None, high: float | None, name: str | None) -> tuple[Ends, str | None]:
    """The ends of a figure under a modifier, and the name of both together."""
    if name not in (None, "between", "exact") and modifier.name in ("about", "nearly", "exact", "odd"):
        return (low, high), name
    below = None if modifier.low is None or low is None else _rounded(low * modifier.low, low)
    above = None if modifier.high is None or high is None else _rounded(high * modifier.high, high)
    if modifier.low is None and modifier.high is None:
        below, above = low, high
    if below is not None and above is not None and below > above:  # of a negative figure
        below, above = above, below
    return (below, above), modifier.name if name in (None, "between", "exact") else f"{modifier.name} {name}"


def _rounded(value: float, like: float) -> float:
    """Large whole numbers stay whole."""
    return float(round(value)) if like == int(like) and like >= 100 else round(value, 2)
