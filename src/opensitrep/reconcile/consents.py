"""Refused by one report, offered by another: outcomes of one request, brought under one question.

A refusal and a consent answer the same request when one side speaks both, on days that meet, and their words share
the matter asked for. The matter of a bare "he refused" is that of the request just before it. Names do not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from opensitrep import intervals
from opensitrep.ledger import Ledger
from opensitrep.model import Event, Mention, Span
from opensitrep.reconcile.relations import Said

REFUSAL, REQUEST = "REJECT", "REQUEST"
SHARED = 2  # content words two statements must share to be about one matter; one was met by chance on the seeds
NEAR = 400  # characters back to the request a refusal answers: the sentence before and its neighbour


def same_matter(ledger: Ledger, outcomes: Mapping[str, Sequence[Said]]) -> Iterator[tuple[str, str]]:
    """Pairs of event ids, a consent and the refusal that answers the same request; `outcomes` by event id."""
    by_agent: dict[str, list[Event]] = defaultdict(list)
    for event in (ledger.events[e] for e in sorted(outcomes) if ledger.events[e].type != REFUSAL):
        for agent in event.agents:
            by_agent[agent].append(event)
    topics: dict[str, frozenset[str]] = {}
    for event in (ledger.events[e] for e in sorted(outcomes) if ledger.events[e].type == REFUSAL):
        asked = topic(ledger, event, with_request=True)
        met: dict[str, int] = {}
        for consent in dict.fromkeys(c for agent in event.agents for c in by_agent[agent]):
            if event.when and consent.when and not intervals.meets(event.when, consent.when):
                continue
            if consent.id not in topics:
                topics[consent.id] = topic(ledger, consent, with_request=False)
            met[consent.id] = len(asked & topics[consent.id])
        best = max(met.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
        if best[1] >= SHARED:
            yield best[0], event.id


def topic(ledger: Ledger, event: Event, *, with_request: bool) -> frozenset[str]:
    """Content words of an event's clauses without names; of a refusal also of the request just before."""
    spans = []
    for mention in (ledger.mentions[m] for m in event.mentions if m in ledger.mentions):
        spans.append(mention.span)
        if with_request:
            spans += [r.span for r in _requests_before(ledger, mention)]
    return frozenset().union(*(_words(ledger, s) for s in spans)) if spans else frozenset()


def _requests_before(ledger: Ledger, mention: Mention) -> list[Mention]:
    reading = ledger.readings[mention.span.doc]
    before = [
        m
        for m in reading.mentions
        if m.type == REQUEST and m.span.start <= mention.span.start and mention.span.start - m.span.end < NEAR
    ]
    return before[-1:]


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
