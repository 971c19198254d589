"""A ledger with the look-ups only the report rooms need: figures by event, numbers of reports, spellings of places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opensitrep.derive.shelves import Shelves
from opensitrep.derive.wording import Kind, wording
from opensitrep.model import (
    Act,
    Attribution,
    Claim,
    Control,
    Event,
    Interval,
    Label,
    Modality,
    Origin,
    Passage,
    Planned,
    Position,
    Quantity,
    Series,
    Span,
    Standing,
    Use,
)
from opensitrep.run.ledger import by
from opensitrep.world.countries import SEAT

SPOKEN = ("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE")
"""Types that are words, not deeds; they yield to deeds in the brief and stay off the map."""
WHOLE_IDS = re.compile(r"\bs[0-9a-f]{12}\b|\b[0-9a-f]{16}\b")
SHORT_IDS = re.compile(r"([@$])(\d+)")
EDGES = ' \t\r\n\u00a0•·▪“”"„«»‘,;:'
MARKS = {"“": "”", "‘": "’", "«": "»", '"': '"'}
PAUSE = 0.55  # share of a quotation that is kept when it is cut at a pause, not at the last word that fits
STOPS = re.compile(r"(?<=[^\W\d_]{2}[.!?])[”\"’)]*\s+(?=[“\"‘(]*[^\W_])|\n+")
COMMAS = re.compile(r"[,;:–—]\s+[“‘]?")
LEADING = re.compile(r"\d{1,4}(?!\d)")
OPEN = (Act.DOUBTS, Act.WITHHOLDS, Act.ASKS)  # acts that leave open


class Book(Shelves):
    """An account as the page sees it."""

    # ------------------------------------------------ reports

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Short numbers of the reports: the digits their names begin with where all differ, else their position."""
        documents = self.documents
        own = {d.id: m.group() for d in documents if (m := LEADING.match(d.name.rpartition("/")[2]))}
        if len(own) == len(documents) == len(set(own.values())):
            return own
        width = max(2, len(str(len(documents))))
        return {d.id: f"{n:0{width}}" for n, d in enumerate(documents, 1)}

    @cached_property
    def _short(self) -> dict[str, str]:
        reports = {doc: f"@{n}" for doc, n in self.place_of.items()}
        return reports | {s.id: f"${n}" for n, s in enumerate(self.account.stories)}

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {short: whole for whole, short in self._short.items()}

    def shorten(self, ids: str) -> str:
        """Ids as they stand in the page: a report is "@" with its position in the account, a story "$" with its."""
        return WHOLE_IDS.sub(lambda found: self._short.get(found.group(), found.group()), ids)

    def lengthen(self, ids: str) -> str:
        """The ids such an attribute of the page stands for; in an id no other "@" or "$" is left unescaped."""
        return SHORT_IDS.sub(lambda found: self._whole.get(found.group(), found.group()), ids)

    def newest(self, story: str) -> str | None:
        """The document published last; None if no day is known."""
        dated = [(p.end or p.start or "", d) for d in self.stories[story].documents if (p := self.published(d))]
        return max(dated, key=lambda pair: (pair[0][:10], pair[1]))[1] if dated else None

    def year(self, story: str) -> str | None:
        """The year most dates of a story lie in: that of its newest report."""
        newest = self.newest(story)
        when = self.published(newest) if newest else None
        return (when.end or when.start or "")[:4] or None if when else None

    # ------------------------------------------------ time

    @cached_property
    def zones(self) -> Mapping[str, str | None]:
        """The offset the days of a story are counted in: of most places of its events, else of most of its times."""
        return self.by_story(
            "events", lambda rows: {story: self._zone(story, events) for story, events in by(rows, _story).items()}
        )

    def _zone(self, story: str, events: Sequence[Event]) -> str | None:
        day = (self.published_day(story) or "2000-01-01")[:10]
        names = Counter(self.places[p.place].zone for e in events for p in e.places if p.place in self.places)
        votes: Counter[str] = Counter()
        for name, count in names.items():
            offset = offset_on(name, day) if name else None
            if offset:
                votes[offset] += count
        stated = Counter(e.when.zone for e in events if e.when and e.when.zone)
        chosen = votes or Counter({zone: n for zone, n in stated.items() if zone})
        return min(chosen, key=lambda z: (-chosen[z], z)) if chosen else None

    def published_day(self, story: str) -> str | None:
        """The ISO day of the newest report of a story."""
        newest = self.newest(story)
        when = self.published(newest) if newest else None
        return (when.end or when.start) if when else None

    def local(self, when: Interval | None, story: str) -> Interval | None:
        """An interval in the zone of its story; a civil day stays the day it is, the morning of a place the morning."""
        zone = self.zones.get(story) if when and not (when.zone and when.precision == "part of day") else None
        return replace(when, zone=zone) if when and zone else when

    def when(self, event: Event) -> Interval | None:
        """When an event happens, in local time."""
        return self.local(event.when, event.story)

    # ------------------------------------------------ claims

    @cached_property
    def titles(self) -> dict[str, str]:
        """Persons with their office by id of the actor, as they are asked for (`names.titled`)."""
        return {}

    def told_at(self, claim: str) -> Span:
        """The words that carry a claim."""
        return self.words_of(self.claims[claim])

    def negated(self, claim: str) -> bool:
        """Whether a claim tells that something did not happen."""
        mention = self.mentions.get(self.claims[claim].subject)
        return mention is not None and mention.modality is Modality.NEGATED

    def doc_of(self, claim: str) -> str:
        """The report a claim stands in."""
        return claim.partition(":")[0]

    def attribution_of(self, claim: str) -> Attribution | None:
        """The statement a claim is part of; None in the report's own voice."""
        found = self.claims[claim].attribution
        return self.attributions.get(found) if found else None

    def docs(self, claims: Iterable[str]) -> list[str]:
        """The reports of some claims, by their number."""
        return sorted({self.doc_of(c) for c in claims if c in self.claims}, key=lambda d: (self.numbers[d], d))

    def tellers(self, event: str) -> list[str]:
        """The reports that tell an event, by their number."""
        if event not in self.told_in:
            self.told_in[event] = self.docs(self.telling_claims(event))
        return self.told_in[event]

    def named(self, claims: Iterable[str]) -> list[Origin]:
        """The origins of some claims, without outlets' own voices, by id."""
        found = {o.id: o for c in claims if (o := self.origin_of_claim.get(c)) and o.kind != "outlet"}
        return [found[i] for i in sorted(found)]

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        """How the speaker of a claim stands to it."""
        return self.by_story("standings", lambda rows: {s.claim: s for s in rows})

    def interest(self, claim: str) -> str:
        """Own success, against interest, or neutral."""
        found = self.standing.get(claim)
        return found.interest if found else "neutral"

    def claim(self, claim: str) -> Claim:
        """A claim by id."""
        return self.claims[claim]

    @cached_property
    def tellings(self) -> dict[str, Span | None]:
        """The sentence that tells an event, by the id of the event, as far as it was asked for (`telling`)."""
        return {}

    # ------------------------------------------------ figures and what is disputed

    @cached_property
    def series(self) -> Mapping[str, Series]:
        """Series of figures by id."""
        return self.by_story("series", lambda rows: {s.id: s for s in rows})

    @cached_property
    def _series_of(self) -> Mapping[str, tuple[Series, ...]]:
        return self.by_story("series", lambda rows: by(sorted(rows, key=series_order), lambda s: s.event))

    def series_of(self, event: str) -> tuple[Series, ...]:
        """The printed series of an event, wholes first, the gravest fate before others."""
        return tuple(s for s in self._series_of.get(event, ()) if s.shown)

    @cached_property
    def disputes(self) -> Mapping[str, Position]:
        """What is answered differently, by id."""
        return self.by_story("positions", lambda rows: {p.id: p for p in rows})

    @cached_property
    def disputes_of(self) -> Mapping[str, tuple[Position, ...]]:
        """Printed positions by the id of their event, the surest first."""
        return self.by_story("positions", lambda rows: by((p for p in rows if p.shown), lambda p: p.event))

    @cached_property
    def disputes_of_origin(self) -> Mapping[tuple[str, str], tuple[Position, ...]]:
        """Printed positions by their story and the origins of their sides."""
        return self.by_story("positions", _by_origin)

    @cached_property
    def figures_in(self) -> Mapping[str, list[Quantity]]:
        """Quantities by document, in text order."""
        return self.by_report(lambda r: {r.document.id: sorted(r.quantities, key=lambda q: q.span)})

    def figure_at(self, span: Span) -> Quantity | None:
        """The figure that words of a value stand for."""
        return self.quantities.get(span) or next((q for q in self.figures_in[span.doc] if q.span.meets(span)), None)

    def series_claims(self, series: str) -> list[str]:
        """Every claim behind a series, in the order of its values."""
        values = self.series[series].values
        return list(dict.fromkeys(c for v in values for c in v.claims if c in self.claims))

    def passage_at(self, span: Span) -> Passage | None:
        """The sentence in which words begin, as far as it was judged."""
        found = self._passages.get(span.doc, ())
        at = bisect_right(found, span.start, key=lambda p: p.span.start) - 1
        return found[at] if at >= 0 and found[at].span.end > span.start else None

    @cached_property
    def _passages(self) -> Mapping[str, tuple[Passage, ...]]:
        return self.by_report(lambda r: {r.document.id: tuple(sorted(r.passages, key=lambda p: p.span))})

    # ------------------------------------------------ events, control, calendar

    def ordinal(self, table: str, name: str) -> int:
        """The place of an event, a series or a position in its story, counted from 1."""
        return self._ordinals[table][name]

    @cached_property
    def _ordinals(self) -> Mapping[str, Mapping[str, int]]:
        return {table: self.by_story(table, _numbered) for table in ("events", "series", "positions")}

    @cached_property
    def children(self) -> Mapping[str, tuple[Event, ...]]:
        """The parts of an event, by its id."""
        return self.by_story("events", lambda rows: by(rows, lambda e: e.parent))

    def is_whole(self, event: str) -> bool:
        """Whether an event is the whole of two or more others."""
        return len(self.children.get(event, ())) > 1

    @cached_property
    def controls(self) -> Mapping[tuple[str, str], tuple[Control, ...]]:
        """Control by story and place, by day."""
        return self.by_story("control", _by_place)

    @cached_property
    def planned(self) -> Mapping[str, Planned]:
        """Entries of the calendar by event id."""
        return self.by_story("calendar", lambda rows: {p.event: p for p in rows})

    # ------------------------------------------------ places

    @property
    def worldview(self) -> str:
        """The borders maps are drawn with."""
        return self.account.made_with.get("worldview", "un")

    @cached_property
    def countries(self) -> dict[str | None, str]:
        """Ids of the places that are countries, by their code."""
        return {p.country: i for i, p in sorted(self.places.items()) if p.kind == "country"}

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Places by id, in the spelling most reports use; broken words are left out."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for reading in self.account.readings:
            broken = [m.span for m in reading.marks if m.label in (Label.REPAIR, Label.GLITCH)]
            for toponym in reading.toponyms:
                place = self.text_of(toponym.span, "place")
                if any(c.step == SEAT for c in toponym.candidates) or any(b.meets(toponym.span) for b in broken):
                    continue
                if place and toponym.use is not Use.EMBEDDED:
                    counts[place][" ".join(self.quote(toponym.span).split())] += 1
        return {p: min(c, key=lambda name: (-c[name], not name[:1].isupper(), name)) for p, c in counts.items()}

    def sentence(self, span: Span, limit: int) -> Span:
        """The sentence around a few words, or as much of it from a pause on as `limit` characters hold with them."""
        text = self.document(span.doc).text
        low, high = max(0, span.start - 400), min(len(text), span.end + 400)
        start = max((low + m.end() for m in STOPS.finditer(text[low : span.start])), default=low)
        end = next((span.end + m.start() for m in STOPS.finditer(text[span.end : high])), high)
        if span.end - start > limit:
            pauses = [start + m.end() for m in COMMAS.finditer(text[start : span.start])]
            start = next((p for p in pauses if span.end - p <= limit), span.start)
        return Span(span.doc, start, max(end, span.end))

    def trimmed(self, span: Span) -> Span:
        """A span without blanks, quotation marks and stops at its ends; a mark that is closed inside stays."""
        text = self.quote(span)
        core = text.lstrip(EDGES).rstrip(EDGES + ".") or text
        start = text.index(core)
        opening = text[start - 1] if start else ""
        if opening in MARKS and MARKS[opening] in core:
            start, core = start - 1, opening + core
        closing = text[start + len(core) : start + len(core) + 1]
        if any(close == closing and _is_open(core, mark, close) for mark, close in MARKS.items()):
            core += closing
        return Span(span.doc, span.start + start, span.start + start + len(core))

    def clip(self, span: Span, limit: int) -> Span:
        """At most `limit` characters from the beginning of a span, ending with a word."""
        whole = self.trimmed(span)
        text = self.quote(whole)
        text = text.partition("\n")[0] or text
        if len(text) > limit:
            pause = max(text.rfind(mark, 0, limit) for mark in (", ", "; ", " – ", " - "))
            cut = pause if pause > limit * PAUSE else text.rfind(" ", 0, limit + 1)
            text = text[: cut if cut > 0 else limit]
        return self.trimmed(Span(whole.doc, whole.start, whole.start + len(text)))


def _story(row: Event | Series | Position) -> str:
    return row.story


def _numbered(rows: Sequence[Event | Series | Position]) -> Mapping[str, int]:
    return {row.id: n for some in by(rows, _story).values() for n, row in enumerate(some, 1)}


def _by_origin(rows: Sequence[Position]) -> Mapping[tuple[str, str], tuple[Position, ...]]:
    out: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in rows:
        for origin in dict.fromkeys(s.origin for s in position.sides if position.shown):
            out[position.story, origin].append(position)
    return {key: tuple(found) for key, found in out.items()}


def _by_place(rows: Sequence[Control]) -> Mapping[tuple[str, str], tuple[Control, ...]]:
    out: dict[tuple[str, str], list[Control]] = defaultdict(list)
    for row in sorted(rows, key=lambda c: (c.when.start or "", c.when.end or "~", c.status)):
        out[row.story, row.place].append(row)
    return {key: tuple(found) for key, found in out.items()}


def series_order(series: Series) -> tuple[bool, bool, int, str]:
    """Wholes before parts, the happening itself before longer windows, the gravest fate first."""
    fates = list(wording().fates)
    return (
        series.part_of is not None or series.population is not None,
        series.window is not None,
        fates.index(series.fate) if series.fate in fates else len(fates),
        series.id,
    )


def _is_open(words: str, mark: str, close: str) -> bool:
    """Whether a quotation is begun in some words and not ended."""
    return words.count(mark) % 2 == 1 if mark == close else words.count(mark) > words.count(close)


def kind_of(event: Event) -> Kind:
    """How the kind of an event is called and drawn: by type and mode, else by type, else "event"."""
    kinds = wording().kinds
    for key in (f"{event.type}/{event.mode}", str(event.type), "other"):
        if key in kinds:
            return kinds[key]
    raise KeyError("data/en/wording.toml has no [kinds.other]")


def offset_on(zone: str, day: str) -> str | None:
    """The UTC offset of an IANA zone at noon of a day, as "+03:00"; None where the system does not know the zone."""
    try:
        moment = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return None
    words = moment.strftime("%z")
    return f"{words[:3]}:{words[3:5]}"


def contested(position: Position) -> bool:
    """Whether one side says what another one denies or leaves open, or other figures; else one side stands alone."""
    acts = {s.act for s in position.sides}
    said = acts - {Act.DENIES, *OPEN}
    return bool(said) and (acts != said or len(position.sides) > 1)
