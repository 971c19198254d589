"""Who says it in a draft, and who says it in the reports."""

from __future__ import annotations

from collections.abc import Iterator

from opensitrep.check.case import TOLD, Case
from opensitrep.check.names import peoples, spelled
from opensitrep.check.quotations import find
from opensitrep.check.store import PRONOUNS, Line, Said
from opensitrep.check.words import WORDS, key
from opensitrep.model import ActorKind, Aspect, Finding, Ruling, Span
from opensitrep.text.fold import fold

SAME = 0.5  # share of the words of a statement that another one holds to be the same
GOVERNMENT = key("government")
BEFORE = 3  # sentences in which whom a pronoun stands for is named
NEAR = 0.8  # share of the best of them that another one needs to count beside it


def check_speakers(case: Case) -> Iterator[Finding]:
    """Statements that the reports give to somebody else, and to nobody the draft names."""
    for said in case.line.said if case.told >= TOLD else ():
        if not said.named or said.source is None or _in_passing(case, said.source):
            continue
        if fold(case.words(said.source)) in PRONOUNS:
            continue  # whom "he" stands for is read, not written
        if _unheard(case, said):
            why = "no report lets this speaker speak"
            near = [m.line.span for m in case.matches[:1]]
            yield case.finding(Ruling.WRONG_SPEAKER, Aspect.SPEAKER, said.source, why, near)
            continue
        theirs = _quoted(case, said) or _reported(case, said)
        if not theirs or any(_one(said, other, line, case) for other, line in theirs):
            continue
        told = {w.key for w in case.line.words if said.holds(w)}
        named = [
            o
            for o, line in theirs
            if o.named and o.source and (_of_self(case, o) or not o.speakers & told) and not _meant(case, said, o, line)
        ]
        if named:
            spans = [other.source for other in named if other.source]
            why = "the reports give this to somebody else"
            yield case.finding(Ruling.WRONG_SPEAKER, Aspect.SPEAKER, said.source, why, spans)


def _office(words: str) -> frozenset[str]:
    """Words for an office among those for a speaker."""
    return frozenset(w.strip(".,") for w in fold(words).split()) & WORDS["offices"]


def _quote(case: Case, span: Span) -> str:
    return case.library.rows.ledger.quote(span)


def _in_passing(case: Case, source: Span) -> bool:
    """Whether a speaker stands in a relative clause ("whom the ministry had put at ten"), beside what is told."""
    before = fold(case.line.text[: source.start - case.line.span.start]).split()[-2:]
    return bool(set(before) & WORDS["relatives"])


def _apart(case: Case, ours: Said, theirs: Said) -> bool:
    """Whether a speaker of several words speaks in the reports as another one: "the refugee agency"."""
    heard = (s.speakers for line in case.library.index.lines() for s in line.said)
    return len(ours.speakers) > 1 and any(ours.speakers <= s and not theirs.speakers & s for s in heard)


def _of_self(case: Case, said: Said) -> bool:
    """Whether somebody speaks of themselves: "the pilots say that they were never told"."""
    return fold(case.library.rows.ledger.quote(said.content[0])).split()[0] in PRONOUNS


def _meant(case: Case, ours: Said, theirs: Said, line: Line) -> bool:
    """Whether a report may mean the draft's speaker: a body that it calls "the company", or a "he" just after."""
    if GOVERNMENT in theirs.speakers and ours.source and set(fold(case.words(ours.source)).split()) & WORDS["governs"]:
        return True  # "the government" for one of its ministries
    mention = case.library.rows.ledger.actor_mentions.get(theirs.source) if theirs.source else None
    if mention and mention.kind not in (ActorKind.PERSON, ActorKind.PRONOUN) and theirs.names and not ours.names:
        return not _apart(case, ours, theirs)  # "the company" for "South Andes"
    if mention is None or mention.kind is not ActorKind.PRONOUN:
        return False
    report = next((r for r in case.library.index.reports if line in r), [])
    at = report.index(line) if line in report else 0
    before = frozenset(k for near in report[max(0, at - BEFORE) : at + 1] for k in near.keys)
    return ours.speakers <= before


def _quoted(case: Case, said: Said) -> list[tuple[Said, Line]]:
    """Statements of the reports that hold a quotation of the draft's statement."""
    found = []
    for start, end in case.line.quotes:
        if not any((s.start <= start and end <= s.end + 1) or start <= s.start < end for s in said.content):
            continue
        words = case.line.text[start - case.line.span.start : end - case.line.span.start]
        for span in find(case, words):
            lines = [n for report in case.library.index.reports for n in report if n.span.meets(span)]
            found += [(o, n) for n in lines for o in n.said if any(c.meets(span) for c in o.content)]
    return found


def _reported(case: Case, said: Said) -> list[tuple[Said, Line]]:
    """Statements of the reports whose content is most like that of the draft's statement."""
    inner = [
        c for s in case.line.said if s is not said for c in s.content if not any(c.covers(o) for o in said.content)
    ]
    others = [s.source for s in case.line.said if s.source]
    words = [w for w in case.without(*others, *inner) if said.holds(w)]
    if not words:
        return []
    index = case.library.index
    scored: list[tuple[float, Said, Line]] = []
    for match in case.ranked(index.query(words)):
        for other in match.line.said:
            keys = {w.key for w in match.line.words if other.holds(w)}
            numbers = {w.key for w in words if w.value is not None}
            if (numbers and not numbers & keys) or _holds_another(other, match.line):
                continue
            whole = sum(index.weight(w) for w in words)
            score = sum(index.weight(w) for w in words if w.key in keys) / whole
            if numbers & keys and keys <= {w.key for w in words}:
                score = 1.0  # "says 110,000"
            if score >= SAME:
                scored.append((score, other, match.line))
    best = max((s for s, _, _ in scored), default=0.0)
    return [(other, line) for score, other, line in scored if score >= NEAR * best]


def _holds_another(said: Said, line: Line) -> bool:
    """Whether a statement of the sentence tells what somebody else says: what is told there is theirs."""
    inner = [s for s in line.said if s.source and s.source != said.source]
    return any(c.covers(s.source) for s in inner if s.source for c in said.content)


def _unheard(case: Case, said: Said) -> bool:
    """Whether the speaker has a name and no report has any part of it; other words for one may be the writer's own."""
    index = case.library.index
    names = said.names - case.whole.outlets
    words = [w for w in case.line.words if w.key in names and w.text not in peoples() and not said.holds(w)]
    return bool(words) and not any(index.holds(w.key) or spelled(w.text, index.lines()) for w in words)


def _one(ours: Said, theirs: Said, line: Line, case: Case) -> bool:
    """Whether two statements may be of one speaker: they share a name, or a word for them where one has no name."""
    if not theirs.named or theirs.source is None:
        return True
    if not ours.names and ours.source and _office(case.words(ours.source)) & _office(_quote(case, theirs.source)):
        return True  # "the plant's director" for "the director, Ove Lind"
    others = frozenset(k for s in line.said if s.source != theirs.source for k in s.speakers)
    heard = theirs.speakers | (line.keys - others) | case.library.outlet(line.span.doc)
    return bool((ours.names if ours.names and theirs.names else ours.speakers) & heard)
