"""Toponym mentions: which words name a place, how the name is used, and what in the gazetteer it may stand for.

A name is proposed by its form (a run of capitalised words the parser takes for a name), must be known to the gazetteer or stand with
a word for a site ("the Azot plant"), and must be licensed by a sign beside it: a preposition, a type word, a place in apposition, its size,
or the same name licensed elsewhere in the report. The word list alone never makes a place (Leidner & Lieberman 2011 on geo/non-geo ambiguity).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from opensitrep.extract.places_use import use_of
from opensitrep.extract.places_words import PlaceWords
from opensitrep.gazetteer import DIVIDED, Entry, Gazetteer, Match, rank
from opensitrep.model import (
    ActorKind,
    Candidate,
    Label,
    PlaceRole,
    Precision,
    Reading,
    Span,
    Toponym,
    Use,
)
from opensitrep.spelling import plain
from opensitrep.tree import Tree

MOST_CANDIDATES = 40  # more namesakes than any context tells apart; Santa Maria has 156
LONGEST = 6  # words of a name in the gazetteer that news use
ACCEPT = 1.0  # sum of signs from which a name is a place; set on the development half of LGL and GeoVirus (shared/bench)

PRECISION = {
    "country": Precision.COUNTRY,
    "admin1": Precision.REGION,
    "region": Precision.REGION,
    "admin2": Precision.DISTRICT,
    "area": Precision.DISTRICT,
    "city": Precision.TOWN,
    "town": Precision.TOWN,
    "village": Precision.TOWN,
    "sea": Precision.SEA,
    "river": Precision.SEA,
    "base": Precision.SITE,
    "plant": Precision.SITE,
    "facility": Precision.SITE,
}
SITES = ("base", "plant", "facility")
_JOIN = re.compile(r"[-‐‑–]")
_CAPITAL = re.compile(r"[A-ZÀ-ÞĀ-Ž]")


@dataclass(frozen=True, slots=True)
class Name:
    """Words that may name a place: tokens `first` to `last`, the matches of the gazetteer, the feature asked for."""

    span: Span
    first: int
    last: int
    text: str
    matches: tuple[Match, ...]
    feature: str | None
    modifier: str | None
    whole: bool  # the run of capitalised words holds nothing else
    sure: bool = False  # "Alexandria, La.": the abbreviation needs no further sign


def find_places(reading: Reading, *, gazetteer: Gazetteer, words: PlaceWords) -> Reading:
    """Add the toponyms of every readable block. Roles are left open except for the jurisdiction of an office."""
    if reading.syntax is None or not len(reading.syntax):
        return reading
    found = Finder(reading, gazetteer, words).toponyms()
    return replace(reading, toponyms=(*reading.toponyms, *found))


def read_places(reading: Reading, spans: Iterable[tuple[int, int]], *, gazetteer: Gazetteer, words: PlaceWords) -> Reading:
    """Add toponyms at given characters, for measuring resolution alone; every span is taken for a place."""
    finder = Finder(reading, gazetteer, words)
    found = [finder.given(Span(reading.document.id, start, end)) for start, end in spans]
    return replace(reading, toponyms=tuple(found))


class Finder:
    """The names of one report."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.reading = reading
        self.gazetteer = gazetteer
        self.words = words
        self.tree = Tree(reading)
        self.syntax = self.tree.syntax

    # ------------------------------------------------ what the report says besides

    @cached_property
    def people(self) -> dict[str, int]:
        """Words of the names of persons, lower case, with the number of persons' mentions that hold them."""
        out: Counter[str] = Counter()
        for actor in self.reading.actors:
            if actor.kind is ActorKind.PERSON and actor.name and actor.refers is None:
                names = [w for w in actor.name.split() if _CAPITAL.match(w)]
                if len(names) > 1:
                    out.update(w.lower() for w in names)
        return dict(out)

    @cached_property
    def taken(self) -> list[tuple[int, int, ActorKind]]:
        """Characters of names of persons, outlets and weapons."""
        out = []
        for actor in self.reading.actors:
            if actor.name and actor.kind in (ActorKind.PERSON, ActorKind.OUTLET, ActorKind.AGENCY, ActorKind.WEAPON):
                at = self.tree.source.find(actor.name, actor.span.start, actor.span.end)
                if at >= 0 and _CAPITAL.match(actor.name):
                    out.append((at, at + len(actor.name), actor.kind))
        return sorted(out)

    @cached_property
    def lower(self) -> Counter[str]:
        """Lower-case words of the report."""
        return Counter(self.tree.text(i) for i in range(len(self.tree)) if self.tree.text(i).islower())

    @cached_property
    def titled(self) -> frozenset[int]:
        """Sentences in title case, where capitals say nothing: most of their longer words are capitalised."""
        out = set()
        for sentence in self.tree.sentences:
            long = [i for i in sentence if len(self.tree.text(i)) > 3 and self.tree.text(i).isalpha()]
            if len(long) > 3 and sum(self.tree.text(i)[0].isupper() for i in long) > 0.8 * len(long):
                out.add(self.syntax.sentence[sentence.start])
        return frozenset(out)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries named in the report by name or adjective: only in them spellings are guessed."""
        out = set()
        adjectives = self.gazetteer.adjectives
        for i in range(len(self.tree)):
            text = self.tree.text(i)
            if not text[:1].isupper():
                continue
            if code := adjectives.get(text.lower()):
                out.add(code)
            for m in self.gazetteer.find(text)[:4]:
                if m.entry.kind == "country" and m.entry.country:
                    out.add(m.entry.country)
        return frozenset(out)

    # ------------------------------------------------ runs of capitalised words

    def runs(self) -> Iterable[range]:
        """Token ranges that look like names: capitalised words, with small words inside ("Gulf of Aden")."""
        for sentence in self.tree.sentences:
            i = sentence.start
            while i < sentence.stop:
                if not self._capital(i):
                    i += 1
                    continue
                last = i
                while (step := self._next(last, sentence.stop)) is not None:
                    last = step
                yield range(i, last + 1)
                i = last + 1

    def _capital(self, i: int) -> bool:
        text = self.tree.text(i)
        if _CAPITAL.match(text):
            return self.syntax.pos[i] not in ("PRON", "DET", "AUX", "CCONJ", "SCONJ") or text.isupper() and len(text) > 1
        return bool(re.match(r"al-[A-Z]|el-[A-Z]", text))

    def _next(self, i: int, stop: int) -> int | None:
        """The next word of the run that token i is in, or None where it ends."""
        k = i + 1
        if k >= stop:
            return None
        gap = self.tree.source[self.syntax.end[i] : self.syntax.start[k]]
        if "\n" in gap:
            return None
        if self.tree.text(k) in ("-", "‑", "–", ".") and not gap and k + 1 < stop and self._capital(k + 1) and self._close(k):
            return k + 1
        if self._capital(k) and (self.tree.text(k) != "I"):
            return k
        if self.tree.text(k) in ("of", "and", "the", "al", "el", "de", "la", "del", "du", "da", "do", "di", "sur", "upon", "on", "&", "ad", "as", "es", "ez", "ash", "an"):
            for width in (1, 2):
                if k + width < stop and self._capital(k + width):
                    inner = " ".join(self.tree.text(n) for n in range(k, k + width))
                    if inner in ("of", "of the", "and", "al", "el", "de", "la", "del", "du", "da", "do", "di", "sur", "upon", "on", "&", "de la", "ad", "as", "es", "ez", "ash", "an"):
                        return k + width
        return None

    def _close(self, k: int) -> bool:
        return self.syntax.end[k] == self.syntax.start[k + 1]

    # ------------------------------------------------ names

    def names(self) -> list[Name]:
        """Every stretch of a run that the gazetteer knows, longest first, and sites by their type word."""
        out: list[Name] = []
        for run in self.runs():
            i = run.start
            while i < run.stop:
                name = self._longest(run, i)
                if name is None:
                    i += 1
                    continue
                out.append(name)
                i = name.last + 1
        return out

    def _longest(self, run: range, i: int) -> Name | None:
        if self.tree.text(i).lower() in ("of", "and", "the", "&", "-", "on", "upon"):
            return None
        for last in range(min(run.stop, i + LONGEST) - 1, i - 1, -1):
            if self.tree.text(last).lower() in ("of", "and", "the", "&", "-", "‑", "'s"):
                continue
            span = self.tree.span(i, last)
            text = self.tree.source[span.start : span.end]
            if last == i and (not self._plausible(i) or len(text) < 3):
                if not (text.isupper() and self._country(text)):
                    continue
            matches = self._matches(text, single=last == i)
            if matches:
                return self._name(run, i, last, span, text, matches)
        return None

    def _country(self, text: str) -> bool:
        return any(m.entry.kind in ("country", "organisation") for m in self.gazetteer.find(text)[:3])

    def _plausible(self, i: int) -> bool:
        """Whether a single word can be a name of a place at all."""
        text = self.tree.text(i)
        word = text.lower().rstrip(".")
        if word in self.words.stop or word in self.gazetteer.adjectives:
            return False
        if self.syntax.pos[i] in ("VERB", "ADV", "ADP", "NUM", "INTJ", "PUNCT", "SYM"):
            return bool(self.gazetteer.find(text)) and self._country(text)
        return not (self.lower[word] and self.syntax.pos[i] != "PROPN")

    def _matches(self, text: str, *, single: bool) -> tuple[Match, ...]:
        found = self.gazetteer.find(text)
        if found:
            return found
        if single and len(text) > 4 and text.lower() not in self.people and not text.isupper():
            return self.gazetteer.find(text, countries=self.countries)
        return ()

    def _name(self, run: range, first: int, last: int, span: Span, text: str, matches: tuple[Match, ...]) -> Name:
        before, after = list(range(run.start, first)), list(range(last + 1, run.stop))
        feature, used = self._feature(first, last, matches)
        extra = [
            i
            for i in (*before, *after)
            if i not in used
            and self.tree.text(i).lower() not in self.words.directions
            and self.tree.text(i).lower() not in self.gazetteer.adjectives
            and self.tree.text(i).isalpha()
            and self.tree.text(i) not in ("of", "and", "the", "on")
        ]
        modifier = None
        if first and self.tree.text(first - 1).lower() in self.words.directions:
            modifier = self.tree.text(first - 1).lower()
        return Name(span, first, last, text, matches, feature, modifier, not extra)

    def _feature(self, first: int, last: int, matches: tuple[Match, ...]) -> tuple[str | None, set[int]]:
        """The feature that words beside the name ask for, with the tokens that say so."""
        feature = self.words.feature
        end = len(self.tree)
        ahead = [i for i in range(last + 1, min(end, last + 4)) if self.syntax.sentence[i] == self.syntax.sentence[last]]
        if ahead and (kind := feature.get(self.syntax.lemma[ahead[0]]) or feature.get(self.tree.text(ahead[0]).lower())):
            return self._asked(kind, matches), {ahead[0]}
        if len(ahead) > 2 and self.tree.text(ahead[0]) == "and" and self._capital(ahead[1]) and self._plural(ahead[2]):
            return self._asked(feature[self.tree.text(ahead[2]).lower()], matches), {ahead[2]}
        for i in ahead[:2]:  # "the Megatex zinc factory"
            if i + 1 < end and self.syntax.pos[i] in ("NOUN", "ADJ", "PROPN") and (kind := feature.get(self.syntax.lemma[i + 1])) in SITES:
                return kind, {i, i + 1}
        back = first - 1
        while back >= 0 and self.tree.text(back).lower() in ("the", *self.words.directions):
            back -= 1
        if back >= 1 and self.tree.text(back) == "of" and (kind := feature.get(self.syntax.lemma[back - 1])):
            return (kind if kind not in SITES else None), {back - 1, back}
        if back == first - 1 and back >= 0 and (kind := feature.get(self.syntax.lemma[back])):
            if self.syntax.head[back] == last or self.syntax.head[last] == back or self.syntax.dep[last] == "appos":
                return (kind if kind not in SITES else None), {back}
        return None, set()

    def _plural(self, i: int) -> bool:
        text = self.tree.text(i).lower()
        return text.endswith("s") and text in self.words.feature

    @staticmethod
    def _asked(kind: str, matches: tuple[Match, ...]) -> str | None:
        """A word for water or a site after a name is another name ("Moscow River", "Kyiv hospital"); "the Donetsk front" is a region."""
        kinds = {m.entry.kind for m in matches}
        if kind in ("area", "country", "organisation") and not kinds & {"region", "sea", "country"}:
            return None
        return kind

    # ------------------------------------------------ signs

    def signs(self, name: Name, licensed: frozenset[str]) -> float:
        """How strongly the words around a name make it a place; 1 is enough."""
        best = rank(name.matches, name.feature)[0][0].entry
        score = self._standing(name, best)
        word = name.text.lower()
        head = name.last
        dep, up = self.syntax.dep[head], self.syntax.head[head]
        lead = self._leading(name)
        if name.feature:
            score += 0.7
        if lead in self.words.place_prepositions:
            score += 0.7
        elif lead in self.words.half_prepositions:
            score += 0.3
        if name.modifier:
            score += 0.5
        if self._beside_place(name):
            score += 0.7
        if plain(name.text) in licensed:
            score += 0.5
        if not name.whole:
            score -= 0.8 if self.syntax.sentence[head] not in self.titled else 0.2
        if name.first == name.last:
            if word in self.people:
                score -= 1.2
            elif word in self.words.given:
                score -= 0.6
            if best.kind not in ("country", "admin1") and dep == "nsubj" and self.syntax.lemma[up] in self.words.speech:
                score -= 0.7
            if self.lower[word]:
                score -= 0.5
        if name.matches[0].step != "exact":
            score -= 0.3
        if name.first and self.tree.text(name.first - 1).rstrip(".").lower() in self.words.titles and dep != "pobj":
            score -= 0.9
        return score

    def _standing(self, name: Name, best: Entry) -> float:
        """How well known the place is that the name most likely stands for."""
        if best.kind in ("country", "organisation"):
            return 1.1
        if best.feature in ("PPLC", "OWN") or best.kind == "admin1":
            return 0.9
        if name.matches[0].weight < 2 and not name.feature:
            return 0.0
        people = best.population
        return 0.8 if people >= 500_000 else 0.6 if people >= 100_000 else 0.5 if people >= 20_000 else 0.35

    def _leading(self, name: Name) -> str:
        """The preposition before the name, over article, direction and type word."""
        i = name.first - 1
        skip = {"the", "a", ",", "nearby", "neighboring", "neighbouring"} | self.words.directions
        while i >= 0 and self.syntax.sentence[i] == self.syntax.sentence[name.first]:
            text = self.tree.text(i).lower()
            if text in skip and text != ",":
                i -= 1
            else:
                return text
        return ""

    def _beside_place(self, name: Name) -> bool:
        """Whether a comma, "and" or bracket joins the name with another that the gazetteer knows well."""
        for step, stop in ((1, name.last), (-1, name.first)):
            i = stop + step
            if not 0 <= i < len(self.tree) or self.tree.text(i).lower() not in (",", "and", "or", "("):
                continue
            k = i + step
            while 0 <= k < len(self.tree) and self.tree.text(k).lower() in (*self.words.directions, "the"):
                k += step
            if 0 <= k < len(self.tree) and self._capital(k) and self.tree.text(k).rstrip(".").lower() in self.words.abbreviations:
                return True
            if 0 <= k < len(self.tree) and self._capital(k) and k in self._known:
                return True
        return False

    @cached_property
    def _known(self) -> frozenset[int]:
        """Tokens of names of well-known places."""
        out: set[int] = set()
        for name in self._names:
            best = rank(name.matches, name.feature)[0][0].entry
            if self._standing(name, best) >= 0.6 and (best.kind != "admin2" or name.feature):
                out.update(range(name.first, name.last + 1))
        return frozenset(out)

    @cached_property
    def _names(self) -> list[Name]:
        return self.names()

    # ------------------------------------------------ toponyms

    def toponyms(self) -> list[Toponym]:
        """All toponyms, by position."""
        kept = [n for n in self._names if not self._is_other(n)]
        licensed = frozenset(plain(n.text) for n in kept if self.signs(n, frozenset()) >= ACCEPT)
        found = {n.span: self.toponym(n) for n in kept if n.sure or self.signs(n, licensed) >= ACCEPT}
        for extra in (*self.abbreviated(found), *self.sites(found), *self.glued(licensed), *self.uncapitalised(licensed), *self.hyphenated()):
            if not any(extra.span.meets(s) for s in found):
                found[extra.span] = extra
        return [found[s] for s in sorted(found)]

    def _is_other(self, name: Name) -> bool:
        """Whether the words lie in the name of a person or weapon."""
        for start, end, kind in self.taken:
            if start <= name.span.start and name.span.end <= end:
                return kind in (ActorKind.PERSON, ActorKind.WEAPON) or end - start == len(name.text)
        return False

    def toponym(self, name: Name) -> Toponym:
        """The toponym of a name with use, candidates and precision."""
        ranked = rank(name.matches, name.feature)
        best = ranked[0][0].entry
        use = use_of(self.tree, name.first, name.last, best, words=self.words, feature=name.feature, outlet=self._in_outlet(name))
        if not name.whole and use is not Use.EMBEDDED and self._name_goes_on(name):
            use = Use.EMBEDDED
        precision = PRECISION.get(name.feature or best.kind, PRECISION.get(best.kind, Precision.UNKNOWN))
        role = PlaceRole.JURISDICTION if use is Use.ASSOCIATIVE else None
        return Toponym(
            span=name.span,
            use=use,
            role=role,
            candidates=tuple(Candidate(m.entry.id, score, m.step) for m, score in ranked[:MOST_CANDIDATES]),
            precision=precision,
            modifier=name.modifier,
            feature=name.feature,
        )

    def _in_outlet(self, name: Name) -> bool:
        return any(start <= name.span.start and name.span.end <= end and kind in (ActorKind.OUTLET, ActorKind.AGENCY) for start, end, kind in self.taken)

    def _name_goes_on(self, name: Name) -> bool:
        """Whether capitalised words after the name make it part of another ("Tokyo Olympics", "Donetsk People's Republic")."""
        i = name.last + 1
        seen = []
        while i < len(self.tree) and (self._capital(i) or self.tree.text(i) in ("'s", "’s")) and self.syntax.sentence[i] == self.syntax.sentence[name.last]:
            seen.append(self.tree.text(i).lower())
            i += 1
        return any(self.words.is_use("name_ends", w) for w in seen) and seen[0] not in ("'s", "’s")

    # ------------------------------------------------ other forms

    def abbreviated(self, found: dict[Span, Toponym]) -> Iterable[Toponym]:
        """Divisions in short after a town and a comma: "Alexandria, La."."""
        for i in range(2, len(self.tree)):
            key = self.tree.text(i).replace(".", "").lower()
            if key not in self.words.abbreviations or not self._capital(i) or self.tree.text(i - 1) != ",":
                continue
            if not self._capital(i - 2) or self.syntax.sentence[i] != self.syntax.sentence[i - 2]:
                continue
            full = self.tree.text(i).endswith(".") or self.tree.text(i).isupper()
            if not full:
                continue
            matches = tuple(m for m in self.gazetteer.find(self.words.abbreviations[key]) if m.entry.kind == "admin1" or m.entry.feature == "PPLC")
            if matches:
                span = self.tree.span(i)
                yield self.toponym(Name(span, i, i, self.tree.text(i), matches[:1], "admin1", None, True))

    def sites(self, found: dict[Span, Toponym]) -> Iterable[Toponym]:
        """Names that only a type word makes a place: "the Azot plant". No gazetteer need know them."""
        for run in self.runs():
            end = run.stop
            if end >= len(self.tree) or self.syntax.sentence[end] != self.syntax.sentence[run.start]:
                continue
            kinds = [(i, self.words.feature.get(self.syntax.lemma[i])) for i in (end, end + 1) if i < len(self.tree)]
            kind = next((k for i, k in kinds[:1] if k in ("plant", "base")), None)
            if kind is None and len(kinds) > 1 and kinds[1][1] in ("plant", "base") and self.syntax.pos[end] in ("NOUN", "ADJ"):
                kind = kinds[1][1]
            first = run.start
            while first < end - 1 and (self.tree.text(first).lower() in self.gazetteer.adjectives or self.tree.text(first).lower() in self.words.directions):
                first += 1
            text = self.tree.text(first)
            if kind is None or text.lower() in self.gazetteer.adjectives or text.lower() in self.words.stop or end - first > 3 or self.syntax.pos[end - 1] != "PROPN":
                continue
            yield Toponym(self.tree.span(first, end - 1), Use.LITERAL, None, (), Precision.SITE, None, kind)

    def glued(self, licensed: frozenset[str]) -> Iterable[Toponym]:
        """The place in words that a repair took apart."""
        text = self.tree.source
        for mark in self.reading.marks:
            if mark.label is not Label.REPAIR or not mark.reading:
                continue
            written = text[mark.span.start : mark.span.end]
            for size in range(len(mark.reading.split()), 0, -1):
                part = " ".join(mark.reading.split()[:size])
                if not written.lower().startswith(part.lower()) or len(part) < 4:
                    continue
                matches = self.gazetteer.find(part)
                tokens = self.tree.inside(Span(mark.span.doc, mark.span.start, mark.span.start + len(part)))
                if matches and len(tokens):
                    span = Span(mark.span.doc, mark.span.start, mark.span.start + len(part))
                    yield self.toponym(self._name(range(tokens.start, tokens.start + 1), tokens.start, tokens.start, span, part, matches))
                    break

    def uncapitalised(self, licensed: frozenset[str]) -> Iterable[Toponym]:
        """Capitals and places named elsewhere in the report whose capital letter got lost."""
        for i in range(len(self.tree)):
            text = self.tree.text(i)
            if not text.islower() or len(text) < 4 or text in self.words.feature or self.syntax.pos[i] not in ("PROPN", "NOUN", "X"):
                continue
            if self.syntax.pos[i] != "PROPN" and plain(text) not in licensed and self.syntax.tag[i] != "NNP":
                if not self._capital_city(text):
                    continue
            matches = self.gazetteer.find(text)
            if matches and (plain(text) in licensed or self._capital_city(text) and self.lower[text] == 1):
                span = self.tree.span(i)
                yield self.toponym(Name(span, i, i, text, matches, None, None, True))

    def _capital_city(self, text: str) -> bool:
        if text in self.words.stop or text in self.words.given or text in self.words.feature:
            return False
        return any(m.entry.feature == "PPLC" and m.weight >= 2 and m.entry.population > 500_000 and m.entry.country in self.countries for m in self.gazetteer.find(text)[:2])

    def hyphenated(self) -> Iterable[Toponym]:
        """The place in "Moscow-backed" where the parser keeps the word whole."""
        for i in range(len(self.tree)):
            text = self.tree.text(i)
            head, mark, tail = text.partition("-")
            if not mark or not _CAPITAL.match(text) or not tail.islower() or not self._known_well(head):
                continue
            start = self.syntax.start[i]
            span = Span(self.tree.doc, start, start + len(head))
            yield self.toponym(Name(span, i, i, head, self.gazetteer.find(head), None, None, True))

    def _known_well(self, text: str) -> bool:
        found = self.gazetteer.find(text)
        return bool(found) and any(m.entry.kind == "country" or m.entry.feature in ("PPLC", "OWN") for m in found[:3]) and text.lower() not in self.words.stop

    # ------------------------------------------------ given spans

    def given(self, span: Span) -> Toponym:
        """The toponym at characters that somebody else marked."""
        text = self.tree.source[span.start : span.end]
        tokens = self.tree.inside(span)
        bare = text.replace(".", "").lower()
        matches = self.gazetteer.find(text)
        if bare in self.words.abbreviations and (not matches or len(bare) <= 4) and self.tree.source[: span.start].rstrip().endswith(","):
            matches = tuple(m for m in self.gazetteer.find(self.words.abbreviations[bare]) if m.entry.kind == "admin1" or m.entry.feature == "PPLC")[:1]
        if not matches:
            matches = self._reduced(text)
        if not matches:
            return Toponym(span, Use.LITERAL, None)
        if not len(tokens):
            ranked = rank(matches)
            return Toponym(span, Use.LITERAL, None, tuple(Candidate(m.entry.id, s, m.step) for m, s in ranked[:MOST_CANDIDATES]), PRECISION.get(ranked[0][0].entry.kind, Precision.UNKNOWN))
        first, last = tokens.start, tokens.stop - 1
        feature, _ = self._feature(first, last, matches)
        return replace(self.toponym(Name(span, first, last, text, matches, feature, None, True)), use=Use.LITERAL)

    def _reduced(self, text: str) -> tuple[Match, ...]:
        """The name without a direction or type word, the country of an adjective, a respelling."""
        words = text.split()
        if len(words) == 1 and (code := self.gazetteer.adjectives.get(text.lower())):
            entry = self.gazetteer.countries.get(code)
            return (Match(entry, 4, "exact"),) if entry else ()
        for cut in (words[1:] if words and words[0].lower() in self.words.directions | {"the", "greater"} else [], words[:-1] if len(words) > 1 and words[-1].lower() in self.words.feature else []):
            if cut and (found := self.gazetteer.find(" ".join(cut))):
                wanted = self.words.feature.get(words[-1].lower())
                fit = tuple(m for m in found if m.entry.kind in DIVIDED) if wanted in ("admin1", "admin2") else found
                return fit or found
        return self.gazetteer.find(text, countries=self.countries)
