"""What is denied or left open, and what answers it: two small learned weighings of what statements tell and share.

Which denial is one side of a dispute is asked first; then which other statement answers it. The weights are those of
data/models/dispute.json, made by training/likeness; its card stands in the same file.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import msgspec

from opensitrep.model import About, Act, Attribution, Claim, Event, Part
from opensitrep.run.ledger import Ledger
from opensitrep.text.stems import count_words
from opensitrep.text.words import Lists, data_bytes

AGAINST = frozenset({Act.DENIES, Act.DOUBTS, Act.WITHHOLDS})
WORDS = Lists("positions")
TOLD = (About.DOER, About.CAUSE, About.MEANT, About.TERMS, About.HOLDER)  # told by words of a list
TURNS = {"untrue": Act.DENIES, "open": Act.WITHHOLDS, "not": Act.DENIES}  # lists of words: what a content with one does
WORD = re.compile(r"(?<=n)['’]t\b|[^\W\d_]+")
RARE = 12  # statements in which a word may stand and still lead from one to another
MOST = 60  # other statements that one is compared with, the nearest by event and report first
NEAR = 400  # characters between two statements of one report that answer each other
LONG, LENGTHY = 15, 3.0  # words of a content, and how many times so many are as long as any
DEEP = 15  # words into a content after which a word does not turn the whole


@dataclass(frozen=True, slots=True)
class Weights:
    """One weighing, as far as deciding needs it; `threshold` is the least probability of a yes."""

    bias: float
    weights: dict[str, float]
    threshold: float

    def __call__(self, features: Mapping[str, float]) -> float:
        """The probability of a yes."""
        score = self.bias + math.fsum(self.weights.get(f, 0.0) * v for f, v in features.items())
        return round(1 / (1 + math.exp(-score)), 4)


@dataclass(frozen=True, slots=True)
class Models:
    """The file data/models/dispute.json."""

    denial: Weights
    answer: Weights


@cache
def weights() -> Models:
    """The weights, read once."""
    return msgspec.json.decode(data_bytes("models/dispute.json"), type=Models)


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
    length: int  # words of its content
    turned: Mapping[str, int]  # lists of `TURNS` with a word in its content, and how many words stand before it
    tells: frozenset[str]  # what it may be about: lists with a word in its content
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
    def act(self) -> Act:
        """What it does: by its cue, else by the words of its content ("had no connections" denies)."""
        if self.attribution.act in AGAINST:
            return self.attribution.act
        return next((act for name, act in TURNS.items() if name in self.turned), Act.ASSERTS)

    @property
    def against(self) -> bool:
        """Whether it denies, doubts or leaves open."""
        return self.act in AGAINST


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
            content = [ledger.quote(s) for s in said.content]
            words = [w.lower().replace("’", "'") for w in WORD.findall(" ".join(content))]
            out.append(
                Said(
                    attribution=said,
                    claims=tuple(claims),
                    origin=origin.id,
                    event=min(events, key=lambda e: (-events[e], e), default=""),
                    incident=min(incidents, key=lambda i: (-incidents[i], i), default=""),
                    words=frozenset(count_words(content)),
                    named=frozenset(a for span, a in actors if any(c.covers(span) for c in said.content)),
                    speaker=speaker.id if speaker else "",
                    fates=frozenset(c.fate for c in counts),
                    length=len(words),
                    turned={name: n for name in TURNS if (n := _first(words, WORDS[name])) is not None},
                    tells=tells([*content, *(ledger.quote(s) for s in said.cue)]),
                    part=next((p.part for p in reading.passages if p.span.meets(min(said.content))), None),
                )
            )
    return out


def _first(words: Sequence[str], among: frozenset[str]) -> int | None:
    return next((n for n, word in enumerate(words[:DEEP]) if word in among), None)


@cache
def told_by(name: str) -> frozenset[str]:
    """The words, in comparison form, by which a statement tells of something."""
    return frozenset(w for word in WORDS[name] for w in count_words([word]))


def tells(content: Sequence[str]) -> frozenset[str]:
    """What some words may be about."""
    words = set(count_words(content))
    return frozenset(about.value for about in TOLD if words & told_by(about.value))


class Disputes:
    """The statements of one story beside one another."""

    def __init__(self, said: Sequence[Said], ledger: Ledger) -> None:
        self.said, self.ledger = said, ledger
        spread = Counter(w for s in said for w in s.words)
        self.rarity = {w: (1 + math.log((1 + len(said)) / (1 + n))) ** 2 for w, n in spread.items()}
        self.spread = spread
        self.mains = {s.main for s in ledger.account.stories}

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

    def answers(self) -> dict[int, dict[int, float]]:
        """How likely each statement answers each denial, by the number of the denial."""
        out: dict[int, dict[int, float]] = {n: {} for n, one in enumerate(self.said) if one.against}
        for n, m in self.pairs():
            if self._linked(self.said[n], self.said[m]):
                out[n][m] = weights().answer(self.answer_features(n, m))
        return out

    def _linked(self, a: Said, b: Said) -> bool:
        """Whether two statements share a word, a subject, a speaker or a paragraph."""
        near = a.doc == b.doc and abs(a.start - b.start) <= NEAR
        return near or bool(a.words & b.words or a.tells & b.tells) or a.speaker in b.named or b.speaker in a.named

    def answer_features(self, n: int, m: int) -> dict[str, float]:
        """What speaks for and against two statements being sides of one dispute, by name; what is not named is 0."""
        a, b = self.said[n], self.said[m]
        found = {f"acts {a.attribution.act.value} {b.attribution.act.value}": 1.0, "words": self.cosine(a, b)}
        found |= {f"{side} {name}": 1.0 for side, one in (("here", a), ("there", b)) for name in one.turned}
        found["one turns"] = float(bool(a.turned) != bool(b.turned))
        found["one turns, words"] = found["one turns"] * found["words"]
        found |= {f"both tell of {name}": 1.0 for name in a.tells & b.tells}
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

    def denial_features(self, n: int, answers: Mapping[int, float]) -> dict[str, float]:
        """What speaks for and against a denial being a side of a dispute, by name; what is not named is 0."""
        one = self.said[n]
        event: Event | None = self.ledger.events.get(one.event)
        first = min((at for name, at in one.turned.items() if name != "open"), default=DEEP)
        found = {
            f"act {one.attribution.act.value}": 1.0,
            f"form {one.attribution.form.value}": 1.0,
            f"part {one.part.value if one.part else '-'}": 1.0,
            "length": min(LENGTHY, one.length / LONG),
            "early": max(0.0, 1 - first / DEEP),
            "best answer": max(answers.values(), default=0.0),
            "names": float(bool(one.named)),
            "speaker known": float(one.speaker != ""),
            "counts": float(bool(one.fates)),
            f"origin {self.ledger.origins[one.origin].kind}": 1.0,
            "event": float(event is not None),
            "of the main event": float(one.event in self.mains),
        }
        found |= {f"turns {name}": 1.0 for name in one.turned} | {f"tells of {name}": 1.0 for name in one.tells}
        if event is not None:
            found |= {f"tie {event.tie.value}": 1.0, "event is printed": float(event.shown)}
        return {name: value for name, value in found.items() if value}

    def cosine(self, a: Said, b: Said) -> float:
        """Likeness of the words of two contents, the rare ones most."""
        both = math.fsum(self.rarity[w] for w in a.words & b.words)
        size = math.sqrt(math.fsum(self.rarity[w] for w in a.words) * math.fsum(self.rarity[w] for w in b.words))
        return both / size if both else 0.0
