"""Which words were taken over from where: copies of whole reports, and clauses that repeat a clause of another report.

Copies are found by shared runs of words (shingles; Broder 1997, "On the resemblance and containment of documents"): the
lowest few hashes of a report lead to the reports worth comparing. Clauses are compared by the content words that the
shorter of the two has in common with the other, or by the same figure told of the same place.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from opensitrep.model import READABLE, Label, Mark, Place, PlaceRole, Quantity, Reading, Slot
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold
from opensitrep.text.stems import count_words

RUN = 5  # words in a shingle
SKETCH = 40  # lowest hashes of a report that lead to candidates
COPIED = 0.7  # share of the shorter report's shingles; agency rewrites lie below .5, light cuts above .8 (judgement)
RESPELT, SHORT_RUN = 0.8, 3  # share of the shorter report's words in runs of three that both have: a copy with other
CREDITED = 0.6  # spellings breaks long runs, not short ones; less is asked where the report credits the other one's
NEAR_COPY = 0.3  # agency. Both by judgement; below this share of long runs nothing is compared word by word
TAKEN, FEWEST = (
    0.03,
    6,
)  # share and number of the shorter report's long runs, outside quotation marks, from which a part
SAMPLE = (
    4  # of it was taken over: no independent pair of train and dev reaches both; of so many runs one leads to others
)
QUOTED = re.compile(r'"[^"]{0,600}"')
SHARED_WORDS = (
    0.6  # share of the shorter clause's content words; .4 gave precision .95 on the lineage of the five reports
)
SHORTEST = 5  # content words below which a clause is too short to tell
LEADING = 3  # words two clauses must share before they are compared: the least that `SHARED_WORDS` of `SHORTEST` ask
CROWD = 60  # clauses a word may stand in and still lead to candidates
FIGURES = {slot: slot.value for slot in (
    Slot.MUNITIONS_FIRED, Slot.INTERCEPTED, Slot.AIRCRAFT_COUNT, Slot.DAMAGED, Slot.EVACUATED, Slot.CAPTURED,
    Slot.DISPLACED, Slot.KILLED, Slot.INJURED, Slot.MISSING, Slot.PEOPLE_PRESENT,
)} | {Slot.MUNITIONS_HIT: Slot.MUNITIONS_FIRED.value}  # fmt: skip
"""Slots whose larger figures lead from clause to clause; "twenty were fired" and "twenty hit" may be one source."""
CLOSE = 1.3  # figures within this factor of each other may be one figure told less or more exactly
FEW = 5  # smaller figures are too common to tell one source from another
LONGEST_CREDIT = 6  # words of a line that only credits somebody for the text
CREDIT = re.compile(r"[()\[\]:;,|/.–—-]+|\b(?:by|via|from|source|with)\b")
LITERALLY = "its own words repeat an attributed sentence of another report"
BY_FIGURE = "the same figure is told of the same place in another report, there with its source"


@dataclass(frozen=True, slots=True)
class Copy:
    """A report most of whose runs of words stand in an earlier one."""

    document: str
    original: str
    share: float


@dataclass(frozen=True, slots=True)
class Repeat:
    """A claim that repeats a claim of another report, with the rule that found it."""

    claim: str
    original: str
    score: float
    rule: str


def _words_of(reading: Reading) -> list[str]:
    text = fold(reading.document.text)
    blocks = [text[m.span.start : m.span.end] for m in reading.marks if m.label in READABLE] or [text]
    return re.findall(r"\w+", " ".join(blocks))


def _runs(words: Sequence[str], length: int) -> frozenset[int]:
    if len(words) < 2 * length:
        return frozenset()
    return frozenset(crc32(" ".join(words[i : i + length]).encode()) for i in range(len(words) - length + 1))


def find_copies(readings: Sequence[Reading], credits: Mapping[str, str]) -> list[Copy]:
    """Reports that copy one that stands before them in the order given; a copy of a copy points at the first.

    `credits` names the agency that a report by its id credits, or the outlet it is of, in comparison form: reports of
    one such name are copies from a smaller share on.
    """
    texts = [_words_of(r) for r in readings]
    runs = [_runs(words, RUN) for words in texts]
    holders: dict[int, list[int]] = defaultdict(list)
    out: list[Copy] = []
    for i, mine in enumerate(runs):
        sketch = sorted(mine)[:SKETCH]
        shared = Counter(j for h in sketch for j in holders[h])
        shares = [(_copied(mine, runs[j]), -j) for j, _ in sorted(shared.items(), key=lambda n: (-n[1], n[0]))[:10]]
        best, original = max(shares, default=(0.0, 0))
        name = credits.get(readings[i].document.id)
        one_agency = name is not None and name == credits.get(readings[-original].document.id)
        if NEAR_COPY <= best < COPIED:
            covered = _covered(texts[i], texts[-original])
            best = covered if covered >= (CREDITED if one_agency else RESPELT) else 0.0
        if best >= (CREDITED if one_agency else COPIED):
            out.append(Copy(readings[i].document.id, readings[-original].document.id, round(best, 4)))
            continue
        for h in sketch:
            holders[h].append(i)
    return out


def find_extracts(readings: Sequence[Reading], copies: Iterable[Copy]) -> list[Copy]:
    """Reports that took over a part of one that stands before them: runs of its own words, not of quotations.

    Two reports may quote one statement; the words around it are their own. What is a copy is asked no more.
    """
    whole = {copy.document for copy in copies}
    runs = [_runs(_own_words(r, n), RUN) for n, r in enumerate(readings)]
    holders: dict[int, list[int]] = defaultdict(list)
    out: list[Copy] = []
    for i, mine in enumerate(runs):
        if readings[i].document.id in whole:
            continue
        leads = [h for h in sorted(mine) if h % SAMPLE == 0]
        shared = Counter(j for h in leads for j in holders[h])
        near = sorted(shared.items(), key=lambda n: (-n[1], n[0]))[:10]
        found = [(_copied(mine, runs[j]), -j) for j, _ in near if len(mine & runs[j]) >= FEWEST]
        best, original = max(found, default=(0.0, 0))
        if best >= TAKEN:
            out.append(Copy(readings[i].document.id, readings[-original].document.id, round(best, 4)))
        for h in leads:
            holders[h].append(i)
    return out


def _own_words(reading: Reading, number: int) -> list[str]:
    """The words of a report outside quotation marks; where one was, no run goes on."""
    text = fold(reading.document.text)
    blocks = [text[m.span.start : m.span.end] for m in reading.marks if m.label in READABLE] or [text]
    parted = (QUOTED.sub(f" quoted{number}at{n} ", block) for n, block in enumerate(blocks))
    return re.findall(r"\w+", " ".join(parted))


def _copied(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / min(len(a), len(b))


def _covered(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of the words of the shorter text that stand in a run of `SHORT_RUN` words which the other has too."""
    short, long = sorted((a, b), key=len)
    known = {tuple(long[i : i + SHORT_RUN]) for i in range(len(long))}
    inside = {
        i + k
        for i in range(len(short) - SHORT_RUN + 1)
        if tuple(short[i : i + SHORT_RUN]) in known
        for k in range(SHORT_RUN)
    }
    return len(inside) / len(short)


def credited_name(reading: Reading, known: Iterable[str]) -> str | None:
    """The name, of those `known` in comparison form, that the first or last lines of a report credit for its text."""
    lines = [fold(line) for line in reading.document.text.splitlines() if line.strip()]
    short = [set(CREDIT.split(line.strip())) for line in lines[:4] + lines[-2:] if len(line.split()) <= LONGEST_CREDIT]
    datelines = [fold(reading.document.text[m.span.start : m.span.end]) for m in reading.marks if _is_dateline(m)]
    named = [{words.strip() for words in re.findall(r"\(([^()]+)\)", line)} for line in datelines]
    parts = {part.strip() for line in (*short, *named) for part in line}
    return min((name for name in known if name in parts), default=None)


def agency_in_dateline(reading: Reading) -> str | None:
    """The name in brackets at the end of a dateline, as the report spells it."""
    for mark in reading.marks:
        if _is_dateline(mark):
            found = re.findall(r"\(([^()]+)\)", reading.document.text[mark.span.start : mark.span.end])
            if found:
                return str(found[-1]).strip()
    return None


def _is_dateline(mark: Mark) -> bool:
    return mark.label is Label.DATELINE


# ---------------------------------------------------------------- clauses


def find_repeats(
    ledger: Ledger, *, told: Iterable[str], retold: Iterable[str], order: Mapping[str, int] | None = None
) -> list[Repeat]:
    """For each claim of `retold` the claim of `told` in another report that it repeats best, if any.

    With `order` (rank by document) a claim repeats only claims of reports of lower rank.
    """
    sources, asked = sorted(set(told)), sorted(set(retold))
    clauses = {c: _clause(ledger, c) for c in {*sources, *asked}}
    holders: dict[str, list[str]] = defaultdict(list)
    for claim in sources:
        for key in clauses[claim].leads:
            holders[key].append(claim)
    known = {key: frozenset(found) for key, found in holders.items() if len(found) <= CROWD}
    out = []
    for claim in asked:
        mine = clauses[claim]
        shared = Counter(other for key in mine.leads for other in known.get(key, ()))
        found = [
            repeat
            for other, count in sorted(shared.items())
            if (count >= LEADING or mine.figures & clauses[other].figures)
            and (order is None or order[clauses[other].doc] < order[mine.doc])
            and (repeat := _repeat(claim, other, clauses))
        ]
        if found:
            out.append(max(found, key=lambda r: (r.score, r.original)))
    return out


@dataclass(frozen=True, slots=True)
class Clause:
    """What of the clause of a claim is compared."""

    doc: str
    type: str | None
    words: frozenset[str]
    figures: frozenset[str]
    ranges: tuple[tuple[float, float], ...]
    scene: tuple[tuple[Place, PlaceRole], ...]

    @property
    def leads(self) -> frozenset[str]:
        """Keys by which a clause is found."""
        return self.words | self.figures


def _clause(ledger: Ledger, claim: str) -> Clause:
    mention = ledger.mention_of(ledger.claims[claim])
    found = [q for f in mention.fillers if (q := ledger.quantities.get(f.span))] if mention else []
    if told := _counted(ledger, claim):
        found = [told[1]]
    return Clause(
        document_of(claim),
        mention.type if mention else None,
        clause_words(ledger, claim),
        frozenset(figure_keys(ledger, claim)),
        tuple((q.low or 0.0, q.high if q.high is not None else math.inf) for q in found),
        tuple((p, placed.role) for placed in mention.places if (p := ledger.place_at(placed.span))) if mention else (),
    )


def _counted(ledger: Ledger, claim: str) -> tuple[str, Quantity] | None:
    """Fate and figure of a claim about a count."""
    count = ledger.counts.get(ledger.claims[claim].subject)
    figure = ledger.figures.get(count.number) if count else None
    return (count.fate, figure) if count and figure else None


def _repeat(claim: str, other: str, clauses: Mapping[str, Clause]) -> Repeat | None:
    """The repeat of one claim by another, if it is one; within one report nothing repeats."""
    a, b = clauses[claim], clauses[other]
    if a.doc == b.doc:
        return None
    least = min(len(a.words), len(b.words))
    score = len(a.words & b.words) / least if least >= SHORTEST else 0.0
    if score >= SHARED_WORDS and not _other_figures(a, b) and not _other_scene(a, b):
        return Repeat(claim, other, round(score, 4), LITERALLY)
    if a.type == b.type and a.figures & b.figures and _same_scene(a, b):
        return Repeat(claim, other, 0.5, BY_FIGURE)
    return None


def document_of(claim: str) -> str:
    """The document a claim stands in."""
    return claim.partition(":")[0]


def clause_words(ledger: Ledger, claim: str) -> frozenset[str]:
    """Content words of the clause of a claim, names not counted twice."""
    words = ledger.words_of(ledger.claims[claim])
    return frozenset(w for w in count_words([ledger.quote(words)]) if not w.startswith("="))


def figure_keys(ledger: Ledger, claim: str) -> list[str]:
    """Keys of the larger figures of a claim: slot and number, the middle of a range to the nearest tenth part."""
    told = _counted(ledger, claim)
    mention = ledger.mentions.get(ledger.claims[claim].subject)
    found = [(f.slot, ledger.quantities.get(f.span)) for f in mention.fillers] if mention else []
    named = [(FIGURES[slot], figure) for slot, figure in found if slot in FIGURES] + ([told] if told else [])
    out = []
    for name, figure in named:
        if figure is None or figure.low is None or figure.high is None:
            continue
        middle = (figure.low + figure.high) / 2
        if middle >= FEW and figure.high <= CLOSE * figure.low:
            out.append(f"{name} {middle:.2g}")
    return sorted(out)


def _other_figures(a: Clause, b: Clause) -> bool:
    """Both give figures, and none of one meets any of the other: two sentences of one mould."""
    return bool(a.ranges) and bool(b.ranges) and not any(_meet(p, q) for p in a.ranges for q in b.ranges)


def _meet(a: tuple[float, float], b: tuple[float, float]) -> bool:
    if math.inf == a[1] == b[1]:  # "at least 12,000" and "tens of thousands" are two figures, though both may be true
        return max(a[0], b[0]) <= CLOSE * min(a[0], b[0])
    return max(a[0], b[0]) <= min(a[1], b[1])


def _other_scene(a: Clause, b: Clause) -> bool:
    """Both name places in their clauses, and no place of one is a place of the other."""
    ones, twos = ({p.id for p, _ in clause.scene} for clause in (a, b))
    return bool(ones) and bool(twos) and not ones & twos and not _same_scene(a, b)


def _same_scene(a: Clause, b: Clause) -> bool:
    """A place of one is a place of the other, or lies in it, each in its role; the country alone tells nothing."""
    for p, one in a.scene:
        for q, two in b.scene:
            if one is not two and PlaceRole.LAUNCH in (one, two):
                continue
            if "country" not in (p.kind, q.kind) and (q.id in (p.id, p.admin1) or q.admin1 == p.id):
                return True
    return False
