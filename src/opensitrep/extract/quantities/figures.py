"""Reads one figure: digits, number words, vague words, shares in words, nothing at all ("no", "none of").

Whether it is a figure at all is asked of `names`; modifiers and units are put round it by `quantities`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from opensitrep.extract.quantities.modifiers import modifier_before
from opensitrep.extract.quantities.names import is_name, not_counted
from opensitrep.extract.quantities.tokens import NOUNS, Tokens
from opensitrep.extract.quantities.units import counted_noun, fate, unit_of_noun
from opensitrep.extract.quantities.words import Vague
from opensitrep.text.numerals import read_number

PERCENT = ("%", "percent", "pct", "percentage")
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
GLUED = re.compile(rf"([-−–]?)({NUMBER})([a-zµ°%]+[23²³]?(?:/[a-z])?)")
MONEY = re.compile(rf"([a-z$£¢₵]+\.?)({NUMBER})([a-z]{{0,3}})")
RANGE = re.compile(rf"({NUMBER})[-–—]({NUMBER})")
PLURALS = ("dozens", "hundreds", "thousands", "millions", "billions", "trillions")
HALVES = ("half",)


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens `first` to `last` that are a figure; `unit` is one written in one with the digits."""

    first: int
    last: int
    low: float | None
    high: float | None
    name: str | None = None
    share: bool = False
    unit: str | None = None

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high


def read_figure(tokens: Tokens, i: int, *, term: bool = False) -> Number | None:
    """The figure that begins at token i, or None; a `term` is a length of time that counts as one."""
    if term:
        return _numeral(tokens, i, term=True)
    if (share := _share(tokens, i)) or (share := _one_in(tokens, i)):
        return share
    if tokens.timed[i] is not None:
        return None
    if found := tokens.phrase(i, tokens.words.phrases.vague):
        last, vague = found
        if not _counts(tokens, i, last, vague):
            return None
        return Number(i, last, vague.low, vague.high, None if vague.exact else vague.name)
    return _fraction(tokens, i) or _nothing(tokens, i) or _written(tokens, i) or _numeral(tokens, i)


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
    if tokens.word(i) not in ("a", "an") or modifier_before(tokens, i) is None:
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
    if tokens.lower[last + 1 : last + 4] != ["and", "a", "half"]:
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


# ---------------------------------------------------------------- vague words


def _counts(tokens: Tokens, i: int, last: int, vague: Vague) -> bool:
    """Whether vague words count something here: not "the scores", "the thousands"."""
    word, after = tokens.lower[last], tokens.word(last + 1)
    if word == "of" or "of" in tokens.lower[i:last]:
        return True
    if vague.name == "scores" and after not in ("more", "were"):
        return False
    if vague.exact:
        return True
    if word in PLURALS or (
        last > i
        and word in tokens.words.numerals.scales
        and tokens.syntax.pos[min(last + 1, len(tokens) - 1)] in ("AUX", "VERB")
    ):
        behind = tokens.syntax.pos[last + 1] if last + 1 < len(tokens) else "PUNCT"
        return behind in ("VERB", "AUX", "ADV", "ADP", "PUNCT", "ADJ") and tokens.word(i - 1) not in ("the", "in")
    return counted_noun(tokens.tree, i, last, tokens.words.units) is not None


# ---------------------------------------------------------------- shares


def _part(tokens: Tokens, i: int) -> tuple[int, float] | None:
    """A fraction in words: last token and its part of one ("two - thirds", "a quarter", "half")."""
    numerals, word = tokens.words.numerals, tokens.word(i)
    if word in HALVES:
        return i, 0.5
    many = 1 if word in ("a", "an") else numerals.cardinals.get(word, 0)
    if not 1 <= many <= 9:
        return None
    at = i + 2 if tokens.word(i + 1) == "-" else i + 1
    noun = tokens.word(at)
    if noun not in numerals.fractions or (many > 1) != noun.endswith("s"):
        return None
    return at, many * numerals.fractions[noun]


def _share(tokens: Tokens, i: int) -> Number | None:
    """A part of a whole in percent: "two-thirds of the", "about half were", "by a third"."""
    part = _part(tokens, i)
    if part is None or tokens.word(i - 1) in ("first", "second", "other", "and", "-"):
        return None
    last, value = part[0], round(part[1] * 100, 4)
    time, after = tokens.timed[last], tokens.word(last + 1)
    if time is not None and (after != "of" or tokens.timed[last + 1] is not None):
        own = time.span.end == tokens.syntax.end[last] and last + 1 < len(tokens) and tokens.word(i) not in ("a", "an")
        if not own or tokens.syntax.pos[last + 1] not in ("VERB", "AUX"):
            return None  # a quarter of the year, not "three quarters have no heating"
    if after in ("the", "its", "their", "his", "her", "all", "of", "our"):
        skipped = last + 2 if after == "of" else last + 1
        scale = tokens.word(skipped + 1) if tokens.word(skipped) in ("a", "an") else tokens.word(skipped)
        if scale in tokens.words.numerals.scales or tokens.timed[skipped] is not None:
            return None
        return Number(i, last, value, value, share=True)
    if tokens.word(i) in HALVES or tokens.word(i - 1) == "the":
        behind = tokens.syntax.pos[last + 1] if last + 1 < len(tokens) else "PUNCT"
        stands = tokens.word(i - 1) in ("about", "than", "nearly", "almost", "over", "by", "least", "roughly", "around")
        ends = behind in ("VERB", "AUX", "PUNCT")
        return Number(i, last, value, value, share=True) if stands and ends else None
    return _bare_share(tokens, i, last, value)


def _bare_share(tokens: Tokens, i: int, last: int, value: float) -> Number | None:
    """ "Fell by two-thirds", "about a third were": no noun behind, which an ordinal would have."""
    behind = tokens.syntax.pos[last + 1] if last + 1 < len(tokens) else "PUNCT"
    before = tokens.word(i - 1)
    many = tokens.word(i) not in ("a", "an", "one")
    if tokens.word(last + 1) in tokens.words.numerals.scales:
        return None
    if many or (before in ("by", "than", "about", "nearly", "almost", "over", "to") and behind not in ("NOUN", "ADJ")):
        return Number(i, last, value, value, share=True)
    return None


def _fraction(tokens: Tokens, i: int) -> Number | None:
    """A fraction of a scale: "half a million", "three-quarters of a billion"."""
    part = _part(tokens, i)
    if part is None:
        return None
    at = part[0] + 1
    at += tokens.word(at) == "of"
    at += tokens.word(at) in ("a", "an")
    scale = tokens.words.numerals.scales.get(tokens.word(at))
    if scale is None and at > part[0] + 1 and tokens.measure(at, tokens.words.units.measures):
        return Number(i, at - 1, part[1], part[1])  # "half a metre"
    if scale is None or at == part[0] + 1:
        return None
    value = float(round(part[1] * scale))
    return Number(i, at, value, value)


def _one_in(tokens: Tokens, i: int) -> Number | None:  # noqa: PLR0911  a ladder
    """A share by counting: "one in five", "2 out of every 10", in percent."""
    if tokens.timed[i] is not None:
        return None
    part = _small(tokens, i)
    at = i + 1
    if part is None or tokens.word(at) not in ("in", "out"):
        return None
    if tokens.word(at) == "out":
        at += 1
        if tokens.word(at) != "of":
            return None
    every = tokens.word(at + 1) in ("every", "each")
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


# ---------------------------------------------------------------- nothing


def _nothing(tokens: Tokens, i: int) -> Number | None:
    """ "No casualties", "nobody was hurt", "none of the 140", "zero cases", "not a single house"."""
    word, units = tokens.word(i), tokens.words.units
    if found := tokens.phrase(i, tokens.words.phrases.not_one):
        noun = counted_noun(tokens.tree, i, found[0], units)
        return Number(i, found[0], 0, 0, "none") if noun is not None else None
    someone = word == "no" and tokens.word(i + 1) == "one"
    if someone or word in tokens.kind("nobody"):
        last = i + 1 if someone else i
        whole = tokens.word(last + 1) == "of" and any(w[:1].isdigit() or w in tokens.words.numerals.cardinals
                                                      for w in tokens.lower[last + 2 : last + 5])  # fmt: skip
        return Number(i, last, 0, 0, "none") if whole or fate(tokens.tree, last, units) else None
    if word not in tokens.kind("none") and not (word == "any" and _negated(tokens, i)):
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


# ---------------------------------------------------------------- ranges


def joined(tokens: Tokens, number: Number, *, term: bool = False) -> Number:
    """A range of two figures: "between 20 and 30", "two or three", "5 to 10", "10-15"."""
    join = number.last + 1
    if tokens.word(join) in PERCENT:
        join += 1  # "between 8% and 15%"
    elif number.unit is None and (measured := tokens.measure(join, tokens.words.units.measures)):
        join = measured[0] + 1 if tokens.word(measured[0] + 1) in ("and", "to") else join
    word = tokens.word(join)
    if not number.exact or number.low is None or number.share or word not in ("and", "or", "to", "-", "–", "—"):
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
    if before in ("between", "from"):
        first = back if back == number.first - 1 else first
    return replace(other, first=first, low=low, high=other.high, name="between", unit=other.unit or number.unit)


def _before_sign(tokens: Tokens, first: int) -> int:
    """Where a figure begins with its sign of money."""
    return first - 1 if first and tokens.word(first - 1) in tokens.words.units.signs else first


def _ranges(tokens: Tokens, word: str, before: str, low: float, high: float, back: int) -> bool:  # noqa: PLR0917
    match word:
        case "and":
            return before in ("between", "anywhere")
        case "or":
            return high <= 3 * low + 1
        case "to":
            return not (before == "from" and changes(tokens, back)) and not _tally(tokens, back)
        case _:
            return True


def _tally(tokens: Tokens, i: int) -> bool:
    """ "Voted 11 to 247": a result, no range."""
    return tokens.syntax.lemma[i] in ("vote", "win", "lose", "beat", "defeat") if i >= 0 else False


def changes(tokens: Tokens, i: int) -> bool:
    """Whether a clause tells of a rise or fall, so that "from a to b" is no range."""
    change = tokens.kind("change") | tokens.kind("change_noun")
    above = [i, *list(tokens.tree.ancestors(i))[:3]]
    if any(tokens.syntax.lemma[k] in change or tokens.lower[k] in tokens.kind("up_down") for k in above):
        return True
    floor = tokens.tree.sentence(i).start
    return any(tokens.lower[k] in tokens.kind("up_down") for k in range(max(floor, i - 2), i))


__all__ = ["NOUNS", "PERCENT", "Number", "changes", "joined", "read_figure"]
