"""What has a number and counts nothing: designations, numbered things, telephone numbers, houses, the pronoun one."""

from __future__ import annotations

import re

from opensitrep.extract.quantities.modifiers import modifier_before
from opensitrep.extract.quantities.tokens import NOUNS, Tokens
from opensitrep.extract.quantities.units import counted_noun, unit_of_noun
from opensitrep.text.words import Lists

WORDS = Lists("quantities")


def is_name(tokens: Tokens, first: int, last: int) -> bool:  # noqa: PLR0911  one return for each form
    """Part of a name or number of a thing: "Su-25", "Flight 800", "Article 5", "+380 44", a list number."""
    syntax, text = tokens.syntax, tokens.source
    start, end = syntax.start[first], syntax.end[last]
    if _written_in_one(tokens, first, last) or re.fullmatch(r"0\d+", tokens.lower[first]):
        return True
    if start in tokens.blocks and end < len(text) and text[end] in ".)":
        return True
    if first == 0 or not (tokens.lower[first][0].isdigit() or text[start].isupper()):
        return False
    before, tag = tokens.lower[first - 1], syntax.tag[first - 1]
    if tokens.gap(first - 1) > 1 or syntax.sentence[first - 1] != syntax.sentence[first]:
        return False
    if before in tokens.words.units.signs or tokens.tree.text(first - 1) in tokens.words.units.codes:
        return False
    if before == "." and tokens.word(first - 2) in WORDS["short for number"]:
        return True
    capital = text[syntax.start[first - 1]].isupper()
    if before in WORDS["numbered"] and (syntax.pos[first - 1] in NOUNS or capital):
        written = capital and not before.startswith("no")
        return written or not (last + 1 < len(tokens) and syntax.tag[last + 1] == "NNS")
    if tag in ("NNP", "NNPS") and syntax.head[last] == first - 1:
        return True
    after = syntax.tag[last + 1] if last + 1 < len(tokens) else ""
    if tag == "NNP" and after == "NN" and tokens.lower[last + 1] not in WORDS["counted behind a name"]:
        return tokens.measure(last + 1, tokens.words.units.measures) is None  # "Apollo 11 capsule"
    return tag == "NNP" and syntax.tag[first] == "NNP"


def _written_in_one(tokens: Tokens, first: int, last: int) -> bool:
    """Glued to letters, dots or other digits: "Su-25", "1/2", "22M3"; not a minus sign, a range or a unit."""
    text, start, end = tokens.source, tokens.syntax.start[first], tokens.syntax.end[last]
    if start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-–−/.+#"):
        minus = start > 1 and text[start - 1] in "-–−" and text[start - 2].isspace()
        second = text[start - 1] in "-–" and start > 1 and text[start - 2].isdigit() and _range_ends(tokens, first)
        if not minus and not second:
            return True
    if end < len(text) - 1 and text[end] in "-–/" and text[end + 1].isdigit():
        return text[end] == "/" or not _range_begins(tokens, last)
    return end < len(text) and text[end].isalpha() and not _glued_unit(tokens, last)


def _range_begins(tokens: Tokens, last: int) -> bool:
    """Whether "12-15" goes on as a range: two single numbers, the second larger, nothing more glued to it."""
    return tokens.word(last + 1) in ("-", "–") and _range_ends(tokens, last + 2)


def _range_ends(tokens: Tokens, i: int) -> bool:
    one, other = tokens.word(i - 2), tokens.word(i)
    if not re.fullmatch(r"[\d,.]*\d", one) or not re.fullmatch(r"[\d,.]*\d", other) or tokens.timed[i] is not None:
        return False
    before, after = tokens.syntax.start[i - 2], tokens.syntax.end[i]
    text = tokens.source
    if (before and text[before - 1] in "-–/.+#") or text[after : after + 1] in ("-", "–", "/"):
        return False
    if before and text[before - 1].isalpha():
        return False
    return float(one.replace(",", "")) < float(other.replace(",", ""))


def _glued_unit(tokens: Tokens, last: int) -> bool:
    """Whether the unit is written in one with the digits ("500km", "20C") and is a token of its own."""
    if tokens.gap(last) != 0:
        return False
    return tokens.measure(last + 1, tokens.words.units.measures) is not None or (
        tokens.word(last + 1) in tokens.words.numerals.suffixes
    )


def not_counted(tokens: Tokens, first: int, last: int, value: float) -> bool:
    """Pronoun "one", "these two", a year, a house number."""
    syntax, word = tokens.syntax, tokens.lower[first]
    alone, before = first == last, tokens.word(first - 1)
    if word in WORDS["a or an"] and alone:
        return True
    if before in WORDS["these"] or (
        before in WORDS["definite"] and not word[0].isdigit() and value <= 12 and not _whole(tokens, first)
    ):
        return True
    noun = counted_noun(tokens.tree, first, last, tokens.words.units)
    if alone and word == "one":
        return _pronoun(tokens, first, noun)
    if noun is not None and tokens.lower[noun] in WORDS["street"] and syntax.tag[noun] == "NNP":
        return True
    if alone and re.fullmatch(r"(?:19|20)\d\d", word):
        year = before in WORDS["before a year"]
        if noun is None or (year and unit_of_noun(tokens.tree, noun, tokens.words.units) is None):
            return True
    return word == "zero" and noun is None


def _whole(tokens: Tokens, first: int) -> bool:
    """ "Two of the six": the whole of a part is a figure too."""
    part = tokens.word(first - 3)
    return tokens.word(first - 2) == "of" and (part in tokens.words.starts or part[:1].isdigit())


def _pronoun(tokens: Tokens, i: int, noun: int | None) -> bool:
    """Whether "one" only points: "one of them", "the one"; not "one of the seven bridges", "at least one"."""
    tree = tokens.tree
    modified = modifier_before(tokens, i) is not None
    if tokens.word(i + 1) == "of":
        numbered = any(k < len(tokens) and tokens.syntax.tag[k] == "CD" for k in range(i + 3, i + 6))
        return not (modified or (numbered and noun is not None))
    if noun is None:
        return not modified
    return unit_of_noun(tree, noun, tokens.words.units) is None
