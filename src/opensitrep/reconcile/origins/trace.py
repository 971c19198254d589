"""Where each statement comes from in the end: independence is counted over origins, never over outlets.

A claim goes to its speaker, a body and its own spokesman being one voice; without a named speaker to the report's own
voice, to the agency credited for the text, or to the report it copies. Then named rules join what has one lineage: the
same words from one side (a communiqué), and a report's own voice that repeats what another report attributes. Copies
are found by shared runs of words (shingles, Broder 1997), of which a few lead to the candidates: the cost is linear.

`bounds` counts origins. The lower bound counts what could be one as one, the upper counts it apart; copies, a credited
wire and the same speaker add to neither; an outlet's own voice may repeat whoever is named, and adds where
its reports name nobody. Four examples:

1. Ten copies of one agency's text report two dead, no speaker named: one origin, lower 1, upper 1.
2. A ministry, its spokesman and "the ministry's channel" in four reports: one origin, lower 1, upper 1.
3. A governor, and "regional officials" of the same side in another report, who may be his: lower 1, upper 2.
   The governor, the mayor and those officials: lower 2, upper 3.
4. Two outlets tell it in their own voice and name nobody: lower 1, upper 2. With the governor beside them: 1 and 3.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from opensitrep.model import Account, Act, Bounds, Channel, Label, Origin, Reading, Resolution
from opensitrep.reconcile.origins.lineage import (
    BY_FIGURE,
    Repeat,
    agency_in_dateline,
    credited_name,
    document_of,
    find_copies,
    find_extracts,
    find_repeats,
)
from opensitrep.reconcile.origins.voices import NAMED, OWN_VOICE, UNNAMED, Voice, Voices, bare_name
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists

WORDS = Lists("origins")
SPOKEN_OF = (Act.OPINES, Act.ASKS)  # who is horrified by an attack, or asks about it, is no source of what happened


def bounds(claims: Iterable[str], ledger: Ledger) -> Bounds:
    """Independent origins behind some claims, as the module's docstring says and `Ledger.bounds` counts."""
    return ledger.bounds(claims)


def find_origins(account: Account) -> Account:
    """Add the origin of every claim, and "wire", "copy" and "extract" (of a part) resolutions of reports."""
    settled = _document_lineage(account)
    account = replace(account, resolutions=(*account.resolutions, *settled))
    ledger = Ledger(account)
    voices = Voices(ledger)
    own = {claim.id: voices.of(claim) for claim in ledger.claims.values()}
    joined, why = _join(own, ledger)
    return replace(account, origins=_rows(joined, why, ledger))


def _document_lineage(account: Account) -> list[Resolution]:
    """The agency credited for a report, and the earlier report that it copies."""
    out = []
    ledger = Ledger(account)
    outlets = {r.document.id: _outlet_of(ledger, r) for r in account.readings}
    datelined = {r.document.id: agency_in_dateline(r) for r in account.readings}
    known = {fold(name): name for name in sorted(filter(None, (*outlets.values(), *datelined.values())))}
    names: dict[str, str] = {}
    for reading in account.readings:
        doc, own = reading.document.id, outlets[reading.document.id]
        credited = [m.reading for m in reading.marks if m.label is Label.WIRE and m.reading]
        credited += [g.value for g in reading.document.given if g.field == "wire"]
        named = credited_name(reading, known)
        if credited:
            out.append(Resolution(doc, "wire", credited[0], "an agency is credited for the text"))
        elif named and named != fold(own or ""):
            out.append(Resolution(doc, "wire", known[named], "the report credits it for the text"))
        names[doc] = fold(credited[0]) if credited else named or fold(own or "")
    credits = {doc: name for doc, name in names.items() if name}

    def rank(reading: Reading) -> tuple[bool, str, int, str, str]:
        """What an outlet publishes itself comes before what credits it, whatever the day; of one day the longest."""
        doc, published = reading.document.id, ledger.published(reading.document.id)
        day = (published.start or "9")[:10] if published else "9"
        credits_other = names[doc] != fold(outlets[doc] or datelined[doc] or "")
        return credits_other, day, -len(reading.document.text), reading.document.name, doc

    ranked = sorted(account.readings, key=rank)
    copies = find_copies(ranked, credits)
    for field, found in (("copy", copies), ("extract", find_extracts(ranked, copies))):
        for copy in found:
            why = f"{copy.share:.0%} of its runs of words stand in that report"
            out.append(Resolution(copy.document, field, copy.original, why))
    return out


def _outlet_of(ledger: Ledger, reading: Reading) -> str | None:
    return ledger.text_of(reading.document.id, "outlet") or reading.document.outlet


def _order(ledger: Ledger) -> dict[str, int]:
    """Rank of the documents: by day of publication, the undated last, then by name."""

    def key(doc: str) -> tuple[str, str, str]:
        published = ledger.published(doc)
        return (published.start or "9") if published else "9", ledger.readings[doc].document.name, doc

    return {doc: n for n, doc in enumerate(sorted(ledger.readings, key=key))}


# ---------------------------------------------------------------- lineage between reports


def _join(own: dict[str, Voice], ledger: Ledger) -> tuple[dict[str, Voice], dict[str, list[str]]]:
    """Voices after the rules of lineage, and for each key the reasons of what was joined to it."""
    own = _named_alike(own)
    named = {c: v for c, v in own.items() if v.kind in NAMED and not v.general}
    others = {c: v for c, v in own.items() if c not in named}
    out, why = dict(own), defaultdict(list)
    for claim, theirs in _same_report(others, named).items():
        out[claim] = theirs
        why[theirs.key].append(f"named more fully in the same report than {own[claim].name}")
    told = [c for c in named if ledger.claims[c].act not in SPOKEN_OF]
    for repeat in find_repeats(ledger, told=told, retold=list(others)):
        mine, theirs = own[repeat.claim], own[repeat.original]
        if mine.kind in NAMED and repeat.rule == BY_FIGURE:
            continue  # two bodies may count the same
        if mine.side not in (None, "MEDIA") and theirs.side and not same_camp(mine.side, theirs.side):
            continue
        out[repeat.claim] = theirs
        why[theirs.key].append(_reason(repeat, ledger))
    left = sorted(c for c, v in out.items() if v.kind in OWN_VOICE)
    for repeat in find_repeats(ledger, told=left, retold=left, order=_order(ledger)):
        if out[repeat.claim].key != out[repeat.original].key:
            out[repeat.claim] = own[repeat.original]
            why[own[repeat.original].key].append(_reason(repeat, ledger))
    return _one_body(out, named, ledger, why), why


def _named_alike(own: dict[str, Voice]) -> dict[str, Voice]:
    """A body without a side as the one body of its name that has one: "air force" as "Sudan's air force".

    The country's own name makes no other name; where bodies of two sides are called so, nothing is joined.
    """
    full: dict[str, dict[str, Voice]] = defaultdict(dict)
    for _, voice in sorted(own.items()):
        if voice.kind == "body" and voice.side:
            full[bare_name(voice.name)].setdefault(voice.side, voice)
    out = dict(own)
    for claim, voice in own.items():
        same = full.get(bare_name(voice.name), {}) if voice.kind == "body" and not voice.side else {}
        if len(same) == 1:
            out[claim] = next(iter(same.values()))
    return out


def _same_report(others: dict[str, Voice], named: dict[str, Voice]) -> dict[str, Voice]:
    """Bodies called by a general word, as the one body of that word and side that their report names in full."""
    full: dict[tuple[str, str | None], dict[str, Voice]] = defaultdict(dict)
    for claim, voice in named.items():
        if voice.kind == "body":
            full[document_of(claim), voice.side][voice.key] = voice
    out = {}
    for claim, voice in others.items():
        last = fold(voice.name).split()[-1:] if voice.kind == "body" and voice.general else []
        same = [v for v in full[document_of(claim), voice.side].values() if last and last[0] in fold(v.name).split()]
        if len(same) == 1:
            out[claim] = same[0]
    return out


def _reason(repeat: Repeat, ledger: Ledger) -> str:
    return f"{repeat.rule} ({ledger.readings[document_of(repeat.original)].document.name})"


def _one_body(
    voices: dict[str, Voice], named: dict[str, Voice], ledger: Ledger, why: dict[str, list[str]]
) -> dict[str, Voice]:
    """Bodies of one kind and side that say the same in the same words are one communiqué."""
    bodies = [c for c, v in sorted(named.items()) if v.kind == "body"]
    into: dict[str, Voice] = {}
    for repeat in find_repeats(ledger, told=bodies, retold=bodies):
        mine, theirs = (root(into, voices[c]) for c in (repeat.claim, repeat.original))
        if mine.key != theirs.key and mine.side == theirs.side and set(mine.kin) & set(theirs.kin):
            into[mine.key] = replace(theirs, kind="communique")
            why[theirs.key].append(f"{repeat.rule}: {mine.name}")
    return {c: root(into, v) for c, v in voices.items()}


def root(into: dict[str, Voice], voice: Voice) -> Voice:
    """The voice that a voice was joined to, at the end of the chain."""
    while voice.key in into:
        voice = into[voice.key]
    return voice


def same_camp(a: str, b: str) -> bool:
    """Whether two sides are one camp: a state and its proxies and people."""
    return a.partition("-")[0] == b.partition("-")[0]


# ---------------------------------------------------------------- rows


def _rows(voices: dict[str, Voice], why: dict[str, list[str]], ledger: Ledger) -> tuple[Origin, ...]:
    groups: dict[str, list[str]] = defaultdict(list)
    first: dict[str, Voice] = {}
    for claim in sorted(voices):
        groups[voices[claim].key].append(claim)
        first.setdefault(voices[claim].key, voices[claim])
    story = ledger.account.stories[0].id if ledger.account.stories else ""
    ids = {key: "o" + hashlib.blake2b(f"{story} {key}".encode(), digest_size=6).hexdigest() for key in groups}
    related = _related(first)
    out = []
    for key, claims in sorted(groups.items()):
        voice = first[key]
        out.append(
            Origin(
                id=ids[key],
                kind=voice.kind,
                name=voice.name,
                claims=tuple(claims),
                related=tuple(sorted(ids[k] for k in related[key])),
                side=voice.side,
                actor=voice.actor,
                channel=_channel(claims, ledger),
                copy=voice.copy,
                why="; ".join(dict.fromkeys(why.get(key, ()))) or _plain_reason(voice),
            )
        )
    return tuple(sorted(out, key=lambda o: o.id))


def _plain_reason(voice: Voice) -> str:
    return {
        "speaker": "the report names the speaker",
        "body": "the report names the body",
        "communique": "one body, the same content",
        "wire copy": "the text is an agency's or a copy",
        "outlet": "told in the report's own voice",
    }.get(voice.kind, "the source is not named")


def _channel(claims: Sequence[str], ledger: Ledger) -> Channel | None:
    """The channel named most often, if one is named."""
    found: Counter[Channel] = Counter()
    for claim in claims:
        said = ledger.attributions.get(ledger.claims[claim].attribution or "")
        if said and said.channel not in (Channel.UNSPECIFIED, Channel.OWN):
            found[said.channel] += 1
    return min(found, key=lambda c: (-found[c], c)) if found else None


def _related(voices: dict[str, Voice]) -> dict[str, set[str]]:
    """Keys of voices that could be one: a general or unnamed voice and those of its side (and kind, if it has one)."""
    out: dict[str, set[str]] = {key: set() for key in voices}
    known = [(key, v) for key, v in sorted(voices.items()) if v.kind not in OWN_VOICE and (v.side or v.local)]
    sides: dict[str, list[str]] = defaultdict(list)
    for key, voice in known:
        sides[voice.side.partition("-")[0] if voice.side else ""].append(key)
    for key, voice in known:
        nearby = sides[voice.side.partition("-")[0]] + sides[""] if voice.side else [k for k, _ in known]
        for other in nearby if voice.general else ():
            if other != key and _could_be(voice, voices[other]):
                out[key].add(other)
                out[other].add(key)
    return out


def _could_be(general: Voice, other: Voice) -> bool:
    """Officials of some region or town could be any governor or mayor; else side and kind must fit."""
    if general.local or other.local:
        named = other if general.local else general
        return named.local or named.role in WORDS["holders"] or (named.general and named.kind == UNNAMED)
    if general.side and other.side and "-" in general.side + other.side and general.side != other.side:
        return False
    return not general.kin or not other.kin or bool(set(general.kin) & set(other.kin)) or other.general
