""" "He" in a shuffled page: who speaks so elsewhere."""

from __future__ import annotations

from opensitrep.model import Account, Actor, ActorKind, Attribution, Label, Reading, Span
from opensitrep.text.words import Lists

WORDS = Lists("actors")


def loose_pronouns(account: Account, by_span: dict[Span, str], by_id: dict[str, Actor]) -> list[tuple[Span, str, str]]:
    """A "he" without an antecedent in a live page: who else speaks so, through the same channel or for that country."""
    spoken: list[tuple[Attribution, Actor]] = []
    for r in account.readings:
        for a in r.attributions:
            if a.speaker and a.speaker in by_span:
                spoken.append((a, by_id[by_span[a.speaker]]))
    out: dict[Span, tuple[str, str]] = {}
    for r in sorted(account.readings, key=lambda r: r.document.id):
        if not any(m.label is Label.LIVE for m in r.marks):
            continue
        pronouns = {m.span: m for m in r.actors if m.kind is ActorKind.PRONOUN}
        for a in r.attributions:
            if a.speaker in pronouns and a.speaker not in by_span:
                found = _by_channel(a, r, spoken) or _by_country(a, r, spoken)
                if found:
                    out.setdefault(a.speaker, found)
        for span, m in pronouns.items():
            if m.refers in out and span not in by_span:
                out.setdefault(span, out[m.refers])
    return [(span, ident, why) for span, (ident, why) in sorted(out.items())]


def _own_country(a: Attribution, reading: Reading) -> str | None:
    """The side of the state that the first words of the content name."""
    start = a.content[0].start
    for m in reading.actors:
        if m.kind is ActorKind.STATE and start <= m.span.start <= start + 5:
            return m.side
    return None


def _by_channel(a: Attribution, reading: Reading, spoken: list[tuple[Attribution, Actor]]) -> tuple[str, str] | None:
    side = _own_country(a, reading)
    if side is None or a.channel.value == "unspecified":
        return None
    doc = reading.document.id
    same = {
        p.id
        for b, p in spoken
        if b.channel is a.channel and p.side == side and p.kind is ActorKind.PERSON and b.content[0].doc != doc
    }
    return (same.pop(), "same channel in another report, speaks of the own country") if len(same) == 1 else None


def _by_country(a: Attribution, reading: Reading, spoken: list[tuple[Attribution, Actor]]) -> tuple[str, str] | None:
    side = _own_country(a, reading)
    if side is None:
        return None
    doc = reading.document.id
    heads = {p.id for b, p in spoken if b.content[0].doc == doc and p.side == side and p.role in WORDS["heads"]}
    return (heads.pop(), "the only head of that state who speaks in the report") if len(heads) == 1 else None
