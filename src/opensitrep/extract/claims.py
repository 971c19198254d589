"""Joins the marks of a clause into claims: one for each mention and the innermost voice that tells it."""

from __future__ import annotations

from dataclasses import replace

from opensitrep.model import Act, Attribution, Claim, Mention, Modality, Reading


def make_claims(reading: Reading) -> Reading:
    """Add one claim a mention; a mention told by nobody is the outlet's own."""
    voices = {a.id: a for a in reading.attributions}
    claims = tuple(_claim(m, voices.get(m.attribution or "")) for m in reading.mentions)
    return replace(reading, claims=(*reading.claims, *dict.fromkeys(claims)))


def _claim(mention: Mention, voice: Attribution | None) -> Claim:
    act = voice.act if voice is not None else Act.ASSERTS
    if act is Act.ASSERTS and mention.modality is Modality.NEGATED and mention.type is not None:
        act = Act.DENIES
    return Claim(mention.id.replace(":m:", ":c:"), mention.id, mention.attribution, act)
