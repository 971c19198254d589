"""What a draft tells as done or as true, and the reports as planned or denied."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from opensitrep.check.case import Case
from opensitrep.check.context import Context
from opensitrep.check.days import names_day
from opensitrep.check.match import At
from opensitrep.check.store import Deed, Line
from opensitrep.check.weights import Traits, ratio, sure
from opensitrep.check.words import WORDS, Word, key
from opensitrep.model import Aspect, Finding, Modality, Ruling, Span
from opensitrep.text.fold import fold

NEAREST = 10  # sentences that are looked at
FEWEST = 3  # words that tell something, of a sentence whose mood is asked
FIRST = 3  # of them, the first
CLOSE = 0.8  # share of the best of them from which one is shown
BEFORE = 6  # words before a verb in which a plan stands
TURNS = 4  # words before (or two after) a word that "not" turns round
DENIED = 12  # words that "denied" reaches
LONG = 15  # words from which on a sentence is long
BREAK = re.compile(r"[;:—–]")
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|n't")


def check_plans(case: Case) -> Iterator[Finding]:
    """What is told as done and stands in the reports as planned, or on a day after the last of them."""
    done = done_deeds(case)
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
    if not asked_plan(case):
        return
    traits, found = plan_traits(case)
    if sure("plan", traits):
        yield case.finding(Ruling.DIFFERS, Aspect.PLAN, done[0].span, "the reports have this as planned", found)


def done_deeds(case: Case) -> list[Deed]:
    """The deeds that a sentence tells as done, outside quotations and what it tells of plans."""
    return [d for d in case.line.deeds if d.done and not case.quoted(d.span) and not _planned_part(case, d.span)]


def asked_plan(case: Case) -> bool:
    """Whether a sentence tells a deed as done, and enough of it."""
    return bool(done_deeds(case)) and len(content(case)) >= FEWEST


def plan_traits(case: Case) -> tuple[Traits, list[Span]]:
    """What speaks for a deed being planned only, and the sentences that have it so."""
    sources = [s.source for s in case.line.said if s.source]
    words = [w for w in case.without(*sources) if w.text not in WORDS["plans"] and w.text not in WORDS["ahead"]]
    context = Context(case.library.index, words)
    planned, told, planned_deed, told_deed, put_off = [0.0], [0.0], [0.0], [0.0], [0.0]
    read_planned, read_done = [0.0], [0.0]
    near: list[tuple[float, bool, Line]] = []
    deeds = [d for d in case.line.deeds if d.done and not case.quoted(d.span)]
    alike = _alike_deeds(case, deeds)
    for share, at in context.ranked(NEAREST):
        line = _line(case, at)
        part, ahead = _likest_part(context, line)
        near.append((part, ahead, line))
        (planned if ahead else told).append(part)
        plain = {key(t) for t in _plain(line)}
        for deed in (d for d in deeds if d.keys & plain):
            (planned_deed if _planned(line, deed.keys) else told_deed).append(share)
        put_off += [share] if ahead and _before(line, case) else []
        for mention in line.told:
            read = read_planned if mention.modality is Modality.PLANNED else read_done
            read.append(share * alike.get(mention.key, 0.0))
    traits = {
        "planned": max(planned),
        "as done": max(told),
        "planned deed": max(planned_deed),
        "deed": max(told_deed),
        "past": max(put_off),
        "read as planned": max(read_planned),
        "read more as planned": ratio(max(read_planned), max(read_done)),
        "planned more": ratio(max(planned), max(told)),
        "planned deed more": ratio(max(planned_deed), max(told_deed)),
        "told": case.told,
        "top": context.top,
        "first": float(bool(near) and near[0][1]),
        "many": sum(ahead for _, ahead, _ in near[:FIRST]) / FIRST,
        "long": min(len(context.weights), LONG) / LONG,
    }
    return traits, [line.span for part, ahead, line in near if ahead and part >= CLOSE * max(planned)]


def _alike_deeds(case: Case, deeds: list[Deed]) -> dict[str, float]:
    """The words of the reports that may stand for one of some deeds."""
    found: dict[str, float] = {}
    for word in (w for w in case.line.words if any(w.meets(d.span) for d in deeds)):
        for key_of, share in case.library.index.alike(word).items():
            found[key_of] = max(found.get(key_of, 0.0), share)
    return found


def _line(case: Case, at: At) -> Line:
    return case.library.index.reports[at[0]][at[1]]


def _likest_part(context: Context, line: Line) -> tuple[float, bool]:
    """How much of some words the likest part of a sentence holds, and whether that part speaks of plans."""
    cuts = [0, *(b.start() for b in BREAK.finditer(line.text)), len(line.text)]
    start, best = line.span.start, (0.0, False)
    for first, last in pairwise(cuts):
        share = context.part(frozenset(w.key for w in line.words if first <= w.start - start < last))
        best = (share, plans(line.text[first:last])) if share > best[0] else best
    return best


def _planned_part(case: Case, span: Span) -> bool:
    """Whether the part of the sentence in which some words stand speaks of plans."""
    return plans(case.words(case.part(span)))


def plans(text: str) -> bool:
    """Whether some words speak of plans."""
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
    """What the draft holds and the reports deny; a draft that turns anything round itself is left alone."""
    words = content(case)
    if not words or turns(case):
        return
    traits, found = denial_traits(case)
    if sure("denial", traits):
        span = Span(case.line.span.doc, words[0].start, words[-1].end)
        yield case.finding(Ruling.DIFFERS, Aspect.DENIAL, span, "the reports deny this", found)


def turns(case: Case) -> bool:
    """Whether a sentence denies something, turns it round or takes it back."""
    plain = set(case.tokens)
    return bool(plain & (WORDS["negates"] | WORDS["denies"] | WORDS["corrections"])) or any(
        t.endswith(("n't", "n’t")) for t in _plain(case.line)
    )


def denial_traits(case: Case) -> tuple[Traits, list[Span]]:
    """What speaks for the reports turning round what a sentence tells, and the sentences that do."""
    speakers = frozenset(k for s in case.line.said for k in s.speakers)
    words = content(case)
    context = Context(case.library.index, words)
    turned, told, turned_own, told_own = [0.0], [0.0], [0.0], [0.0]
    denies, denies_own, admits, negates = [0.0], [0.0], [0.0], [0.0]
    near: list[tuple[float, Line]] = []
    for share, at in context.ranked(NEAREST):
        line = _line(case, at)
        held, other = _turned(line, words, context)
        other = held if _denied_next(case, at) else other
        own = bool(speakers & (line.keys | frozenset(k for s in line.said for k in s.speakers)))
        turned.append(other)
        told.append(held - other)
        turned_own += [other] if own else []
        told_own += [held - other] if own else []
        plain = set(_plain(line))
        denying = bool(plain & WORDS["denies"])
        denies += [share] if denying else []
        denies_own += [share] if denying and own else []
        admits += [share] if not denying and plain & WORDS["admits"] else []
        negates += [share] if plain & WORDS["negates"] else []
        near.append((other if other else share * denying, line))
    best = max((n for n, _ in near), default=0.0)
    traits = {
        "turned": max(turned),
        "straight": max(told),
        "turned by them": max(turned_own),
        "straight by them": max(told_own),
        "turned more": ratio(max(turned), max(told)),
        "turned more by them": ratio(max(turned_own), max(told_own)),
        "admits": float(bool(set(case.tokens) & WORDS["admits"])),
        "told": case.told,
        "top": context.top,
        "ascribed": float(bool(speakers)),
        "words": min(len(context.weights), LONG) / LONG,
        "denials": max(denies),
        "denials by them": max(denies_own),
        "admissions": max(admits),
        "negations": max(negates),
    }
    return traits, [line.span for n, line in near if n > 0 and n >= CLOSE * best]


def _denied_next(case: Case, at: At) -> bool:
    """Whether the next sentence denies what one tells, and only points back to it: "denies it outright"."""
    report, number = at
    after = case.library.index.reports[report][number + 1 : number + 2]
    return any(
        one in WORDS["denies"] and two in WORDS["points"] and not _formerly(tokens, n)
        for tokens in map(_plain, after)
        for n, (one, two) in enumerate(pairwise(tokens))
    )


def _turned(line: Line, words: list[Word], context: Context) -> tuple[float, float]:
    """The share of some words that a sentence holds, and of those that it turns round."""
    tokens = _plain(line)
    keys = [key(t) for t in tokens]
    part, present = _parts(line), line.keys
    held = turned = 0.0
    for word in {w.key: w for w in words}.values():
        alike = context.alike[word.key]
        stands, share = (word.key, 1.0) if word.key in keys else ("", 0.0)
        if not stands:
            share, stands = max(((s, k) for k, s in alike.items() if k in present), default=(0.0, ""))
        at = [i for i, k in enumerate(keys) if k == stands]
        if not at:
            continue
        weight = share * context.weights[word.key] / context.whole
        held += weight
        inside = any(s.denies and s.holds(w) for s in line.said for w in line.words if w.key == stands)
        turned += weight if inside or any(_negated(*_within(tokens, part, i)) for i in at) else 0.0
    return held, turned


def content(case: Case) -> list[Word]:
    """The words of the sentence that tell what is held, without those for who holds it."""
    sources = [s.source for s in case.line.said if s.source]
    reporting = WORDS["denies"] | WORDS["admits"] | WORDS["negates"]
    return [w for w in case.without(*sources) if w.text not in reporting and w.value is None]


def _within(tokens: list[str], part: list[int], at: int) -> tuple[list[str], int]:
    """The words of the part of a sentence in which a word stands, and its place among them."""
    first = part.index(part[at])
    return [t for t, p in zip(tokens, part, strict=True) if p == part[at]], at - first


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
