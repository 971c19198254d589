"""An incident with everything settled about it: what joining compares. One `Telling` an incident, one report each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from opensitrep.model import (
    ActorKind,
    Currency,
    Ground,
    Incident,
    Interval,
    Label,
    Mention,
    Modality,
    Part,
    Place,
    Reading,
    Reality,
    Span,
    Tie,
)
from opensitrep.reconcile.camps import camps_at
from opensitrep.reconcile.events.counted import Told, counted_back
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.deeds import deed
from opensitrep.text.parties import answers
from opensitrep.text.stems import count_words

PASSING = 2  # mentions up to which a report tells of something in passing
NAMED = 2  # words of a person's full name
OLD = 45  # days before publication from which a dated happening is background, where its report does not say

Figure = tuple[str, float | None, float | None]
"""Fate, low, high."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An incident as joining sees it; `victims` are persons whom it names as undergoers."""

    incident: Incident
    doc: str
    rank: int  # of the document: by publication, name, id
    mentions: tuple[Mention, ...]
    claims: tuple[str, ...]  # of the mentions
    modality: Modality
    currency: Currency
    place: Place | None
    when: Interval | None
    published: Interval | None
    doers: frozenset[str]
    undergoers: frozenset[str]
    doer_camps: frozenset[str]
    victims: frozenset[str]
    words: frozenset[str]  # of its clauses, by the deed they name
    triggers: frozenset[str]
    figures: frozenset[Figure]
    answers: bool | None  # an attack of the police or on the attacker
    start: int  # where its report first tells of it
    headline: bool
    part: Part | None  # of the passage that first tells of it

    @property
    def id(self) -> str:
        """The id of the incident."""
        return self.incident.id

    @property
    def type(self) -> str:
        """The kind of the incident."""
        return self.incident.type

    @property
    def tie(self) -> Tie:
        """How its report ties it to another incident."""
        return self.incident.tie

    @property
    def leads(self) -> float:
        """How likely its report is there for it."""
        score = self.incident.main_score
        return float(self.tie is Tie.MAIN) if score is None else score


def tell_all(ledger: Ledger) -> list[Telling]:
    """Every incident of the account as a telling, ordered by document rank and place in the text."""

    def key(doc: str) -> tuple[str, str, str]:
        published = ledger.published(doc)
        return (published.start or "9") if published else "9", ledger.readings[doc].document.name, doc

    rank = {doc: n for n, doc in enumerate(sorted(ledger.readings, key=key))}
    times: dict[Interval, Interval] = {}  # each once: what is the same object is compared at once
    told = [
        _telling(ledger, reading, dated(incident, counted), rank[reading.document.id], times, counted)
        for reading in ledger.account.readings
        for counted in [counted_back(ledger, reading)]
        for incident in reading.incidents
    ]
    return sorted(told, key=lambda t: (t.rank, t.start, t.id))


def _telling(  # noqa: PLR0917
    ledger: Ledger, reading: Reading, incident: Incident, rank: int, times: dict[Interval, Interval], counted: Told
) -> Telling:
    published = ledger.published(reading.document.id)
    mentions = tuple(ledger.mentions[m] for m in incident.mentions)
    when = _when(ledger, incident, published, counted)
    first = min([m.trigger for m in mentions] + list(incident.references), default=Span(reading.document.id, 0, 1))
    headlines = [m.span for m in reading.marks if m.label is Label.HEADLINE]
    named = [a for s in incident.undergoers if _is_named(ledger, s) and (a := ledger.actor_at(s))]
    return Telling(
        incident=incident,
        doc=reading.document.id,
        rank=rank,
        mentions=mentions,
        claims=tuple(sorted(c.id for m in mentions for c in ledger.claims_of.get(m.id, ()))),
        modality=_modality(incident, when, published),
        currency=_currency(incident, when, published),
        place=ledger.place_at(incident.place) if incident.place else None,
        when=times.setdefault(when, when) if when else None,
        published=times.setdefault(published, published) if published else None,
        doers=_actors(ledger, incident.doers),
        undergoers=_actors(ledger, incident.undergoers),
        doer_camps=camps_at(ledger, incident.doers),
        victims=frozenset(a.id for a in named),
        words=_words(ledger, [*(m.span for m in mentions), *incident.references]),
        triggers=_words(ledger, [m.trigger for m in mentions]),
        figures=_figures(ledger, reading, incident),
        answers=_answers(ledger, mentions),
        start=first.start,
        headline=any(h.covers(first) for h in headlines),
        part=next((p.part for p in reading.passages if p.span.covers(first)), None),
    )


def _is_named(ledger: Ledger, span: Span) -> bool:
    """Whether words give a person's own name, of two words and more: "the driver" is nobody that parts two arrests."""
    mention = ledger.actor_mentions.get(span)
    words = (mention.name or "").split() if mention and mention.kind is ActorKind.PERSON else []
    return len(words) >= NAMED and all(w[0].isupper() for w in words)


def dated(incident: Incident, counted: Told) -> Incident:
    """The incident on the day that a time counted from it gives, unless its own clause names another one."""
    spans = [counted[m][0] for m in incident.mentions if m in counted]
    if not spans or (incident.day_ground is Ground.STATED and incident.day not in spans):
        return incident
    return replace(incident, day=spans[0], day_ground=Ground.STATED)


def _when(ledger: Ledger, incident: Incident, published: Interval | None, counted: Told) -> Interval | None:
    """When it happened by its words, if that can be placed on the calendar; what a report tells at length as past has
    no day after it."""
    back = {span: when for m in incident.mentions if m in counted for span, when in [counted[m]]}
    found = (back.get(incident.day) or ledger.interval_of(incident.day)) if incident.day else None
    if found is None or not intervals.known(found):
        return None
    if _is_after(found, published) and incident.modality is Modality.ACTUAL and len(incident.mentions) > PASSING:
        return None
    if found.start is None and "T" in (found.end or ""):  # "by dawn" is of that day
        return replace(found, start=(found.end or "")[:10])
    return found


def _words(ledger: Ledger, spans: Iterable[Span]) -> frozenset[str]:
    """The words of some spans by the deed they name, without names, which are compared as actors and places."""
    found = count_words([ledger.quote(s) for s in spans])
    return frozenset(deed(w) for w in found if not w.startswith("=") and f"={w}" not in found)


def _answers(ledger: Ledger, mentions: Sequence[Mention]) -> bool | None:
    """Whether all its clauses that name a party tell an attack of the police or on the attacker, or none does."""
    told = {answers(*([ledger.quote(s) for s in spans] for spans in (m.agents, m.targets))) for m in mentions} - {None}
    return told.pop() if len(told) == 1 else None


def _is_after(when: Interval | None, published: Interval | None) -> bool:
    """Whether it is dated to a day after the report."""
    first, last = intervals.days_of(when)[0], intervals.days_of(published)[1]
    return first is not None and last is not None and first > last


def _modality(incident: Incident, when: Interval | None, published: Interval | None) -> Modality:
    """As read; what is dated to a day after the report that tells it is still to come."""
    is_plan = incident.modality is Modality.ACTUAL and _is_after(when, published)
    return Modality.PLANNED if is_plan else incident.modality


def _currency(incident: Incident, when: Interval | None, published: Interval | None) -> Currency:
    """As read, but a plan is of the present, and what is dated long before the report is not."""
    if incident.modality is Modality.PLANNED:
        return Currency.CURRENT
    _, last = intervals.bounds(when) if when else (None, None)
    at = intervals.bounds(published)[0] if published else None
    if last is not None and at is not None and at - last > timedelta(days=OLD):
        return Currency.BACKGROUND
    return incident.currency


def _actors(ledger: Ledger, spans: Sequence[Span]) -> frozenset[str]:
    found = (ledger.actor_at(s) for s in spans)
    return frozenset(a.id for a in found if a and a.kind is not ActorKind.WEAPON)


def _figures(ledger: Ledger, reading: Reading, incident: Incident) -> frozenset[Figure]:
    """The counts of the incident that are told as such."""
    wanted = set(incident.counts)
    mine = [c for c in reading.counts if c.id in wanted and c.stance == "asserts" and c.since is None]
    found = ((c.fate, ledger.figures.get(c.number)) for c in mine)
    return frozenset((fate, q.low, q.high) for fate, q in found if q)


def real(telling: Telling) -> bool:
    """Whether it is told as something of this world: no drill, film, match or course imagined."""
    return telling.incident.reality in (Reality.FACT, Reality.DISPUTED, Reality.WITHDRAWN)
