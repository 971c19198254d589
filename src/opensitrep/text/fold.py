"""The comparison form of a text: one character for one character, so that offsets stay true."""

from __future__ import annotations

import unicodedata
from functools import cache

_SAME = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u02bc": "'", "\u02b9": "'",
        "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " ",
    }
)  # fmt: skip


@cache
def _plain(char: str) -> str:
    """The base letter of one character, lower case; the character itself where that would change the length."""
    base = unicodedata.normalize("NFKD", char)
    base = "".join(c for c in base if not unicodedata.combining(c)).casefold()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """Lower case, no accents, plain quotes, dashes and spaces; `len(fold(t)) == len(t)` for every text."""
    text = text.translate(_SAME)
    if text.isascii():
        return text.lower()
    return "".join(map(_plain, text))
