"""Joins the marks of a clause into claims: one for each mention, count and statement, with the voice that tells it.

A statement that holds neither a mention nor a count ("the army denies it") is about the incident nearest to its words:
one told in its sentence, else the last one told before it, else the main one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from opensitrep.model import Act, Attribution, Claim, Count, Incident, Mention, Modality, Passage, Reading, Span, Tie
from opensitrep.text.spans import SpanIndex

BEFORE = 600  # characters back to what a statement answers: its paragraph and the one before


def make_claims(reading: Reading) -> Reading:
    """Add the claims; what is told by nobody is the outlet's own."""
    voices = {a.id: a for a in reading.attributions}
    claims = [_claim(m, voices.get(m.attribution or "")) for m in reading.mentions]
    claims += [_count(c, voices.get(c.attribution or "")) for c in reading.counts]
    claims += _bare(reading)
    return replace(reading, claims=(*reading.claims, *dict.fromkeys(claims)))


def _claim(mention: Mention, voice: Attribution | None) -> Claim:
    act = voice.act if voice is not None else Act.ASSERTS
    if act is Act.ASSERTS and mention.modality is Modality.NEGATED and mention.type is not None:
        act = Act.DENIES
    return Claim(mention.id.replace(":m:", ":c:"), mention.id, mention.attribution, act)


def _count(count: Count, voice: Attribution | None) -> Claim:
    act = Act.DENIES if count.stance == "denies" else voice.act if voice is not None else Act.ASSERTS
    return Claim(count.id.replace(":n:", ":c:"), count.id, count.attribution, act)


# ---------------------------------------------------------------- statements about an incident


def _bare(reading: Reading) -> Iterator[Claim]:
    """Claims of the statements that hold no mention and no count."""
    triggers = {m.id: m.trigger for m in reading.mentions}
    held = SpanIndex((*triggers.values(), *(c.number for c in reading.counts)), lambda s: s)
    told = SpanIndex(sorted((s, i.id) for i in reading.incidents for s in _spans(i, triggers)), lambda t: t[0])
    passages = SpanIndex(reading.passages, lambda p: p.span)
    main = next((i.id for i in reading.incidents if i.tie is Tie.MAIN), None)
    for said in reading.attributions:
        if any(held.inside(c) for c in said.content):
            continue
        about = _about(min(said.content), told, passages) or main
        if about:
            yield Claim(said.id.replace(":a:", ":c:") + ":says", about, said.id, said.act)


def _spans(incident: Incident, triggers: dict[str, Span]) -> Iterable[Span]:
    return (*(triggers[m] for m in incident.mentions if m in triggers), *incident.references)


def _about(content: Span, told: SpanIndex[tuple[Span, str]], passages: SpanIndex[Passage]) -> str | None:
    """The incident told in the sentence of some words, the nearest to them; else the last one before."""
    sentence = next((p.span for p in passages.meeting(content)), content)
    here = [(abs(s.start - content.start), i) for s, i in told.meeting(sentence)]
    if here:
        return min(here)[1]
    if not content.start:
        return None
    lately = told.meeting(Span(content.doc, max(0, content.start - BEFORE), content.start))
    before = [i for s, i in lately if s.end <= content.start]
    return before[-1] if before else None
