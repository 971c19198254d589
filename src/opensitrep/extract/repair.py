"""Words that a page, a crawler or a translation has broken: glued words, lost hyphens, misspelt names, stray marks.

A word is suspected only if it is unknown to the word list and stands once in its report; it is repaired only if its
parts are known, and at a short joint only if the rest stands by itself in the same report. Method: word splitting after
Norvig (2009), reduced to one cut at a closed-class word, since anything freer repairs names. The text stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.distance import OSA

from opensitrep.model import BLOCKS, READABLE, Label, Mark, Reading, Span
from opensitrep.text.days import date_line
from opensitrep.text.fold import fold
from opensitrep.text.tree import seamless
from opensitrep.text.words import Lists, data_bytes
from opensitrep.world.gazetteer import Entry, Gazetteer

WORDS = Lists("repair")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
STRAY = re.compile(r"(?<![.\w])(?P<word>[a-z]{3,})\.\s+[a-z]{3,}\b")
SPACED = re.compile(r"\w[.!?,]\s+[”]|\w\.(?:\s\.){1,3}\s?\w?")
ZONE = re.compile(r"\b(?:GMT|UTC)\d{1,2}\b")
BROKEN = re.compile(
    r"(?<![^\W\d_])[^\W\d_]++"
    r"(?:(?:[\u00ad\u200b-\u200d\u2060\ufeff]|(?<=[^\W\d_])-(?:\r?\n|\r)[ \t>]*(?=[a-zà-ÿ]))[^\W\d_]+)+"
)
NOTE = re.compile(r"\[\^[\w-]{1,20}\]()")
LINK = re.compile(
    r"!?\[(?=[^\s\[\]])([^\[\]]{1,200})\]\((?:https?:|mailto:|www\.|[/#.])[^\s()]{0,500}(?:\s+\"[^\"]*\")?\)"
)
EMPHASIS = re.compile(r"(?<![\w*])(?:\*\*|__)(?=\S)([^*_\n]{1,200}?)(?<=\S)(?:\*\*|__)(?![\w*])")
JOINING = (".", "@", "#", "/", "-", "_", "'", "’")  # before a word: it is part of an address, a tag or a compound
BRACKETS = re.compile(r"\[([^\[\]]{12,300})\]")
NAME = 9  # letters from which one wrong letter tells a misspelling from another name; below it only swapped letters do

PLACE = 5  # letters of a place that comes apart from a short word without standing elsewhere in the report
PEOPLE = 50_000  # of a city; chosen: no false repair in 210,653 words of 450 bench texts, other values not tried


@cache
def _known() -> frozenset[str]:
    """English words and names, lower case."""
    lines = data_bytes("en/words.txt").decode("utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _is_known(word: str) -> bool:
    """Whether the word, or what is left without a usual prefix or suffix, is known."""
    low, known = fold(word), _known()
    if low in known:
        return True
    stems = [low[: -len(s)] for s in WORDS["endings"] if low.endswith(s) and len(low) - len(s) > 2]
    stems += [stem + "e" for stem in stems] + [stem[:-1] for stem in stems if stem[-1:] == stem[-2:-1]]
    stems += [stem[:-1] + "y" for stem in stems if stem.endswith("i")]
    stems += [low[len(p) :] for p in WORDS["beginnings"] if low.startswith(p) and len(low) - len(p) > 2]
    return any(stem in known for stem in stems)


def find_repairs(reading: Reading, gazetteer: Gazetteer | None = None) -> Reading:
    """Add `REPAIR` (with the repaired words), `GLITCH` (only noticed) and `FOREIGN` marks.

    With a gazetteer, large places glued to a short word come apart even where the report does not name them elsewhere.
    """
    text, doc = reading.document.text, reading.document.id
    blocks = sorted((m for m in reading.marks if m.label in BLOCKS), key=lambda m: m.span)
    readable = [m.span for m in blocks if m.label in READABLE]
    counts = Counter(w.group() for span in readable for w in WORD.finditer(text, span.start, span.end))
    counts.update(WORD.findall(reading.document.title or ""))
    report = Report(text, counts, frozenset(fold(w) for w in counts), _near_names(counts), gazetteer)
    found = [
        m
        for span in readable
        for m in (*_seams(report, span), *_broken_words(report, span), *_stray_marks(report, span))
    ]
    for number, span in enumerate(readable):
        found += _open_quotes(text, span, readable[number + 1] if number + 1 < len(readable) else None)
    found += [m for block in blocks for m in _lost_signs(text, block)]
    found += [m for span in readable for m in _markup(text, span)]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.span, m.label)):
        if mark.label is not Label.REPAIR or not any(
            mark.span.meets(k.span) and k.label is Label.REPAIR for k in kept[-3:]
        ):
            kept.append(mark)
    return replace(reading, marks=(*reading.marks, *(m for m in kept if m.span.doc == doc)))


@dataclass(frozen=True, slots=True)
class Report:
    """What is asked of a report: its text, the count of each word, its words folded, its repeated names by what is left
    of them without one letter."""

    text: str
    counts: Counter[str]
    folded: frozenset[str]
    near: dict[str, list[str]]
    gazetteer: Gazetteer | None = None

    def own(self, word: str) -> bool:
        """Whether the word stands by itself somewhere in the report, in any case."""
        return fold(word) in self.folded


# ---------------------------------------------------------------- words


def _broken_words(report: Report, span: Span) -> Iterator[Mark]:
    for match in WORD.finditer(report.text, span.start, span.end):
        word = match.group()
        joined = report.text[max(0, match.start() - 1) : match.start()] in JOINING
        if len(word) < 5 or report.counts[word] > 1 or (joined and match.start()):
            continue
        where = Span(span.doc, match.start(), match.end())
        if camel := _split_camel(report, word):
            yield Mark(Label.REPAIR, where, camel, 0.9)
        elif _is_known(word):
            continue
        elif split := _split_glued(report, word, report.text[match.end() : match.end() + 20]):
            yield Mark(Label.REPAIR, where, split, 0.9)
        elif split := _split_place(report, match):
            yield Mark(Label.REPAIR, where, split, 0.8)
        elif hyphen := _split_compound(word):
            yield Mark(Label.REPAIR, where, hyphen, 0.8)
        elif name := _closest_name(report, word):
            yield Mark(Label.REPAIR, where, name, 0.7)


def _split_camel(report: Report, word: str) -> str | None:
    """ "BlocThe" and "theBloc": a capital inside a word, one side of it a closed-class word."""
    inner = [
        i for i in range(2, len(word) - 1) if word[i].isupper() and word[i - 1].islower() and word[i + 1].islower()
    ]
    if len(inner) != 1:
        return None
    left, right = word[: inner[0]], word[inner[0] :]
    if right in WORDS["heads"] and len(left) > 2 and (_is_known(left) or report.own(left)):
        return f"{left} {right}"
    if left in WORDS["long"] | WORDS["short"] and len(left) > 2 and (_is_known(right) or report.own(right)):
        return f"{left} {right}"
    return None


def _split_glued(report: Report, word: str, after: str) -> str | None:
    """ "Examplandwhich": a known word or name and a closed-class word; short ones need the name in the same report."""
    for cut in range(3, len(word)):
        left, right = word[:cut], word[cut:]
        if right in WORDS["long"] and (report.own(left) or (_is_known(left) and len(left) > 3)):
            return f"{left} {right}"
    following = WORD.match(after, 1)
    if after[:1] != " " or following is None:  # a word glued on goes on with its clause
        return None
    closed = following.group() in WORDS["long"] | WORDS["short"]
    for cut in range(4, len(word)):
        left, right = word[:cut], word[cut:]
        if right in WORDS["short"] and report.own(left) and not (closed and right in WORDS["determiners"]):
            return f"{left} {right}"
    return None


def _split_place(report: Report, match: re.Match[str]) -> str | None:
    """A city, province or region of the gazetteer and a short word ("Exampleof the"); no surname, no other place."""
    word, places = match.group(), report.gazetteer
    after = report.text[match.end() : match.end() + 20]
    before = report.text[max(0, match.start() - 30) : match.start()].split()
    following = WORD.match(after, 1)
    if places is None or len(word) < PLACE + 2 or after[:1] != " " or not following or not following.group().islower():
        return None
    if word[0].isupper() and (word.isupper() or (before and before[-1][:1].isupper() and before[-1][-1].isalpha())):
        return None
    for cut in range(len(word) - 2, PLACE - 1, -1):
        left, right = word[:cut], word[cut:]
        if right not in WORDS["after places"] or not left.isalpha():
            continue
        if any(_is_large(m.entry) for m in places.find(left, slip=False) if m.weight >= 2) and not places.knows(word):
            return f"{left} {right}"
    return None


def _is_large(place: Entry) -> bool:
    return place.kind in ("admin1", "region", "country") or (place.kind == "city" and place.population > PEOPLE)


def _split_compound(word: str) -> str | None:
    """ "fuelcarrying" as "fuel-carrying": a compound adjective whose hyphen was lost."""
    if not word.islower():
        return None
    for cut in range(len(word) - 3, 3, -1):
        if word[cut:] in WORDS["tails"] and word[:cut] in _known():
            return f"{word[:cut]}-{word[cut:]}"
    return None


def _near_names(counts: Counter[str]) -> dict[str, list[str]]:
    """Names that stand twice or more, by themselves and by what is left without one letter (Garbe 2012)."""
    out: dict[str, list[str]] = {}
    for word in sorted(w for w, times in counts.items() if times > 1 and len(w) > 5 and w[0].isupper()):
        for left in _shortened(word):
            out.setdefault(left, []).append(word)
    return out


def _shortened(word: str) -> list[str]:
    return sorted({word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))})


def _closest_name(report: Report, word: str) -> str | None:
    """Another name of the report, written there more often, that the word is a slip of the pen from."""
    if not word[0].isupper() or word.isupper() or len(word) < 7:
        return None
    for other in sorted({name for left in _shortened(word) for name in report.near.get(left, ())}):
        if other in (word, word[:-1]) or other[:-1] == word:
            continue
        swapped = sorted(other) == sorted(word)
        if (swapped or len(word) >= NAME) and OSA.distance(fold(word), fold(other), score_cutoff=1) == 1:
            return other
    return None


# ---------------------------------------------------------------- marks


def _seams(report: Report, span: Span) -> Iterator[Mark]:
    """Words with soft hyphens in them, and words broken at the end of a line ("Mozam-" / "bique"), put together.

    A compound that was broken at its own hyphen ("fuel-" / "carrying") keeps it.
    """
    for match in BROKEN.finditer(report.text, span.start, span.end):
        word = match.group()
        left, hyphen, right = word.partition("-") if "\n" in word or "\r" in word else (word, "", "")
        compound = hyphen and _is_known(left) and _is_known(seamless(right)) and not _is_known(seamless(word))
        if seamless(word) != word:
            whole = f"{left}-{seamless(right)}" if compound else seamless(word)
            yield Mark(Label.REPAIR, Span(span.doc, *match.span()), whole, 1.0)


def _stray_marks(report: Report, span: Span) -> Iterator[Mark]:
    """Full stops inside sentences, spaced quotation marks, runs left in another language."""
    piece = report.text[span.start : span.end]
    for match in STRAY.finditer(piece):
        if match["word"] not in WORDS["abbreviations"]:
            yield _glitch(span, match.start(), match.end(), 0.6)
    for match in SPACED.finditer(piece):
        yield _glitch(span, match.start(), match.end(), 0.5)
    for match in BRACKETS.finditer(piece):
        inside = WORD.findall(match.group(1))
        strange = [w for w in inside if not _is_known(w)]
        if len(inside) > 2 and 2 * len(strange) >= len(inside):  # of English brackets at most a third are unknown names
            start = span.start + match.start(1)
            yield Mark(Label.FOREIGN, Span(span.doc, start, start + len(match.group(1))), None, 0.8)


def _glitch(span: Span, start: int, end: int, score: float) -> Mark:
    return Mark(Label.GLITCH, Span(span.doc, span.start + start, span.start + end), None, score)


def _open_quotes(text: str, span: Span, after: Span | None) -> Iterator[Mark]:
    """A quotation that never closes, unless the next paragraph goes on with it."""
    piece = text[span.start : span.end]
    if '"' in piece or piece.count("“") <= piece.count("”") or (after and text[after.start] in '“"'):
        return
    start = piece.rfind("“")
    if start < len(piece) - 1 and "”" not in piece[start:]:
        yield _glitch(span, start, len(piece), 0.5)


def _markup(text: str, span: Span) -> Iterator[Mark]:
    """The signs and addresses of Markdown links and emphasis, read as nothing."""
    for match in NOTE.finditer(text, span.start, span.end):
        yield Mark(Label.REPAIR, Span(span.doc, *match.span()), "", 1.0)
    for match in (*LINK.finditer(text, span.start, span.end), *EMPHASIS.finditer(text, span.start, span.end)):
        yield Mark(Label.REPAIR, Span(span.doc, match.start(), match.start(1)), "", 1.0)
        yield Mark(Label.REPAIR, Span(span.doc, match.end(1), match.end()), "", 1.0)


def _lost_signs(text: str, block: Mark) -> Iterator[Mark]:
    """Time zones without their sign and days without their hyphens."""
    span = block.span
    for match in ZONE.finditer(text, span.start, span.end):
        yield Mark(Label.GLITCH, Span(span.doc, match.start(), match.end()), None, 0.8)
    if block.label is Label.DATE_LINE and (found := date_line(text[span.start : span.end])):
        start, end, day = found
        if text[span.start + start : span.start + end].isdigit():
            yield Mark(Label.REPAIR, Span(span.doc, span.start + start, span.start + end), day, 1.0)
