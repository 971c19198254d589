"""Scores the candidates of every place name of a story: prior, then what the other names and words of the story say.

Signs: containment written out ("Alexandria, Louisiana"), the countries and divisions the story's other names speak for,
names in the same sentence and paragraph, nearness to what is settled, a stated distance, a stated number of people, a
word for the size, the dateline, the outlet's home. Two rounds: what is sure settles first and helps the rest.
After Leidner (2007): one referent a discourse, least distance.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property

from opensitrep.model import ActorKind, Label, Toponym, Use
from opensitrep.reconcile.places.homes import home_of
from opensitrep.reconcile.places.names import AREAS, Key, Name, lies
from opensitrep.reconcile.places.stated import STOP, WRITTEN, Stated
from opensitrep.text.spelling import plain
from opensitrep.world.earth import far
from opensitrep.world.gazetteer import SETTLED, Entry, Match, rank

# Weights in round numbers, set by hand as those of `stated`
COUNTRY = 0.35  # share of the story's other names that speak for the country
DIVISION = 0.5  # ... for the first-level division
DISTRICT = 0.4  # ... for the second-level division
NEAR = 0.25  # a settled place close by, 1 at 0 km, a half at 100 km
BESIDE = 0.3  # the same of a name in the same sentence, and half of it in the same paragraph
DATELINE = 0.25  # lies in the country the report was written from
HOME = 0.2  # lies in the country the outlet is at home in, and again up to this much near its town
PEOPLES = 1.0  # share of the mentions of peoples that are of the country, where no other name speaks for any
FURTHER = 0.5  # what a vote counts in the second round, on top of the first
FEW = 60  # settled places that nearness looks at: enough for any story, and the cost stays linear
WORLD = 0.6  # is a capital or city of a million listed with another, as "in Rome and Athens"
METROPOLIS = 1_000_000  # people
LISTED = 0.6  # is of the kind of those it is listed with
WINDOW = 3  # names before and behind that stand "beside" one
_NEWLINE = re.compile(r"\n")
_JOINT = re.compile(r"^(?:,|;|,? and|,? or|,? &)\s+(?:the |in |in the )?$")

Ballot = dict[str, tuple[float, dict[Key, float]]]


class Scorer(Stated):
    """The scores of one story; `score` fills `Name.score`, `Name.why` and `Name.chosen`."""

    def score(self) -> None:
        """Two rounds over all names: votes of countries and divisions first, then nearness to what stands."""
        names = self.names.all.values()
        for name in names:
            name.score = dict(name.prior)
        self._written()
        self._worldwide()
        self._datelines()
        self._homes()
        self._votes()
        self._stated()
        self._peopled()
        self._sized()
        for name in names:
            name.chosen = name.best
        self._near()
        self._beside()
        self._listed()
        self._votes(settled=True)
        for name in names:
            name.chosen = name.best

    # ------------------------------------------------ where the report comes from

    def _datelines(self) -> None:
        """The country that a report is written from; a town and a country in one dateline hold together."""
        votes: set[tuple[str, str]] = set()
        for reading in self.ledger.account.readings:
            for mark in reading.marks:
                if mark.label is Label.DATELINE:
                    text = reading.document.text[mark.span.start : mark.span.end].split("(")[0]
                    parts = [p.strip(" .-–—:") for p in re.split(r"[,/]", text) if not re.search(r"\d", p)]
                    found = [(p, self.gazetteer.find(p)) for p in parts if p[:1].isupper()]
                    votes |= _dateline([(p, m) for p, m in found if m])
        for town, code in sorted(votes):
            for name in self.names.all.values():
                for ident in name.prior:
                    if self.entries[ident].country == code:
                        self._add(name, ident, WRITTEN if name.key[0] == town else DATELINE, "country of the dateline")

    def _homes(self) -> None:
        """The country and town of the outlet, in proportion to the mentions of a name that stand in its reports."""
        homes = {}
        for reading in self.ledger.account.readings:
            document = reading.document
            outlet = self.ledger.text_of(document.id, "outlet") or document.outlet
            if found := home_of(outlet, document.url, self.gazetteer):
                homes[document.id] = found
        for name in self.names.all.values() if homes else ():
            votes = Counter(homes[t.span.doc] for t in name.mentions if t.span.doc in homes)
            for home, count in sorted(votes.items(), key=lambda v: (v[0].country, v[0].seat.id if v[0].seat else "")):
                share = HOME * count / len(name.mentions)
                for ident in name.prior:
                    entry = self.entries[ident]
                    if entry.country != home.country or entry.kind == "country":
                        continue
                    self._add(name, ident, share, "in the country of the outlet")
                    gap = far(entry, home.seat) if home.seat else math.inf
                    if gap < math.inf:
                        self._add(name, ident, share / (1 + gap / 100), "near the home of the outlet")

    # ------------------------------------------------ what the other names speak for

    def _votes(self, *, settled: bool = False) -> None:
        """Countries and divisions that the names of the story speak for; a name does not vote for itself."""
        countries, divisions = self._ballot(lambda e: e.country, settled), self._ballot(lambda e: e.admin1, settled)
        districts = self._ballot(_district, settled)
        total = sum(w for w, _ in countries.values()) or 1.0
        part = FURTHER if settled else 1.0
        alone = len(self.names.all) == 1
        for name in self.names.all.values():
            for ident in name.prior:
                entry = self.entries[ident]
                if entry.kind in ("sea", "river") or entry.country is None:
                    continue
                share = _support(countries, entry.country, name) / total
                self._add(name, ident, part * COUNTRY * share, "in a country of the story")
                if alone and not settled:
                    share = self._peoples[entry.country] / (self._peoples.total() or 1)
                    self._add(name, ident, PEOPLES * share, "in the country of a people of the story")
                if entry.kind == "country":  # holds all its divisions
                    self._add(name, ident, part * DIVISION * min(1.0, 2 * share), "country of the story")
                if entry.kind == "country" or not entry.admin1:
                    continue
                share = _support(divisions, entry.admin1, name) / total
                if share > 0.02:
                    self._add(name, ident, part * DIVISION * min(1.0, 2 * share), "in a division of the story")
                share = _support(districts, _district(entry) or "", name) / total
                if share > 0.02:
                    self._add(name, ident, part * DISTRICT * min(1.0, 3 * share), "in a district of the story")

    @cached_property
    def told(self) -> frozenset[str]:
        """Countries the story names, and those its actors are of ("Lebanese troops")."""
        named = {e.country for n in self.names.all.values() if (e := self.names.chosen(n)) and e.kind == "country"}
        return frozenset(c for c in named | set(self._peoples) if c)

    @cached_property
    def _peoples(self) -> Counter[str]:
        """Countries of the adjectives in the names of actors ("Lebanese troops"), with the number of mentions."""
        actors = [a for r in self.ledger.account.readings for a in r.actors if a.country]
        peoples = self.gazetteer.adjectives
        words = [(a.country, self.ledger.quote(a.span).lower().split()) for a in actors]
        return Counter(code for code, said in words if code and any(peoples.get(w) == code for w in said))

    def _ballot(self, area: Callable[[Entry], str | None], settled: bool) -> Ballot:
        """Weight of each area, and the part of it that each name brings."""
        parts: dict[str, dict[Key, float]] = defaultdict(dict)
        for name in self.names.all.values():
            mass = sum(name.score.values()) or 1.0
            weight = 1.0 + math.log(len(name.mentions))
            for ident, score in name.score.items():
                if settled and ident != name.chosen:
                    continue
                code = area(self.entries[ident])
                if code:
                    part = weight * (score if settled else score * score / mass)
                    parts[code][name.key] = max(part, parts[code].get(name.key, 0.0))
        return {code: (sum(by.values()), by) for code, by in parts.items()}

    def _near(self) -> None:
        """Nearness to the places chosen for other names, towns and divisions only."""
        stand = [
            (n.key, self.entries[n.chosen])
            for n in self.names.all.values()
            if n.chosen and (n.settled or n.score[n.chosen] > 0.9)
        ]
        stand = [(k, e) for k, e in stand if e.kind in (*SETTLED, "admin1", "admin2") and e.lat is not None][:FEW]
        for name in self.names.all.values():
            if len(name.prior) < 2:
                continue
            for ident in name.prior:
                entry = self.entries[ident]
                gaps = [far(entry, e) for k, e in stand if k != name.key] if entry.lat is not None else []
                if gaps and entry.kind != "country":
                    self._add(name, ident, NEAR / (1 + min(gaps) / 100), "near places of the story")

    def _beside(self) -> None:
        """Names of the same sentence and paragraph: the division or country they name, or how near they lie."""
        beside: dict[Key, dict[Key, float]] = defaultdict(dict)
        for doc, found in self.names.by_report.items():
            for first, second, weight in _neighbours(self.ledger.readings[doc].document.text, found):
                one, two = self.names.of(first), self.names.of(second)
                if one.key[0] != two.key[0]:
                    for a, b in ((one, two), (two, one)):
                        beside[a.key][b.key] = max(weight, beside[a.key].get(b.key, 0.0))
        chosen = {k: self.names.chosen(n) for k, n in self.names.all.items()}
        sure = {k: n.settled for k, n in self.names.all.items()}
        for key in [k for k in self.names.all if k in beside and len(self.names.all[k].prior) > 1]:
            name = self.names.all[key]
            others = [(chosen[k], w if sure[k] else w / 2) for k, w in beside[key].items()]
            for ident in name.prior:
                best = max((w * _fit(self.entries[ident], e) for e, w in others if e), default=0.0)
                if best > 0.05:
                    self._add(name, ident, BESIDE * best, "beside places of its sentence")

    def _listed(self) -> None:
        """Names in one list are of one kind: "Ohio, New York and Oregon" are states, "Lviv, Kyiv and Odesa" towns."""
        kinds: dict[Key, Counter[str]] = defaultdict(Counter)
        for doc, found in self.names.by_report.items():
            for row in _lists(self.ledger.readings[doc].document.text, found, 3):
                names = [self.names.of(t) for t in row]
                chosen = [rough(e.kind) if (e := self.names.chosen(n)) else None for n in names]
                for n, name in enumerate(names):
                    others = Counter(k for m, k in enumerate(chosen) if m != n and k)
                    if others:
                        kind, most = min(others.items(), key=lambda k: (-k[1], k[0]))
                        kinds[name.key][kind] += most * 2 > len(names)
        for key in [k for k in self.names.all if k in kinds]:
            name = self.names.all[key]
            share = 1 / len(name.mentions)
            for ident in name.prior:
                told = kinds[key][rough(self.entries[ident].kind)]
                if told:
                    self._add(name, ident, LISTED * min(1.0, told * share), "of the kind of those listed with it")

    def _worldwide(self) -> None:
        """Cities the world knows, of two countries and in one list: no namesakes, unless their area is told there."""
        done: set[Key] = set()
        for found in self.names.by_report.values():
            text = self._text(found[0]) if found else ""
            starts = sentence_starts(text)
            for row in _lists(text, [t for t in found if t.use is Use.LITERAL], 2):
                names = [self.names.of(t) for t in row]
                known = [self._metropolis(n) for n in names]
                if None in known or len({self.entries[i].country for i in known if i}) < 2:
                    continue
                here = bisect_right(starts, row[0].span.start)
                told = [t for t in found if t not in row and t.use is Use.LITERAL]
                beside = [self.names.of(t) for t in told if bisect_right(starts, t.span.start) == here]
                areas = [self.entries[i] for n in beside for i in self.names.areas(n)]
                for name, ident in zip(names, known, strict=True):
                    others = [self.entries[i] for i in name.prior if i != ident]
                    if ident and name.key not in done and not any(lies(e, a) for e in others for a in areas):
                        done.add(name.key)
                        self._add(name, ident, WORLD, "a city the world knows, listed with another")

    def _metropolis(self, name: Name) -> str | None:
        """The one capital or city of a million of that main name; None where another is half as large."""
        towns = [e for i in sorted(name.prior) if (e := self.entries[i]).kind in SETTLED]
        large = [e for e in towns if e.feature == "PPLC" or e.population >= METROPOLIS / 2]
        if len(large) != 1 or plain(large[0].name) != name.key[0]:
            return None
        return large[0].id if large[0].feature == "PPLC" or large[0].population >= METROPOLIS else None

    # ------------------------------------------------ persons

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Last names of the persons of the story, as keys; "a hotel owner in Oru" has none."""
        sure = [a for a in self.ledger.account.actors if a.kind is ActorKind.PERSON and (a.role or len(a.evidence) > 1)]
        people = [n.split() for a in sure for n in a.names]
        return frozenset(plain(words[-1]) for words in people if len(words) > 1 and words[-2][:1].isupper())


def _dateline(parts: list[tuple[str, tuple[Match, ...]]]) -> set[tuple[str, str]]:
    """The town (if its country stands beside it) and the country of a dateline."""
    if not parts:
        return set()
    countries = [m[0].entry.country for _, m in parts[1:] if m[0].entry.kind == "country"]
    if countries and countries[0]:
        return {(plain(parts[0][0]), countries[0])}
    first = rank(parts[0][1])[0][0].entry
    return {("", first.country)} if first.country else set()


def _district(entry: Entry) -> str | None:
    """The second-level division an entry lies in or is."""
    return entry.id if entry.kind == "admin2" else entry.admin2


def _support(ballot: Ballot, code: str, name: Name) -> float:
    whole, by = ballot.get(code, (0.0, {}))
    return whole - by.get(name.key, 0.0)


def _fit(entry: Entry, other: Entry) -> float:
    """How well an entry goes with one named beside it: inside it, holding it, or near it."""
    if entry.id == other.id:
        return 0.0
    if other.kind in AREAS and other.kind != "country" and lies(entry, other):
        return 1.0
    if entry.kind in AREAS and entry.kind != "country" and lies(other, entry):
        return 1.0
    if "country" in (entry.kind, other.kind):
        return 0.3 * (entry.country == other.country)
    gap = far(entry, other)
    return 1 / (1 + gap / 60) if gap < math.inf else 0.0


def rough(kind: str) -> str:
    """Kinds of entry that stand in one list."""
    return "town" if kind in SETTLED else kind


def _lists(text: str, found: list[Toponym], least: int) -> Iterator[list[Toponym]]:
    """Rows of `least` or more names with only commas and "and" between them: two may be a town and its state."""
    row: list[Toponym] = []
    for toponym in found:
        words = text[row[-1].span.end : toponym.span.start] if row and row[-1].span.end <= toponym.span.start else "."
        if row and not _JOINT.match(words):
            if len(row) >= least:
                yield row
            row = []
        row.append(toponym)
    if len(row) >= least:
        yield row


def sentence_starts(text: str) -> list[int]:
    """Offsets where a sentence or a line after the first begins, in order."""
    return sorted({m.end() for m in STOP.finditer(text)} | {m.start() for m in _NEWLINE.finditer(text)})


def _neighbours(text: str, found: list[Toponym]) -> Iterator[tuple[Toponym, Toponym, float]]:
    """Pairs of toponyms of one sentence (1) or one paragraph (a half), at most three names apart."""
    lines = [m.start() for m in _NEWLINE.finditer(text)]
    stops = sentence_starts(text)
    line = [bisect_right(lines, t.span.start) for t in found]
    sentence = [bisect_right(stops, t.span.start) for t in found]
    for n, first in enumerate(found):
        for k in range(n + 1, min(n + 1 + WINDOW, len(found))):
            if line[k] != line[n]:
                break
            yield first, found[k], 1.0 if sentence[k] == sentence[n] else 0.5
