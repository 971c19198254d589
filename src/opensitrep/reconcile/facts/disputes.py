"""Statements that answer one question differently: how likely a denial and another statement are of one dispute.

A small learned weighing of what two statements share. The weights are those of data/models/dispute.json, made by
training/likeness; its card stands in the same file.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import msgspec

from opensitrep.model import Act, Attribution, Claim, Part
from opensitrep.run.ledger import Ledger
from opensitrep.text.stems import count_words
from opensitrep.text.words import data_bytes

AGAINST = frozenset({Act.DENIES, Act.DOUBTS, Act.WITHHOLDS})
RARE = 12  # statements in which a word may stand and still lead from one to another
MOST = 60  # other statements that one is compared with, the nearest by event and report first
NEAR = 400  # characters between two statements of one report that answer each other


@dataclass(frozen=True, slots=True)
class Weights:
    """The file data/models/dispute.json, as far as deciding needs it."""

    bias: float
    weights: dict[str, float]
    threshold: float


@cache
def weights() -> Weights:
    """The weights, read once."""
    return msgspec.json.decode(data_bytes("models/dispute.json"), type=Weights)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as disputes see it."""

    attribution: Attribution
    claims: tuple[Claim, ...]
    origin: str
    event: str
    incident: str
    words: frozenset[str]
    named: frozenset[str]  # actors in its content
    speaker: str  # actor
    fates: frozenset[str]  # of the counts it holds
    part: Part | None

    @property
    def doc(self) -> str:
        """The report it stands in."""
        return self.attribution.content[0].doc

    @property
    def start(self) -> int:
        """Where it begins."""
        return min(self.attribution.content).start

    @property
    def against(self) -> bool:
        """Whether it denies or doubts."""
        return self.attribution.act in AGAINST


def said_all(ledger: Ledger) -> list[Said]:
    """Every statement that has an origin, in the order of the reports."""
    by_voice: dict[str, list[Claim]] = defaultdict(list)
    for claim in ledger.claims.values():
        if claim.attribution:
            by_voice[claim.attribution].append(claim)
    out = []
    for reading in ledger.account.readings:
        actors = [(a.span, found.id) for a in reading.actors if (found := ledger.actor_at(a.span))]
        for said in reading.attributions:
            claims = sorted(by_voice.get(said.id, ()), key=lambda c: c.id)
            origin = next((o for c in claims if (o := ledger.origin_of_claim.get(c.id))), None)
            if origin is None:
                continue
            events = Counter(e for c in claims if (e := ledger.event_of_claim(c)))
            incidents = Counter(i for c in claims if (i := ledger.incident_of(c)))
            speaker = ledger.speaker(said)
            counts = [ledger.counts[c.subject] for c in claims if c.subject in ledger.counts]
            out.append(
                Said(
                    attribution=said,
                    claims=tuple(claims),
                    origin=origin.id,
                    event=min(events, key=lambda e: (-events[e], e), default=""),
                    incident=min(incidents, key=lambda i: (-incidents[i], i), default=""),
                    words=frozenset(count_words([ledger.quote(s) for s in said.content])),
                    named=frozenset(a for span, a in actors if any(c.covers(span) for c in said.content)),
                    speaker=speaker.id if speaker else "",
                    fates=frozenset(c.fate for c in counts),
                    part=next((p.part for p in reading.passages if p.span.meets(min(said.content))), None),
                )
            )
    return out


class Disputes:
    """Likeness of statements of one story."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.said = said
        spread = Counter(w for s in said for w in s.words)
        self.rarity = {w: (1 + math.log((1 + len(said)) / (1 + n))) ** 2 for w, n in spread.items()}
        self.spread = spread

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = defaultdict(list)
        for n, one in enumerate(self.said):
            out[f"event {one.event}"].append(n)
            out[f"report {one.doc}"].append(n)
            for word in one.words:
                if self.spread[word] <= RARE:
                    out[f"word {word}"].append(n)
        return out

    def pairs(self) -> Iterator[tuple[int, int]]:
        """A statement that denies or doubts, and every other one worth comparing with it."""
        for n, one in enumerate(self.said):
            if not one.against:
                continue
            keys = [f"event {one.event}", f"report {one.doc}", *(f"word {w}" for w in sorted(one.words))]
            votes = Counter(m for key in keys for m in self._by_key.get(key, ()) if m != n)
            near = sorted(votes, key=lambda m: (-votes[m], abs(m - n), m))[:MOST]
            yield from ((n, m) for m in sorted(near) if self.said[m].origin != one.origin)

    def __call__(self, n: int, m: int) -> float:
        """The probability that the two are sides of one dispute."""
        known = weights()
        score = known.bias + math.fsum(known.weights.get(f, 0.0) * v for f, v in self.features(n, m).items())
        return round(1 / (1 + math.exp(-score)), 4)

    def features(self, n: int, m: int) -> dict[str, float]:
        """What speaks for and against, by name; what is not named is 0."""
        a, b = self.said[n], self.said[m]
        found = {f"acts {a.attribution.act.value} {b.attribution.act.value}": 1.0, "words": self._cosine(a, b)}
        found["rare words"] = min(3.0, sum(self.spread[w] <= RARE for w in a.words & b.words))
        found["same event"] = float(a.event == b.event != "")
        found["same incident"] = float(a.incident == b.incident != "")
        found["same content"] = float(any(x.meets(y) for x in a.attribution.content for y in b.attribution.content))
        found["speaker named"] = float(a.speaker in b.named and a.speaker != "")
        found["answers speaker"] = float(b.speaker in a.named and b.speaker != "")
        found["names shared"] = float(bool(a.named & b.named))
        found["fates shared"] = float(bool(a.fates & b.fates))
        found["one counts"] = float(bool(a.fates) != bool(b.fates))
        if a.doc == b.doc:
            gap = abs(a.start - b.start)
            found["same report"] = 1.0
            found["near"] = float(gap <= NEAR)
            found["near, same event"] = found["near"] * found["same event"]
        found[f"part {b.part.value if b.part else '-'}"] = 1.0
        return {name: value for name, value in found.items() if value}

    def _cosine(self, a: Said, b: Said) -> float:
        both = math.fsum(self.rarity[w] for w in a.words & b.words)
        size = math.sqrt(math.fsum(self.rarity[w] for w in a.words) * math.fsum(self.rarity[w] for w in b.words))
        return both / size if both else 0.0
