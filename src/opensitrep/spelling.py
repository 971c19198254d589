"""Keys for names: two spellings of one name get one key. Plain ASCII, a transliteration key, edit distance.

Method: rule-based consonant and vowel classes after romanisation, as in Freeman, Condon & Ackerman (2006) for Arabic
and the competing systems for Cyrillic (national, BGN/PCGN, ISO 9, English press); optimal string alignment for slips.
Knows letters, neither places nor people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

_APOSTROPHES = re.compile(r"['`´’‘ʼʹ\"]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}

# Letter classes, tried in this order. Left: what the systems write; right: the class. Words are single-spaced ASCII.
_CLASSES = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"\b(?:al|el|ad|ar|as|ash|at|az|an) (?=\w{3})", ""),  # Arabic article, assimilated or not
        (r"shch|stsch|schtsch|szcz", "s"),
        (r"tsch|tch|tsh|cz|ch", "c"),
        (r"sch|sh|sz", "s"),
        (r"zh|dzh|dj|rz", "z"),
        (r"(?<=\w)(?:ts|tz)", "c"),
        (r"ph", "f"),
        (r"kh|gh|h|g", "h"),
        (r"q|ck|k", "k"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"x", "ks"),
        (r"(?:[oieay]|ii|yi|ie|ye)[vwu]\b", "v"),  # Kharkiv, Kharkov; Petrykaw, Petrikau
        (r"\b(?:ye|je|ie|e)", "e"),
        (r"(?<=\w)(?:iya|ija|iia|ia|ya|ja)", "a"),
        (r"(?<=\w)(?:iye|iie|ie|ye|je|yo|io|jo)", "i"),
        (r"(?:yi|iy|yy|ii|ij|yj|ee|ei|ey|ay|ai|y|i|j|e)", "i"),
        (r"oo|ou|u|o|w(?!\b)", "u"),
        (r"w", "v"),
        (r"ah\b|ih\b", "a"),
        (r"(.)\1+", r"\1"),
        (r" ", ""),
    )
)


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Lower-case ASCII letters, digits and single spaces; apostrophes vanish, hyphens part, "St." is "saint"."""
    text = _APOSTROPHES.sub("", anyascii(name) if not name.isascii() else name).lower()
    words = _NOT_WORD.sub(" ", text).split()
    if len(words) > 1:
        words = [_SHORT.get(w, w) for w in words]
        if words[0] == "the":
            words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=65536)
def sound(name: str) -> str:
    """The transliteration key: Chernihiv, Chernigov and Tchernihiv have one. Coarse: for names nothing else finds."""
    key = plain(name)
    for pattern, into in _CLASSES:
        key = pattern.sub(into, key)
    return key


def slips(name: str) -> int:
    """How many typing errors a name of this length may hold: none below 5 letters, 1, from 9 letters 2."""
    length = len(name)
    return 0 if length < 5 else 1 if length < 9 else 2


def distance(left: str, right: str, *, most: int) -> int | None:
    """Optimal string alignment of two keys, None when above `most`."""
    found = int(OSA.distance(left, right, score_cutoff=most))
    return found if found <= most else None


def distances(key: str, others: Sequence[str], *, most: int) -> dict[str, int]:
    """The keys among `others` that lie at most `most` slips from `key`, with their distance."""
    found = process.extract(key, others, scorer=OSA.distance, score_cutoff=most, limit=None)
    return {other: int(far) for other, far, _ in found}
