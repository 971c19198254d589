"""Words to classes, rules over classes: the reading layer under `extract/times`.

Every word of a block becomes one character that stands for the set of classes it belongs to (a "second" is an ordinal
and a unit); a rule of data/times.toml becomes a regular expression over these characters. That keeps the rules
readable and the search linear. The method is that of cascaded finite-state grammars (Abney 1996).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opensitrep import resources
from opensitrep.errors import ResourceError
from opensitrep.numerals import Numerals, load_numerals, ordinal, read_number

TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\d/])|\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?"
    r"|\d{1,2}[ap]m\b|['’]?\d\d(?:\d\d)?['’]?s\b|\d+(?:st|nd|rd|th)\b|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    r"|[ap]\.m\.?|o['’]clock|[^\W\d_]+(?=['’]s\b)|['’]s?\b|[^\W\d_]+|[^\w\s]",
    re.IGNORECASE,
)
HHMM = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
HOUR = re.compile(r"(\d{1,2})(?::(\d\d))?(?::\d\d)?\s?([ap])?\.?m?\.?", re.IGNORECASE)
NAME = re.compile(r"([A-Z]+)(\d*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar: `make` names the builder, `words` the pattern over classes."""

    name: str
    make: str
    words: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """data/times.toml: class -> word -> value, fragments of patterns, rules in order of preference."""

    strip: tuple[str, ...]
    weak: tuple[str, ...]
    bounds: dict[str, str]
    future: tuple[str, ...]
    words: dict[str, dict[str, str]]
    fragments: dict[str, str]
    rule: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: characters, lower-case form, value by class."""

    start: int
    end: int
    lower: str
    classes: dict[str, str]
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a rule: the words in it and, by class name, the word that filled it."""

    rule: Rule
    words: tuple[Word, ...]
    parts: dict[str, Word]
    first: int
    last: int  # position behind the last word

    def word(self, *names: str) -> Word | None:
        """The word that filled the first of these classes that is filled; "MONTH" also finds "MONTH2"."""
        for name in names:
            for key in sorted(self.parts):
                if key.rstrip("0123456789") == name:
                    return self.parts[key]
        return None

    def value(self, *names: str) -> str | None:
        """The value of that word."""
        for name in names:
            if word := self.word(name):
                return word.classes[name]
        return None

    def has(self, *words: str) -> bool:
        """Whether one of these words stands in the match."""
        return any(w.lower in words for w in self.words)


class Reader:
    """The compiled grammar."""

    def __init__(self, grammar: Grammar, numerals: Numerals) -> None:
        self.numerals = numerals
        self.strip = frozenset(grammar.strip)
        self.weak = frozenset(grammar.weak)
        self.bounds = grammar.bounds
        self.future = frozenset(grammar.future)
        self.lexicon: dict[str, dict[str, str]] = {}
        for name, words in grammar.words.items():
            for word, value in words.items():
                self.lexicon.setdefault(word, {})[name] = value
        patterns = [(rule, self._expand(rule.words, grammar.fragments)) for rule in grammar.rule]
        for _, pattern in patterns:
            for word in re.findall(r"\\.|[^\s()|?*]+", pattern):
                if not NAME.fullmatch(word):
                    self.lexicon.setdefault(word.removeprefix("\\"), {}).setdefault("=" + word, "")
        self.codes: dict[frozenset[str], str] = {frozenset(): chr(0xE000)}
        for classes in [*self.lexicon.values(), *(self._number(v, t) for v, t in SAMPLES), *SHAPES]:
            self.codes.setdefault(frozenset(classes), chr(0xE000 + len(self.codes)))
        # "second" is an ordinal and a unit, "one" a number and a word of the rules
        for word, known in list(self.lexicon.items()):
            extra = self._numeric(word)
            if extra:
                self.lexicon[word] = {**extra, **known}
                self.codes.setdefault(frozenset(self.lexicon[word]), chr(0xE000 + len(self.codes)))
        dotted = {w[:-1] for w in self.lexicon if w.endswith(".")}
        self.special = {*self.lexicon, *dotted, *numerals.cardinals, *numerals.ordinals, "a", "an"}
        self.rules = [(rule, re.compile(self._compile(rule, pattern))) for rule, pattern in patterns]

    @staticmethod
    def _expand(pattern: str, fragments: dict[str, str]) -> str:
        while "{" in pattern:
            name = pattern[pattern.index("{") + 1 : pattern.index("}")]
            kind = name.rstrip("0123456789")
            mark = name[len(kind) :]
            body = re.sub(r"\b([A-Z]+)(\d*)\b", rf"\g<1>\g<2>{mark}", fragments[kind]) if mark else fragments[kind]
            pattern = pattern.replace("{" + name + "}", f"( {body} )", 1)
        return pattern

    def _compile(self, rule: Rule, pattern: str) -> str:
        out, seen = [], set[str]()
        for piece in re.findall(r"\\.|[()|?*]|[^\s()|?*]+", pattern):
            if piece in "()|?*":
                out.append("(?:" if piece == "(" else piece)
                continue
            name = NAME.fullmatch(piece)
            key = name[1] if name else "=" + piece
            chars = "".join(sorted(c for kinds, c in self.codes.items() if key in kinds))
            if not chars:
                raise ResourceError(f"times.toml: rule {rule.name!r}: nothing is a {piece!r}")
            if name:
                group = piece if piece not in seen else f"{piece}0{len(seen)}"
                out.append(f"(?P<{group}>[{chars}])")
                seen.add(group)
            else:
                out.append(f"[{chars}]")
        return "".join(out)

    def _numeric(self, word: str) -> dict[str, str]:
        if (number := ordinal(word, self.numerals)) is not None:
            return self._number(float(number), "ordinal")
        if word in self.numerals.cardinals:
            return self._number(float(self.numerals.cardinals[word]), "word")
        return {}

    @staticmethod
    def _number(value: float, shape: str) -> dict[str, str]:
        """Classes of a number; `shape` is "digits", "word", "ordinal"."""
        text = f"{value:g}" if value < 1e6 else str(int(value))
        if shape == "ordinal":
            return {"ORD": text} | ({"ORDNUM": text} if value <= 31 else {})
        out = {"NUM": text}
        if shape == "digits" and value == int(value):
            if 1 <= value <= 31:
                out["DAYNUM"] = text
            if 1 <= value <= 12:
                out["BAREHOUR"] = text
            if 1000 <= value <= 2100:
                out["YEAR"] = text
            if value < 100:
                out["SHORTYEAR"] = text
        elif 1 <= value <= 12:
            out["BAREHOUR"] = text
        return out

    def _shaped(self, text: str) -> dict[str, str] | None:  # noqa: PLR0911  one return for each form
        """Classes of a token by its form: dates, clocks, decades."""
        if not text[0].isdigit() and text[0] not in "'’":
            return None
        lower = text.lower()
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return {"ISODATE": text}
        if re.fullmatch(r"\d{8}", text):
            return {"ISODATE": f"{text[:4]}-{text[4:6]}-{text[6:]}"}
        if re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.](\d{4}|\d\d)", text):
            return {"SLASHDATE": text}
        if re.fullmatch(r"['’]?\d\d(\d\d)?['’]?s", lower):
            return {"DECADE": re.sub(r"\D", "", text)}
        clock = HOUR.fullmatch(lower)
        if clock and (clock[2] or clock[3]) and int(clock[1]) <= 24 and int(clock[2] or 0) < 60:
            return {"HOURAMPM" if clock[3] else "CLOCK": hour(int(clock[1]), int(clock[2] or 0), clock[3])}
        if (number := ordinal(lower, self.numerals)) is not None:
            return self._number(float(number), "ordinal")
        return None

    def words(self, text: str, start: int, end: int) -> list[Word]:
        """The words of a stretch of text; number words that belong together are one word."""
        raw = [(m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]
        lowers = [text[s:e].lower().replace("’", "'") for s, e in raw]
        out: list[Word] = []
        i = 0
        while i < len(raw):
            (s, e), lower = raw[i], lowers[i]
            if lower.isalpha() and lower not in self.special:
                out.append(Word(s, e, lower, PLAIN, text[s].isupper()))
                i += 1
                continue
            after = i + 1
            classes = self._shaped(text[s:e])
            if classes is None:
                dotted = lower + "."
                if i + 1 < len(raw) and lowers[i + 1] == "." and raw[i + 1][0] == e and dotted in self.lexicon:
                    lower, e, after = dotted, raw[i + 1][1], i + 2
                classes = self.lexicon.get(lower) or self._numeric(lower)
                if (spoken := self._spoken_year(lowers, i)) is not None:
                    out.append(
                        Word(s, raw[spoken[1] - 1][1], lower, self._number(spoken[0], "digits"), text[s].isupper())
                    )
                    i = spoken[1]
                    continue
                number = read_number(lowers, i, self.numerals) if lower[0].isdigit() or self._starts(lower) else None
                if number and (number[1] > i + 1 or not classes):
                    e, after, joined = raw[number[1] - 1][1], number[1], lowers[i : number[1]]
                    shape = (
                        "digits"
                        if joined == [lower] and lower.replace(",", "").isdigit() and "," not in lower
                        else "word"
                    )
                    classes, lower = self._number(number[0], shape), " ".join(joined)
            if classes and len(lower) == 4 and HHMM.fullmatch(lower):
                classes = {**classes, "HHMM": f"{lower[:2]}:{lower[2:]}"}
            out.append(Word(s, e, lower, self._known(classes), text[s].isupper()))
            i = after
        return out

    def _spoken_year(self, lowers: list[str], i: int) -> tuple[float, int] | None:
        """ "Nineteen ninety-four": the year and the position behind it."""
        century = self.numerals.cardinals.get(lowers[i], 0)
        if not 17 <= century <= 20 or i + 1 >= len(lowers) or self.numerals.cardinals.get(lowers[i + 1], 0) < 10:
            return None
        rest = read_number(lowers, i + 1, self.numerals)
        return (century * 100 + rest[0], rest[1]) if rest and 10 <= rest[0] < 100 else None

    def _starts(self, lower: str) -> bool:
        return lower in self.numerals.cardinals or lower in ("a", "an")

    def _known(self, classes: dict[str, str] | None) -> dict[str, str]:
        return classes if classes and frozenset(classes) in self.codes else {}

    def matches(self, words: list[Word]) -> Iterator[Found]:
        """All matches of all rules, the longest first, then in text order, then in the order of the rules."""
        line, place = self._line(words)
        found: list[tuple[int, int, int, re.Match[str]]] = []
        for order, (_, pattern) in enumerate(self.rules):
            found += [(m.start() - m.end(), m.start(), order, m) for m in pattern.finditer(line) if m.end() > m.start()]
        found.sort(key=lambda f: f[:3])
        for _, _, order, match in found:
            first = place[match.start()]
            last = first + match.end() - match.start()
            parts = {k: words[place[match.start(k)]] for k, v in match.groupdict().items() if v is not None}
            yield Found(self.rules[order][0], tuple(words[first:last]), parts, first, last)

    def _line(self, words: list[Word]) -> tuple[str, list[int]]:
        """One character for each word of the stretches that can hold a time, and where each stands."""
        plain = self.codes[frozenset()]
        out: list[str] = []
        place: list[int] = []
        start = 0
        for i in range(len(words) + 1):
            if i < len(words) and words[i].classes:
                continue
            if any(w.lower not in self.weak for w in words[start:i]):
                out += [self.codes[frozenset(w.classes)] for w in words[start:i]]
                out.append(plain)
                place += range(start, i + 1)
            start = i + 1
        return "".join(out), place


PLAIN: dict[str, str] = {}
SAMPLES = [(v, "digits") for v in (0, 1, 12, 13, 31, 32, 99, 100, 999, 1000, 2022, 2101, 5000, 1.5)]
SAMPLES += [(v, "word") for v in (0, 1, 12, 13, 50, 1.5)] + [(1, "ordinal"), (40, "ordinal")]
SHAPES: list[dict[str, str]] = [
    {"NUM": "", "HHMM": ""},
    {"NUM": "", "YEAR": "", "HHMM": ""},
    *(
        {"NUM": "", "DAYNUM": "", "SHORTYEAR": "", "HHMM": ""},
        {"NUM": "", "SHORTYEAR": "", "HHMM": ""},
        {"NUM": "", "DAYNUM": "", "SHORTYEAR": "", "BAREHOUR": "", "HHMM": ""},
    ),
]
SHAPES += [{k: ""} for k in ("ISODATE", "SLASHDATE", "DECADE", "CLOCK", "HOURAMPM")]


def hour(hours: int, minutes: int, half: str | None) -> str:
    """A clock time as "HH:MM" from hours on a 12 or 24 hour clock; `half` is "a" or "p"."""
    if half and half[0].lower() == "p" and hours < 12:
        hours += 12
    if half and half[0].lower() == "a" and hours == 12:
        hours = 0
    return f"{hours:02d}:{minutes:02d}"


@cache
def load_reader() -> Reader:
    """The grammar of data/times.toml, compiled once."""
    return Reader(resources.load("times.toml", Grammar), load_numerals())
