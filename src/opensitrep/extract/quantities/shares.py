"""Figures that are no plain number: shares, fractions, one in so many, nothing, part of a whole."""

from __future__ import annotations

import re

from opensitrep.extract.quantities.names import is_name
from opensitrep.extract.quantities.number import Number
from opensitrep.extract.quantities.tokens import Tokens
from opensitrep.extract.quantities.units import counted_noun, fate, unit_of_noun
from opensitrep.extract.quantities.words import Vague
from opensitrep.text.numerals import read_number
from opensitrep.text.words import Lists

WORDS = Lists("quantities")


def counts(tokens: Tokens, i: int, last: int, vague: Vague) -> bool:
    """Whether vague words count something here: not "the scores", "the thousands"."""
    word, after = tokens.lower[last], tokens.word(last + 1)
    if word == "of" or "of" in tokens.lower[i:last]:
        return True
    if vague.name == "scores" and after not in WORDS["behind scores"]:
        return False
    if vague.exact:
        return True
    if word in WORDS["large plurals"] or (
        last > i
        and word in tokens.words.numerals.scales
        and tokens.syntax.pos[min(last + 1, len(tokens) - 1)] in ("AUX", "VERB")
    ):
        behind = tokens.syntax.pos[last + 1] if last + 1 < len(tokens) else "PUNCT"
        free = tokens.word(i - 1) not in WORDS["before a plural that counts nothing"]
        return free and behind in ("VERB", "AUX", "ADV", "ADP", "PUNCT", "ADJ")
    return counted_noun(tokens.tree, i, last, tokens.words.units) is not None


def _part(tokens: Tokens, i: int) -> tuple[int, float] | None:
    """A fraction in words: last token and its part of one ("two - thirds", "a quarter", "half")."""
    numerals, word = tokens.words.numerals, tokens.word(i)
    if word == "half":
        return i, 0.5
    many = 1 if word in WORDS["a or an"] else numerals.cardinals.get(word, 0)
    if not 1 <= many <= 9:
        return None
    at = i + 2 if tokens.word(i + 1) == "-" else i + 1
    noun = tokens.word(at)
    if noun not in numerals.fractions or (many > 1) != noun.endswith("s"):
        return None
    return at, many * numerals.fractions[noun]


def share(tokens: Tokens, i: int) -> Number | None:
    """A part of a whole in percent: "two-thirds of the", "about half were", "by a third"."""
    part = _part(tokens, i)
    if part is None or tokens.word(i - 1) in WORDS["before a fraction that is none"]:
        return None
    last, value = part[0], round(part[1] * 100, 4)
    time, after = tokens.timed[last], tokens.word(last + 1)
    if time is not None and (after != "of" or tokens.timed[last + 1] is not None):
        own = time.span.end == tokens.syntax.end[last] and last + 1 < len(tokens)
        if not own or tokens.word(i) in WORDS["a or an"] or tokens.syntax.pos[last + 1] not in ("VERB", "AUX"):
            return None  # a quarter of the year, not "three quarters have no heating"
    if after in WORDS["begins a whole"]:
        skipped = last + 2 if after == "of" else last + 1
        scale = tokens.word(skipped + 1) if tokens.word(skipped) in WORDS["a or an"] else tokens.word(skipped)
        if scale in tokens.words.numerals.scales or tokens.timed[skipped] is not None:
            return None
        return Number(i, last, value, value, share=True)
    if tokens.word(i) == "half" or tokens.word(i - 1) == "the":
        behind = tokens.syntax.pos[last + 1] if last + 1 < len(tokens) else "PUNCT"
        stands = tokens.word(i - 1) in WORDS["before a bare share"]
        ends = behind in ("VERB", "AUX", "PUNCT")
        return Number(i, last, value, value, share=True) if stands and ends else None
    return _bare_share(tokens, i, last, value)


def _bare_share(tokens: Tokens, i: int, last: int, value: float) -> Number | None:
    """ "Fell by two-thirds", "about a third were": no noun behind, which an ordinal would have."""
    behind = tokens.syntax.pos[last + 1] if last + 1 < len(tokens) else "PUNCT"
    before = tokens.word(i - 1)
    many = tokens.word(i) not in WORDS["no more than one"]
    if tokens.word(last + 1) in tokens.words.numerals.scales:
        return None
    if many or (before in WORDS["before a share of nothing named"] and behind not in ("NOUN", "ADJ")):
        return Number(i, last, value, value, share=True)
    return None


def fraction(tokens: Tokens, i: int) -> Number | None:
    """A fraction of a scale: "half a million", "three-quarters of a billion"."""
    part = _part(tokens, i)
    if part is None:
        return None
    at = part[0] + 1
    at += tokens.word(at) == "of"
    at += tokens.word(at) in WORDS["a or an"]
    scale = tokens.words.numerals.scales.get(tokens.word(at))
    if scale is None and at > part[0] + 1 and tokens.measure(at, tokens.words.units.measures):
        return Number(i, at - 1, part[1], part[1])  # "half a metre"
    if scale is None or at == part[0] + 1:
        return None
    value = float(round(part[1] * scale))
    return Number(i, at, value, value)


def one_in(tokens: Tokens, i: int) -> Number | None:  # noqa: PLR0911  a ladder
    """A share by counting: "one in five", "2 out of every 10", in percent."""
    if tokens.timed[i] is not None:
        return None
    part = _small(tokens, i)
    at = i + 1
    if part is None or tokens.word(at) not in WORDS["between part and whole"]:
        return None
    if tokens.word(at) == "out":
        at += 1
        if tokens.word(at) != "of":
            return None
    every = tokens.word(at + 1) in WORDS["every"]
    at += 1 + every
    if at >= len(tokens) or tokens.timed[at] is not None or at not in tokens.tree.sentence(i):
        return None
    read = read_number(tokens.lower[at : at + 4], 0, tokens.words.numerals)
    if read is None:
        return None
    whole, length = read
    last = at + length - 1
    usual = part == 1 or every or whole in (3, 4, 5, 8, 10, 20, 100, 1000)  # "two in six towns" counts both
    if not usual or whole <= part or whole > 1e6 or is_name(tokens, i, i) or tokens.word(i - 1) in ("the", "-"):
        return None
    share = round(100 * part / whole, 6)
    return Number(i, last, share, share, share=True)


def _small(tokens: Tokens, i: int) -> float | None:
    word = tokens.word(i)
    if re.fullmatch(r"\d{1,2}", word):
        return float(word)
    value = tokens.words.numerals.cardinals.get(word, 0)
    return float(value) if 1 <= value <= 20 else None


def nothing(tokens: Tokens, i: int) -> Number | None:
    """ "No casualties", "nobody was hurt", "none of the 140", "zero cases", "not a single house"."""
    word, units = tokens.word(i), tokens.words.units
    if found := tokens.phrase(i, tokens.words.not_one):
        noun = counted_noun(tokens.tree, i, found[0], units)
        return Number(i, found[0], 0, 0, "none") if noun is not None else None
    someone = word == "no" and tokens.word(i + 1) == "one"
    if someone or word in WORDS["nobody"]:
        last = i + 1 if someone else i
        whole = tokens.word(last + 1) == "of" and any(w[:1].isdigit() or w in tokens.words.numerals.cardinals
                                                      for w in tokens.lower[last + 2 : last + 5])  # fmt: skip
        return Number(i, last, 0, 0, "none") if whole or fate(tokens.tree, last, units) else None
    if word not in WORDS["none"] and not (word == "any" and _negated(tokens, i)):
        return None
    return _no_noun(tokens, i)


def _no_noun(tokens: Tokens, i: int) -> Number | None:
    """ "No casualties": zero of what is counted, only for people and harm to them; "zero" of anything."""
    tree, units = tokens.tree, tokens.words.units
    noun = counted_noun(tree, i, i, units)
    if noun is None:
        return None
    unit = unit_of_noun(tree, noun, units)
    if tokens.word(i) == "zero":
        if tokens.word(i - 1) == "net" or tokens.word(i + 1) == "-":
            return None
        plural = tokens.syntax.tag[noun] in ("NNS", "NNPS") or (unit is not None and unit != "thing")
        return Number(i, i, 0, 0, "none") if plural else None
    harmed = unit is not None and (unit == "casualty" or unit.startswith("person_"))
    if not harmed and not (unit and fate(tree, noun, units)):
        return None
    return None if tokens.word(noun + 1) == "report" else Number(i, i, 0, 0, "none")


def _negated(tokens: Tokens, i: int) -> bool:
    return bool(tokens.tree.children(tokens.tree.clause(i), "neg")) or "without" in tokens.lower[max(0, i - 2) : i]
