"""Reads one figure: digits, number words, vague words, shares in words, nothing at all ("no", "none of").

Whether it is a figure at all is asked of `names`; modifiers and units are put round it by `quantities`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from opensitrep.extract.quantities.modifiers import modifier_before
from opensitrep.extract.quantities.names import is_name, not_counted
from opensitrep.extract.quantities.number import Number
from opensitrep.extract.quantities.shares import counts, fraction, nothing, one_in, share
from opensitrep.extract.quantities.tokens import NOUNS, Tokens
from opensitrep.text.numerals import FIGURE, read_number
from opensitrep.text.words import Lists

WORDS = Lists("quantities")
GLUED = re.compile(rf"([-−–]?)({FIGURE})([a-zµ°%]+[23²³]?(?:/[a-z])?)")
MONEY = re.compile(rf"([a-z$£¢₵]+\.?)({FIGURE})([a-z]{{0,3}})")
RANGE = re.compile(rf"({FIGURE})[-–—]({FIGURE})")


def read_figure(tokens: Tokens, i: int, *, term: bool = False) -> Number | None:
    """The figure that begins at token i, or None; a `term` is a length of time that counts as one."""
    if term:
        return _numeral(tokens, i, term=True)
    if part := share(tokens, i) or one_in(tokens, i):
        return part
    if tokens.timed[i] is not None:
        return None
    if found := tokens.phrase(i, tokens.words.vague):
        last, vague = found
        if not counts(tokens, i, last, vague):
            return None
        return Number(i, last, vague.low, vague.high, None if vague.exact else vague.name)
    return fraction(tokens, i) or nothing(tokens, i) or _written(tokens, i) or _numeral(tokens, i)


# ---------------------------------------------------------------- digits and number words


def _written(tokens: Tokens, i: int) -> Number | None:
    """One token that says more than a number: "500km", "10-15", "N12"."""
    word, units = tokens.word(i), tokens.words.units
    if not any(c.isdigit() for c in word):
        return _one_of_measure(tokens, i)
    if match := GLUED.fullmatch(word):
        value, letters = float(match[2].replace(",", "")) * (-1 if match[1] else 1), match[3]
        unit = "percent" if letters == "%" else units.nouns.get(letters) or units.nouns.get(letters.replace("/", " / "))
        if unit == "percent" or unit in units.physical:
            return Number(i, i, value, value, unit=unit)
    if match := MONEY.fullmatch(word):
        return _sum(tokens, i, match)
    if match := RANGE.fullmatch(word):
        low, high = (float(part.replace(",", "")) for part in match.groups())
        return Number(i, i, low, high, "between") if low < high and not is_name(tokens, i, i) else None
    return None


def _one_of_measure(tokens: Tokens, i: int) -> Number | None:
    """ "More than a metre": one of a unit of measure, where a modifier shows that it is meant as a figure."""
    if tokens.word(i) not in WORDS["a or an"] or modifier_before(tokens, i) is None:
        return None
    return Number(i, i, 1.0, 1.0) if tokens.measure(i + 1, tokens.words.units.measures) else None


def _sum(tokens: Tokens, i: int, match: re.Match[str]) -> Number | None:
    """ "Rs500", "N12 billion": money written in one with its sign; single letters only of large or round sums."""
    units, scales = tokens.words.units, tokens.words.numerals
    value, last, large = float(match[2].replace(",", "")), i, "," in match[2] or "." in match[2]
    if match[3]:
        if match[3] not in scales.suffixes:
            return None
        value, large = value * scales.suffixes[match[3]], True
    elif tokens.word(i + 1) in scales.scales:
        value, last, large = value * scales.scales[tokens.word(i + 1)], i + 1, True
    code = units.signs.get(match[1]) if value >= 10 or large or not match[1].isalpha() else None
    if tokens.word(i - 1) == "$":
        code = units.signs.get(f"{match[1]}$")  # "$US4.5 billion"
    code = code or (units.letters.get(match[1]) if large else None)
    return Number(i, last, value, value, unit=code) if code else None


def _numeral(tokens: Tokens, i: int, *, term: bool = False) -> Number | None:
    begin = i
    sign = tokens.word(i) in ("minus", "−")
    if sign:
        begin = i + 1
    stop = min(begin + 12, tokens.tree.sentence(i).stop)
    read = read_number(tokens.lower[begin:stop], 0, tokens.words.numerals)
    if read is None:
        return None
    value, length = read
    last = begin + length - 1
    while last > begin and ((tokens.timed[last] and not term) or tokens.lower[last] in ("-", "and")):
        last -= 1
    last, value = _spaced(tokens, begin, last, value)
    last, value = _and_a_half(tokens, last, value)
    last, value = _scaled(tokens, last, value, begin)
    if is_name(tokens, begin, last) or not_counted(tokens, begin, last, value):
        return None
    if sign or _below_zero(tokens, begin):
        return Number(i, last, -value, -value)
    return Number(i, last, value, value)


def _below_zero(tokens: Tokens, i: int) -> bool:
    """A minus sign of its own, glued to the digits only: "-20C"."""
    start, text = tokens.syntax.start[i], tokens.source
    return start > 1 and text[start - 1] in "-−–" and text[start - 2].isspace() and tokens.word(i)[0].isdigit()


def _spaced(tokens: Tokens, i: int, last: int, value: float) -> tuple[int, float]:
    """Thousands set off by a space: "11 300"."""
    while (
        re.fullmatch(r"\d{3}", tokens.word(last + 1)) and re.fullmatch(r"\d{1,3}", tokens.word(i))
        and tokens.gap(last) == 1 and 0 < value < 1e9
    ):  # fmt: skip
        last += 1
        value = value * 1000 + float(tokens.lower[last])
    return last, value


def _and_a_half(tokens: Tokens, last: int, value: float) -> tuple[int, float]:
    """ "One and a half million", "a million and a half"."""
    if " ".join(tokens.lower[last + 1 : last + 4]) != "and a half":
        return last, value
    scale = tokens.words.numerals.scales.get(tokens.word(last + 4))
    if scale is not None and value < 100:
        return last + 4, (value + 0.5) * scale
    own = tokens.words.numerals.scales.get(tokens.word(last), 1)
    return last + 3, value + 0.5 * own


def _scaled(tokens: Tokens, last: int, value: float, first: int) -> tuple[int, float]:
    """A scale letter that stands as a word of its own: "€200m", "30bn"; "m" only of money, else it is metres."""
    scale = tokens.words.numerals.scales.get(tokens.word(last + 2))
    if tokens.word(last + 1) == "-" and scale and scale > 100 and tokens.word(last)[0].isdigit():
        return last + 2, value * scale  # "$555-million"
    if tokens.gap(last) > 1:
        return last, value
    letter, suffixes = tokens.word(last + 1).rstrip("."), tokens.words.numerals.suffixes
    money = tokens.word(first - 1) in tokens.words.units.signs or (
        first > 0 and tokens.tree.text(first - 1) in tokens.words.units.codes
    )
    if tokens.gap(last) == 1 and not money:
        return last, value
    money = money or tokens.measure(last + 2, tokens.words.units.money) is not None
    if letter not in suffixes or (letter == "m" and not money):
        return last, value
    return last + 1, value * suffixes[letter]


# ---------------------------------------------------------------- shares


# ---------------------------------------------------------------- ranges


def joined(tokens: Tokens, number: Number, *, term: bool = False) -> Number:
    """A range of two figures: "between 20 and 30", "two or three", "5 to 10", "10-15"."""
    join = number.last + 1
    if tokens.word(join) in WORDS["percent"]:
        join += 1  # "between 8% and 15%"
    elif number.unit is None and (measured := tokens.measure(join, tokens.words.units.measures)):
        join = measured[0] + 1 if tokens.word(measured[0] + 1) in WORDS["between two measures"] else join
    word = tokens.word(join)
    if not number.exact or number.low is None or number.share or word not in WORDS["joins a range"]:
        return number
    if join + 1 not in tokens.tree.sentence(number.last) or (word in ("-", "–", "—") and tokens.gap(join - 1) > 0):
        return number  # "344 - 7867"
    symbol = tokens.word(join + 1) in tokens.words.units.signs  # "between $1 and $3"
    begin = join + 2 if symbol else join + 1
    other = read_figure(tokens, begin, term=term) if begin < len(tokens) else None
    if other is None or not other.exact or other.high is None or other.share or other.name or other.first != begin:
        return number
    back = _before_sign(tokens, number.first) - 1
    before, low = tokens.word(back), number.low
    scale = tokens.words.numerals.scales.get(tokens.word(other.last))
    if scale and low < 1000 <= other.high and low * scale < other.high and (word != "and" or low < 100):
        low *= scale  # "two to three million"
    apart = other.unit is not None and number.unit is not None and other.unit != number.unit
    if apart or low >= other.high or not _ranges(tokens, word, before, low, other.high, back):
        return number
    first = number.first
    if before in WORDS["opens a range"]:
        first = back if back == number.first - 1 else first
    return replace(other, first=first, low=low, high=other.high, name="between", unit=other.unit or number.unit)


def _before_sign(tokens: Tokens, first: int) -> int:
    """Where a figure begins with its sign of money."""
    return first - 1 if first and tokens.word(first - 1) in tokens.words.units.signs else first


def _ranges(tokens: Tokens, word: str, before: str, low: float, high: float, back: int) -> bool:  # noqa: PLR0917
    match word:
        case "and":
            return before in WORDS["before a range with and"]
        case "or":
            return high <= 3 * low + 1
        case "to":
            return not (before == "from" and changes(tokens, back)) and not _tally(tokens, back)
        case _:
            return True


def _tally(tokens: Tokens, i: int) -> bool:
    """ "Voted 11 to 247": a result, no range."""
    return tokens.syntax.lemma[i] in WORDS["verbs of a result"] if i >= 0 else False


def changes(tokens: Tokens, i: int) -> bool:
    """Whether a clause tells of a rise or fall, so that "from a to b" is no range."""
    change = WORDS["change"] | WORDS["change_noun"]
    above = [i, *list(tokens.tree.ancestors(i))[:3]]
    if any(tokens.syntax.lemma[k] in change or tokens.lower[k] in WORDS["up_down"] for k in above):
        return True
    floor = tokens.tree.sentence(i).start
    return any(tokens.lower[k] in WORDS["up_down"] for k in range(max(floor, i - 2), i))


__all__ = ["NOUNS", "Number", "changes", "joined", "read_figure"]
