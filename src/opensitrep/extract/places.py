"""Toponym mentions: which words name a place, how the name is used, and what in the gazetteer it may stand for.

A name is proposed by its form (a run of capitalised words), must be known to the gazetteer or stand with a word for a
site ("the Azot plant"), and must be licensed by a sign beside it: a preposition, a type word, another place, its size,
or the same name licensed elsewhere. The word list alone never makes a place (Leidner & Lieberman 2011).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from opensitrep.extract.places_names import CAPITAL, SITES, Name
from opensitrep.extract.places_signs import ACCEPT
from opensitrep.extract.places_unlisted import Unlisted
from opensitrep.extract.places_use import use_of
from opensitrep.extract.places_words import PlaceWords
from opensitrep.gazetteer import DIVIDED, Gazetteer, Match, rank
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

MOST_CANDIDATES = 40  # more namesakes than any context tells apart; Santa Maria has 156

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


def find_places(reading: Reading, *, gazetteer: Gazetteer, words: PlaceWords) -> Reading:
    """Add the toponyms of every readable block. Roles are left open except for the jurisdiction of an office."""
    if reading.syntax is None or not len(reading.syntax):
        return reading
    found = Finder(reading, gazetteer, words).toponyms()
    return replace(reading, toponyms=(*reading.toponyms, *found))


def read_places(
    reading: Reading, spans: Iterable[tuple[int, int]], *, gazetteer: Gazetteer, words: PlaceWords
) -> Reading:
    """Add toponyms at given characters, for measuring resolution alone; every span is taken for a place."""
    finder = Finder(reading, gazetteer, words)
    found = [finder.given(Span(reading.document.id, start, end)) for start, end in spans]
    return replace(reading, toponyms=tuple(found))


class Finder(Unlisted):
    """The toponyms of one report."""

    def toponyms(self) -> list[Toponym]:
        """All toponyms, by position."""
        kept = [n for n in self._names if not self._is_other(n) and not self._other_thing(n)]
        sure = [n for n in kept if self.signs(n, frozenset()) >= ACCEPT]
        licensed = frozenset(plain(n.text) for n in sure) | frozenset(
            rank(n.matches, n.feature)[0][0].entry.id for n in sure
        )
        found = {n.span: self.toponym(n) for n in kept if n.sure or self.signs(n, licensed) >= ACCEPT}
        found = {span: t for span, t in found.items() if not self._only_title(t)}
        for extra in (
            *self.abbreviated(found),
            *self.sites(found),
            *self.glued(licensed),
            *self.uncapitalised(licensed),
            *self.hyphenated(),
            *self.facilities(),
        ):
            if not any(extra.span.meets(s) for s in found):
                found[extra.span] = extra
        found.update({t.span: t for t in self.unlisted(found)})
        return [found[s] for s in sorted(found)]

    def _only_title(self, toponym: Toponym) -> bool:
        """Whether a name inside another stands for nothing: "Levant Press", "Lakes Agency", a word used as a title."""
        if toponym.use is not Use.EMBEDDED or not toponym.candidates:
            return False
        entry = self.gazetteer.entry(toponym.candidates[0].place)
        word = self.tree.source[toponym.span.start : toponym.span.end].lower()
        common = self.words.feature.get(word) or self.words.feature.get(word.removesuffix("s"))
        return entry is None or entry.kind == "region" or common is not None

    def toponym(self, name: Name) -> Toponym:
        """The toponym of a name with use, candidates and precision."""
        ranked = rank(name.matches, name.feature)
        best = ranked[0][0].entry
        use = use_of(
            self.tree, name.first, name.last, best, words=self.words, feature=name.feature, outlet=self._in_outlet(name)
        )
        if use in (Use.LITERAL, Use.METONYM) and (self._name_goes_on(name) or self._ends_name(name)):
            use = Use.EMBEDDED
        if use is Use.METONYM and name.modifier:
            use = Use.LITERAL  # "western Nepal" is never its government
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
        return any(
            start <= name.span.start and name.span.end <= end and kind in (ActorKind.OUTLET, ActorKind.AGENCY)
            for start, end, kind in self.taken
        )

    def abbreviated(self, found: dict[Span, Toponym]) -> Iterable[Toponym]:
        """Divisions in short after a town and a comma: "Alexandria, La."."""
        for i in range(2, len(self.tree)):
            key = self.tree.text(i).replace(".", "").lower()
            if key not in self.words.abbreviations or not self._capital(i) or self.tree.text(i - 1) != ",":
                continue
            if not self._capital(i - 2) or self.syntax.sentence[i] != self.syntax.sentence[i - 2]:
                continue
            end = self.syntax.end[i]
            full = (
                self.tree.text(i).endswith(".") or self.tree.text(i).isupper() or self.tree.source[end : end + 1] == "."
            )
            if not full:
                continue
            matches = tuple(
                m
                for m in self.gazetteer.find(self.words.abbreviations[key])
                if m.entry.kind == "admin1" or m.entry.feature == "PPLC"
            )
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
            if (
                kind is None
                and len(kinds) > 1
                and kinds[1][1] in ("plant", "base")
                and self.syntax.pos[end] in ("NOUN", "ADJ")
            ):
                kind = kinds[1][1]
            first = run.start
            while first < end - 1 and (
                self.tree.text(first).lower() in self.gazetteer.adjectives
                or self.tree.text(first).lower() in self.words.directions
            ):
                first += 1
            text = self.tree.text(first)
            if (
                kind is None
                or text.lower() in self.gazetteer.adjectives
                or text.lower() in self.words.stop
                or end - first > 3
                or self.syntax.pos[end - 1] not in ("PROPN", "NOUN", "ADJ")
            ):
                continue
            yield Toponym(self.tree.span(first, end - 1), Use.LITERAL, None, (), Precision.SITE, None, kind)

    def glued(self, licensed: frozenset[str]) -> Iterable[Toponym]:
        """The place in words that a repair took apart."""
        text = self.tree.source
        for mark in self.reading.marks:
            if mark.label is not Label.REPAIR or not mark.reading:
                continue
            for size in range(len(mark.reading.split()), 0, -1):
                part = " ".join(mark.reading.split()[:size])
                if len(part) < 4 or not text[mark.span.start : mark.span.end].lower().startswith(part.lower()):
                    continue
                span = Span(mark.span.doc, mark.span.start, mark.span.start + len(part))
                tokens, matches = self.tree.inside(span), self.gazetteer.find(part)
                if matches and len(tokens):
                    first = tokens.start
                    name = self._name(range(first, first + 1), first, first, matches)
                    yield self.toponym(replace(name, span=span, text=part))
                    break

    def uncapitalised(self, licensed: frozenset[str]) -> Iterable[Toponym]:
        """Capitals and places named elsewhere in the report whose capital letter got lost."""
        for i in range(len(self.tree)):
            text = self.tree.text(i)
            if not text.islower() or len(text) < 4 or text in self.words.feature:
                continue
            named = plain(text) in licensed and self.syntax.pos[i] == "PROPN"
            if not named and not (self._capital_city(text) and self.lower[text] == 1):
                continue
            if matches := self.gazetteer.find(text):
                span = self.tree.span(i)
                yield self.toponym(Name(span, i, i, text, matches, None, None, True))

    def _capital_city(self, text: str) -> bool:
        if text in self.words.stop or text in self.words.given or text in self.words.feature:
            return False
        return any(
            m.entry.feature == "PPLC"
            and m.weight >= 2
            and m.entry.population > 500_000
            and m.entry.country in self.countries
            for m in self.gazetteer.find(text)[:2]
        )

    def facilities(self) -> Iterable[Toponym]:
        """Names of many words that end in a word for a building and stand in a town named with them."""
        for run in self.runs():
            if (
                len(run) < 2
                or self.words.feature.get(self.tree.text(run.stop - 1).lower()) not in SITES
                or run.stop + 1 >= len(self.tree)
            ):
                continue
            if (
                self.tree.text(run.stop) == "in"
                and self._capital(run.stop + 1)
                and any(self.tree.text(i) in ("the", "of", "at") for i in range(max(0, run.start - 1), run.start))
            ):
                yield Toponym(
                    self.tree.span(run.start, run.stop - 1), Use.LITERAL, None, (), Precision.SITE, None, "facility"
                )

    def hyphenated(self) -> Iterable[Toponym]:
        """The place in "Moscow-backed" where the parser keeps the word whole."""
        for i in range(len(self.tree)):
            text = self.tree.text(i)
            head, mark, tail = text.partition("-")
            if not mark or not CAPITAL.match(text) or not tail.islower() or not self._known_well(head):
                continue
            start = self.syntax.start[i]
            span = Span(self.tree.doc, start, start + len(head))
            yield self.toponym(Name(span, i, i, head, self.gazetteer.find(head), None, None, True))

    def _known_well(self, text: str) -> bool:
        found = self.gazetteer.find(text)
        return (
            bool(found)
            and any(m.entry.kind == "country" or m.entry.feature in ("PPLC", "OWN") for m in found[:3])
            and text.lower() not in self.words.stop
        )

    def given(self, span: Span) -> Toponym:
        """The toponym at characters that somebody else marked."""
        text = self.tree.source[span.start : span.end]
        tokens = self.tree.inside(span)
        bare = text.replace(".", "").lower()
        matches = self.gazetteer.find(text)
        if (
            bare in self.words.abbreviations
            and (not matches or len(bare) <= 4)
            and self.tree.source[: span.start].rstrip().endswith(",")
        ):
            matches = tuple(
                m
                for m in self.gazetteer.find(self.words.abbreviations[bare])
                if m.entry.kind == "admin1" or m.entry.feature == "PPLC"
            )[:1]
        if not matches or text.lower() in self.gazetteer.adjectives:
            matches = self._reduced(text)
        if not matches:
            return Toponym(span, Use.LITERAL, None)
        if not len(tokens):
            ranked = rank(matches)
            return Toponym(
                span,
                Use.LITERAL,
                None,
                tuple(Candidate(m.entry.id, s, m.step) for m, s in ranked[:MOST_CANDIDATES]),
                PRECISION.get(ranked[0][0].entry.kind, Precision.UNKNOWN),
            )
        first, last = tokens.start, tokens.stop - 1
        feature, _ = self._feature(first, last, matches)
        return replace(self.toponym(Name(span, first, last, text, matches, feature, None, True)), use=Use.LITERAL)

    def _reduced(self, text: str) -> tuple[Match, ...]:
        """The name without a direction or type word, the country of an adjective, a respelling."""
        words = text.split()
        if len(words) == 1 and (code := self.gazetteer.adjectives.get(text.lower())):
            entry = self.gazetteer.countries.get(code)
            return (Match(entry, 4, "exact"),) if entry else ()
        for cut in (
            words[1:] if words and words[0].lower() in self.words.directions | {"the", "greater"} else [],
            words[:-1] if len(words) > 1 and words[-1].lower() in self.words.feature else [],
        ):
            if cut and (found := self.gazetteer.find(" ".join(cut))):
                wanted = self.words.feature.get(words[-1].lower())
                fit = tuple(m for m in found if m.entry.kind in DIVIDED) if wanted in ("admin1", "admin2") else found
                return fit or found
        return self.gazetteer.find(text, countries=self.countries)
