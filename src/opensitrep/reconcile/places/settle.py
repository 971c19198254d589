"""Which gazetteer entry each place name of a story stands for, how sure that is, or none; areas of "north of X".

One sense a story for every spelling, unless the words part it (`names`); candidates are scored by what the story
says (`scoring`). What is too unsure is left open. A site stands at its town; a name no gazetteer lists has at
most a country; a toponym with words such as "20 km from" keeps its place and gets an area beside (`areas`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from opensitrep.model import Account, Candidate, Place, Precision, Resolution, Span, Toponym, Use, Whereabouts
from opensitrep.reconcile.places.areas import area_of
from opensitrep.reconcile.places.names import Key, Name, Names, lies
from opensitrep.reconcile.places.scoring import Scorer
from opensitrep.reconcile.places.sites import Sites
from opensitrep.run.ledger import Ledger
from opensitrep.text.spelling import plain
from opensitrep.world.countries import SEAT
from opensitrep.world.earth import between, far
from opensitrep.world.gazetteer import SETTLED, Entry, Gazetteer
from opensitrep.world.zones import load_zones, zone_of

ALIKE = 0.75  # share of the settled names of a report in one country, from which an unlisted place lies there
FAINT = 0.12  # below this score nothing is settled: the name is left open
LEAST = 0.2  # less sure than this no town is settled: of such answers to the bench sets two in three were wrong
GUESSED = 0.45  # ... nor a place found by a name like its own; set on the tuning half of the spelling test
SHARP = 6  # exponent that turns scores into how sure a reading is; see `shares_of`
NOBODY = 0.5  # score of "a place the gazetteer does not list": the prior of a hamlet named in no other way
KEPT = 5  # rejected readings kept with a resolution
SMALL = 50_000  # people: a place said to lie in an area that holds none of its name is not this town elsewhere
LARGE = 1_000_000  # people: the same of a town by another name than its main one
BIG = 100_000  # people: a town that has its name beside a person of the same surname
PRECISION = {
    "country": Precision.COUNTRY, "admin1": Precision.REGION, "region": Precision.REGION, "admin2": Precision.DISTRICT,
    "area": Precision.DISTRICT, "city": Precision.TOWN, "town": Precision.TOWN, "village": Precision.TOWN,
    "sea": Precision.SEA, "river": Precision.SEA, "base": Precision.SITE, "plant": Precision.SITE,
    "facility": Precision.SITE,
}  # fmt: skip
SITES = ("base", "plant", "facility")


def settle_places(account: Account, *, gazetteer: Gazetteer) -> Account:
    """Add the places of the story and a resolution "place" for each toponym that can be settled."""
    return Settler(Ledger(account), gazetteer).told()


class Settler:
    """The place names of one story and what is told of them."""

    def __init__(self, ledger: Ledger, gazetteer: Gazetteer) -> None:
        self.ledger = ledger
        self.gazetteer = gazetteer
        self.names = Names(ledger, gazetteer)
        self.sites = Sites(ledger, self.names)
        self.entries = self.names.entries
        self.places: dict[str, Place] = {}
        self.resolutions: list[Resolution] = []
        self._voted: dict[str, Counter[str]] = {}
        self._homes: dict[Key, tuple[str | None, str]] = {}  # country of an unlisted name, and whose places lie there
        self._told: frozenset[str] = frozenset()  # countries the story names or its actors are of

    def told(self) -> Account:
        """The account with places and resolutions."""
        self._settle()
        elsewhere = self._elsewhere()
        for name in [n for n in self.names.all.values() if self._alone(n)]:
            name.chosen = None
        for toponym in self.names.toponyms:
            if toponym.span in elsewhere:
                self._unlisted_in(toponym, elsewhere[toponym.span])
            else:
                self._tell(toponym)
        self._areas()
        account = self.ledger.account
        kept = {p.id: p for p in account.places} | self.places
        return replace(
            account,
            places=tuple(kept[i] for i in sorted(kept)),
            resolutions=(*account.resolutions, *self.resolutions),
        )

    # ------------------------------------------------ which entry

    def _settle(self) -> None:
        scorer = Scorer(self.ledger, self.gazetteer, self.names)
        scorer.score()
        for name in self.names.all.values():
            if name.chosen and (self._unsure(name) or self._surname(name, scorer.surnames)):
                name.chosen = None
        self._told = scorer.told
        self._short_countries()
        self._apart()
        self._borders()

    def _unsure(self, name: Name) -> bool:
        """Whether a name is better left open: hardly any score, or a town that is less likely than one not listed."""
        entry = self.names.chosen(name)
        if entry is None or name.score[entry.id] < FAINT:
            return True
        share = dict(shares_of(name))[entry.id]
        if share < GUESSED and name.step.get(entry.id, "exact") != "exact":
            return True
        return (entry.kind in SETTLED and share < LEAST) or (entry.kind == "admin2" and share < LEAST / 2)

    def _alone(self, name: Name) -> bool:
        """Whether nothing but its name speaks for a small town: the story is about other countries.

        The namesake meant may not be listed.
        """
        entry = self.names.chosen(name)
        if entry is None or entry.kind not in SETTLED or not self._told or entry.country in self._told:
            return False
        most = SMALL if plain(entry.name) == name.key[0] else LARGE
        signs = [w for w in name.why[entry.id] if not w.startswith("near")]
        return entry.population < most and not signs

    def _surname(self, name: Name, surnames: frozenset[str]) -> bool:
        """Whether a small place has the last name of a person of the story and no type word: "Putin" is no village."""
        entry = self.names.chosen(name)
        if entry is None or name.key[1] or name.key[0] not in surnames:
            return False
        known = entry.kind in ("country", "admin1", "sea") or entry.feature in ("PPLC", "OWN") or entry.population > BIG
        return not known and not any(t.feature or t.modifier for t in name.mentions)

    def _short_countries(self) -> None:
        """ "Congo" beside "Democratic Republic of Congo": a short name that is nobody's own goes with the long one."""
        chosen = {n.key[0]: e for n in self.names.all.values() if (e := self.names.chosen(n))}
        long = {key: e for key, e in chosen.items() if e.kind == "country" and " " in key}
        for name in self.names.all.values():
            entry = self.names.chosen(name)
            if entry is None or entry.kind != "country" or plain(entry.name) == name.key[0]:
                continue
            others = {e.id: e for key, e in long.items() if name.key[0] in key.split()}
            if len(others) == 1 and entry.id not in others:
                ident, other = next(iter(others.items()))
                self.entries[ident] = other
                name.chosen = ident
                name.score.setdefault(ident, 1.0)
                name.why[ident].append("short for the country named in full")

    def _apart(self) -> None:
        """What the words of a mention say outright wins over the sense of the story: "San Jose, California".

        Only where another place of the name lies in the area named, and that area itself is beyond doubt.
        """
        for inner, outer in self.names.pairs:
            entry, area = self.names.chosen(self.names.of(inner)), self.names.chosen(self.names.of(outer))
            if entry is None or area is None or area.kind not in ("country", "admin1") or entry.kind not in SETTLED:
                continue
            if lies(entry, area) or not self.names.of(outer).settled:
                continue
            if held := [i for i in self.names.of(inner).prior if lies(self.entries[i], area)]:
                part = self.names.part_off(inner, held)
                part.why[part.chosen or ""].insert(0, f"written with {area.name}")

    def _borders(self) -> None:
        """ "20 km from the border with Niger", told of a town in another country than Niger State: the country."""
        for toponym in self.names.toponyms:
            name = self.names.of(toponym)
            entry = self.names.chosen(name)
            if toponym.relative is None or toponym.relative.kind is not Whereabouts.BORDER or name.key[1]:
                continue
            if entry is None or entry.kind != "admin1":
                continue
            held = [i for i in name.prior if self.entries[i].kind == "country" and self.entries[i].id != entry.id]
            last = self._town_before(toponym)
            if held and last and last.country != entry.country:
                part = self.names.part_off(toponym, held)
                part.why[part.chosen or ""].insert(0, "a border with a country")

    def _town_before(self, toponym: Toponym) -> Entry | None:
        """The town or division told last before a toponym in its report, other than by its own name."""
        name = self.names.of(toponym)
        found = [t for t in self.names.by_report[toponym.span.doc] if t.span.end <= toponym.span.start]
        chosen = [self.names.chosen(n) for t in reversed(found) if (n := self.names.of(t)).key[0] != name.key[0]]
        return next((e for e in chosen if e and (e.kind in SETTLED or e.kind in ("admin1", "admin2", "country"))), None)

    def _elsewhere(self) -> dict[Span, Entry]:
        """Mentions that the words put into an area in which no place of that name is known, with that area.

        "Kogelo in Nyanza province" is not the only Kogelo the gazetteer has, in another country.
        """
        found = {}
        for inner, outer in self.names.pairs:
            name, area = self.names.of(inner), self.names.chosen(self.names.of(outer))
            entry = self.names.chosen(name)
            if entry is None or area is None or entry.kind not in SETTLED or entry.population >= SMALL:
                continue
            if area.kind not in ("country", "admin1") or area.country is None or entry.country == area.country:
                continue
            if self.names.of(outer).settled and not any(lies(self.entries[i], area) for i in name.prior):
                found[inner.span] = area
        return found

    # ------------------------------------------------ what is told of a mention

    def _tell(self, toponym: Toponym) -> None:
        name = self.names.of(toponym)
        entry = self.names.chosen(name)
        if entry is None:
            if toponym.feature in SITES and toponym.use is Use.LITERAL:
                self._site(toponym, None)
            elif not toponym.candidates:
                self._unlisted(toponym)
            return
        if toponym.feature in SITES and entry.kind in SETTLED and entry.feature != "OWN":  # own sites have their point
            exact = name.step.get(entry.id, "exact") == "exact"  # a town by a name like its own is not its town
            self._site(toponym, entry if exact else None)
            return
        if entry.id not in self.places:
            self.places[entry.id] = self._place(entry)
        shares = shares_of(name)
        rejected = tuple(
            Candidate(i, s, name.step.get(i, "exact"), described(self.entries[i]))
            for i, s in shares[: KEPT + 1]
            if i != entry.id
        )[:KEPT]
        step = name.step.get(entry.id, "full name")
        why = self._why(name, entry)
        self.resolutions.append(
            Resolution(toponym.span, "place", entry.id, why, dict(shares).get(entry.id, 1.0), step, rejected)
        )

    def _why(self, name: Name, entry: Entry) -> str:
        rejected = len(name.score) - 1
        reasons = ", ".join(name.why[entry.id][:3]) or "the best known place of that name"
        return f"{described(entry)}: {reasons}; {rejected} other candidates rejected"

    def _place(self, entry: Entry) -> Place:
        """The place under the spelling the reports use most; divisions and countries under the gazetteer's."""
        told = [t for n in self.names.all.values() if n.chosen == entry.id for t in n.mentions]
        named = [t for t in told if all(c.step != SEAT for c in t.candidates)]  # not "the Yemeni capital"
        written = Counter(self.ledger.quote(t.span) for t in named) or Counter([entry.name])
        most = min(written, key=lambda w: (-written[w], w))
        own = entry.kind in ("country", "admin1", "admin2") or not most[:1].isupper()
        return Place(
            entry.id,
            entry.name if own else most,
            entry.kind,
            entry.lat,
            entry.lon,
            entry.country,
            entry.admin1,
            zone_of(entry),
            PRECISION.get(entry.kind, Precision.UNKNOWN),
            canonical=None if own or entry.name == most else entry.name,
        )

    def _site(self, toponym: Toponym, town: Entry | None) -> None:
        """A place only the reports know: at the town of its own name, or at a town named beside it in any report.

        It is as sure as that town. What leads between two towns lies about half-way.
        """
        written = self.ledger.quote(toponym.span)
        if town is None and (ends := self.sites.ends(toponym)):
            self._half_way(toponym, written, *sorted(ends, key=lambda e: e.id))
            return
        beside = (town, self.names.of(toponym)) if town else self.sites.town(toponym)
        ident, score = f"site:{plain(written).replace(' ', '-')}", None
        lat = lon = country = admin1 = zone = None
        why = "a site no gazetteer knows, no town named with it"
        if beside:
            town, name = beside
            ident += f"@{town.id}"
            score = dict(shares_of(name)).get(town.id)
            lat, lon, country, admin1, zone = town.lat, town.lon, town.country, town.admin1, zone_of(town)
            why = f"a site in {town.name}, named with it"
        kind = toponym.feature or "facility"
        self.places[ident] = Place(ident, written, kind, lat, lon, country, admin1, zone, Precision.SITE)
        self.resolutions.append(Resolution(toponym.span, "place", ident, why, score, "site"))

    def _half_way(self, toponym: Toponym, written: str, one: Entry, other: Entry) -> None:
        middle = between(one, other) or (None, None)
        lat, lon = (None if x is None else round(x, 2) for x in middle)
        ident = f"site:{plain(written).replace(' ', '-')}@{one.id}+{other.id}"
        country = one.country if one.country == other.country else None
        admin1 = one.admin1 if one.admin1 == other.admin1 else None
        kind, radius = toponym.feature or "facility", round(max(1.0, far(one, other) / 2), 1)
        of = (one.id, other.id)
        self.places[ident] = Place(
            ident, written, kind, lat, lon, country, admin1, zone_of(one), Precision.SITE, radius, of=of
        )
        why = f"a site between {one.name} and {other.name}"
        self.resolutions.append(Resolution(toponym.span, "place", ident, why, None, "site"))

    # ------------------------------------------------ names no gazetteer lists

    def _unlisted(self, toponym: Toponym) -> None:
        """No point, but the country in which (nearly) all other places of its report lie, else of another report that
        names it, else of all that do, else of the story; where they lie in several, the name alone."""
        name = self.names.of(toponym)
        if name.key not in self._homes:
            docs = sorted({t.span.doc for t in name.mentions})
            asked = [(self._countries(d), "a report") for d in docs] + [(self._countries(*docs), "the reports")]
            found = ((_one_country(votes), whose) for votes, whose in [*asked, (self._story, "the story")])
            self._homes[name.key] = next(((code, whose) for code, whose in found if code), (None, "the story"))
        code, whose = self._homes[name.key]
        if own := _one_country(self._countries(toponym.span.doc)):
            code, whose = own, "the report"
        if code:
            self._unknown(toponym, code, code, None, f"not in the gazetteer; the places of {whose} lie in {code}")
        elif toponym.use is Use.LITERAL:
            self._unknown(
                toponym, None, "", None, "not in the gazetteer; the places of the story lie in no one country"
            )

    def _unlisted_in(self, toponym: Toponym, area: Entry) -> None:
        """No point, but the area the words put it in."""
        why = f"written with {area.name}, where the gazetteer has no place of that name"
        admin1 = area.id if area.kind == "admin1" else None
        self._unknown(toponym, area.country or "", area.id.replace(":", ""), admin1, why)

    def _unknown(self, toponym: Toponym, code: str | None, where: str, admin1: str | None, why: str) -> None:
        written = self.ledger.quote(toponym.span)
        ident = f"unlisted:{plain(written).replace(' ', '-')}" + (f"@{where}" if where else "")
        kind = toponym.feature if toponym.feature in PRECISION else "area"
        zone = load_zones().get(admin1 or "") or load_zones().get(code or "")
        precision = Precision.REGION if admin1 else Precision.COUNTRY if code else Precision.UNKNOWN
        self.places[ident] = Place(ident, written, kind or "area", None, None, code, admin1, zone, precision)
        self.resolutions.append(Resolution(toponym.span, "place", ident, why, step="unlisted"))

    def _countries(self, *docs: str) -> Counter[str]:
        """Countries of the places chosen in some reports, each place once a report."""
        out: Counter[str] = Counter()
        for doc in docs:
            if doc not in self._voted:
                chosen = {e.id: e for t in self.names.by_report[doc] if (e := self.names.chosen(self.names.of(t)))}
                self._voted[doc] = Counter(e.country for e in chosen.values() if e.country)
            out += self._voted[doc]
        return out

    @cached_property
    def _story(self) -> Counter[str]:
        """The same of all reports."""
        return self._countries(*sorted(self.names.by_report))

    # ------------------------------------------------ areas

    def _words(self, span: Span) -> str:
        return " ".join(self.ledger.quote(span).split())

    def _areas(self) -> None:
        """A resolution "area" for each toponym whose words make a part, or a place beside it, of what it names."""
        settled = {r.subject: self.places[str(r.value)] for r in self.resolutions}
        sure = {r.subject: r.score for r in self.resolutions}
        for toponym in self.names.toponyms:
            place = settled.get(toponym.span)
            if toponym.relative is None or place is None or toponym.use not in (Use.LITERAL, Use.METONYM):
                continue
            other = settled.get(toponym.relative.other) if toponym.relative.other else None
            ends = sorted(s for s in (toponym.span, toponym.relative.other) if s and (s == toponym.span or other))
            words = self._words(toponym.relative.words)
            if area := area_of(place, toponym.relative, other, words):
                own = place.kind in ("admin1", "admin2")  # "northern Chernihiv Oblast", where the text says "region"
                name = f"{words} {place.name if own else ' – '.join(self._words(s) for s in ends)}"
                self.places.setdefault(area.id, replace(area, name=name))
                why = f"{toponym.relative.kind.value}: {words}"
                score = _least(sure[s] for s in ends)
                self.resolutions.append(Resolution(toponym.span, "area", area.id, why, score, "area"))


# ---------------------------------------------------------------- shares and zones


def _one_country(votes: Counter[str]) -> str | None:
    """The country of (nearly) all places counted."""
    code, most = min(votes.items(), key=lambda v: (-v[1], v[0]), default=("", 0))
    return code if most >= max(2, ALIKE * votes.total()) else None


def shares_of(name: Name) -> list[tuple[str, float]]:
    """Candidates with how sure each is, 0 to 1, best first: its score against the two best and none of them.

    Scores weigh by their sixth power. Against hand-made answers (shared/bench/toponyms: towns and divisions) what is
    given as p is right in p of the cases, to .03 on LGL, .05 on GeoVirus and GeoWebNews (expected calibration error).
    """
    power = {i: max(0.0, s) ** SHARP for i, s in name.score.items()}
    whole = sum(sorted(power.values())[-2:]) + NOBODY**SHARP
    return sorted(((i, round(p / whole, 4)) for i, p in power.items()), key=lambda s: (-s[1], s[0]))


def _least(scores: Iterable[float | None]) -> float | None:
    """The lowest of some scores; None where one is not known."""
    known = list(scores)
    return min((s for s in known if s is not None), default=None) if None not in known else None


def described(entry: Entry) -> str:
    """An entry in a few words: "Paris, town in US"."""
    return f"{entry.name}, {entry.kind}" + (f" in {entry.country}" if entry.country else "")
