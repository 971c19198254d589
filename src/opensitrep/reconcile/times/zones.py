"""The time zone of an hour: as written, else that of the place of its clause, of the report, of its outlet.

An hour in the news is told in the local time of what happened (TIMEX3 leaves the zone open). The offset is that of the
IANA zone at that very hour, so that summer time counts. Where nothing says the zone, none is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache, cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from opensitrep.model import BLOCKS, Interval, Label, PlaceRole, Reading, Span, TimeExpression, Toponym, Use
from opensitrep.run.ledger import Ledger

HERE = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)
ASIDE = (PlaceRole.REFERENCE, PlaceRole.JURISDICTION, PlaceRole.DIRECTION)
NOWHERE = (Use.ASSOCIATIVE, Use.EMBEDDED, Use.ORGANISATION)
STOP = re.compile(r"(?<![ .][A-Za-z])(?<!\b[ap]\.m)[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])|\n")
ABBREVIATED = re.compile(r"[A-Z]{2,5}")
Homes = Callable[[str | None, str | None], str | None]
"""Outlet and address of a report to the time zone (IANA name) its outlet is at home in, or None."""


class Zones:
    """The zones of the hours of one report."""

    def __init__(self, reading: Reading, ledger: Ledger, homes: Homes | None = None) -> None:
        self.reading = reading
        self.ledger = ledger
        self.homes = homes
        self.text = reading.document.text

    def zoned(self, e: TimeExpression, interval: Interval) -> tuple[Interval, str]:
        """The interval with the offset of its hours and the words that say where it is from; as it was if unknown."""
        if "T" not in f"{interval.start}{interval.end}" and interval.precision != "day":
            return interval, ""
        if interval.zone is not None:
            return interval, "; zone as written"
        for name, why in self._names(e):
            if found := shifted(interval, name):
                return found, f"; {why}"
        return interval, ""

    def _names(self, e: TimeExpression) -> Iterator[tuple[str, str]]:
        """Zones (IANA names), the likeliest first, with the reason."""
        if e.zone and e.zone != "local":
            if named := self._written(e):
                yield named, f"zone as written: {e.zone}"
            return
        here = self._sentence(e.span)
        for t in sorted((t for t in self._near(here)), key=lambda t: (_rank(t), _gap(t, e.span), t.span)):
            if zone := self._zone(t):
                yield zone, f"zone of {self.ledger.quote(t.span)}, the place of its clause"
        block = next((m.span for m in self.reading.marks if m.label in BLOCKS and m.span.covers(e.span)), here)
        told = [t for t in self._near(block) if t.span.start < here.start and _rank(t) < 2]
        for t in sorted(told, key=lambda t: (_gap(t, e.span), t.span)):
            if zone := self._zone(t):
                yield zone, f"zone of {self.ledger.quote(t.span)}, named before in its paragraph"
        yield from self._of_report

    @cached_property
    def _of_report(self) -> tuple[tuple[str, str], ...]:
        """Dateline, all places of the report where they share a zone, home of the outlet."""
        out = []
        lines = [m.span for m in self.reading.marks if m.label is Label.DATELINE]
        for t in self.reading.toponyms:
            if any(line.covers(t.span) for line in lines) and (zone := self._zone(t)):
                out.append((zone, f"zone of {self.ledger.quote(t.span)}, the dateline"))
        zones = {z for t in self.reading.toponyms if _rank(t) < 2 and (z := self._zone(t))}
        if len(zones) == 1:
            out.append((zones.pop(), "the zone of the places of the report"))
        outlet = self.ledger.text_of(self.reading.document.id, "outlet") or self.reading.document.outlet
        if self.homes and (home := self.homes(outlet, self.reading.document.url)):
            out.append((home, f"zone of the outlet, {outlet or self.reading.document.url}"))
        return tuple(out)

    def _written(self, e: TimeExpression) -> str | None:
        """A zone in words: an IANA name, the name of a place, or an abbreviation that fits the place of the clause."""
        name = e.zone or ""
        if name in available():
            return name
        for t in self.reading.toponyms:
            if e.span.covers(t.span) and (zone := self._zone(t)):
                return zone
        if ABBREVIATED.fullmatch(name):
            for zone, _ in self._names(replace(e, zone=None)):
                if _abbreviation(zone, e.value) == name:
                    return zone
            return None
        return cities().get(name.lower().replace(" ", "_"))

    def _near(self, span: Span) -> list[Toponym]:
        return [t for t in self.reading.toponyms if span.covers(t.span)]

    def _zone(self, toponym: Toponym) -> str | None:
        place = self.ledger.place_at(toponym.span)
        return place.zone if place else None

    def _sentence(self, span: Span) -> Span:
        """The sentence of a time, by its stops (the syntax is not kept this side of the bar)."""
        stops = self._stops
        start = max((s for s in stops if s <= span.start), default=0)
        end = min((s for s in stops if s >= span.end), default=len(self.text))
        return Span(span.doc, start, max(end, span.end))

    @cached_property
    def _stops(self) -> list[int]:
        return [m.end() for m in STOP.finditer(self.text)]


def _rank(t: Toponym) -> int:
    """Where it happens, other literal places, metonyms, then places named only beside something else."""
    if t.use in NOWHERE or t.role in ASIDE:
        return 3
    if t.use is Use.METONYM or t.role in (PlaceRole.LAUNCH, PlaceRole.TAKEOFF):
        return 2
    return 0 if t.role in HERE else 1


def _gap(t: Toponym, span: Span) -> int:
    return max(t.span.start - span.end, span.start - t.span.end, 0)


def shifted(interval: Interval, zone: str) -> Interval | None:
    """The hours of an interval with the offset of an IANA zone; None where the zone is not known."""
    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    start, end = _with_offset(interval.start, there), _with_offset(interval.end, there)
    noon = next((f"{t[:10]}T12:00" for t in (start, end) if t and len(t) >= 10), None)
    hours = next((t for t in (start, end) if t and "T" in t), None) or _with_offset(noon, there)
    if hours is None:
        return None
    offset = hours[-6:]
    return replace(interval, start=start, end=end, zone=offset)


def _with_offset(text: str | None, zone: ZoneInfo) -> str | None:
    """A local hour with its offset; a civil day stays as it is."""
    if text is None or "T" not in text:
        return text
    moment = datetime.fromisoformat(text)
    return text if moment.tzinfo else moment.replace(tzinfo=zone).isoformat(timespec="minutes")


def _abbreviation(zone: str, value: str | None) -> str | None:
    try:
        day = datetime.fromisoformat((value or "")[:10])
    except ValueError:
        day = datetime(2000, 1, 1)
    return day.replace(tzinfo=ZoneInfo(zone)).tzname()


@cache
def available() -> frozenset[str]:
    """The names of all zones the system knows."""
    return frozenset(available_timezones())


@cache
def cities() -> dict[str, str]:
    """Zones by the city in their name, lower case ("minsk": "Europe/Minsk"); of several the first in order of names."""
    found: dict[str, str] = {}
    for name in sorted(available()):
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix", "right")):
            found.setdefault(name.rpartition("/")[2].lower(), name)
    return found
