"""Names that end in a type word with a capital ("Oru River", "Tahrir Square", "Highway 19"), and places of datelines.

The whole name is the toponym, also where its first word is the name of a town; a gazetteer need not know it. Which
type words make a place by themselves is in `data/en/places.toml` (table `ends`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opensitrep.extract.places.names import PRECISION, bare
from opensitrep.extract.places.unlisted import Unlisted
from opensitrep.model import Label, Span, Toponym, Use
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import rank

MOST = 3  # words before the type word; longer runs were mostly names of bodies (LGL, GeoWebNews)
FEATURE = {"road": "facility", "building": "facility", "water": "river", "land": "area"}
_NUMBER = re.compile(r"\d+[A-Z]?$")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
_PART = re.compile(r"[^,/;:]+")

WORDS = Lists("places")


class Sites(Unlisted):
    """The named sites of one report."""

    def named_sites(self) -> Iterator[Toponym]:
        """Runs of capitals up to a type word, and roads by number."""
        for run in self.runs:
            for part in self._parts(run):
                name = self._ended(part)
                if name is not None:
                    yield self._site(*name)
        for i in range(self.count - 1):
            if self.tree.lower[i] in WORDS["numbered"] and self._capitals[i] and _NUMBER.match(self.tree.texts[i + 1]):
                yield self._site(range(i, i + 2), "road")

    def _site(self, tokens: range, kind: str) -> Toponym:
        span = self.tree.span(tokens.start, tokens.stop - 1)
        return Toponym(span, Use.LITERAL, None, (), PRECISION[FEATURE[kind]], None, FEATURE[kind])

    def _ended(self, part: range) -> tuple[range, str] | None:
        """The name that a run holds, and its kind: it ends in a type word, and a plain name stands before that."""
        last = part.stop - 1
        kind = self.words.ends.get(self.tree.lower[last].rstrip("."))
        if kind is None or self._longer(part) or self._in_person(self.tree.span(part.start, last)):
            return None
        first = max(part.start, last - MOST)
        if self.syntax.sentence[last] in self.titled:
            first = max(first, last - 1)  # "Fire Closes Main Street"
        while first < last and self._no_head(first):
            first += 1
        if first and first == part.start and _ORDINAL.match(self.tree.texts[first - 1]):
            first -= 1  # "42nd Street"
            first -= bool(first and self._capitals[first - 1] and self.tree.lower[first - 1] in WORDS["directions"])
        if first == last or self.tree.lower[first] in WORDS["given"] or not self.tree.texts[last].isalpha():
            return None if first == last or not self.tree.texts[last].endswith(".") else (range(first, last + 1), kind)
        return range(first, last + 1), kind

    def _longer(self, part: range) -> bool:
        """Whether the name goes on behind the type word ("Wall Street Journal", "Hill-Oru")."""
        after = part.stop
        if after >= self.count or self.syntax.sentence[after] != self.syntax.sentence[part.start]:
            return False
        gap = self.syntax.start[after] - self.syntax.end[after - 1]
        return not gap and self.tree.texts[after] in ("-", "–")

    def _no_head(self, i: int) -> bool:
        """Whether a word cannot begin the name of a site: "The", "Saturday", "In"; a direction can."""
        word = self.tree.lower[i].rstrip(".")
        plain_word = word in self.words.stop and word not in WORDS["directions"] and word not in WORDS["colours"]
        return plain_word or self.syntax.pos[i] in ("DET", "ADP", "VERB", "CCONJ") or word in WORDS["titles"]

    def datelines(self) -> Iterator[Toponym]:
        """Places a report is written from: "NAIROBI, Kenya (Agency) -"; the parser never sees these words."""
        for mark in self.reading.marks:
            if mark.label is not Label.DATELINE:
                continue
            text = self.tree.source[mark.span.start : mark.span.end].split("(")[0]
            for part in _PART.finditer(text):
                name = part.group().strip(" .-–—\n")
                at = mark.span.start + part.start() + part.group().find(name)
                full = name + "." if self.tree.source[at + len(name) : at + len(name) + 1] == "." else name
                yield from self._dateline(name, full, at)

    def _dateline(self, name: str, full: str, at: int) -> Iterator[Toponym]:
        key = name.replace(".", "").lower()
        short = self.words.abbreviations.get(key) if full != name or "." in name else None
        matches = self.gazetteer.find(short or name)
        if not name[:1].isupper() or not matches or self._stopped(name):
            return
        span = Span(self.tree.doc, at, at + len(full if short else name))
        if not len(self.tree.inside(span)):
            yield bare(span, rank(matches, "admin1" if short else None))
