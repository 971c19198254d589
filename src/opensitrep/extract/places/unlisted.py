"""Places that no gazetteer lists: a name that its type word, or who is said to live there, shows to be a place.

"Lake Oru", "the Kemi river", "the village of Dol", "Tesk district", "farmers from Oru"; once shown, the bare name too.
Such a toponym has no candidates and stays without a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opensitrep.extract.places.names import BREAKS, PRECISION
from opensitrep.extract.places.runs import CAPITAL, HYPHENS
from opensitrep.extract.places.signs import Signs
from opensitrep.extract.places.use import use_of_unlisted
from opensitrep.model import PlaceRole, Precision, Span, Toponym, Use
from opensitrep.text.spelling import plain
from opensitrep.text.words import Lists

WORDS = Lists("places")
KINDS = ("admin1", "admin2", "city", "sea", "river", "area")  # of type words that may show an unknown name
LONGEST = 3  # words of an unlisted name; longer runs were mostly names of bodies (LGL, GeoVirus)


class Unlisted(Signs):
    """The unlisted names of one report."""

    def unlisted(self, found: Iterable[Span]) -> Iterator[Toponym]:
        """Toponyms beside those found, each span once."""
        runs = [r for r in self._free_runs(set(found)) if sum(self.tree.texts[i] != "-" for i in r) <= LONGEST]
        shown: dict[str, str | None] = {}
        named: dict[range, tuple[range, str | None]] = {}
        ends: set[int] = set()
        for run in runs:
            sign = self._shown(run)
            if sign is None and run.start - 1 in ends and self._name_of_place(run):
                sign = run, None  # "in Oru and Dol"
            if sign is not None:
                named[run] = sign
                shown[self._plain_run(sign[0])] = sign[1]
                ends.add(run.stop if run.stop < self.count and self.tree.lower[run.stop] == "and" else -1)
        for run in runs:
            if run in named:
                span, kind = named[run]
            elif self._plain_run(run) in shown:
                span, kind = run, shown[self._plain_run(run)]
            else:
                continue
            yield self._unlisted(span, kind)

    def _unlisted(self, run: range, kind: str | None) -> Toponym:
        head = self.tree.head_of(self.tree.span(run.start, run.stop - 1))
        use = use_of_unlisted(self.tree, run.stop - 1 if head is None else head, self.words)
        role = PlaceRole.JURISDICTION if use is Use.ASSOCIATIVE else None
        precision = PRECISION[kind] if kind in KINDS else Precision.UNKNOWN
        return Toponym(self.tree.span(run.start, run.stop - 1), use, role, (), precision, None, kind)

    def _free_runs(self, found: set[Span]) -> Iterator[range]:
        """Runs of capitals that no toponym, person, outlet or titled line holds, without what leads into them."""
        held = {i for span in found for i in self.tree.inside(span)}
        for run in (part for whole in self.runs for part in self._parts(whole)):
            first = run.start
            while first < run.stop - 1 and (self._no_name(first) or self.tree.lower[first] in WORDS["directions"]):
                first += 1
            kept = range(first, run.stop)
            span = self.tree.span(kept.start, kept.stop - 1)
            other = not held.isdisjoint(kept) or self._in_person(span)
            if not other and self.syntax.sentence[first] not in self.titled and not self._no_name(first):
                yield kept

    def _parts(self, run: range) -> Iterator[range]:
        """ "Oru and Dol", "Maputo's Oru": each name by itself."""
        first = run.start
        for i in run:
            if self.tree.texts[i] in BREAKS:
                yield range(first, i)
                first = i + 1
        yield range(first, run.stop)

    def _no_name(self, i: int) -> bool:
        word = self.tree.lower[i].rstrip(".")
        lower_too = self.syntax.pos[i] != "PROPN" or bool(self.lower[word])
        return (
            (word in self.words.stop and self.words.feature.get(word) not in ("sea", "river"))
            or word in self.gazetteer.adjectives
            or lower_too
        )

    def _in_person(self, span: Span) -> bool:
        return any(start < span.end and span.start < end for start, end, _ in self.taken)

    def _plain_run(self, run: range) -> str:
        return plain(self.tree.source[self.syntax.start[run.start] : self.syntax.end[run.stop - 1]])

    def _leading_word(self, run: range) -> str:
        i = run.start - 1
        while i >= 0 and (self.tree.lower[i] == "the" or self.tree.lower[i] in WORDS["directions"]):
            i -= 1
        return self.tree.lower[i] if i >= 0 and self.syntax.sentence[i] == self.syntax.sentence[run.start] else ""

    def _shown(self, run: range) -> tuple[range, str | None] | None:
        """The part of the run that is the name, and its kind, if a sign shows it; None if none does."""
        first = self.words.feature.get(self.tree.lower[run.start])
        ends = self.tree.lower[run.stop - 1] in WORDS["name_ends"]
        if first in ("sea", "river") and len(run) > 1 and not ends:
            return run, first  # "Lake Oru", not "Lake Press"
        last = self.words.feature.get(self.tree.lower[run.stop - 1])
        if last is not None or first is not None:
            return None  # "Green Street", "Oru Bridge"
        after = run.stop
        if after < self.count and self.syntax.sentence[after] == self.syntax.sentence[run.start]:
            kind = self.words.feature.get(self.tree.lower[after])
            if kind in ("admin1", "admin2", "river") or (
                kind == "city" and self.tree.lower[after] in WORDS["quarters"]
            ):
                return run, kind
            if self.tree.lower[after] in WORDS["town_offices"] and self.tree.texts[after].islower():
                return run, None  # "Oru police"
        return self._led(run) or self._stood_in(run)

    def _stood_in(self, run: range) -> tuple[range, str | None] | None:
        """ "in Oru", "near Dol": a name of one or two words behind the plainest preposition of place."""
        k = run.start - 1
        led = k >= 0 and self.tree.lower[k] in WORDS["plainest prepositions"] and self._together(k, run.start)
        return (run, None) if led and self._name_of_place(run) else None

    def _name_of_place(self, run: range) -> bool:
        """Whether one or two words have the form of a name, and nothing says that they are a person's or a body's."""
        low = self.tree.lower[run.start]
        names = all(self.syntax.pos[i] == "PROPN" and self.tree.texts[i].isalpha() for i in run)
        formed = names and all(self.tree.texts[i][1:].islower() for i in run)
        known = any(self.tree.lower[i] in self.people or self.surnames[self.tree.lower[i]] for i in run)
        plain_word = low in WORDS["titles"] or low in WORDS["given"] or low in self.words.common
        return len(run) < 3 and formed and not known and not plain_word and not self._belongs(run)

    def _belongs(self, run: range) -> bool:
        """Whether the name goes on, or only describes a noun behind it: "in Oru Holdings", "in Oru shares"."""
        after = run.stop
        if after >= self.count or not self._together(after, run.start):
            return False
        return (
            self._capitals[after]
            or self.syntax.pos[after] in ("NOUN", "PART", "ADJ")
            or self.tree.texts[after] in HYPHENS
        )

    def _led(self, run: range) -> tuple[range, str | None] | None:
        """ "the village of Dol", "farmers from Oru", "Oru, a village"."""
        k = run.start - 1
        if k < 1 or self.syntax.sentence[k] != self.syntax.sentence[run.start]:
            return None
        word, before = self.tree.lower[k], self.syntax.lemma[k - 1]
        if word in WORDS["directions"] and self._leading_word(run) in WORDS["place prepositions"]:
            return run, None  # "in neighbouring Oru"
        kind = self.words.feature.get(before)
        if word == "of" and kind in KINDS and not CAPITAL.match(self.tree.texts[k - 1]):
            return run, kind
        explained = self._explained(run.stop - 1)
        if explained in KINDS and word in WORDS["place prepositions"]:
            return run, explained
        if word in WORDS["living"] and before in WORDS["dwellers"]:
            return run, None
        return None
