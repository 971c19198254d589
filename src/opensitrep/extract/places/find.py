"""Toponym mentions: which words name a place, how the name is used, and what in the gazetteer it may stand for.

A name is proposed by its form (a run of capitalised words), must be known to the gazetteer or stand with a word for a
site ("the Azot plant"), and must be licensed by a sign beside it: a preposition, a type word, another place, its size,
or the same name licensed elsewhere. The word list alone never makes a place (Leidner & Lieberman 2011).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from opensitrep.extract.places.capitals import Capitals
from opensitrep.extract.places.names import MOST_CANDIDATES, PRECISION, SITES, Name, bare
from opensitrep.extract.places.relative import relate
from opensitrep.extract.places.runs import CAPITAL
from opensitrep.extract.places.signs import ACCEPT
from opensitrep.extract.places.use import use_of
from opensitrep.extract.places.words import PlaceWords
from opensitrep.model import ActorKind, Candidate, Label, PlaceRole, Precision, Reading, Span, Toponym, Use
from opensitrep.text.spelling import plain
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import DIVIDED, Gazetteer, Match, rank

WORDS = Lists("places")
EXACT = "exact"  # step of a candidate that has just the name
PLACES = (Use.LITERAL, Use.METONYM)
NAMING = ("PROPN", "NOUN", "ADJ", "X")  # tags the parser gives to a name without its capital


def find_places(reading: Reading, *, gazetteer: Gazetteer, words: PlaceWords) -> Reading:
    """Add the toponyms of every readable block. Roles are left open except for the jurisdiction of an office."""
    if reading.syntax is None or not len(reading.syntax):
        return reading
    finder = Finder(reading, gazetteer, words)
    found = relate(reading, finder.tree, finder.toponyms(), words=words)
    return replace(reading, toponyms=(*reading.toponyms, *found))


def read_places(
    reading: Reading, spans: Iterable[tuple[int, int]], *, gazetteer: Gazetteer, words: PlaceWords
) -> Reading:
    """Add toponyms at given characters, for measuring resolution alone; every span is taken for a place."""
    finder = Finder(reading, gazetteer, words)
    found = [finder.given(Span(reading.document.id, start, end)) for start, end in spans]
    return replace(reading, toponyms=tuple(found))


class Finder(Capitals):
    """The toponyms of one report."""

    def toponyms(self) -> list[Toponym]:
        """All toponyms, by position."""
        kept = [n for n in self._names if not self._is_other(n) and not self._other_thing(n)]
        signs = {n.span: self.signs(n) for n in kept}
        sure = [n for n in kept if signs[n.span] >= ACCEPT]
        licensed = frozenset(plain(n.text) for n in sure) | frozenset(self.best(n).id for n in sure)
        found = {n.span: self.toponym(n) for n in kept if n.sure or signs[n.span] + self.again(n, licensed) >= ACCEPT}
        found = {span: t for span, t in found.items() if not self._only_title(t)}
        for extra in (
            *self.abbreviated(),
            *self.sites(),
            *self.glued(),
            *self.uncapitalised(licensed),
            *self.hyphenated(),
            *self.facilities(),
        ):
            if not any(extra.span.meets(s) for s in found):
                found[extra.span] = extra
        for site in (*self.named_sites(), *self.capitals()):
            inner = [s for s in found if s.meets(site.span)]
            if all(site.span.covers(s) and s != site.span for s in inner):
                for span in inner:
                    del found[span]
                found[site.span] = site
        found.update({t.span: t for t in self.unlisted(found)})
        found.update({t.span: t for t in self.datelines()})
        return self._told_apart([found[s] for s in sorted(found)])

    def _told_apart(self, found: list[Toponym]) -> list[Toponym]:
        """A name that only sounds like a place which the report calls by its own name is another place."""
        named: dict[str, set[str]] = defaultdict(set)  # places by their own names
        for toponym in found:
            for first in toponym.candidates[:1]:
                if first.step == EXACT:
                    named[first.place].add(self._plain(toponym))
        out = []
        for toponym in found:
            word = self._plain(toponym)
            kept = tuple(c for c in toponym.candidates if c.step == EXACT or named.get(c.place, {word}) == {word})
            alike = len(kept) == len(toponym.candidates) or not any(c.step == EXACT for c in kept)
            out.append(toponym if alike else replace(toponym, candidates=kept))
        return out

    def _plain(self, toponym: Toponym) -> str:
        return plain(self.tree.source[toponym.span.start : toponym.span.end])

    def _only_title(self, toponym: Toponym) -> bool:
        """Whether a name inside another stands for nothing: "Levant Press", "Lakes Agency", a word used as a title."""
        if toponym.use not in (Use.EMBEDDED, Use.ASSOCIATIVE) or not toponym.candidates:
            return False
        if toponym.use is Use.ASSOCIATIVE and not self._before_capital(toponym.span):
            return False
        entry = self.gazetteer.entry(toponym.candidates[0].place)
        word = self.tree.source[toponym.span.start : toponym.span.end].lower()
        common = self.words.feature.get(word) or self.words.feature.get(word.removesuffix("s"))
        return entry is None or common is not None or (entry.kind == "region" and toponym.use is Use.EMBEDDED)

    def _before_capital(self, span: Span) -> bool:
        after = self.tree.inside(span).stop
        return after < self.count and self._capitals[after]

    def toponym(self, name: Name) -> Toponym:
        """The toponym of a name with use, candidates and precision."""
        ranked = self.ranked(name)
        best = ranked[0][0].entry
        use = use_of(
            self.tree, name.first, name.last, best, words=self.words, feature=name.feature, outlet=self._in_outlet(name)
        )
        if use is not Use.ORGANISATION and (self._ends_name(name) or (use in PLACES and self._name_goes_on(name))):
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

    def abbreviated(self) -> Iterable[Toponym]:
        """Divisions in short after a town and a comma: "Alexandria, La."."""
        for i, span_text in enumerate(self.tree.texts):
            key = span_text.replace(".", "").lower() if self._capitals[i] else ""
            if key not in self.words.abbreviations:
                continue
            behind = i > 1 and self.tree.texts[i - 1] == "," and self._capitals[i - 2] and self._together(i, i - 2)
            dotted = span_text.count(".") > 1 or (span_text.count(".") == 1 and not span_text.endswith("."))
            if not behind and not dotted:
                continue
            end = self.syntax.end[i]
            if not (span_text.endswith(".") or span_text.isupper() or self.tree.source[end : end + 1] == "."):
                continue
            matches = tuple(
                m
                for m in self.gazetteer.find(self.words.abbreviations[key])
                if m.entry.kind == "admin1" or m.entry.feature == "PPLC"
            )
            if matches:
                span = self.tree.span(i)
                if "." in span_text[:-1] and self.tree.source[end : end + 1] == ".":
                    span = Span(span.doc, span.start, end + 1)  # "W.Va" and "." as the parser parts them
                yield self.toponym(Name(span, i, i, span_text, matches[:1], "admin1", None, True))

    def sites(self) -> Iterable[Toponym]:
        """Names that only a type word makes a place: "the Azot plant". No gazetteer need know them."""
        for run in self.runs:
            end = run.stop
            if end >= self.count or self.syntax.sentence[end] != self.syntax.sentence[run.start]:
                continue
            kinds = [self.words.feature.get(lemma) for lemma in self.syntax.lemma[end : end + 2]]
            told = kinds if self.syntax.pos[end] in ("NOUN", "ADJ") else kinds[:1]
            kind = next((k for k in told if k in ("plant", "base")), None)
            first = run.start
            while first < end - 1 and (
                self.tree.lower[first] in self.gazetteer.adjectives or self.tree.lower[first] in WORDS["directions"]
            ):
                first += 1
            text = self.tree.texts[first]
            if (
                kind is None
                or text.lower() in self.gazetteer.adjectives
                or text.lower() in self.words.stop
                or end - first > 3
                or self.syntax.pos[end - 1] not in ("PROPN", "NOUN", "ADJ")
            ):
                continue
            yield Toponym(self.tree.span(first, end - 1), Use.LITERAL, None, (), Precision.SITE, None, kind)

    def glued(self) -> Iterable[Toponym]:
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
        once = {word for word, times in self.lower.items() if times == 1 and len(word) > 3}
        for i, text in enumerate(self.tree.texts):
            if self.syntax.pos[i] not in NAMING or not text.islower() or len(text) < 4 or text in self.words.feature:
                continue
            named = self.syntax.pos[i] == "PROPN" and plain(text) in licensed
            if not named and not (text in once and text not in self.words.common and self._capital_city(text)):
                continue
            if matches := self.gazetteer.find(text):
                span = self.tree.span(i)
                yield self.toponym(Name(span, i, i, text, matches, None, None, True))

    def _capital_city(self, text: str) -> bool:
        if text in self.words.stop or text in WORDS["given"] or text in self.words.feature:
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
        for run in (part for whole in self.runs for part in self._parts(whole)):
            if (
                len(run) < 2
                or self.words.feature.get(self.tree.lower[run.stop - 1]) not in SITES
                or run.stop + 1 >= self.count
            ):
                continue
            if (
                self.tree.texts[run.stop] == "in"
                and self._capitals[run.stop + 1]
                and not WORDS["before a named building"].isdisjoint(self.tree.texts[max(0, run.start - 1) : run.start])
            ):
                yield Toponym(
                    self.tree.span(run.start, run.stop - 1), Use.LITERAL, None, (), Precision.SITE, None, "facility"
                )

    def hyphenated(self) -> Iterable[Toponym]:
        """The place in "Moscow-backed" where the parser keeps the word whole."""
        for i, text in enumerate(self.tree.texts):
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
        short = text.replace(".", "").lower()
        matches = self.gazetteer.find(text)
        if (
            short in self.words.abbreviations
            and (not matches or len(short) <= 4)
            and self.tree.source[: span.start].rstrip().endswith(",")
        ):
            matches = tuple(
                m
                for m in self.gazetteer.find(self.words.abbreviations[short])
                if m.entry.kind == "admin1" or m.entry.feature == "PPLC"
            )[:1]
        if not matches or text.lower() in self.gazetteer.adjectives:
            matches = self._reduced(text)
        if not matches:
            return Toponym(span, Use.LITERAL, None)
        if not len(tokens):
            return bare(span, rank(matches))
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
            words[1:] if words and words[0].lower() in WORDS["directions"] | WORDS["before the name itself"] else [],
            words[:-1] if len(words) > 1 and words[-1].lower() in self.words.feature else [],
        ):
            if cut and (found := self.gazetteer.find(" ".join(cut))):
                wanted = self.words.feature.get(words[-1].lower())
                fit = tuple(m for m in found if m.entry.kind in DIVIDED) if wanted in ("admin1", "admin2") else found
                return fit or found
        return self.gazetteer.find(text, countries=self.countries)
