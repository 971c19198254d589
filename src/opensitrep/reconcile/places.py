"""One sense per story for every place name: which gazetteer entry it stands for, with the reason, or none.

A name (with the feature its words ask for) is settled once over all reports of a story. Its candidates are scored by
prior (`gazetteer.rank`), by the countries and divisions the story's other names speak for, by containment written out
("Alexandria, Louisiana"), by nearness to places already settled, and by stated distance ("70 km north of Kyiv"). Two
rounds: what is sure settles first and helps the rest. After Leidner (2007): one referent a discourse, least distance.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from opensitrep.gazetteer import ASKED, SETTLED, Entry, Gazetteer, Match, rank
from opensitrep.ledger import Ledger
from opensitrep.model import Account, ActorKind, Label, Place, Precision, Resolution, Toponym, Use
from opensitrep.spelling import plain

# Weights of the features, set on the seed reports and the first 40 documents of each bench set (shared/bench/toponyms).
WRITTEN = 1.2  # "Alexandria, Louisiana": the other name is its division or country
COUNTRY = 0.35  # share of the story's other names that speak for the country
DIVISION = 0.5  # ... for the first-level division
NEAR = 0.25  # a settled place close by, 1 at 0 km, a half at 100 km
STATED = 0.8  # lies where "N km north of Y" says
DATELINE = 0.25  # lies in the country the report was written from
HOME = 0.75  # share of the settled names of a report in one country, from which an unlisted place is taken to lie there
FLOOR = 0.2  # a sign counts in proportion to this + the prior, so that hamlets need more of them
LEAST = 0.12  # below this score nothing is settled: the name is left open
EARTH = 6371.0

PRECISION = {
    "country": Precision.COUNTRY, "admin1": Precision.REGION, "region": Precision.REGION, "admin2": Precision.DISTRICT,
    "area": Precision.DISTRICT, "city": Precision.TOWN, "town": Precision.TOWN, "village": Precision.TOWN,
    "sea": Precision.SEA, "river": Precision.SEA, "base": Precision.SITE, "plant": Precision.SITE,
    "facility": Precision.SITE,
}  # fmt: skip
SITES = ("base", "plant", "facility")
_BEARING = re.compile(
    r"([\d.,]+) ?(?:km|kilomet(?:er|re)s?|mi|miles?)\b(?: \([^)]*\))? (?:to the )?"
    r"(north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)? of\s+$",
    re.IGNORECASE,
)
_ANGLES = {
    "north": 0,
    "northeast": 45,
    "east": 90,
    "southeast": 135,
    "south": 180,
    "southwest": 225,
    "west": 270,
    "northwest": 315,
}
_INSIDE = re.compile(
    r"^[\"'”’]?(?:,? (?:city |town |village |area )?(?:in|of) (?:the )?(?:\w+ern )?(?:\w+ )?"
    r"|, (?:in )?(?:the )?(?:\w+ern )?| \()$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Name:
    """A spelling in one story with all its mentions and what is known of its candidates."""

    key: tuple[str, str]
    mentions: list[Toponym] = field(default_factory=list)
    prior: dict[str, float] = field(default_factory=dict)
    score: dict[str, float] = field(default_factory=dict)
    why: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    chosen: str | None = None

    @property
    def settled(self) -> bool:
        """Whether one candidate stands far above the others."""
        ranked = sorted(self.score.values(), reverse=True)
        return bool(ranked) and (len(ranked) == 1 or ranked[0] > 1.5 * ranked[1])


def settle_places(account: Account, *, gazetteer: Gazetteer) -> Account:
    """Add the places of the story and a resolution "place" for each toponym that can be settled."""
    settler = Settler(Ledger(account), gazetteer)
    return settler.told()


class Settler:
    """The place names of one story."""

    def __init__(self, ledger: Ledger, gazetteer: Gazetteer) -> None:
        self.ledger = ledger
        self.gazetteer = gazetteer
        self.toponyms = [t for r in ledger.account.readings for t in sorted(r.toponyms, key=lambda t: t.span)]
        self.entries: dict[str, Entry] = {}
        self.names = self._names()
        self.by_report: dict[str, list[Toponym]] = defaultdict(list)
        for toponym in self.toponyms:
            self.by_report[toponym.span.doc].append(toponym)

    def _names(self) -> dict[tuple[str, str], Name]:
        out: dict[tuple[str, str], Name] = {}
        for toponym in self.toponyms:
            key = (plain(self.ledger.quote(toponym.span)), _class(toponym.feature))
            name = out.setdefault(key, Name(key))
            name.mentions.append(toponym)
            for candidate in toponym.candidates:
                if candidate.place not in self.entries:
                    entry = self.gazetteer.entry(candidate.place)
                    if entry is None:
                        continue
                    self.entries[candidate.place] = entry
                name.prior[candidate.place] = max(candidate.score, name.prior.get(candidate.place, 0.0))
        return out

    # ------------------------------------------------ scoring

    def settle(self) -> None:
        """Two rounds over all names: votes of countries and divisions first, then nearness to what stands."""
        for name in self.names.values():
            name.score = dict(name.prior)
        self._written()
        self._datelines()
        self._votes()
        self._stated()
        for name in self.names.values():
            name.chosen = _best(name.score)
        self._near()
        self._votes(settled=True)
        for name in self.names.values():
            name.chosen = _best(name.score)
            if name.chosen and (name.score[name.chosen] < LEAST or self._surname(name)):
                name.chosen = None
        self._short_countries()

    def _surname(self, name: Name) -> bool:
        """Whether a small place has the last name of a person of the story and no type word: "Putin" is no village."""
        entry = self.entries[name.chosen] if name.chosen else None
        if entry is None or name.key[1] or name.key[0] not in self.surnames:
            return False
        known = (
            entry.kind in ("country", "admin1", "sea") or entry.feature in ("PPLC", "OWN") or entry.population > 100_000
        )
        return not known and not any(t.feature or t.modifier for t in name.mentions)

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Last names of the persons of the story, as keys."""
        sure = [a for a in self.ledger.account.actors if a.kind is ActorKind.PERSON and (a.role or len(a.evidence) > 1)]
        people = [n for a in sure for n in a.names]
        return frozenset(plain(n.split()[-1]) for n in people if " " in n)

    def _short_countries(self) -> None:
        """ "Congo" beside "Democratic Republic of Congo": a short name that is nobody's own goes with the long one."""
        chosen = {n.key[0]: self.entries[n.chosen] for n in self.names.values() if n.chosen}
        long = {key: e for key, e in chosen.items() if e.kind == "country" and " " in key}
        for name in self.names.values():
            entry = self.entries[name.chosen] if name.chosen else None
            if entry is None or entry.kind != "country" or plain(entry.name) == name.key[0]:
                continue
            others = {e.id: e for key, e in long.items() if name.key[0] in key.split()}
            if len(others) == 1 and entry.id not in others:
                ident, other = next(iter(others.items()))
                self.entries[ident] = other
                name.chosen = ident
                name.score.setdefault(ident, 1.0)
                name.why[ident].append("short for the country named in full")

    def _add(self, name: Name, ident: str, amount: float, why: str) -> None:
        name.score[ident] += amount * (FLOOR + name.prior[ident])
        if why not in name.why[ident]:
            name.why[ident].append(why)

    def _written(self) -> None:
        """Containment that the words themselves state, once for each pair of names."""
        done: set[tuple[tuple[str, str], tuple[str, str]]] = set()
        for left, right in zip(self.toponyms, self.toponyms[1:], strict=False):
            if left.span.doc != right.span.doc or not 0 <= right.span.start - left.span.end < 40:
                continue
            text = self.ledger.readings[left.span.doc].document.text
            between = re.sub(r"\s+", " ", text[left.span.end : right.span.start])
            inner, outer = self._name(left), self._name(right)
            if (inner.key, outer.key) in done:
                continue
            if _INSIDE.match(between):
                done.add((inner.key, outer.key))
                self._contain(inner, outer)
            elif re.match(r"^['’]s? (?:\w+ern )?(?:\w+ )?$", between):
                done.add((inner.key, outer.key))
                self._contain(outer, inner)

    def _datelines(self) -> None:
        """The country that a report is written from; a town and a country in one dateline hold together."""
        votes: set[tuple[str, str]] = set()
        for reading in self.ledger.account.readings:
            for mark in reading.marks:
                if mark.label is Label.DATELINE:
                    text = reading.document.text[mark.span.start : mark.span.end].split("(")[0]
                    parts = [p.strip(" .-–—:") for p in re.split(r"[,/]", text) if not re.search(r"\d", p)]
                    found = [(p, self.gazetteer.find(p)) for p in parts if p[:1].isupper()]
                    votes |= self._dateline([(p, m) for p, m in found if m])
        for town, code in sorted(votes):
            for name in self.names.values():
                for ident in name.prior:
                    if self.entries[ident].country == code:
                        self._add(name, ident, WRITTEN if name.key[0] == town else DATELINE, "country of the dateline")

    @staticmethod
    def _dateline(parts: list[tuple[str, tuple[Match, ...]]]) -> set[tuple[str, str]]:
        """The town (if its country stands beside it) and the country of a dateline."""
        if not parts:
            return set()
        countries = [m[0].entry.country for _, m in parts[1:] if m[0].entry.kind == "country"]
        if countries and countries[0]:
            return {(plain(parts[0][0]), countries[0])}
        first = rank(parts[0][1])[0][0].entry
        return {("", first.country)} if first.country else set()

    def _contain(self, inner: Name, outer: Name) -> None:
        """Strengthen candidates of `inner` that lie in a candidate of `outer`, and the other way round."""
        reach = {
            i: p for i, p in outer.prior.items() if self.entries[i].kind in ("country", "admin1", "admin2", "region")
        }
        best = max(reach.values(), default=0.0)
        for ident in inner.prior:
            for area, prior in reach.items():
                if ident != area and prior > 0.4 * best and self._lies(self.entries[ident], self.entries[area]):
                    self._add(inner, ident, WRITTEN * prior / best, f"written with {self.entries[area].name}")
                    if self.entries[area].kind != "country":
                        self._add(outer, area, 0.3 * WRITTEN * inner.prior[ident], f"holds {self.entries[ident].name}")
                    break

    @staticmethod
    def _lies(inner: Entry, outer: Entry) -> bool:
        if outer.kind == "country":
            return inner.country == outer.country and inner.kind != "country"
        if outer.kind in ("admin1", "admin2"):
            return outer.id in (inner.admin1, inner.admin2)
        return inner.country == outer.country and outer.country is not None and far(inner, outer) < 400

    def _votes(self, *, settled: bool = False) -> None:
        """Countries and divisions that the names of the story speak for; a name does not vote for itself."""
        countries, divisions = self._ballot(lambda e: e.country, settled), self._ballot(lambda e: e.admin1, settled)
        total = sum(w for w, _ in countries.values()) or 1.0
        for name in self.names.values():
            for ident in name.prior:
                entry = self.entries[ident]
                if entry.kind in ("sea", "river") or entry.country is None:
                    continue
                share = self._support(countries, entry.country, name, ident) / total
                self._add(name, ident, (0.5 if settled else 1.0) * COUNTRY * share, "in a country of the story")
                if entry.kind == "country":  # holds all its divisions
                    self._add(
                        name, ident, (0.5 if settled else 1.0) * DIVISION * min(1.0, 2 * share), "country of the story"
                    )
                if entry.kind == "country" or not entry.admin1:
                    continue
                share = self._support(divisions, entry.admin1, name, ident) / total
                if share > 0.02:
                    self._add(
                        name,
                        ident,
                        (0.5 if settled else 1.0) * DIVISION * min(1.0, 2 * share),
                        "in a division of the story",
                    )

    def _ballot(self, area: object, settled: bool) -> dict[str, tuple[float, dict[tuple[str, str], float]]]:
        """Weight of each area, and the part of it that each name brings."""
        parts: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
        for name in self.names.values():
            mass = sum(name.score.values()) or 1.0
            weight = 1.0 + math.log(len(name.mentions))
            for ident, score in name.score.items():
                if settled and ident != name.chosen:
                    continue
                code = area(self.entries[ident])  # type: ignore[operator]
                if code:
                    part = weight * (score if settled else score * score / mass)
                    parts[code][name.key] = max(part, parts[code].get(name.key, 0.0))
        return {code: (sum(by.values()), by) for code, by in parts.items()}

    @staticmethod
    def _support(
        ballot: dict[str, tuple[float, dict[tuple[str, str], float]]], code: str, name: Name, ident: str
    ) -> float:
        whole, by = ballot.get(code, (0.0, {}))
        return whole - by.get(name.key, 0.0)

    def _stated(self) -> None:
        """Distance and direction from another place, told of the first name of the sentence."""
        for place in self.toponyms:
            text = self.ledger.readings[place.span.doc].document.text
            found = _BEARING.search(text, max(0, place.span.start - 70), place.span.start)
            if not found:
                continue
            before = [
                t
                for t in self.toponyms
                if t.span.doc == place.span.doc and t.span.end <= found.start() and found.start() - t.span.end < 160
            ]
            before = [t for t in before if not re.search(r"[.!?]\s+[A-Z]", text[t.span.end : found.start()])]
            anchor = _best(self._name(place).score)
            if not before or anchor is None:
                continue
            distance = _kilometres(found)
            told = self._name(before[0])
            for ident in told.prior:
                off = self._off(
                    self.entries[ident], self.entries[anchor], distance, found.group(2).lower().replace("-", "")
                )
                if off is not None:
                    self._add(told, ident, STATED * off, f"{found.group(0).strip()} {self.entries[anchor].name}")

    @staticmethod
    def _off(entry: Entry, anchor: Entry, distance: float, direction: str) -> float | None:
        """1 where the entry lies as stated, less within half the distance of it, None beyond."""
        if entry.lat is None or anchor.lat is None or entry.id == anchor.id:
            return None
        real = far(entry, anchor)
        turn = abs((bearing(anchor, entry) - _ANGLES[direction] + 180) % 360 - 180)
        if turn > 60 or not 0.5 * distance - 10 <= real <= 1.5 * distance + 10:
            return None
        return max(0.2, 1 - abs(real - distance) / (0.5 * distance + 10))

    def _near(self) -> None:
        """Nearness to the places chosen for other names, towns and divisions only."""
        stand = [
            (n.key, self.entries[n.chosen])
            for n in self.names.values()
            if n.chosen and (n.settled or n.score[n.chosen] > 0.9)
        ]
        stand = [(k, e) for k, e in stand if e.kind in (*SETTLED, "admin1", "admin2") and e.lat is not None][:60]
        for name in self.names.values():
            if len(name.prior) < 2:
                continue
            for ident in name.prior:
                entry = self.entries[ident]
                gaps = [far(entry, e) for k, e in stand if k != name.key] if entry.lat is not None else []
                if gaps and entry.kind != "country":
                    self._add(name, ident, NEAR / (1 + min(gaps) / 100), "near places of the story")

    def _name(self, toponym: Toponym) -> Name:
        return self.names[(plain(self.ledger.quote(toponym.span)), _class(toponym.feature))]

    # ------------------------------------------------ what is told

    def told(self) -> Account:
        """The account with places and resolutions."""
        self.settle()
        places: dict[str, Place] = {}
        resolutions: list[Resolution] = []
        for toponym in self.toponyms:
            name = self._name(toponym)
            if name.chosen is None:
                if toponym.feature in SITES and toponym.use is Use.LITERAL:
                    self._site(toponym, places, resolutions)
                elif not toponym.candidates:
                    self._unlisted(toponym, places, resolutions)
                continue
            entry = self.entries[name.chosen]
            if toponym.feature in SITES and entry.kind in SETTLED:
                self._site(toponym, places, resolutions, entry)
                continue
            if entry.id not in places:
                places[entry.id] = self._place(entry)
            resolutions.append(Resolution(toponym.span, "place", entry.id, self._why(name, entry)))
        account = self.ledger.account
        kept = {p.id: p for p in account.places} | places
        return replace(
            account,
            places=tuple(kept[i] for i in sorted(kept)),
            resolutions=(*account.resolutions, *resolutions),
        )

    def _place(self, entry: Entry) -> Place:
        """The place under the spelling the reports use most; divisions and countries under the gazetteer's."""
        written = Counter(
            self.ledger.quote(t.span) for n in self.names.values() if n.chosen == entry.id for t in n.mentions
        )
        most = min(written, key=lambda w: (-written[w], w))
        display = (
            entry.name if entry.kind in ("country", "admin1", "admin2") else most if most[:1].isupper() else entry.name
        )
        return Place(
            entry.id,
            display,
            entry.kind,
            entry.lat,
            entry.lon,
            entry.country,
            entry.admin1,
            entry.zone,
            PRECISION.get(entry.kind, Precision.UNKNOWN),
        )

    def _site(
        self, toponym: Toponym, places: dict[str, Place], resolutions: list[Resolution], town: Entry | None = None
    ) -> None:
        """A place only the reports know: at the town of its own name, or at a town named beside it in any report."""
        written = self.ledger.quote(toponym.span)
        if town is None:
            town = self._town_beside(toponym)
        ident = f"site:{plain(written).replace(' ', '-')}" + (f"@{town.id}" if town else "")
        lat, lon, country = (town.lat, town.lon, town.country) if town else (None, None, None)
        admin1, zone = (town.admin1, town.zone) if town else (None, None)
        places[ident] = Place(
            ident, written, toponym.feature or "facility", lat, lon, country, admin1, zone, Precision.SITE
        )
        why = (
            f"a site in {town.name}, named with it"
            if town
            else "a site the gazetteer does not know, no town named with it"
        )
        resolutions.append(Resolution(toponym.span, "place", ident, why))

    def _unlisted(self, toponym: Toponym, places: dict[str, Place], resolutions: list[Resolution]) -> None:
        """A name no gazetteer lists: no point, but the country in which (nearly) all other places of its report lie."""
        chosen = {n.chosen for t in self.by_report[toponym.span.doc] if (n := self._name(t)).chosen}
        votes = Counter(c for i in chosen if i and (c := self.entries[i].country))
        if not votes:
            return
        code, most = min(votes.items(), key=lambda v: (-v[1], v[0]))
        if most < HOME * sum(votes.values()) or sum(votes.values()) < 2:
            return
        written = self.ledger.quote(toponym.span)
        ident = f"unlisted:{plain(written).replace(' ', '-')}@{code}"
        kind = toponym.feature if toponym.feature in PRECISION else "area"
        places[ident] = Place(ident, written, kind or "area", None, None, code, None, None, Precision.COUNTRY)
        why = f"not in the gazetteer; the places of the report lie in {code}"
        resolutions.append(Resolution(toponym.span, "place", ident, why))

    def _town_beside(self, toponym: Toponym) -> Entry | None:
        """The town named closest to the site's name, in any report, within 250 characters (about a sentence or two)."""
        key = plain(self.ledger.quote(toponym.span))
        same = self.names[key, _class(toponym.feature)].mentions
        best: tuple[int, str] | None = None
        for site in same:
            for other in self.by_report[site.span.doc]:
                if other.use is not Use.LITERAL or other.span == site.span:
                    continue
                chosen = self._name(other).chosen
                if chosen is None or self.entries[chosen].kind not in SETTLED:
                    continue
                after = other.span.start - site.span.end
                gap = after if after >= 0 else 2 * (site.span.start - other.span.end)  # "X in Y" before "Y ... X"
                if gap <= 500 and (best is None or (gap, chosen) < best):
                    best = (gap, chosen)
        return self.entries[best[1]] if best else None

    def _why(self, name: Name, entry: Entry) -> str:
        rejected = len(name.score) - 1
        reasons = ", ".join(name.why[entry.id][:3]) or "the best known place of that name"
        return (
            f"{entry.name}, {entry.kind}"
            + (f" in {entry.country}" if entry.country else "")
            + f": {reasons}; {rejected} other candidates rejected"
        )


# ---------------------------------------------------------------- arithmetic


def far(a: Entry, b: Entry) -> float:
    """Great-circle distance in km; endless where a point is missing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    p, q, d = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(h))


def bearing(a: Entry, b: Entry) -> float:
    """Direction from a to b in degrees clockwise from north."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0
    p, q, d = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    return (
        math.degrees(
            math.atan2(math.sin(d) * math.cos(q), math.cos(p) * math.sin(q) - math.sin(p) * math.cos(q) * math.cos(d))
        )
        % 360
    )


def _kilometres(found: re.Match[str]) -> float:
    number = float(found.group(1).replace(",", "").rstrip(".") or 0)
    return number * (1.609 if re.search(r"\bmi(?:les?)?\b", found.group(0).split("(")[0]) else 1.0)


def _class(feature: str | None) -> str:
    """Features that ask for the same kind of entry are one class."""
    return "area" if feature in ("admin1", "admin2") else feature if feature in ASKED and feature != "city" else ""


def _best(score: dict[str, float]) -> str | None:
    return min(score, key=lambda i: (-round(score[i], 4), i)) if score else None
