"""What a draft tells as done or as true, and the reports as planned or denied; and the other way round."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from opensitrep.check.case import Case
from opensitrep.check.days import names_day
from opensitrep.check.match import Match
from opensitrep.check.store import Line, Said
from opensitrep.check.words import WORDS, Word, key
from opensitrep.model import Aspect, Finding, Modality, Ruling, Span
from opensitrep.text.fold import fold

CLOSE = 0.8  # share of the best likeness of a sentence whose mood counts
SURE = 0.4  # likeness of a sentence whose mood is held against the draft's
OWN = 0.25  # the same, of a sentence in which the same speaker speaks
CLOSEST = 0.6  # and its share of the best likeness
BEFORE = 6  # words before a verb in which a plan stands
TURNS = 4  # words before (or two after) a word that "not" turns round
DENIED = 12  # words that "denied" reaches
SHARE = 0.5  # of the words that are turned round on one side and not on the other
DENIES, TELLS = "denies", "tells"
BREAK = re.compile(r"[;:—–]")
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|n't")


def check_plans(case: Case) -> Iterator[Finding]:
    """What is told as done and stands in the reports as planned, or on a day after the last of them."""
    done = [d for d in case.line.deeds if d.done and not case.quoted(d.span) and not _planned_part(case, d.span)]
    newest = case.library.newest
    for day in case.line.days:
        part = case.part(day.span)
        before = [d for d in case.line.deeds if part.covers(d.span) and d.span < day.span] or [
            d for d in case.line.deeds if part.covers(d.span)
        ][:1]
        written = any(c.isdigit() for c in case.words(day.span)) and before[-1:] and before[-1] in done
        if newest and day.first > newest and written and names_day(case, day):
            why = "this day is after the last report"
            yield case.finding(Ruling.DIFFERS, Aspect.PLAN, day.span, why, [m.line.span for m in case.matches[:1]])
            return
    lines = [m.line for m in case.matches if m.score >= max(SURE, CLOSE * case.best)]
    for deed in done:
        holding = [line for line in lines if deed.keys & {key(t) for t in _plain(line)}]
        if any(_before(line, case) for line in holding):
            return
        if holding and all(_planned(line, deed.keys) for line in holding):
            spans = [line.span for line in holding]
            yield case.finding(Ruling.DIFFERS, Aspect.PLAN, deed.span, "the reports have this as planned", spans)
            return


def _planned_part(case: Case, span: Span) -> bool:
    """Whether the part of the sentence in which some words stand speaks of plans."""
    return _plans(case.words(case.part(span)))


def _plans(text: str) -> bool:
    plain = list(_tokens(text))
    to = any(a in WORDS["to be"] and b == "to" for a, b in pairwise(plain))
    return to or _put_off(plain) or bool(set(plain) & WORDS["plans"])


def _put_off(plain: list[str]) -> bool:
    return any(a in WORDS["put off"] and b in WORDS["off"] for a, b in pairwise(plain))


def _before(line: Line, case: Case) -> bool:
    """Whether a report tells of a day that was ahead of it and is not ahead of the last of the reports."""
    newest = case.library.last
    exact = [d.first for d in case.line.days if d.exact]
    return any(line.day is None or (newest and line.day < d <= newest) for d in exact)


def _planned(line: Line, deed: frozenset[str]) -> bool:
    """Whether a sentence tells a deed as planned."""
    plain = _plain(line)
    if any(t.key in deed and t.modality is Modality.PLANNED for t in line.told):
        return True
    at = [i for i, t in enumerate(plain) if key(t) in deed]
    part = _parts(line)
    return bool(at) and all(_ahead(_before_it(plain, part, i)) for i in at)


def _before_it(plain: list[str], part: list[int], at: int) -> list[str]:
    """The words before one in its part of the sentence."""
    own, i = _within(plain, part, at)
    return own[max(0, i - BEFORE) : i]


def _parts(line: Line) -> list[int]:
    """For each word of a sentence, the number of the part in which it stands."""
    breaks = [m.start() for m in BREAK.finditer(line.text)]
    return [bisect_left(breaks, m.start()) for m in TOKEN.finditer(line.text)]


def _ahead(before: list[str]) -> bool:
    """Whether the words before a verb put it ahead: "will", "is to", "plans to"."""
    rest = before[:-1] if before[-1:] == ["be"] else before
    if rest[-1:] == ["to"]:
        return bool(set(rest[-2:-1]) & WORDS["to be"] or set(rest[-4:-1]) & WORDS["plans"])
    return bool(set(before) & WORDS["ahead"])


def check_denials(case: Case) -> Iterator[Finding]:
    """What the draft holds and the reports turn round: denied there and told here, told there and denied here."""
    found = list(_admitted(case)) or list(_turned_round(case))
    yield from found


def _admitted(case: Case) -> Iterator[Finding]:
    """What somebody admits or confirms in the draft and denies in the reports."""
    plain = set(case.tokens)
    if not plain & WORDS["admits"] or plain & WORDS["denies"]:
        return
    for said in case.line.said:
        if not said.named or said.source is None:
            continue
        keys = {w.key for w in case.line.words if said.holds(w)} - WORDS["admits"]
        found = [(_stance(case, m, said, keys), m) for m in case.library.index.all(case.about(said.source))]
        denied = [m.line.span for stance, m in found if stance == DENIES]
        if denied and not any(stance == TELLS for stance, _ in found):
            yield case.finding(Ruling.DIFFERS, Aspect.DENIAL, said.content[0], "the reports have this denied", denied)


def _stance(case: Case, match: Match, ours: Said, keys: set[str]) -> str | None:
    """Whether a sentence has the draft's speaker deny or tell what the draft has them admit; None if neither."""
    line, tokens = match.line, _plain(match.line)
    stance = None
    for theirs in line.said:
        words = {w.key for w in line.words if theirs.holds(w)}
        shared = keys & words
        at = [i for i, t in enumerate(tokens) if key(t) in shared]
        turned = theirs.denies or (bool(at) and all(_negated(tokens, i) for i in at))
        same = theirs.speakers & ours.speakers or (turned and not theirs.speakers)
        if same and shared and 2 * len(shared) >= len(words):
            asked = bool(set(_start(case, theirs)) & WORDS["asks"])
            stance = DENIES if turned else stance if asked else stance or TELLS
    named = 2 * len(ours.speakers & line.keys) > len(ours.speakers)
    told = 2 * len(keys & line.keys) > len(keys) or _again(case, match, keys)
    return DENIES if named and told and _denies_now(tokens) else stance  # "that they threw it is denied by the police"


def _start(case: Case, said: Said) -> list[str]:
    """The first words of what is said: "how many of their own they lost" tells of none."""
    return fold(case.library.rows.ledger.quote(said.content[0])).split()[:2]


def _again(case: Case, match: Match, keys: set[str]) -> bool:
    """Whether a denial only points back ("denies it outright") to a sentence before that tells most of some words."""
    report, number = match.at
    before = case.library.index.reports[report][max(0, number - 1) : number]
    pointing = set(_plain(match.line)) & WORDS["points"]
    return bool(pointing) and any(2 * len(keys & line.keys) > len(keys) for line in before)


def _turned_round(case: Case) -> Iterator[Finding]:
    """What the draft tells and the reports turn round; a draft that turns anything round itself is left alone."""
    words, lines = _content(case), _lines(case)
    if not words or not lines or _turns(case.line):
        return
    theirs = [(m, _turned(m.line, words, case), {w.key for w in words} & m.line.keys) for m in lines]
    other = [(m, held) for m, share, held in theirs if share >= SHARE and 2 * len(held) >= len(words)]
    told = frozenset(k for _, held in other for k in held)
    theirs += [(m, _turned(m.line, words, case), {w.key for w in words} & m.line.keys) for m in case.matches]
    alike = any(share < SHARE and 2 * len(held & told) >= len(told) for _, share, held in theirs)
    if other and not alike:
        span = Span(case.line.span.doc, words[0].start, words[-1].end)
        why = "the reports deny this"
        yield case.finding(Ruling.DIFFERS, Aspect.DENIAL, span, why, [m.line.span for m, _ in other])


def _content(case: Case) -> list[Word]:
    """The words of the sentence that tell what is held, without those for who holds it."""
    sources = [s.source for s in case.line.said if s.source]
    reporting = WORDS["denies"] | WORDS["admits"]
    return [w for w in case.without(*sources) if w.text not in reporting and w.value is None]


def _lines(case: Case) -> list[Match]:
    """The sentences whose mood counts: those of the same speaker, if there are any."""
    speakers = frozenset(k for s in case.line.said for k in s.speakers)
    floor = max(OWN, CLOSEST * case.best)
    own = [
        m for m in case.matches if m.score >= floor and speakers & frozenset(k for s in m.line.said for k in s.speakers)
    ]
    return own[:1] or [m for m in case.matches if m.score >= max(SURE, CLOSE * case.best)]


def _turned(line: Line, words: list[Word], case: Case) -> float:
    """The share of some words, of those that a sentence holds, that it turns round."""
    tokens = _plain(line)
    keys = [key(t) for t in tokens]
    part = _parts(line)
    whole = found = 0.0
    for word in {w.key: w for w in words}.values():
        at = [i for i, k in enumerate(keys) if k == word.key]
        if not at:
            continue
        weight = case.library.index.weight(word)
        whole += weight
        inside = any(s.denies and s.holds(w) for s in line.said for w in line.words if w.key == word.key)
        found += weight if inside or any(_negated(*_within(tokens, part, i)) for i in at) else 0.0
    return found / whole if whole else 0.0


def _within(tokens: list[str], part: list[int], at: int) -> tuple[list[str], int]:
    """The words of the part of a sentence in which a word stands, and its place among them."""
    first = part.index(part[at])
    return [t for t, p in zip(tokens, part, strict=True) if p == part[at]], at - first


def _turns(line: Line) -> bool:
    """Whether a sentence has a word that turns something round."""
    plain = _plain(line)
    return any(t in WORDS["negates"] or t in WORDS["denies"] or t.endswith(("n't", "n’t")) for t in plain)


def _negated(tokens: list[str], at: int) -> bool:
    before = tokens[max(0, at - TURNS) : at]
    joins = [i for i, t in enumerate(before) if t in WORDS["joins"]]
    near = before[joins[-1] if joins else 0 :] + tokens[at + 1 : at + 2]
    if (
        any(t in WORDS["negates"] or t.endswith(("n't", "n’t")) for t in near)
        or "never" in tokens[max(0, at - 2 * TURNS) : at]
    ):
        return True
    first = max(0, at - DENIED)
    reach = [t for i, t in enumerate(tokens[first:at], first) if not _formerly(tokens, i)]
    after = tokens[at + 1 : at + DENIED]
    said = [after[i + 1 : i + 3] for i, a in enumerate(after) if a in WORDS["to be"]]
    if any(" ".join(two) in WORDS["untrue"] for two in pairwise(reach)):
        return True  # "it was not correct that"
    false = any(bool(set(two) & WORDS["denies"]) or " ".join(two) in WORDS["untrue"] for two in said)
    return false or any(t in WORDS["denies"] for t in reach)


def _formerly(tokens: list[str], at: int) -> bool:
    """Whether a denial is one of before: "had denied", "had in April disputed"."""
    return "had" in tokens[max(0, at - 3) : at]


def _plain(line: Line) -> list[str]:
    return list(_tokens(line.text))


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(fold(m.group()) for m in TOKEN.finditer(text))


def _denies_now(tokens: list[str]) -> bool:
    return any(t in WORDS["denies"] and not _formerly(tokens, i) for i, t in enumerate(tokens))
