"""What the words of a report state of a place: its division, distance and direction, people and size."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opensitrep.model import Slot, Toponym, Whereabouts
from opensitrep.reconcile.places.names import Key, Name, Names, lies
from opensitrep.run.ledger import Ledger
from opensitrep.text.words import load
from opensitrep.world.earth import bearing, far, turn
from opensitrep.world.gazetteer import SETTLED, Entry, Gazetteer

STOP = re.compile(r"[^\W\d_]{2}[.!?][\"'”’)]*\s+(?=[“\"‘(]*[^\W\d_a-z])")
_BLANKS = re.compile(r"\s+")
# Weights of the signs, set by hand on the seed reports and the first 40 documents of each bench set
# (shared/bench/toponyms), in round numbers: what the words state outweighs any prior, what they suggest does not.
FLOOR = 0.2  # a sign counts in proportion to this + the prior, so that hamlets need more of them
WRITTEN = 1.2  # "Alexandria, Louisiana": the other name is its division or country
HOLDS = 0.8  # ... and this much for that division, in proportion to how likely the name in it is
STATED = 0.8  # lies where "N km north of Y" says
PEOPLE = 0.5  # has the people the text gives, no more than a third off; the same against it from ten times off
SIZE = 0.15  # is no "village" or "city" by its people


@dataclass(frozen=True, slots=True)
class Size:
    """Words for places of one size, with the people such a place has at least and at most (0 = no limit)."""

    words: frozenset[str]
    least: int
    most: int


@cache
def load_sizes() -> dict[str, Size]:
    """The sizes by word. Raises `ResourceError` for a damaged file."""
    sizes = load("en/place_sizes.toml", dict[str, tuple[Size, ...]])["sizes"]
    return {word: size for size in sizes for word in size.words}


@cache
def _size_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A size word before a name ("the village of") and behind it ("X, a small village", "X village")."""
    words = "|".join(sorted(map(re.escape, load_sizes()), key=lambda w: (-len(w), w)))
    before = re.compile(rf"\b({words}) of $", re.IGNORECASE)
    return before, re.compile(rf"(?:, (?:an? |the )(?:\w+ )?| )({words})\b", re.IGNORECASE)


def _off(entry: Entry, anchor: Entry, distance: float, direction: float) -> float | None:
    """1 where the entry lies as stated, less within half the distance of it, None beyond."""
    if entry.lat is None or anchor.lat is None or entry.id == anchor.id:
        return None
    real = far(entry, anchor)
    if turn(bearing(anchor, entry), direction) > 60 or not 0.5 * distance - 10 <= real <= 1.5 * distance + 10:
        return None
    return max(0.2, 1 - abs(real - distance) / (0.5 * distance + 10))


class Stated:
    """Adds what is said outright to the candidates of each name."""

    def __init__(self, ledger: Ledger, gazetteer: Gazetteer, names: Names) -> None:
        self.ledger = ledger
        self.gazetteer = gazetteer
        self.names = names
        self.entries = names.entries

    def _add(self, name: Name, ident: str, amount: float, why: str) -> None:
        name.score[ident] += amount * (FLOOR + name.prior[ident])
        if amount > 0 and why not in name.why[ident]:
            name.why[ident].append(why)

    def _text(self, toponym: Toponym) -> str:
        return self.ledger.readings[toponym.span.doc].document.text

    def _written(self) -> None:
        """Containment that the words themselves state, once for each pair of names."""
        done: set[tuple[Key, Key]] = set()
        for left, right in self.names.pairs:
            inner, outer = self.names.of(left), self.names.of(right)
            if (inner.key, outer.key) not in done:
                done.add((inner.key, outer.key))
                self._contain(inner, outer)

    def _contain(self, inner: Name, outer: Name) -> None:
        """Strengthen candidates of `inner` that lie in a candidate of `outer`, and the other way round."""
        areas = self.names.areas(outer)
        best = max(areas.values(), default=1.0)
        for ident in inner.prior:
            for area, prior in areas.items():
                if ident != area and lies(self.entries[ident], self.entries[area]):
                    self._add(inner, ident, WRITTEN * prior / best, f"written with {self.entries[area].name}")
                    if self.entries[area].kind != "country":
                        self._add(outer, area, HOLDS * inner.prior[ident], f"holds {self.entries[ident].name}")
                    break

    def _stated(self) -> None:
        """Distance and direction from another place, told of the first name of the sentence."""
        for anchor in self.names.toponyms:
            told = anchor.relative
            if told is None or told.kind is not Whereabouts.AWAY or told.distance is None or told.bearing is None:
                continue
            text = self._text(anchor)
            before = [
                t
                for t in self.names.by_report[anchor.span.doc]
                if t.span.end <= told.words.start and told.words.start - t.span.end < 160
            ]
            before = [t for t in before if not STOP.search(text, t.span.end, told.words.start + 1)]
            best = self.names.of(anchor).best
            if not before or best is None:
                continue
            name, place = self.names.of(before[0]), self.entries[best]
            words = _BLANKS.sub(" ", self.ledger.quote(told.words)).strip()
            for ident in name.prior:
                off = _off(self.entries[ident], place, told.distance, told.bearing)
                if off is not None:
                    self._add(name, ident, STATED * off, f"{words} {place.name}")

    def _peopled(self) -> None:
        """The number of people the text gives: "a town of 7,000 people"."""
        for reading in self.ledger.account.readings:
            for mention in reading.mentions:
                figures = [self.ledger.quantities.get(f.span) for f in mention.fillers if f.slot is Slot.POPULATION]
                sizes = [q.low or q.high for q in figures if q and (q.low or q.high)]
                if mention.type is not None or not sizes or not sizes[0] or sizes[0] < 10:
                    continue
                for placed in mention.places:
                    toponym = self.ledger.toponyms.get(placed.span)
                    if toponym is not None:
                        self._fit_people(self.names.of(toponym), sizes[0])

    def _fit_people(self, name: Name, people: float) -> None:
        for ident in name.prior:
            known = self.entries[ident].population
            if known > 0:
                gap = abs(math.log10(known / people))
                self._add(name, ident, PEOPLE * max(-1.0, min(1.0, 1.3 - 2.3 * gap)), "has the people the text gives")

    def _sized(self) -> None:
        """A "village" is no large city and a "city" no hamlet; told of a name once is enough."""
        done: set[tuple[Key, str]] = set()
        for toponym in self.names.toponyms:
            name = self.names.of(toponym)
            if len(name.prior) < 2:
                continue
            for word, size in self._sizes_beside(toponym):
                if (name.key, word) in done:
                    continue
                done.add((name.key, word))
                for ident in name.prior:
                    entry = self.entries[ident]
                    small = 0 < entry.population < size.least
                    if entry.kind in SETTLED and (small or (size.most and entry.population > size.most)):
                        self._add(name, ident, -SIZE, "")

    def _sizes_beside(self, toponym: Toponym) -> Iterator[tuple[str, Size]]:
        """Size words that belong to a name: "the village of X", "X, a village", "X village"."""
        text = self._text(toponym)
        sizes, before, behind = load_sizes(), *_size_patterns()
        for found in (
            before.search(text, max(0, toponym.span.start - 24), toponym.span.start),
            behind.match(text, toponym.span.end, toponym.span.end + 40),
        ):
            if found:
                yield found.group(1).lower(), sizes[found.group(1).lower()]
