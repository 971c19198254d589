"""Between the values of one fact: corroborates, compatible, contradicts, superseded; and the rule that says so.

Nothing here picks a winner. Two values contradict each other only where they answer the same question: same thing
counted, same stretch of time, same place, same people; a part larger than its whole contradicts it; "all from here"
leaves no room for elsewhere. Everything else that differs is compatible, with the reason why. Method: interval
overlap with explicit scopes, as in tables of disputed tolls that keep an "as of" day beside every figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from opensitrep.model import Interval, Place, Relation, Slot, Span, Value, Verdict
from opensitrep.reconcile.camps import camp
from opensitrep.text import intervals
from opensitrep.text.measures import comparable, half_digit, measured

PAIRED = 24  # values compared pair by pair; of more, each with the first and its neighbour, so that cost stays linear
MOST = (
    2 / 3
)  # share of the shorter wording's words that makes two wordings one: two of three, three of four; own choice
NARROW = 0.25  # width over middle up to which a range is a rounded figure: "about" and "nearly" give at most 0.2


@dataclass(frozen=True, slots=True)
class SlotRule:
    """How a slot is answered and compared; see data/en/slots.toml for each field."""

    form: str
    on: str = "event"
    families: tuple[str, ...] = ()
    cumulative: bool = False
    exclusive: bool = False
    stages: tuple[str, ...] = ()
    whole: str | None = None
    compared: bool = False
    same_as: Slot | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A value with what it takes to compare it: what it counts, when, where, whom, and whether it says "all"."""

    value: Value
    thing: str | None = None  # what is counted, or what a share is a share of; None where the unit says no more
    window: Interval | None = None
    area: tuple[str, ...] = ()
    launch: tuple[str, ...] = ()  # places fired from, where the clause names them
    group: str | None = None  # group of people counted
    since: str | None = None  # when it was first published: a civil day or an instant
    whole: bool = False
    documents: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()


Count = Callable[[Sequence[Said]], int]
"""Gives the number of independent origins behind some values."""


@dataclass(frozen=True, slots=True)
class Link:
    """How two values stand to each other; `agrees`: they answer the same; `part`: this one only counts a part."""

    kind: str
    why: str
    agrees: bool = False
    part: Said | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its reason, the relations by position, and two sets of positions: what nothing supersedes, and
    of it what answers for the whole (not what only counts a part and contradicts nothing)."""

    kind: Verdict
    why: str
    relations: tuple[Relation, ...] = ()
    standing: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a slot with its rule, asked of an event or a place; `atlas` knows which place lies in which."""

    slot: Slot
    rule: SlotRule
    atlas: Mapping[str, Place] = field(default_factory=dict)
    function_words: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    wordy: bool = False  # answered by a phrase, not by a name


# ---------------------------------------------------------------- scopes


def lies_in(inner: str, outer: str, atlas: Mapping[str, Place]) -> bool | None:
    """Whether one place lies in another: by country and first-level division; None where the gazetteer cannot say."""
    if inner == outer:
        return True
    a, b = atlas.get(inner), atlas.get(outer)
    if a is None or b is None:
        return None
    if b.kind == "country":
        return a.country == b.country if a.country else False
    if b.kind == "admin1":
        return a.admin1 == b.id
    same_land = a.country is not None and a.country == b.country
    return None if same_land and b.kind in ("region", "area", "admin2") and a.kind != "country" else False


def nested(a: Sequence[str], b: Sequence[str], atlas: Mapping[str, Place]) -> str:
    """How the area a stands to the area b: same, inside, holds, meets (partly or unsure), apart, unknown."""
    if not a or not b:
        return "unknown"
    if set(a) == set(b):
        return "same"
    inside = [max(_degree(lies_in(x, y, atlas)) for y in b) for x in a]
    holding = [max(_degree(lies_in(y, x, atlas)) for x in a) for y in b]
    if min(inside) == 2:
        return "inside"
    if min(holding) == 2:
        return "holds"
    return "meets" if max(inside + holding) else "apart"


def _degree(answer: bool | None) -> int:
    return {True: 2, None: 1, False: 0}[answer]


def within(a: Interval | None, b: Interval | None) -> str:
    """How the stretch of time a stands to b, in the words of `nested`."""
    if a is None or b is None or not intervals.known(a) or not intervals.known(b):
        return "unknown"
    forth, back = intervals.contains(b, a), intervals.contains(a, b)
    if forth and back:
        return "same"
    if forth or back:
        return "inside" if forth else "holds"
    return "meets" if intervals.meets(a, b) else "apart"


# ---------------------------------------------------------------- two values


def relate(a: Said, b: Said, question: Question) -> Link:
    """How two different values of one question stand to each other. The same whichever comes first."""
    compare = {
        "number": _numbers,
        "interval": _times,
        "places": _places,
        "code": _codes,
        "text": _texts,
    }[question.rule.form]
    link = compare(a, b, question)
    if link.kind == "compatible" and a.value.origins and set(a.value.origins) == set(b.value.origins):
        return replace(link, kind="same_origin")
    if link.kind == "compatible" and link.agrees:
        return replace(link, kind="corroborates")
    return link


def disjoint(a: Value, b: Value) -> bool:
    """Whether no number fits both ranges."""
    return (a.high is not None and b.low is not None and a.high < b.low) or (
        b.high is not None and a.low is not None and b.high < a.low
    )


def holds(a: Value, b: Value) -> bool:
    """Whether the range a holds the whole range b."""
    return (a.low is None or (b.low is not None and a.low <= b.low)) and (
        a.high is None or (b.high is not None and b.high <= a.high)
    )


def rounded(value: Value) -> bool:
    """Whether the range is one figure, exact or rounded."""
    if value.low is None or value.high is None:
        return False
    middle = (value.low + value.high) / 2
    return value.high - value.low <= NARROW * abs(middle)


def earlier(a: str | None, b: str | None) -> bool:
    """Whether one publication came before the other; a bare day says nothing against an hour of the same day."""
    if not a or not b:
        return False
    if "T" in a and "T" in b:
        first, second = intervals.instant(a), intervals.instant(b)
        return first is not None and second is not None and first < second
    return a[:10] < b[:10]


def later_count(a: Said, b: Said, question: Question) -> bool:
    """Whether b is a later answer that replaces a: a higher running count, or the same origin saying otherwise."""
    if not earlier(a.since, b.since):
        return False
    if question.rule.cumulative and (b.value.low or b.value.high or 0) > (a.value.high or a.value.low or 0):
        return True
    return disjoint(a.value, b.value) and bool(set(a.value.origins) & set(b.value.origins))


def _numbers(a: Said, b: Said, question: Question) -> Link:
    if comparable(a.value.unit, b.value.unit):
        a, b = _measured(a), _measured(b)
        if not disjoint(a.value, b.value):
            same = rounded(a.value) and rounded(b.value)
            return Link("compatible", "the same in another unit" if same else "the ranges overlap", agrees=same)
    excuse = _excuse(a, b)
    if excuse:
        return Link("compatible", excuse)
    either = holds(a.value, b.value) or holds(b.value, a.value)
    if either and rounded(a.value) and rounded(b.value):
        return Link("compatible", "the same figure, once rounded", agrees=True)
    if later_count(a, b, question) or later_count(b, a, question):
        return Link("superseded", "a later count replaces an earlier one")
    if not disjoint(a.value, b.value):
        return Link("compatible", "one range holds the other" if either else "the ranges overlap")
    excuse = _other_scope(a, b, question)
    return Link("compatible", excuse) if excuse else _scoped(a, b, question)


def _measured(one: Said) -> Said:
    """A figure in SI units, as the range of what rounds to it, so that "43 miles" can be held against "70 km"."""
    value, unit = one.value, one.value.unit or ""
    low = None if value.low is None else measured(value.low - half_digit(value.low), unit)
    high = None if value.high is None else measured(value.high + half_digit(value.high), unit)
    return replace(one, value=replace(value, low=low, high=high), thing=None)


def _excuse(a: Said, b: Said) -> str | None:
    """Why two figures count different things, so that they cannot be compared at all."""
    if a.thing and b.thing and a.thing != b.thing:
        return "they count different things"
    if a.group and b.group and a.group != b.group:
        return "they count different groups of people"
    return None


def _other_scope(a: Said, b: Said, question: Question) -> str | None:
    """Why two figures that exclude each other answer different questions; None if they answer the same."""
    one_voice = a.documents & b.documents and set(a.value.origins) & set(b.value.origins)
    excuses = (
        (a.mentions & b.mentions, "one clause tells both"),
        (one_voice, "one speaker tells both in one report"),
        (question.rule.on == "place" and a.value.scope != b.value.scope, "they are told of different times or parts"),
        (within(a.window, b.window) == "apart", "they count different stretches of time"),
        (nested(a.area, b.area, question.atlas) == "apart", "they count different places"),
        (nested(a.launch, b.launch, question.atlas) == "apart", "they were fired from different places"),
    )
    return next((why for holds_good, why in excuses if holds_good), None)


def _scoped(a: Said, b: Said, question: Question) -> Link:
    """Two figures that exclude each other: of one scope, or a part and its whole, or neither."""
    narrower = [_closer(a.group, b.group), _closer(a.thing, b.thing), _launched(a, b, question)]
    scopes = {within(a.window, b.window), nested(a.area, b.area, question.atlas), *narrower} - {"same", "unknown"}
    if not scopes:
        running = "; a running count, of which one may be the earlier" if question.rule.cumulative else ""
        return Link("contradicts", f"same thing, same time, same place, and no number fits both{running}")
    if scopes not in ({"inside"}, {"holds"}):
        return Link("compatible", "neither scope holds the other")
    part, whole = (a, b) if scopes == {"inside"} else (b, a)
    if whole.value.high is not None and part.value.low is not None and part.value.low > whole.value.high:
        return Link("contradicts", "a part is larger than its whole")
    return Link("compatible", "one counts a part of what the other counts", part=part)


def _launched(a: Said, b: Said, question: Question) -> str:
    """The scopes of two figures by where it was fired from; a clause that names no such place counts all of it."""
    if bool(a.launch) != bool(b.launch):
        return "inside" if a.launch else "holds"
    return nested(a.launch, b.launch, question.atlas)


def _closer(a: str | None, b: str | None) -> str:
    """The scopes of two figures of which one may name whom or what it counts."""
    return "inside" if a and not b else "holds" if b and not a else "same"


def _times(a: Said, b: Said, question: Question) -> Link:
    x, y = a.value.interval, b.value.interval
    if x is None or y is None:
        return Link("compatible", "one gives no date")
    same_days = intervals.days(x) == intervals.days(y) and question.rule.exclusive
    exact = {x.precision, y.precision} <= ({"instant", "day"} if question.rule.exclusive else {"instant"})
    clear = exact and not x.approx and not y.approx and not a.documents & b.documents
    same_length = x.value == y.value and x.value is not None
    return {
        "same": Link("compatible", "the same time", agrees=True),
        "inside": Link("compatible", "one is told more closely", agrees=same_days or _vague(y)),
        "holds": Link("compatible", "one is told more closely", agrees=same_days or _vague(x)),
        "meets": Link("compatible", "the times overlap"),
        "unknown": Link("compatible", "the same length" if same_length else "one gives no date", agrees=same_length),
        "apart": Link("contradicts" if clear else "compatible", "two exact times" if clear else "different stages"),
    }[within(x, y)]


def _vague(when: Interval) -> bool:
    """Whether a time is a rounded one, as "about 20" is a rounded number."""
    return when.approx and when.start is not None and when.end is not None


def _places(a: Said, b: Said, question: Question) -> Link:
    atlas = question.atlas
    for one, other in ((a, b), (b, a)):
        outside = [p for p in other.value.places if all(lies_in(p, q, atlas) is False for q in one.value.places)]
        if one.whole and outside:
            return Link("contradicts", "“all” from one place leaves no room for another")
    match nested(a.value.places, b.value.places, atlas):
        case "same":
            if a.whole != b.whole:
                return Link("compatible", "all of it, or a part of it, from one place")
            return Link("compatible", "the same place", agrees=True)
        case "inside" | "holds":
            return Link("compatible", "one place lies in the other")
        case "apart" if question.rule.exclusive and not a.documents & b.documents:
            return Link("contradicts", "it cannot be at both places")
    return Link("compatible", "different parts come from different places")


def _codes(a: Said, b: Said, question: Question) -> Link:
    x, y = sorted((a.value.code or "", b.value.code or ""))
    if question.slot is Slot.CONTROLLER:
        return _controllers(a, b)
    if x == y:
        return Link("compatible", "the same answer", agrees=True)
    if question.rule.stages:
        return Link("compatible", "stages of one course")
    clash = question.rule.exclusive
    if question.slot is Slot.DIRECTION:
        clash = x not in y and y not in x  # N and NE are neighbours
    if question.slot is Slot.STATUS:
        clash = "denied" in (x, y)
    return Link("contradicts", f"“{x}” against “{y}”") if clash else Link("compatible", f"“{x}” beside “{y}”")


def _controllers(a: Said, b: Said) -> Link:
    if camp(a.value.code or "") == camp(b.value.code or ""):
        return Link("compatible", "the same camp", agrees=True)
    if within(a.window, b.window) == "apart":
        return Link("superseded", "a later day, another holder")
    return Link("contradicts", "two camps are said to hold it on one day")


def _texts(a: Said, b: Said, question: Question) -> Link:
    x, y = a.value.code, b.value.code
    if x and y and x != y:
        return Link("contradicts", f"“{min(x, y)}” and “{max(x, y)}” exclude each other")
    one, other = (_content(s.value.text, question) for s in (a, b))
    enough = MOST * min(len(one), len(other)) if question.wordy else max(len(one), len(other))
    if len(one & other) >= enough and one & question.negations == other & question.negations:
        return Link("compatible", "nearly the same words", agrees=True)
    if one < other or other < one:
        return Link("compatible", "one is told more closely")
    return Link("compatible", "other words, which may mean the same")


def _content(text: str | None, question: Question) -> frozenset[str]:
    """Words without endings; digits and capitals kept apart by nothing but their letters."""
    words = re.findall(r"\w[\w-]*", (text or "").casefold())
    return frozenset(re.sub(r"(?<=\w{3})(?:ing|ed|es|s)$", "", w) for w in words if w not in question.function_words)


# ---------------------------------------------------------------- all values


def _pairs(count: int) -> list[tuple[int, int]]:
    if count <= PAIRED:
        return [(i, j) for j in range(count) for i in range(j)]
    near = {(0, j) for j in range(1, count)} | {(j - 1, j) for j in range(1, count)}
    return sorted(near, key=lambda p: (p[1], p[0]))


def _replaced(i: int, j: int, said: Sequence[Said], question: Question) -> int:
    """Which of two values the other replaces: the earlier one."""
    a, b = said[i], said[j]
    if question.slot is Slot.CONTROLLER and a.window and b.window:
        first, second = intervals.bounds(a.window)[1], intervals.bounds(b.window)[1]
        return i if first is not None and (second is None or first < second) else j
    return i if later_count(a, b, question) else j


def verdict(said: Sequence[Said], question: Question, count: Count | None = None) -> Finding:
    """The verdict about agreement, its reason, and how each value stands to the others. Never about truth.

    `count` gives the independent origins behind some values; without it different origins count as independent.
    """
    count = count or _different
    links = {(i, j): _independent(said[i], said[j], question, count) for i, j in _pairs(len(said))}
    gone = {_replaced(i, j, said, question) for (i, j), link in links.items() if link.kind == "superseded"}
    standing = tuple(i for i in range(len(said)) if i not in gone) or tuple(range(len(said)))
    relations = tuple(Relation(i, j, link.kind, link.why) for (i, j), link in links.items())
    live = {pair: link for pair, link in links.items() if set(pair) <= set(standing)}
    kind, why = _judge(said, standing, live, count)
    if gone:
        kind = Verdict.COMPATIBLE if kind is Verdict.SINGLE else kind  # one count told at several times
        why = f"{why}; {_count(len(gone), 'earlier value')} superseded: a later count replaces an earlier one"
    parts = {i for pair, link in live.items() for i in pair if link.part is said[i]}
    against = {i for pair, link in live.items() if link.kind == "contradicts" for i in pair}
    whole = tuple(i for i in standing if i not in parts - against)
    return Finding(kind, why, relations, standing, whole or standing)


def _independent(a: Said, b: Said, question: Question, count: Count) -> Link:
    """How two values stand to each other; unknown lineage corroborates nothing."""
    link = relate(a, b, question)
    if link.kind == "corroborates" and count([a, b]) < 2:
        return replace(link, kind="compatible", why=f"{link.why}, of unknown lineage")
    return link


def _different(said: Sequence[Said]) -> int:
    return len({o for s in said for o in s.value.origins})


def _judge(
    said: Sequence[Said], standing: Sequence[int], live: Mapping[tuple[int, int], Link], count: Count
) -> tuple[Verdict, str]:
    against = [link.why for link in live.values() if link.kind == "contradicts"]
    if against:
        return Verdict.CONTRADICTED, "; ".join(sorted(set(against)))
    if any(not link.agrees for link in live.values()):
        return Verdict.COMPATIBLE, "; ".join(sorted({link.why for link in live.values() if not link.agrees}))
    still = [said[i] for i in standing]
    reports, origins = len({d for s in still for d in s.documents}), count(still)
    if origins > 1:
        return Verdict.AGREED, f"{_count(origins, 'independent origin')} say the same"
    if reports > 1:
        return Verdict.AGREED, f"{_count(reports, 'report')} say the same, from one origin"
    return Verdict.SINGLE, "one report, one origin"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


# ---------------------------------------------------------------- the answer


def hull(values: Sequence[Value], question: Question) -> Value:
    """One line for several values: the smallest answer that holds them all, never an average; at least one value.

    A value that only says the same less exactly (a range or time that holds another value whole) does not widen it.
    Codes in stages give the least far-reaching one, sides of one camp its state; other codes and texts are listed.
    """
    close = [v for v in values if not any(_looser(v, w, question.rule.form) for w in values)] or list(values)
    joined = Value(
        claims=tuple(dict.fromkeys(c for v in values for c in v.claims)),
        evidence=tuple(dict.fromkeys(e for v in values for e in v.evidence)),
        origins=tuple(dict.fromkeys(o for v in values for o in v.origins)),
        as_of=max((v.as_of for v in values if v.as_of), default=None),
        scope=values[0].scope if len({v.scope for v in values}) == 1 else None,
    )
    match question.rule.form:
        case "number":
            close = list(_in_one_unit(close))
            low = None if any(v.low is None for v in close) else min(v.low for v in close if v.low is not None)
            high = None if any(v.high is None for v in close) else max(v.high for v in close if v.high is not None)
            return replace(joined, low=low, high=high, unit=close[0].unit)
        case "interval":
            times = [v.interval for v in close if v.interval is not None]
            dated = [t for t in times if intervals.known(t)]
            return replace(joined, interval=intervals.hull(dated) if dated else times[0])
        case "places":
            return replace(joined, places=tuple(dict.fromkeys(p for v in values for p in v.places)))
        case "code":
            return replace(joined, code=_one_code([v.code or "" for v in values], question))
    return replace(joined, text=" / ".join(dict.fromkeys(v.text or "" for v in values)))


def _in_one_unit(values: Sequence[Value]) -> Sequence[Value]:
    """The values in the unit of the first, of which those in another unit say the same; else one without a figure."""
    first = values[0]
    others = [v for v in values if comparable(v.unit, first.unit)]
    if not others:
        return values
    there = _measured(Said(first)).value
    if any(disjoint(_measured(Said(v)).value, there) for v in others):
        return [replace(first, low=None, high=None)]
    return [v for v in values if v not in others]


def _looser(v: Value, w: Value, form: str) -> bool:
    """Whether v holds w whole and is not the same."""
    if form == "number" and comparable(v.unit, w.unit):
        return False
    if form == "number":
        return (v.low, v.high) != (w.low, w.high) and holds(v, w)
    if form == "interval" and v.interval is not None and w.interval is not None:
        return within(w.interval, v.interval) == "inside"
    return False


def _one_code(codes: Sequence[str], question: Question) -> str:
    different = list(dict.fromkeys(codes))
    if question.rule.stages:
        return min(different, key=lambda c: question.rule.stages.index(c) if c in question.rule.stages else -1)
    if question.slot is Slot.CONTROLLER and len({camp(c) for c in different}) == 1:
        return min(different, key=len)
    return " / ".join(sorted(different))


def spans_of(values: Sequence[Value]) -> tuple[Span, ...]:
    """All evidence of several values, without repetition, in order."""
    return tuple(dict.fromkeys(e for v in values for e in v.evidence))
