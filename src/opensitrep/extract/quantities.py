"""Finds figures with their modifiers and turns them into ranges: "up to 80" ends at 80, "more than 1,400" begins there.

The method: number words by `numerals`, modifiers and vague figures by data/quantities.toml, the counted noun by
the dependency tree (`quantities_units`). Times, designations, ages of names and numbered things are told apart first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from opensitrep.extract.quantities_units import (
    NOUNS,
    bare_unit,
    counted_noun,
    fate,
    lives,
    numbered,
    unit_of_noun,
)
from opensitrep.extract.quantities_words import FigureWords, Modifier, Vague, load_figure_words
from opensitrep.model import Quantity, Reading
from opensitrep.numerals import read_number
from opensitrep.tree import Tree

__all__ = ["find_quantities", "load_figure_words"]

PERCENT = ("%", "percent", "pct", "percentage")
GLUED = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(km|kms|m|mm|cm|kg|mph|kph|ha|ft|mi|t|mw|gw|%)", re.IGNORECASE)
RANGE = re.compile(r"(\d+(?:\.\d+)?)[-–—](\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens `first` to `last` that are a figure; `glued` is a unit written in one with the digits."""

    first: int
    last: int
    low: float | None
    high: float | None
    name: str | None = None
    share: bool = False
    glued: str | None = None


def find_quantities(reading: Reading, words: FigureWords) -> Reading:
    """Add every counted or measured thing of the readable blocks, in text order."""
    if reading.syntax is None or not len(reading.syntax):
        return reading
    finder = Finder(reading, words)
    return replace(reading, quantities=(*reading.quantities, *finder.find()))


class Finder:
    """One pass over the tokens of a reading."""

    def __init__(self, reading: Reading, words: FigureWords) -> None:
        self.reading = reading
        self.tree = Tree(reading)
        self.lower = [self.tree.text(i).lower().replace("’", "'") for i in range(len(self.tree))]
        self.phrases, self.units, self.numerals, self.starts = words.phrases, words.units, words.numerals, words.starts
        self._loss = words.phrases.words["loss"]
        self.last_unit: tuple[int, str] | None = None

    @cached_property
    def _in_time(self) -> list[bool]:
        out = [False] * len(self.tree)
        for time in self.reading.times:
            for i in self.tree.inside(time.span):
                out[i] = True
        return out

    @cached_property
    def _blocks(self) -> list[int]:
        return sorted(m.span.start for m in self.reading.marks)

    def find(self) -> list[Quantity]:
        """All quantities in text order."""
        out: list[Quantity] = []
        i = 0
        while i < len(self.tree):
            starts = self.lower[i] in self.starts or self.lower[i][0].isdigit()
            number = self._figure(i) if starts and not self._in_time[i] else None
            if number is None:
                i += 1
                continue
            number = self._joined(number)
            quantity = self._quantity(number)
            if quantity is not None and not self._same_measure(out, quantity):
                out.append(quantity)
            i = number.last + 1
        return out

    # ------------------------------------------------ figures

    def _phrase(self, i: int, table: dict[str, list[tuple[tuple[str, ...], Vague]]]) -> tuple[int, Vague] | None:
        for words, meaning in table.get(self.lower[i], ()):
            if tuple(self.lower[i : i + len(words)]) == words:
                return i + len(words) - 1, meaning
        return None

    def _figure(self, i: int) -> Number | None:  # noqa: PLR0911  one return for each kind of figure
        word = self.lower[i]
        if found := self._phrase(i, self.phrases.vague):
            last, vague = found
            return Number(i, last, vague.low, vague.high, vague.name) if self._is_vague_figure(i, last, vague) else None
        if share := self._share(i):
            return share
        if word in self.phrases.words["none"] or (word == "any" and self._negated(i)):
            return self._none(i)
        if word in self.phrases.words["nobody"] or (
            word == "no" and i + 1 < len(self.lower) and self.lower[i + 1] == "one"
        ):
            last = i + 1 if word == "no" else i
            return Number(i, last, 0, 0, "none") if fate(self.tree, last, self.units) else None
        if match := GLUED.fullmatch(word):
            value = float(match[1].replace(",", ""))
            return Number(i, i, value, value, glued=match[2].lower())
        if match := RANGE.fullmatch(word):
            low, high = float(match[1]), float(match[2])
            return Number(i, i, low, high, "between") if low < high and not self._designation(i, i) else None
        around = self.tree.sentence(i)
        read = read_number(self.lower[i : min(i + 12, around.stop)], 0, self.numerals)
        if read is None:
            return None
        value, length = read
        last = i + length - 1
        while last > i and (self._in_time[last] or self.lower[last] in ("-", "and")):
            last -= 1
        last, value = self._scaled(*self._spaced(i, last, value), i)
        if self._designation(i, last) or self._not_counted(i, last, value):
            return None
        return Number(i, last, value, value)

    def _spaced(self, i: int, last: int, value: float) -> tuple[int, float]:
        """Thousands set off by a space: "11 300"."""
        while (
            last + 1 < len(self.lower) and re.fullmatch(r"\d{3}", self.lower[last + 1])
            and re.fullmatch(r"\d{1,3}", self.lower[i]) and self._gap(last) == 1 and 0 < value < 1e9
        ):  # fmt: skip
            last += 1
            value = value * 1000 + float(self.lower[last])
        return last, value

    def _scaled(self, last: int, value: float, first: int) -> tuple[int, float]:
        """A scale letter that stands as a word of its own: "€200m", "30bn"; "m" only of money, else it is metres."""
        if self._gap(last) != 0 or last + 1 >= len(self.lower):
            return last, value
        letter = self.lower[last + 1].rstrip(".")
        after = self.tree.syntax.lemma[last + 2] if last + 2 < len(self.tree) else ""
        money = (first > 0 and self.lower[first - 1] in self.units.money) or after in self.units.money
        if letter not in self.numerals.suffixes or (letter == "m" and not money):
            return last, value
        return last + 1, value * self.numerals.suffixes[letter]

    def _gap(self, i: int) -> int:
        """Characters between token i and the next."""
        return self.tree.syntax.start[i + 1] - self.tree.syntax.end[i] if i + 1 < len(self.tree) else 99

    def _is_vague_figure(self, i: int, last: int, vague: Vague) -> bool:
        tree = self.tree
        if vague.name in ("scores",) and self.lower[last] != "of":
            return False
        noun = counted_noun(tree, i, last)
        if self.lower[last] == "of" or vague.name in ("a dozen", "half a dozen", "a couple", "half a million"):
            return True
        if self.lower[last] in ("dozens", "hundreds", "thousands", "millions") and last + 1 < len(tree):
            return (
                tree.syntax.pos[last + 1] in ("VERB", "AUX", "ADV", "ADP", "PUNCT", "ADJ")
                and last not in tree.subtree(i)[:0]
            )
        return noun is not None

    def _share(self, i: int) -> Number | None:
        for words, share in self.phrases.share.get(self.lower[i], ()):
            last = i + len(words) - 1
            if tuple(self.lower[i : last + 1]) != words:
                continue
            after = self.lower[last + 1] if last + 1 < len(self.lower) else ""
            if words[-1] != "of" and after not in ("the", "its", "their", "his", "her", "all", "of"):
                return None
            if i and self.lower[i - 1] in ("first", "second", "other", "the", "and", "a", "-"):
                return None
            end = last - 1 if words[-1] == "of" else last
            return Number(i, end, share.percent, share.percent, share=True)
        return None

    def _negated(self, i: int) -> bool:
        return bool(self.tree.children(self.tree.clause(i), "neg")) or "without" in self.lower[max(0, i - 2) : i]

    def _none(self, i: int) -> Number | None:
        """ "No casualties": zero of what is counted, only for people and harm to them."""
        noun = counted_noun(self.tree, i, i)
        if noun is None:
            return None
        unit = unit_of_noun(self.tree, noun, self.units)
        harmed = unit is not None and (unit == "casualty" or unit.startswith("person_"))
        if not harmed and not (unit and noun and fate(self.tree, noun, self.units)):
            return None
        behind = self.lower[noun + 1] if noun + 1 < len(self.lower) else ""
        return None if behind == "report" else Number(i, i, 0, 0, "none")

    # ------------------------------------------------ what is no count

    def _designation(self, first: int, last: int) -> bool:  # noqa: PLR0911  one return for each form
        """Part of a name or number of a thing: "Su-25", "Flight 800", "Article 5", "+380 44", a list number."""
        syntax, text = self.tree.syntax, self.reading.document.text
        start, end = syntax.start[first], syntax.end[last]
        glued = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-/.+#")
        minus = start > 1 and text[start - 1] == "-" and text[start - 2].isspace()
        if glued and not minus:
            return True
        if end < len(text) - 1 and text[end] in "-/" and text[end + 1].isdigit():
            return True
        if end < len(text) and text[end].isalpha() and not self._glued_measure(last):  # "22M3"
            return True
        if bisect_right(self._blocks, start) and start in self._blocks and end < len(text) and text[end] in ".)":
            return True
        if first == 0 or not (self.lower[first][0].isdigit() or text[start].isupper()):
            return False
        before = self.lower[first - 1]
        if self._gap(first - 1) > 1 or syntax.sentence[first - 1] != syntax.sentence[first]:
            return False
        if before in self.phrases.words["numbered"] and syntax.pos[first - 1] in NOUNS:
            return not (last + 1 < len(self.tree) and syntax.tag[last + 1] == "NNS")
        if syntax.tag[first - 1] in ("NNP", "NNPS") and syntax.head[last] == first - 1:
            return True
        after = syntax.tag[last + 1] if last + 1 < len(self.tree) else ""
        if syntax.tag[first - 1] == "NNP" and after == "NN" and self.lower[last + 1] not in ("%", "percent", "people"):
            return self.units.nouns.get(self.lower[last + 1]) not in self.units.measures  # "Apollo 11 capsule"
        return syntax.tag[first - 1] == "NNP" and syntax.tag[first] == "NNP"

    def _glued_measure(self, last: int) -> bool:
        """Whether the unit is written in one with the digits ("500km") and is a token of its own."""
        unit = self.lower[last + 1] if last + 1 < len(self.lower) and self._gap(last) == 0 else ""
        return self.units.nouns.get(unit) in self.units.measures

    def _not_counted(self, first: int, last: int, value: float) -> bool:  # noqa: PLR0911  a ladder
        """Pronoun "one", "these two", a year, a house number."""
        syntax, word = self.tree.syntax, self.lower[first]
        noun = counted_noun(self.tree, first, last)
        alone = first == last
        before = self.lower[first - 1] if first else ""
        if alone and word == "one":
            modified = self._modifier_before(first) is not None
            if noun is None or self.lower[last + 1 : last + 2] == ["of"]:
                return not modified
            return unit_of_noun(self.tree, noun, self.units) is None
        if word in ("a", "an") and alone:
            return True
        if before in ("these", "those") or (
            before in self.phrases.words["definite"] and not word[0].isdigit() and value <= 12
        ):
            return True
        if noun is not None and self.lower[noun] in self.phrases.words["street"] and syntax.tag[noun] == "NNP":
            return True
        if alone and re.fullmatch(r"(?:19|20)\d\d", word) and noun is None:
            return True
        return word == "zero" and noun is None

    # ------------------------------------------------ modifiers and ranges

    def _modifier_before(self, first: int) -> tuple[int, Modifier] | None:
        if first == 0:
            return None
        floor = self.tree.sentence(first).start
        for words, modifier in self.phrases.before.get(self.lower[first - 1], ()):
            start = first - len(words)
            if start >= floor and tuple(self.lower[start:first]) == words:
                return start, modifier
        return None

    def _modifier_after(self, last: int) -> tuple[int, Modifier] | None:
        if last + 1 >= len(self.lower):
            return None
        for words, modifier in self.phrases.after.get(self.lower[last + 1], ()):
            if tuple(self.lower[last + 1 : last + 1 + len(words)]) == words:
                return last + len(words), modifier
        return None

    def _joined(self, number: Number) -> Number:  # noqa: PLR0911  a ladder
        """A range of two figures: "between 20 and 30", "two or three", "5 to 10", "10-15"."""
        join = number.last + 1
        if self.lower[join : join + 1] and self.lower[join] in PERCENT:
            join += 1  # "between 8% and 15%"
        if number.low is None or number.low != number.high or join + 1 >= len(self.lower) or number.share:
            return number
        if self.lower[join] not in ("and", "or", "to", "-", "–"):
            return number
        if self._in_time[join + 1] or join + 1 not in self.tree.sentence(number.last):
            return number
        symbol = self.lower[join + 1] in self.units.money and join + 2 < len(self.lower)  # "between $1 and $3"
        begin = join + 2 if symbol else join + 1
        other = self._figure(begin)
        if other is None or other.high is None or other.low != other.high or other.share or other.name:
            return number
        back = 2 if number.first > 1 and symbol else 1
        before = self.lower[number.first - back] if number.first else ""
        word = self.lower[join]
        low = number.low
        if low < 1000 <= other.high and self.lower[other.last] in self.numerals.scales and word != "and":
            low *= self.numerals.scales[self.lower[other.last]]  # "two to three million"
        fits = (word == "and" and before == "between") or (
            word == "or" and other.first == begin and other.high <= 3 * low + 1
        )
        if word in ("-", "–") and self._gap(number.last) > 0:
            return number  # "344 - 7867"
        fits = fits or (word in ("to", "-", "–") and not (before == "from" and self._changes(number.first)))
        if not fits or low >= other.high:
            return number
        first = number.first - 1 if before in ("between", "from") and back == 1 else number.first
        return Number(first, other.last, low, other.high, "between", glued=other.glued)

    def _changes(self, i: int) -> bool:
        """Whether the clause tells of a rise or fall, so that "from a to b" is no range."""
        verb = self.tree.clause(i)
        change = self.phrases.words["change"]
        above = [self.tree.syntax.lemma[k] for k in (verb, *list(self.tree.ancestors(i))[:3])]
        return any(lemma in change for lemma in above)

    # ------------------------------------------------ the quantity

    def _quantity(self, number: Number) -> Quantity | None:
        first, last = number.first, number.last
        start, end, low, high, name = first, last, number.low, number.high, number.name
        symbol = first > 0 and not self.lower[first - 1].isalnum() and self.lower[first - 1] in self.units.money
        if modified := self._modifier_before(first - 1 if symbol else first):
            start, modifier = modified
            low, high, name = self._ranged(modifier, low, high, name)
        elif modified := self._modifier_after(last):
            end, modifier = modified
            low, high, name = self._ranged(modifier, low, high, name)
        if number.share:
            return self._make(number, start, end, low, high, "percent", name, None)
        money, money_end = self._money(number, start)
        if money is not None:
            start = min(start, money_end[0])
            return self._make(number, start, max(end, money_end[1]), low, high, money, name, None)
        unit, noun, noun_end = self._unit(number)
        if unit == "thing" and self.lower[last + 1 : last + 2] == ["-"]:
            return None  # "two-step", "one-off"
        if (
            unit == "thing"
            and noun is not None
            and name is None
            and low != 1
            and self.tree.syntax.tag[noun] in ("NN", "NNP")
        ):
            return None  # "the 4900 block", "Channel 5 News"
        if unit is None or (name == "several" and unit in ("thing", "region", "country", "unit", "attack")):
            return None
        if unit not in self.units.measures and unit not in ("percent", "year"):
            self.last_unit = (last, unit)
        return self._make(number, start, max(end, noun_end), low, high, unit, name, noun)

    def _ranged(
        self, modifier: Modifier, low: float | None, high: float | None, name: str | None
    ) -> tuple[float | None, float | None, str]:
        below = None if modifier.low is None or low is None else _round(low * modifier.low, low)
        above = None if modifier.high is None or high is None else _round(high * modifier.high, high)
        if name not in (None, "between") and modifier.name in ("about", "nearly", "exact"):
            return low, high, name or modifier.name
        return below, above, modifier.name if name in (None, "between") else f"{modifier.name} {name}"

    def _money(self, number: Number, start: int) -> tuple[str | None, tuple[int, int]]:
        table = self.units.money
        for i in (number.first - 1,):
            if i >= 0 and (code := table.get(self.lower[i])) and not self.lower[i].isalpha():
                return code, (self._start_of_money(i), number.last)
        head = number.last + 1
        for k in (head, head + 1):
            if k < len(self.tree) and (code := table.get(self.tree.syntax.lemma[k])) and self._follows(number.last, k):
                return code, (start, k)
        return None, (start, number.last)

    def _follows(self, last: int, k: int) -> bool:
        """Whether only an adjective stands between a number and its currency ("5 million US dollars")."""
        return k == last + 1 or self.tree.syntax.pos[k - 1] in ("ADJ", "PROPN")

    def _start_of_money(self, i: int) -> int:
        modified = self._modifier_before(i)
        return modified[0] if modified else i

    def _unit(self, number: Number) -> tuple[str | None, int | None, int]:  # noqa: PLR0911  a ladder
        """Unit, noun token and last token of the figure with its unit."""
        tree, last = self.tree, number.last
        if number.glued:
            return ("percent" if number.glued == "%" else self.units.nouns.get(number.glued, "thing")), None, last
        after = self.lower[last + 1 : last + 3]
        if after[:1] and after[0] in PERCENT:
            return "percent", None, last + 1
        if after == ["per", "cent"]:
            return "percent", None, last + 2
        if age := self._age(number):
            return "year", None, age
        noun = counted_noun(tree, number.first, last)
        if noun is None:
            if number.name == "none":
                return fate(tree, last, self.units), None, last
            before = self.last_unit[1] if self.last_unit and self._near(self.last_unit[0], number.first) else None
            unit = self._toll(number) or bare_unit(tree, number.first, last, self.units, before)
            return unit, None, last
        return self._unit_of_noun(noun, number)

    def _unit_of_noun(self, noun: int, number: Number) -> tuple[str | None, int, int]:
        tree, word = self.tree, self.lower[noun]
        if word in ("square", "sq") or self.lower[noun - 1] in ("square", "sq"):
            squared = self.units.nouns.get(f"square {tree.syntax.lemma[noun]}")
            if squared:
                return squared, noun, noun
        unit = unit_of_noun(tree, noun, self.units)
        close = noun - number.last <= 1 and (self._gap(number.last) <= 1)
        if unit in self.units.measures and (close or noun - number.last <= 2):
            return unit, noun, noun
        above = tree.syntax.head[tree.syntax.head[noun]]
        if tree.syntax.dep[noun] == "pobj" and (lost := lives(tree, above, self._loss)) == "person_killed":
            return lost, noun, noun  # "the lives of 12 people"
        if (
            word in self.units.people
            or tree.syntax.lemma[noun] in self.units.people
            or unit in set(self.units.people.values())
        ):
            return fate(tree, noun, self.units) or unit or "person", noun, noun
        if unit is None:
            own = self.units.subject_fates.get(tree.syntax.lemma[noun])  # "More than 100 drown", taken for a noun
            return fate(tree, noun, self.units) or own or lives(tree, noun, self._loss) or "thing", noun, noun
        return unit, noun, noun

    def _near(self, before: int, now: int) -> bool:
        return self.tree.syntax.sentence[now] - self.tree.syntax.sentence[before] <= 1

    def _toll(self, number: Number) -> str | None:
        """ "The death toll rose to 12", "its population from 100,000 to 10,000"."""
        tree = self.tree
        path = [number.last, *list(tree.ancestors(number.last))[:4]]
        near: list[int] = []
        for k in path:
            near += [k, *tree.children(k, "nsubj", "nsubjpass", "dobj")]
        for k in near:
            lemma = tree.syntax.lemma[k]
            if lemma == "population":
                return "inhabitant"
            if lemma == "number" and (counted := numbered(tree, k, self.units)):
                return counted
            if lemma in self.phrases.words["toll"] and lemma in ("toll", "death", "fatality", "tally"):
                return "person_killed"
        return None

    def _age(self, number: Number) -> int | None:
        """ "67-year-old", "aged 67", "Ivanov, 67,": last token, or None."""
        lower, first, last = self.lower, number.first, number.last
        after = lower[last + 1 : last + 6]
        if after[:1] and after[0] in ("year-old", "years-old", "-year-old"):
            return last + 1
        joined = " ".join(after)
        for form in ("- year - old", "year - old", "years old", "year old", "- years - old", "- year old"):
            if joined.startswith(form):
                return last + len(form.split())
        if first and lower[first - 1] in ("aged", "age"):
            return last
        comma = first >= 2 and lower[first - 1] == "," and after[:1] and after[0] in (",", ".", ")")
        if (
            comma
            and self.tree.syntax.tag[first - 2] == "NNP"
            and number.low is not None
            and 5 < number.low < 115
            and first == last
        ):
            return last
        return None

    def _same_measure(self, out: list[Quantity], q: Quantity) -> bool:
        """ "70 kilometres (43 miles)": the second says the same again."""
        if not out or q.unit not in self.units.measures or out[-1].unit not in self.units.measures:
            return False
        between = self.reading.document.text[out[-1].span.end : q.span.start]
        return between.strip() == "("

    def _make(  # noqa: PLR0917  the fields of a Quantity
        self, number: Number, first: int, last: int, low: float | None, high: float | None, unit: str,
        name: str | None, noun: int | None,
    ) -> Quantity:  # fmt: skip
        tree = self.tree
        scope, cumulative = self._scope(number)
        phrase = None
        if noun is not None:
            inside = [k for k in tree.subtree(noun) if first <= k <= noun]
            phrase = tree.span(max(min(inside), number.last + 1) if noun > number.last else noun, noun)
        begin = min(first, number.first)
        return Quantity(
            span=tree.span(begin, max(last, number.last)),
            number=tree.span(number.first, number.last), low=low, high=high,
            unit=unit, modifier=name, object=phrase, scope=scope, cumulative=cumulative,
        )  # fmt: skip

    def _scope(self, number: Number) -> tuple[str | None, bool]:
        """The window that bounds a figure in its sentence, and whether it counts from the beginning."""
        around = self.tree.sentence(number.last)
        span = self.tree.span(around[0], around[-1])
        text = self.reading.document.text
        total = any(w in self.phrases.words["total"] for w in self.lower[around.start : around.stop])
        for time in self.reading.times:
            if span.covers(time.span) and (time.bound in ("over", "since", "within") or time.rule == "so far"):
                words = text[time.span.start : time.span.end]
                since = time.bound == "since"
                return (f"since {words}" if since else words), total or since or time.rule == "so far"
        return None, total


def _round(value: float, like: float) -> float:
    """Whole numbers stay whole."""
    return float(round(value)) if like == int(like) and like >= 10 else round(value, 2)
