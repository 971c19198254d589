"""Keys for names: two spellings of one name get one key. Plain ASCII, transliteration keys, likeness, edit distance.

Method: rule-based consonant and vowel classes after romanisation, as in Freeman, Condon & Ackerman (2006) for Arabic
and the competing systems for Cyrillic (national, BGN/PCGN, ISO 9, English press); optimal string alignment for slips.
`sound` keeps vowels and serves names of persons; `sounds` are skeletons of consonants, coarse enough for the French,
English, German, Italian and national spellings of one place, of which `likeness` then takes the nearest.
Knows letters, neither places nor people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product

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

# The Arabic article with the assimilated forms of English, French and German spelling, and the French one.
_ARTICLE = re.compile(r"\b(?:al|el|ad|ed|ar|er|as|es|ash|esh|ech|at|et|az|ez|an|en|l) (?=\w{3})")

# Consonants of a skeleton: hushers are C, hissers S, all of g h k q kh gh are K (g and h change places in Slavic
# names, q, g, gh and k in Arabic, Persian and Turkic ones); h after b, r, l, n is mute, and after a vowel at the end.
_CONSONANTS = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"shch|stsch|schtsch|szcz|chtch", "C"),
        (r"dzh|dsch|tsch|tch|tsh|dj|cz|zh|sch|sh|sz|ch|jh|rz|(?<=\w)dz(?=[aeiou])", "C"),
        (r"ts|tz|ds\b", "S"),
        (r"ph", "F"),
        (r"th", "T"),
        (r"dh", "D"),
        (r"bh", "B"),
        (r"(?<=[rln])h(?=[aeiou])|(?<=[aeiou])h\b", ""),
        (r"kh|gh|ck|qu(?=[ei])|gu(?=[ei])", "K"),
    )
)
_SINGLE = dict(zip("bdfghkqlmnprstvz", "BDFKKKKLMNPRSTVS", strict=True))
# Letters that languages read in different ways; each way gives a key of its own: j (English and French, German),
# w (English and Arabic, German and Polish), x (Somali and Azeri, others), c and g before e and i.
_READINGS = {"j": ("C", ""), "w": ("", "V"), "x": ("K", "KS")}
_SOFT = {"c": ("S", "C"), "g": ("K", "C")}
_MOST_READINGS = 8

# The vowels and finer consonants by which `likeness` compares.
_FINE = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"(?<=[aeiou])h\b", ""),
        (r"shch|stsch|schtsch|szcz|chtch", "S"),
        (r"dzh|dsch|dj|zh|jh|rz|j", "Z"),
        (r"tsch|tch|tsh|cz|ch", "C"),
        (r"sch|sh|sz", "S"),
        (r"ts|tz", "c"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"bh", "b"),
        (r"kh|gh|x|h|g", "g"),
        (r"q|ck|k|c(?![ei])", "k"),
        (r"[oieay]+[vwu]\b", "v"),
        (r"ou|oo|u|o|w", "u"),
        (r"ee|ei|ey|ay|ai|ie|yi|iy|y|i|e", "i"),
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


@lru_cache(maxsize=65536)
def sounds(key: str) -> tuple[str, ...]:
    """Skeletons of a plain name, one for each way to read its letters: Jableh, Djeble and Jablah share "CBL".

    Coarse: many names share one. A vowel counts only at the start, as "A".
    """
    text = _ARTICLE.sub("", key)
    for pattern, into in _CONSONANTS:
        text = pattern.sub(into, text)
    ways: list[tuple[str, ...]] = []
    for letter, after in zip(text, f"{text[1:]} ", strict=False):
        if letter in _SOFT and after in "ei":
            ways.append(_SOFT[letter])
        else:
            ways.append(_READINGS.get(letter, (_SINGLE.get(letter, "K" if letter == "c" else letter),)))
    found = (_skeleton("".join(reading)) for reading in islice(product(*ways), _MOST_READINGS))
    return tuple(dict.fromkeys(k for k in found if len(k) > 1))


def _skeleton(text: str) -> str:
    """Consonants without doubles; a vowel at the start stays as A."""
    bare = re.sub(r"[aeiouy]+V\b", "V", re.sub(r"(.)\1+", r"\1", text))
    return ("A" if bare[:1] in ("a", "e", "i", "o", "u", "y") else "") + re.sub(r"[aeiouy ]", "", bare)


@lru_cache(maxsize=65536)
def _fine(key: str) -> str:
    text = _ARTICLE.sub("", key)
    for pattern, into in _FINE:
        text = pattern.sub(into, text)
    return text


@lru_cache(maxsize=65536)
def likeness(left: str, right: str) -> float:
    """How alike two plain names are, from 0 to 1: edit distance of letters and of sounds, over the longer length.

    Of names with equally many words the least alike word of three letters and more counts too: Saint-Louis du Nord is
    not Saint-Louis du Sud.
    """
    whole = _alike(left, right)
    words = _ARTICLE.sub("", left).split(), _ARTICLE.sub("", right).split()
    if len(words[0]) != len(words[1]) or len(words[0]) == 1:
        return whole
    least = min((_alike(a, b) for a, b in zip(*words, strict=True) if max(len(a), len(b)) > 2), default=whole)
    return min(whole, (whole + least) / 2)


def _alike(left: str, right: str) -> float:
    pairs = ((left.replace(" ", ""), right.replace(" ", ""), 0.4), (_fine(left), _fine(right), 0.6))
    return 1 - sum(share * OSA.distance(a, b) / max(len(a), len(b), 1) for a, b, share in pairs)


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
