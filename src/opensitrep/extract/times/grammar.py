"""Words to classes, rules over classes: the reading layer under `extract/times`.

Every word of a block becomes one character that stands for the set of classes it belongs to (a "second" is an ordinal
and a unit); a rule of data/en/times.toml becomes a regular expression over these characters. That keeps the rules
readable and the search linear. The method is that of cascaded finite-state grammars (Abney 1996).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from opensitrep.errors import ResourceError
from opensitrep.text.numerals import Numerals, load_numerals, ordinal, read_number
from opensitrep.text.words import Lists, load

WORDS = Lists("times")
TOKEN = re.compile(
    r"(?=\S)(?:(?:[^\W\d_aghopquAGHOPQU]|[aghopquAGHOPQU](?![1-4.'’mtMT]))[^\W\d_]*|[,;()]"  # most: plain words, commas
    r"|(?i:\d{4}-\d\d-\d\d|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\d/])|\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap](?:m\b|\.m\b\.?))?"
    r"|(?<![\d.])\d{1,2}\.[0-5]\d\s?[ap](?:m\b|\.m\b\.?)|\b(?:gmt|utc)\s?[+−-]\s?\d{1,2}(?::?\d\d)?\b|\b[qh][1-4]\b"
    r"|\d{1,2}[ap]m\b|['’]?\d\d(?:\d\d)?['’]?s\b|\d+(?:st|nd|rd|th)\b|(?<![^\W_])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![^\W_])\d+(?:\.\d+)?"
    r"|[ap]\.m\.?|o['’]clock|[^\W\d_]+(?=['’]s\b)|['’]s?\b|[^\W\d_]+|[^\w\s]))"
)
HHMM = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
DOTTED = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)")
HOUR = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d)?\s?([ap])?\.?m?\.?", re.IGNORECASE)
SHIFTED = re.compile(r"(?:gmt|utc)\s?([+−-])\s?(\d{1,2})(?::?(\d\d))?")
NAME = re.compile(r"([A-Z]+)(\d*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar: `make` names the builder, `words` the pattern over classes."""

    name: str
    make: str
    words: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """data/en/times.toml: class -> word -> value, fragments of patterns, rules in order of preference."""

    words: dict[str, dict[str, str]]
    fragments: dict[str, str]
    rule: tuple[Rule, ...]


class Word(NamedTuple):
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
            if name in self.parts:
                return self.parts[name]
            if alike := [key for key in self.parts if key.startswith(name) and key.rstrip("0123456789") == name]:
                return self.parts[min(alike)]
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
        self.lexicon: dict[str, dict[str, str]] = {}
        for name, words in grammar.words.items():
            for word, value in words.items():
                self.lexicon.setdefault(word, {})[name] = value
        feasts = {"FEASTS": " | ".join(f"( {name} )" for name in sorted(WORDS.table("feasts"), key=len, reverse=True))}
        patterns = [(rule, self._expand(rule.words, grammar.fragments | feasts)) for rule in grammar.rule]
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
        self.special = {*self.lexicon, *dotted, *numerals.cardinals, *numerals.ordinals, *WORDS["not read alone"]}
        self.articles = self._known(self.lexicon.get("a"))
        self.settled = {w: self._known(self.lexicon.get(w)) for w in {*self.lexicon, *PUNCTUATION} if self._alone(w)}
        self.fitting: dict[str, set[str]] = {}  # by class the characters of the words that are of it
        for kinds, char in self.codes.items():
            for kind in kinds:
                self.fitting.setdefault(kind, set()).add(char)
        self.needs = [_needed(self._pieces(pattern)) for _, pattern in patterns]
        self.rules = [(rule, re.compile(self._compile(rule, pattern))) for rule, pattern in patterns]
        self.rules_of: dict[str, list[int]] = {}  # under each character the rules whose rarest need it fills
        for order, needs in enumerate(self.needs):
            for char in min(needs, key=len, default=self.codes.values()):
                self.rules_of.setdefault(char, []).append(order)

    def _alone(self, word: str) -> bool:
        """Whether a word is read without its neighbours: no number, no first part of an abbreviation."""
        if word in PUNCTUATION:
            return True
        numeral = word in self.numerals.cardinals or ordinal(word, self.numerals) is not None
        plain = word.isalpha() or word == "'s"
        return plain and f"{word}." not in self.lexicon and word not in WORDS["not read alone"] and not numeral

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
            chars = "".join(sorted(self.fitting.get(_key(piece), ())))
            if not chars:
                raise ResourceError(f"times.toml: rule {rule.name!r}: nothing is a {piece!r}")
            if name:
                group = piece if piece not in seen else f"{piece}0{len(seen)}"
                out.append(f"(?P<{group}>[{chars}])")
                seen.add(group)
            else:
                out.append(f"[{chars}]")
        return "".join(out)

    def _pieces(self, pattern: str) -> list[str | frozenset[str]]:
        """A pattern as its signs and, for every word, the characters that fit it."""
        found = re.findall(r"\\.|[()|?*]|[^\s()|?*]+", pattern)
        return [p if p in "()|?*" else frozenset(self.fitting.get(_key(p), ())) for p in found]

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
        """Classes of a token by its form: dates, clocks, decades, zones."""
        if text.isdigit() and len(text) != 8:
            return None
        if text[0] in "gGuU" and (shift := SHIFTED.fullmatch(text.lower())) is not None:
            sign = "+" if shift[1] == "+" else "-"
            return {"ZONE": f"{sign}{int(shift[2]):02d}:{shift[3] or '00'}"} if int(shift[2]) <= 14 else None
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
        if clock and ((clock[2] and ":" in text) or clock[3]) and int(clock[1]) <= 24 and int(clock[2] or 0) < 60:
            return {"HOURAMPM" if clock[3] else "CLOCK": hour(int(clock[1]), int(clock[2] or 0), clock[3])}
        if (number := ordinal(lower, self.numerals)) is not None:
            return self._number(float(number), "ordinal")
        return None

    def words(self, text: str, start: int, end: int) -> list[Word]:
        """The words of a stretch of text; number words that belong together are one word."""
        raw = [m.span() for m in TOKEN.finditer(text, start, end)]
        straight = text[start:end].replace("’", "'")
        lowers = [straight[s - start : e - start].lower() for s, e in raw]
        settled, special, articles = self.settled, self.special, WORDS["a or an"]
        out: list[Word] = []
        after = 0
        for i, lower in enumerate(lowers):
            if i < after:
                continue
            s, e = raw[i]
            known = settled.get(lower)
            if known is None:
                if lower.isalpha() and lower not in special:
                    known = PLAIN
                elif lower in articles and (i + 1 == len(raw) or lowers[i + 1] not in self.numerals.scales):
                    known = self.articles
                else:
                    if lower == "time" and out:
                        _name_zone(out, text, s)
                    word, after = self._composed(text, raw, lowers, i)
                    out.append(word)
                    continue
            out.append(Word(s, e, lower, known, text[s].isupper()))
        return out

    def _composed(self, text: str, raw: list[tuple[int, int]], lowers: list[str], i: int) -> tuple[Word, int]:
        """The word that begins at token i and may go on behind it ("p.m.", "two hundred"), and the token behind it."""
        (s, e), lower, after = raw[i], lowers[i], i + 1
        classes = self._shaped(text[s:e])
        if classes is None:
            dotted = lower + "."
            if after < len(raw) and lowers[after] == "." and raw[after][0] == e and dotted in self.lexicon:
                lower, e, after = dotted, raw[after][1], i + 2
            classes = self.lexicon.get(lower) or self._numeric(lower)
            if (spoken := self._spoken_year(lowers, i)) is not None:
                year = self._number(spoken[0], "digits")
                return Word(s, raw[spoken[1] - 1][1], lower, year, text[s].isupper()), spoken[1]
            number = read_number(lowers, i, self.numerals) if lower[0].isdigit() or self._starts(lower) else None
            if number and (number[1] > i + 1 or not classes):
                e, after, joined = raw[number[1] - 1][1], number[1], lowers[i : number[1]]
                digits = joined == [lower] and lower.replace(",", "").isdigit() and "," not in lower
                classes, lower = self._number(number[0], "digits" if digits else "word"), " ".join(joined)
        if classes and "." in lower and (clock := DOTTED.fullmatch(lower)):
            classes = {**classes, "DOTCLOCK": f"{int(clock[1]):02d}:{clock[2]}"}
        if classes and len(lower) == 4 and HHMM.fullmatch(lower):
            classes = {**classes, "HHMM": f"{lower[:2]}:{lower[2:]}"}
        return Word(s, e, lower, self._known(classes), text[s].isupper()), after

    def _spoken_year(self, lowers: list[str], i: int) -> tuple[float, int] | None:
        """ "Nineteen ninety-four": the year and the position behind it."""
        century = self.numerals.cardinals.get(lowers[i], 0)
        if not 17 <= century <= 20 or i + 1 >= len(lowers) or self.numerals.cardinals.get(lowers[i + 1], 0) < 10:
            return None
        rest = read_number(lowers, i + 1, self.numerals)
        return (century * 100 + rest[0], rest[1]) if rest and 10 <= rest[0] < 100 else None

    def _starts(self, lower: str) -> bool:
        return lower in self.numerals.cardinals or lower in WORDS["a or an"]

    def _known(self, classes: dict[str, str] | None) -> dict[str, str]:
        return classes if classes and frozenset(classes) in self.codes else {}

    def matches(self, words: list[Word], taken: list[bool]) -> Iterator[Found]:
        """Matches of all rules without a taken word: the longest first, then in text order, then in that of the rules.

        Who takes a match marks its words as taken before asking for the next one.
        """
        found: list[tuple[int, int, int, re.Match[str]]] = []
        for start, line in self._stretches(words):
            for order in self._candidates(line):
                for m in self.rules[order][1].finditer(line):
                    if m.end() > m.start():
                        found.append((m.start() - m.end(), start + m.start(), order, m))
        found.sort(key=lambda f: f[:3])
        for length, first, order, match in found:
            last = first - length
            if True in taken[first:last]:
                continue
            base = first - match.start()
            parts = {k: words[base + match.start(k)] for k, v in match.groupdict().items() if v is not None}
            yield Found(self.rules[order][0], tuple(words[first:last]), parts, first, last)

    def _candidates(self, line: str) -> list[int]:
        """The rules that can match somewhere in these characters: all they need is there."""
        present = set(line)
        likely = {order for char in present for order in self.rules_of.get(char, ())}
        return [order for order in likely if True not in map(present.isdisjoint, self.needs[order])]

    def _stretches(self, words: list[Word]) -> Iterator[tuple[int, str]]:
        """The runs of words that can hold a time: where each begins, and one character for each of its words."""
        start = 0
        for i in (*(i for i, w in enumerate(words) if not w.classes), len(words)):
            if i > start and any(w.lower not in WORDS["weak"] for w in words[start:i]):
                yield start, "".join([self.codes[frozenset(w.classes)] for w in words[start:i]])
            start = i + 1


PLAIN: dict[str, str] = {}
PUNCTUATION = ".,;:!?()[]\"'“”‘’—–-/%$€£&"
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
SHAPES += [{k: ""} for k in ("ISODATE", "SLASHDATE", "DECADE", "CLOCK", "HOURAMPM", "ZONE", "ZONENAME")]
SHAPES += [{"NUM": "", "DOTCLOCK": ""}]


def _key(piece: str) -> str:
    """The class a piece of a pattern stands for: its own, or that of the very word."""
    name = NAME.fullmatch(piece)
    return name[1] if name else "=" + piece


def _needed(pieces: list[str | frozenset[str]]) -> list[frozenset[str]]:
    """Sets of characters of each of which a match holds at least one."""
    options: list[list[frozenset[str]]] = []  # one for each alternative
    needs: list[frozenset[str]] = []
    i = 0
    while i < len(pieces):
        piece, last = pieces[i], i
        inner: list[frozenset[str]] = []
        if piece == "(":
            depth, last = 1, i + 1
            while depth:
                depth += (pieces[last] == "(") - (pieces[last] == ")")
                last += 1
            last -= 1
            inner = _needed(pieces[i + 1 : last])
        elif piece == "|":
            options.append(needs)
            needs = []
        elif isinstance(piece, frozenset):
            inner = [piece]
        free = last + 1 < len(pieces) and pieces[last + 1] in ("?", "*")
        if not free:
            needs += inner
        i = last + 1 + free
    options.append(needs)
    if len(options) == 1:
        return needs
    return [frozenset().union(*(min(option, key=len) for option in options))] if all(options) else []


def _name_zone(out: list[Word], text: str, end: int) -> None:
    """Mark a name of one or two words right before "time" ("Minsk time", "Addis Ababa time") as one of a zone."""
    for _ in range(2):
        i = next((i for i in range(len(out) - 1, len(out) - 3, -1) if i >= 0 and "ZONENAME" not in out[i].classes), -1)
        word = out[i] if i >= 0 else None
        after = out[i + 1].start if word and i + 1 < len(out) else end
        if word is None or not word.capital or any(k[0] != "=" for k in word.classes) or text[word.end : after] != " ":
            return
        out[i] = Word(word.start, word.end, word.lower, {"ZONENAME": text[word.start : word.end]}, capital=True)


def hour(hours: int, minutes: int, half: str | None) -> str:
    """A clock time as "HH:MM" from hours on a 12 or 24 hour clock; `half` is "a" or "p"."""
    if half and half[0].lower() == "p" and hours < 12:
        hours += 12
    if half and half[0].lower() == "a" and hours == 12:
        hours = 0
    return f"{hours:02d}:{minutes:02d}"


@cache
def load_reader() -> Reader:
    """The grammar, compiled once."""
    return Reader(load("en/times.toml", Grammar), load_numerals())
