"""Statements as disputes see them, and what an outlet itself leaves open ("It was not clear whether ...")."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from opensitrep.model import About, Act, Attribution, Claim, Part, Reading, Span
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold
from opensitrep.text.stems import count_words, idle_words
from opensitrep.text.words import Lists

AGAINST = frozenset({Act.DENIES, Act.DOUBTS, Act.WITHHOLDS})
WORDS = Lists("positions")
TOLD = (About.DOER, About.CAUSE, About.MEANT, About.TERMS, About.HOLDER)  # told by words of a list
# lists of words: what a content with one of them does
TURNS = {"untrue": Act.DENIES, "open": Act.WITHHOLDS, "doubtful": Act.DOUBTS, "not": Act.DENIES}
CLEAR = ("untrue", "open")  # of these, those that speak of what others say, or of what is not known
SUBJECTS = {"link": About.DOER, "mishap": About.CAUSE}  # signs that tell what a statement is about
QUOTED = 150  # characters of a sentence up to the end of the words that leave it open
PAUSE = re.compile(r"[,;:–—]\s+|[,;]?[”\"][,;]?\s+")
TELLING = 2  # words that say something in one that tells what it is about
# lists of words whose presence in a content is told
SIGNS = ("me", "back", "asked", "should", "seeming", "joining", "link", "mishap")
WORD = re.compile(r"(?<=n)['’]t\b|[^\W\d_]+")
DEEP = 15  # words into a content after which a word does not turn the whole
OWN = ("outlet", "wire copy")  # kinds of origins that are a report's own voice
NEXT = 5  # words behind a "no" that it may be about
TOLD_PARTS = (Part.NEWS, Part.BACKGROUND, Part.CONSEQUENCE, Part.REACTION)  # sentences in which an outlet leaves open


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as disputes see it."""

    attribution: Attribution
    claims: tuple[Claim, ...]
    origin: str
    event: str
    incident: str
    words: frozenset[str]
    terms: tuple[str, ...]  # words of its content that say something, as they stand
    named: frozenset[str]  # actors in its content
    speaker: str  # actor
    fates: frozenset[str]  # of the counts it holds
    length: int  # words of its content
    turned: Mapping[str, int]  # lists of `TURNS` with a word in its content, and how many words stand before it
    signs: frozenset[str]  # lists of `SIGNS` with a word in its content; "denied x": with one of x behind a "no"
    denied: str  # the first word, in comparison form, behind its "no" that says something
    tells: frozenset[str]  # what it may be about: lists with a word in its content
    part: Part | None
    own: bool = False  # left open by the outlet itself

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
    def telling(self) -> bool:
        """Whether its words tell what it is about."""
        return len(self.terms) >= TELLING or bool(self.signs & (SUBJECTS.keys() | {"asked", "back"}))

    @property
    def clear(self) -> bool:
        """Whether it says in so many words that something is untrue or not known."""
        return not self.turned.keys().isdisjoint(CLEAR)

    @property
    def asked(self) -> bool:
        """Whether it is clear, or denies what people ask of a happening."""
        return self.clear or "denied asked" in self.signs

    @property
    def by_cue(self) -> bool:
        """Whether its cue denies, doubts or leaves open, or it doubts in so many words."""
        return self.attribution.act in AGAINST or "doubtful" in self.turned

    @property
    def personal(self) -> bool:
        """Whether somebody tells of himself."""
        return "me" in self.signs

    @property
    def against(self) -> bool:
        """Whether it denies, doubts or leaves open."""
        return self.act in AGAINST


def said_all(ledger: Ledger) -> list[Said]:
    """Every statement that has an origin, and what outlets leave open, in the order of the reports."""
    by_voice: dict[str, list[Claim]] = defaultdict(list)
    for claim in ledger.claims.values():
        by_voice[claim.attribution or claim.id.partition(":")[0]].append(claim)
    out = []
    for reading in ledger.account.readings:
        own = sorted(by_voice.get(reading.document.id, ()), key=lambda c: c.id)
        voices = Counter((o.kind not in OWN, o.id) for c in own if (o := ledger.origin_of_claim.get(c.id)))
        voice = min(voices, key=lambda v: (v[0], -voices[v], v[1]), default=(False, None))[1]
        for said in reading.attributions:
            claims = sorted(by_voice.get(said.id, ()), key=lambda c: c.id)
            origin = next((o.id for c in claims if (o := ledger.origin_of_claim.get(c.id))), None)
            if origin is not None and not _nobody(ledger, said):
                out.append(_said(ledger, reading, said, claims, origin))
        if voice is not None:
            for said in _left_open(ledger, reading):
                claims = [c for c in own if said.content[0].meets(ledger.words_of(c))]
                out.append(_said(ledger, reading, said, claims, voice, own=True))
    return out


def _said(
    ledger: Ledger,
    reading: Reading,
    said: Attribution,
    claims: Sequence[Claim],
    origin: str,
    *,
    own: bool = False,
) -> Said:
    events = Counter(e for c in claims if (e := ledger.event_of_claim(c)))
    incidents = Counter(i for c in claims if (i := ledger.incident_of(c)))
    speaker = ledger.speaker(said)
    named = (a.span for a in reading.actors if any(c.covers(a.span) for c in said.content))
    counts = [ledger.counts[c.subject] for c in claims if c.subject in ledger.counts]
    content = [ledger.quote(s) for s in said.content]
    words = [w.lower().replace("’", "'") for w in WORD.findall(" ".join(content))]
    turned = {name: n for name in TURNS if (n := _first(words, listed(name))) is not None}
    if left_open().search(fold(" ".join(content))):
        turned.setdefault("open", 0)
    no = turned.get("not")
    behind = words[no + 1 : no + 1 + NEXT] if no is not None else []
    if behind and behind[0] in listed("no denial"):
        del turned["not"]
    signs = {name for name in SIGNS if not listed(name).isdisjoint(words)}
    signs |= {f"denied {name}" for name in ("asked", "me") if not listed(name).isdisjoint(behind)}
    return Said(
        attribution=said,
        claims=tuple(claims),
        origin=origin,
        event=min(events, key=lambda e: (-events[e], e), default=""),
        incident=min(incidents, key=lambda i: (-incidents[i], i), default=""),
        words=frozenset(count_words(content)),
        terms=_terms(WORD.findall(left_open().sub(" ", fold(" ".join(content))))),
        named=frozenset(found.id for span in named if (found := ledger.actor_at(span))),
        speaker=speaker.id if speaker else "",
        fates=frozenset(c.fate for c in counts),
        length=len(words),
        turned=turned,
        signs=frozenset(signs),
        denied=next(iter(count_words([" ".join(behind)])), ""),
        tells=tells([*content, *(ledger.quote(s) for s in said.cue)]),
        part=next((p.part for p in reading.passages if p.span.meets(min(said.content))), None),
        own=own,
    )


def _nobody(ledger: Ledger, said: Attribution) -> bool:
    """Whether nobody says it: "no group has claimed responsibility"."""
    words = [w.lower() for s in said.source for w in WORD.findall(ledger.quote(s))]
    return bool(words) and words[0] in listed("not")


def _left_open(ledger: Ledger, reading: Reading) -> Iterator[Attribution]:
    """What the outlet itself leaves open, as a statement of its own."""
    told = [s for a in reading.attributions if not _nobody(ledger, a) for s in a.content]
    for passage in reading.passages:
        found = left_open().search(fold(ledger.quote(passage.span))) if passage.part in TOLD_PARTS else None
        if found is None:
            continue
        doc, start = passage.span.doc, passage.span.start
        cue = Span(doc, start + found.start(), start + found.end())
        if not any(cue.meets(s) for s in told):
            clause = _clause(ledger, passage.span, cue)
            name = f"{doc}:o:{clause.start}-{clause.end}"
            yield Attribution(name, (clause,), (cue,), (), None, act=Act.WITHHOLDS)


def _clause(ledger: Ledger, sentence: Span, cue: Span) -> Span:
    """The part of a sentence from the last ", but" before a cue, or to the first one behind it; of a long one from a
    pause on, so that the cue is among the words that are quoted."""
    words = ledger.quote(sentence)
    cuts = [sentence.start + m.end(1) for m in opening().finditer(fold(words))]
    start = max((c for c in cuts if c <= cue.start), default=sentence.start)
    if cue.end - start > QUOTED:
        pauses = (sentence.start + m.end() for m in PAUSE.finditer(words))
        start = next((p for p in pauses if cue.end - QUOTED <= p <= cue.start), start)
    end = min((c for c in cuts if c >= cue.end), default=sentence.end)
    return Span(sentence.doc, start, end if end == sentence.end else end - 1)


@cache
def opening() -> re.Pattern[str]:
    """Where a clause of its own begins behind a comma, a semicolon or a dash."""
    return re.compile(r"([,;–—-] )(?=(?:" + "|".join(sorted(listed("opening"))) + r")\b)")


def listed(name: str) -> frozenset[str]:
    """The words of a list of this room."""
    return WORDS[name]


@cache
def left_open() -> re.Pattern[str]:
    """Phrases by which something is left open."""
    return re.compile(r"\b(?:" + "|".join(sorted(re.escape(p) for p in listed("left open"))) + r")\b")


def _terms(words: Sequence[str]) -> tuple[str, ...]:
    turning = frozenset().union(*(listed(name) for name in TURNS))
    kept = (w for w in words if len(w) > 1 and w not in turning and fold(w) not in idle_words())
    return tuple(dict.fromkeys(kept))


def _first(words: Sequence[str], among: frozenset[str]) -> int | None:
    return next((n for n, word in enumerate(words[:DEEP]) if word in among), None)


@cache
def told_by(name: str) -> frozenset[str]:
    """The words, in comparison form, by which a statement tells of something."""
    return frozenset(w for word in listed(name) for w in count_words([word]))


def tells(content: Sequence[str]) -> frozenset[str]:
    """What some words may be about."""
    words = set(count_words(content))
    return frozenset(about.value for about in TOLD if words & told_by(about.value))
