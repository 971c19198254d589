"""Refused by one report, offered by another: outcomes of one request, brought under one question.

A refusal and a consent answer the same request when one side speaks both, on days that meet, and their words share
the matter asked for. The matter of a bare "he refused" is that of the request just before it. Names do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from opensitrep.model import Event, Mention, Span
from opensitrep.reconcile.facts.relations import Said
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals

REFUSAL, REQUEST = "REJECT", "REQUEST"
SHARED = 2  # content words that make one matter of a request and an answer; one word is often shared by chance
NEAR = 400  # characters back to the request a refusal answers: the sentence before and its neighbour


@dataclass(frozen=True, slots=True)
class Answered:
    """A refusal and the consents that answer the same request; both by event id, `agreed` by position."""

    consent: str
    refusal: str
    agreed: tuple[int, ...]


def same_matter(ledger: Ledger, outcomes: Mapping[str, Sequence[Said]]) -> Iterator[Answered]:
    """For each refusal the event whose consents share most of its matter; `outcomes` by event id."""
    requests = {
        r.document.id: sorted((m for m in r.mentions if m.type == REQUEST), key=lambda m: m.span)
        for r in ledger.account.readings
    }
    by_agent: dict[str, list[Event]] = defaultdict(list)
    for event in (ledger.events[e] for e in sorted(outcomes) if ledger.events[e].type != REFUSAL):
        for agent in event.agents:
            by_agent[agent].append(event)
    for event in (ledger.events[e] for e in sorted(outcomes) if ledger.events[e].type == REFUSAL):
        asked = matter(ledger, event, requests)
        best: tuple[int, str] | None = None
        found: dict[str, dict[int, int]] = {}
        for consent in dict.fromkeys(c for agent in event.agents for c in by_agent[agent]):
            if event.when and consent.when and not intervals.meets(event.when, consent.when):
                continue
            shared = {n: len(asked & _said_words(ledger, s)) for n, s in enumerate(outcomes[consent.id])}
            found[consent.id] = {n: k for n, k in shared.items() if k >= SHARED}
            if found[consent.id]:
                best = max(best or (0, ""), (max(found[consent.id].values()), consent.id))
        if best is not None:
            yield Answered(best[1], event.id, tuple(found[best[1]]))


def matter(ledger: Ledger, event: Event, requests: Mapping[str, Sequence[Mention]]) -> frozenset[str]:
    """What a refusal is about: the words of the request just before it, else its own."""
    mentions = [ledger.mentions[m] for m in event.mentions if m in ledger.mentions]
    asked = [r.span for m in mentions for r in _requests_before(requests, m)]
    return frozenset().union(*(_words(ledger, s) for s in asked or [m.span for m in mentions]))


def _said_words(ledger: Ledger, said: Said) -> frozenset[str]:
    return frozenset().union(*(_words(ledger, s) for s in said.value.evidence))


def _requests_before(requests: Mapping[str, Sequence[Mention]], mention: Mention) -> list[Mention]:
    """The last request of the report before a mention, if it stands near."""
    told = requests.get(mention.span.doc, ())
    place = bisect_right([m.span.start for m in told], mention.span.start)
    return [m for m in told[max(0, place - 1) : place] if mention.span.start - m.span.end < NEAR]


def _words(ledger: Ledger, span: Span) -> frozenset[str]:
    reading = ledger.readings[span.doc]
    names = [t.span for t in reading.toponyms if t.span.meets(span)]
    names += [a.span for a in reading.actors if a.span.meets(span) and a.kind in ("person", "state")]
    text = reading.document.text
    found = re.finditer(r"[^\W\d_]{4,}", text[span.start : span.end])
    return frozenset(
        m.group().casefold().rstrip("s")
        for m in found
        if not any(n.start <= span.start + m.start() < n.end for n in names)
    )


def coded(said: Sequence[Said], code: str) -> list[Said]:
    """The same answers with what the speaker did."""
    return [replace(s, value=replace(s.value, code=code)) for s in said]
