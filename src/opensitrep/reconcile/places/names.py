"""The place names of a story: spellings with their mentions and candidates, and which stand inside which in the words.

A spelling has one sense in a story, unless the words part it: "San José, Costa Rica" and "San Jose, California" are two
names, and a bare mention goes with the sense told last in its report (Gale, Church & Yarowsky 1992, with containment).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from opensitrep.model import Span, Toponym
from opensitrep.run.ledger import Ledger
from opensitrep.text.spelling import plain
from opensitrep.world.earth import far
from opensitrep.world.gazetteer import ASKED, Entry, Gazetteer

Key = tuple[str, str, int]
AREAS = ("country", "admin1", "admin2", "region")
GAP = 40  # characters between a place and the area it is said to lie in: ", a port in the south of "
REACH = 400.0  # km from the middle of an area without borders (Donbas, the Sahel) to what may lie in it
DOUBTFUL = 0.4  # share of the best prior below which an area is not thought of as the container
_INSIDE = re.compile(
    r"^[\"'”’]?(?:,? (?:city |town |village |area )?(?:in|of) (?:the )?(?:\w+ern )?(?:\w+ )?"
    r"|, (?:in )?(?:the )?(?:\w+ern )?| \()$",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"^['’]s? (?:\w+ern )?(?:\w+ )?$")
_OWNER = re.compile(r"['’]s? \w")  # "in Rome and Athens, Georgia's opposition said" puts Athens nowhere
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Name:
    """A spelling (with the feature its words ask for) in one sense, its mentions, what is known of its candidates."""

    key: Key
    mentions: list[Toponym] = field(default_factory=list)
    prior: dict[str, float] = field(default_factory=dict)
    step: dict[str, str] = field(default_factory=dict)
    score: dict[str, float] = field(default_factory=dict)
    why: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    chosen: str | None = None

    @property
    def settled(self) -> bool:
        """Whether one candidate stands far above the others."""
        ranked = sorted(self.score.values(), reverse=True)
        return bool(ranked) and (len(ranked) == 1 or ranked[0] > 1.5 * ranked[1])

    @property
    def best(self) -> str | None:
        """The candidate with the highest score, by id where two have it."""
        return min(self.score, key=lambda i: (-round(self.score[i], 4), i)) if self.score else None


class Names:
    """The names of one story and their mentions, report by report."""

    def __init__(self, ledger: Ledger, gazetteer: Gazetteer) -> None:
        self.ledger = ledger
        self.gazetteer = gazetteer
        self.entries: dict[str, Entry] = {}
        self.by_report: dict[str, list[Toponym]] = {
            r.document.id: sorted(r.toponyms, key=lambda t: t.span) for r in ledger.account.readings
        }
        self.toponyms = [t for found in self.by_report.values() for t in found]
        self.all: dict[Key, Name] = {}
        self._of: dict[Span, Name] = {}
        self._days: dict[str, date | None] = {}
        for toponym in self.toponyms:
            self._take(toponym)
        for name in [n for n in self.all.values() if len(n.mentions) > 1 and len(n.prior) > 1]:
            self._part(name)

    def of(self, toponym: Toponym) -> Name:
        """The name a toponym is a mention of."""
        return self._of[toponym.span]

    def chosen(self, name: Name) -> Entry | None:
        """The entry chosen for a name."""
        return self.entries[name.chosen] if name.chosen else None

    def _take(self, toponym: Toponym) -> None:
        key = (plain(self.ledger.quote(toponym.span)), asked(toponym.feature), 0)
        name = self.all.setdefault(key, Name(key))
        name.mentions.append(toponym)
        self._of[toponym.span] = name
        day = self._published(toponym.span.doc)
        for candidate in toponym.candidates:
            if candidate.place not in self.entries:
                entry = self.gazetteer.entry(candidate.place)
                if entry is None:
                    continue
                self.entries[candidate.place] = entry
            if day is not None and not self.entries[candidate.place].stands(day):
                continue
            if candidate.score > name.prior.get(candidate.place, 0.0):
                name.prior[candidate.place] = candidate.score
                name.step[candidate.place] = candidate.step

    def _published(self, doc: str) -> date | None:
        """The first day on which a report can have been published; None where no day is known."""
        if doc not in self._days:
            when = self.ledger.published(doc)
            text = (when.start or when.end or "")[:10] if when else ""
            self._days[doc] = date.fromisoformat(text) if len(text) == 10 else None
        return self._days[doc]

    # ------------------------------------------------ containment

    @cached_property
    def pairs(self) -> tuple[tuple[Toponym, Toponym], ...]:
        """(inner, outer) toponyms that the words put one in the other: "X, Y", "X in Y", "Y's X"."""
        return tuple(self._pairs())

    def _pairs(self) -> Iterator[tuple[Toponym, Toponym]]:
        for doc, found in self.by_report.items():
            text = self.ledger.readings[doc].document.text
            for left, right in pairwise(found):
                apart = self.of(left).key[0] != self.of(right).key[0]
                if not apart or not 0 <= right.span.start - left.span.end < GAP:
                    continue
                words = _BLANKS.sub(" ", text[left.span.end : right.span.start])
                if _INSIDE.match(words):
                    if words != ", " or not _OWNER.match(text, right.span.end):
                        yield left, right
                elif _OUTSIDE.match(words):
                    yield right, left

    def areas(self, outer: Name) -> dict[str, float]:
        """The candidates of a name that can hold a place, with their prior, without the doubtful."""
        reach = {i: p for i, p in outer.prior.items() if self.entries[i].kind in AREAS}
        best = max(reach.values(), default=0.0)
        return {i: p for i, p in reach.items() if p > DOUBTFUL * best}

    def inside(self, inner: Name, outer: Name) -> dict[str, str]:
        """Candidates of `inner` that lie in a candidate of `outer`, with the likeliest one that holds them."""
        areas = self.areas(outer)
        order = sorted(areas, key=lambda i: (-areas[i], i))
        found = {}
        for ident in inner.prior:
            holder = next((a for a in order if a != ident and lies(self.entries[ident], self.entries[a])), None)
            if holder is not None:
                found[ident] = holder
        return found

    # ------------------------------------------------ senses

    def _part(self, name: Name) -> None:
        """Part a name whose mentions are written into areas that no one candidate lies in."""
        told: dict[Span, int] = {}
        senses: list[set[str]] = []
        for toponym, outers in self._written_of(name):
            held = set.union(*(set(self.inside(name, o)) for o in outers))
            if not held:
                continue
            number = next((n for n, sense in enumerate(senses) if sense & held), len(senses))
            if number == len(senses):
                senses.append(held)
            else:
                senses[number] &= held
            told[toponym.span] = number
        if len(senses) > 1:
            self._divide(name, told, senses)

    def _written_of(self, name: Name) -> list[tuple[Toponym, list[Name]]]:
        found: dict[Span, list[Name]] = defaultdict(list)
        for inner, outer in self._pairs_of.get(name.key, ()):
            found[inner.span].append(self.of(outer))
        return [(t, found[t.span]) for t in name.mentions if t.span in found]

    @cached_property
    def _pairs_of(self) -> dict[Key, list[tuple[Toponym, Toponym]]]:
        out: dict[Key, list[tuple[Toponym, Toponym]]] = defaultdict(list)
        for inner, outer in self.pairs:
            out[self.of(inner).key].append((inner, outer))
        return out

    def _divide(self, name: Name, told: dict[Span, int], senses: list[set[str]]) -> None:
        """One name a sense; a bare mention goes with the last sense told before it in its report, else the first."""
        most = max(range(len(senses)), key=lambda n: (sum(v == n for v in told.values()), -n))
        first: dict[str, int] = {}
        for span, number in sorted(told.items(), reverse=True):
            first[span.doc] = number
        mentions, name.mentions = name.mentions, []
        last: dict[str, int] = {}
        for toponym in mentions:
            doc = toponym.span.doc
            last[doc] = told.get(toponym.span, last.get(doc, first.get(doc, most)))
            part = self._sense(name, last[doc], senses)
            part.mentions.append(toponym)
            self._of[toponym.span] = part

    def part_off(self, toponym: Toponym, held: Collection[str]) -> Name:
        """A name of its own for one mention, of the candidates its words leave; chosen is the best of them."""
        name = self.of(toponym)
        number = max(k[2] for k in self.all if k[:2] == name.key[:2]) + 1
        prior, score = ({i: v for i, v in table.items() if i in held} for table in (name.prior, name.score))
        why = defaultdict(list, {i: list(reasons) for i, reasons in name.why.items()})
        part = Name((*name.key[:2], number), [toponym], prior, name.step, score, why)
        part.chosen = part.best
        name.mentions.remove(toponym)
        self.all[part.key] = self._of[toponym.span] = part
        return part

    def _sense(self, name: Name, number: int, senses: list[set[str]]) -> Name:
        key = (name.key[0], name.key[1], number)
        if number == 0 or key in self.all:
            return self.all[key]
        others = set.union(*(s for n, s in enumerate(senses) if n != number)) - senses[number]
        prior = {i: p for i, p in name.prior.items() if i not in others}
        self.all[key] = Name(key, prior=prior, step=name.step)
        return self.all[key]


def asked(feature: str | None) -> str:
    """Features that ask for the same kind of entry are one class."""
    return "area" if feature in ("admin1", "admin2") else feature if feature in ASKED and feature != "city" else ""


def lies(inner: Entry, outer: Entry) -> bool:
    """Whether an entry lies in another, by codes where there are any, else by distance."""
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    if outer.kind in ("admin1", "admin2"):
        return outer.id in (inner.admin1, inner.admin2)
    return inner.country == outer.country and outer.country is not None and far(inner, outer) < REACH
