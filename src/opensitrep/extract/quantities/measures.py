"""Units that stand right behind or before a figure: measures, money, percent, ages and years of a sentence."""

from __future__ import annotations

from functools import cache

from opensitrep.extract.quantities.number import Number
from opensitrep.extract.quantities.tokens import NOUNS, Tokens
from opensitrep.extract.quantities.units import unit_of_noun
from opensitrep.extract.quantities.words import Words
from opensitrep.model import Quantity
from opensitrep.text.measures import comparable, convert
from opensitrep.text.words import Lists

WORDS = Lists("quantities")
ROUNDING = 0.12  # "70 km (43 miles)", "about 5 feet (1.5 metres)": set on the usual rounding to one or two digits


def percent(tokens: Tokens, last: int) -> tuple[str, int] | None:
    """The unit percent or percentage_point behind token `last`, with its last token."""
    word = tokens.word(last + 1)
    end = last + 2 if f"{word} {tokens.word(last + 2)}" == "per cent" else last + 1
    if word == "-":
        word, end = tokens.word(last + 2), last + 2
    if word not in WORDS["percent"] and (end == last + 1 or word != "per"):
        return None
    if tokens.word(end + 1) in WORDS["points"]:
        return "percentage_point", end + 1
    return "percent", end


def money(tokens: Tokens, number: Number, last: int) -> tuple[str, int, int] | None:
    """The currency of a figure with the first and last token of figure and money together."""
    units, before = tokens.words.units, number.first - 1
    if before >= 0 and (code := _sign(tokens, before)):
        led = before > 0 and tokens.word(before) == "$"
        wide = units.signs.get(f"{tokens.word(before - 1)}$") if led else None  # "US $50"
        return (code, before, number.last) if wide is None else (wide, before - 1, number.last)
    for k in (last + 1, last + 2):
        if k < len(tokens) and (found := _name_of_money(tokens, k)) and _follows(tokens, last, k):
            return found[1], number.first, found[0]
    if number.unit in units.codes:
        return number.unit, number.first, number.last
    return None


def _sign(tokens: Tokens, i: int) -> str | None:
    units, text = tokens.words.units, tokens.tree.text(i)
    if text in units.codes:
        return text
    word = tokens.word(i)
    if word == "." and tokens.word(i - 1) == "rs":
        return units.signs["rs."]
    if word.isalpha() and word not in WORDS["letters for money"]:
        return None
    return units.signs.get(word)


def _name_of_money(tokens: Tokens, i: int) -> tuple[int, str] | None:
    text = tokens.tree.text(i)
    if text in tokens.words.units.codes:
        return i, text
    if code := tokens.words.units.signs.get(text) if not text.isalnum() else None:
        return i, code
    found = tokens.measure(i, tokens.words.units.money)
    if found is None or tokens.syntax.pos[found[0]] not in (*NOUNS, "SYM", "X", "ADJ"):
        return None
    return found


def _follows(tokens: Tokens, last: int, k: int) -> bool:
    """Whether only an adjective or a hyphen stands between a number and its currency ("5 million US dollars")."""
    return k == last + 1 or tokens.syntax.pos[k - 1] in ("ADJ", "PROPN") or tokens.lower[k - 1] == "-"


def measure(tokens: Tokens, number: Number, last: int) -> tuple[str, int] | None:
    """The unit of measure right behind a figure ("500 km", "155-mm", "20C"), with its last token."""
    units = tokens.words.units
    if number.unit in units.physical or number.unit == "percent":
        return number.unit, number.last
    at = last + 2 if tokens.word(last + 1) == "-" and tokens.gap(last) == 0 else last + 1
    found = tokens.measure(at, units.measures)
    if found is None and tokens.syntax.pos[at : at + 1] == ("ADJ",):
        found = tokens.measure(at + 1, units.measures)  # "30 metric tons"
    if found is None:
        return None
    end, unit = found
    short = " ".join(tokens.lower[at : end + 1]) in WORDS["glued"]
    if short and tokens.gap(at - 1) != 0 and (unit in ("degree", "degree_fahrenheit") or tokens.gap(at - 1) > 1):
        return None
    if short and unit == "metre" and tokens.word(end + 1) == "people":
        return None
    return unit, end


def graded(tokens: Tokens, number: Number) -> tuple[str, int] | None:
    """ "Magnitude 6.2", "a 6.2-magnitude quake", "an intensity of 7", "measured 5.8 on the Richter scale"."""
    words = WORDS["graded"]
    if number.high is None or number.high > 12:
        return None
    after = tokens.lower[number.last + 1 : number.last + 3]
    if after[:1] == ["-"] and after[1:] and after[1] in words:
        return after[1], number.last + 2
    if after[:1] and after[0] in words:
        return after[0], number.last + 1
    if "richter" in tokens.lower[number.last + 1 : number.last + 7]:
        return "magnitude", number.last
    k = number.first - 1
    while k >= 0 and number.first - k < 6 and tokens.syntax.pos[k] in ("ADP", "ADJ", "ADV", "DET", "SCONJ"):
        k -= 1
    return (tokens.lower[k], number.last) if k >= 0 and tokens.lower[k] in words else None


# ---------------------------------------------------------------- years of people


def written_age(tokens: Tokens, last: int) -> tuple[str, int] | None:
    """ "-year-old", "months old" behind a number: the unit and its last token."""
    found = tokens.phrase(last + 1, _ages())
    return (found[1], found[0]) if found else None


@cache
def _ages() -> dict[str, list[tuple[Words, str]]]:
    out: dict[str, list[tuple[Words, str]]] = {}
    for unit in WORDS.ordered("units of age"):
        for form in WORDS.ordered("forms of age"):
            words = tuple(form.format(unit).split())
            out.setdefault(words[0], []).append((words, unit))
    return out


def age(tokens: Tokens, number: Number, previous: Quantity | None) -> int | None:
    """ "Aged 67", "Ivanov, 67,", "a boy of three", "children under five": last token, or None."""
    lower, first, last = tokens.lower, number.first, number.last
    before = tokens.word(first - 1)
    near = lower[max(0, first - 4) : first]
    if before in WORDS["aged"] or (before in WORDS["between aged and a figure"] and "aged" in near):
        return last
    if number.name == "between" and "aged" in lower[max(0, first - 2) : first + 1]:
        return last
    plausible = number.low is not None and 0 < number.low < 115 and number.low == int(number.low)
    if not plausible:
        return None
    return last if _set_off(tokens, number, previous) or _of_age(tokens, number) else None


def _set_off(tokens: Tokens, number: Number, previous: Quantity | None) -> bool:  # noqa: PLR0911  a ladder
    """ "The general, 54, took over", "two sisters, 79 and 83, were"."""
    first, last, after = number.first, number.last, tokens.word(number.last + 1)
    if first != last or first < 2:
        return False
    second = tokens.word(first - 1) in ("and", ",") and previous is not None and previous.unit == "year"
    if second and previous is not None and previous.number.end == tokens.syntax.end[first - 2]:
        return True
    if tokens.word(first - 1) not in (",", "(") or after not in (",", ".", ")", "and", ";"):
        return False
    if after == "and" and not (tokens.word(last + 2)[:1].isdigit() and tokens.word(last + 3) in (",", ".")):
        return False
    who = first - 2
    if tokens.word(first - 1) == "(":
        return tokens.syntax.tag[who] == "NNP" and after == ")"
    if number.low is not None and number.low <= 5 and tokens.syntax.tag[who] == "NNP":
        return False
    units = tokens.words.units
    return tokens.syntax.tag[who] == "NNP" or unit_of_noun(tokens.tree, who, units) in units.humans


def _of_age(tokens: Tokens, number: Number) -> bool:
    """ "A boy of three", "children under five"; the number ends there and counts nothing behind it."""
    who, before = number.first - 2, tokens.word(number.first - 1)
    if who < 0 or before not in WORDS["before an age"]:
        return False
    behind = tokens.syntax.pos[number.last + 1] if number.last + 1 < len(tokens) else "PUNCT"
    if behind in (*NOUNS, "ADJ", "NUM", "SYM") or tokens.word(number.last + 1) in ("of", "%", "-"):
        return False
    unit = unit_of_noun(tokens.tree, who, tokens.words.units)
    if before == "of":
        single = tokens.syntax.tag[who] == "NN" and tokens.tree.children(who, "det")
        return bool(single) and unit == "person" and tokens.lower[who] not in WORDS["groups of people"]
    return unit == "person" and tokens.syntax.tag[who] == "NNS" and number.high is not None and number.high < 100


def penalty(tokens: Tokens, i: int) -> bool:
    """Whether the years that token i counts are a term that a court or a rule sets ("12 years in prison")."""
    at = next((k for k in range(i, min(i + 7, len(tokens))) if tokens.lower[k] in WORDS["units of a term"]), None)
    if at is None:
        return False
    around = tokens.tree.sentence(i)
    words = WORDS["penalty"]
    near = [*range(max(around.start, i - 9), i), *range(at + 1, min(at + 5, around.stop))]
    if any(tokens.syntax.lemma[k] in words or tokens.lower[k] in words for k in near):
        return True
    lemmas = {tokens.syntax.lemma[k] for k in range(around.start, i)}
    return bool(lemmas & WORDS["courts"]) and tokens.syntax.lemma[tokens.tree.clause(i)] in WORDS["sets"]


# ---------------------------------------------------------------- the same said twice


def same_measure(tokens: Tokens, one: Quantity, other: Quantity) -> bool:
    """ "70 kilometres (43 miles)", "5 ft, or 1.5 m": whether the second figure says the first again."""
    between = tokens.source[one.span.end : other.span.start].strip()
    if between not in ("(", ", or", "or", "/", ",", "-", "–") or not comparable(one.unit, other.unit):
        return False
    ends = ((one.low, other.low), (one.high, other.high))
    if all(a is None or b is None for a, b in ends):
        return between == "("
    return all(a is None or b is None or _close(a, one.unit, b, other.unit) for a, b in ends)


def _close(value: float, unit: str, other: float, into: str) -> bool:
    there = convert(value, unit, into)
    return abs(there - other) <= max(ROUNDING * max(abs(there), abs(other)), 1.0 if abs(other) >= 3 else 0.3)
