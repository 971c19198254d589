"""Between the values of one fact: corroborates, compatible, contradicts, superseded; and the rule that says so.

Nothing here picks a winner. Two values contradict each other only where they answer the same question: same thing
counted, same stretch of time, same place, same people; a part larger than its whole contradicts it; "all from here"
leaves no room for elsewhere. Everything else that differs is compatible, with the reason why. Method: interval
overlap with explicit scopes, as in tables of disputed tolls that keep an "as of" day beside every figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from opensitrep.model import Interval, Place, Slot, Value
from opensitrep.reconcile.camps import camp
from opensitrep.text import intervals
from opensitrep.text.measures import comparable, half_digit, measured
from opensitrep.text.words import Lists

WORDS = Lists("slots")
# share of the shorter wording's words that makes two wordings one: two of three, three of four; own choice
MOST = 2 / 3
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


@dataclass(frozen=True, slots=True)
class Link:
    """How two values stand to each other; `agrees`: they answer the same; `part`: this one only counts a part."""

    kind: str
    why: str
    agrees: bool = False
    part: Said | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a slot with its rule, asked of an event or a place; `atlas` knows which place lies in which."""

    slot: Slot
    rule: SlotRule
    atlas: Mapping[str, Place] = field(default_factory=dict)
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
        a, b = in_base_unit(a), in_base_unit(b)
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


def in_base_unit(one: Said) -> Said:
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
    one, other = (_content(s.value.text) for s in (a, b))
    enough = MOST * min(len(one), len(other)) if question.wordy else max(len(one), len(other))
    if len(one & other) >= enough and one & WORDS["negations"] == other & WORDS["negations"]:
        return Link("compatible", "nearly the same words", agrees=True)
    if one < other or other < one:
        return Link("compatible", "one is told more closely")
    return Link("compatible", "other words, which may mean the same")


def _content(text: str | None) -> frozenset[str]:
    """Words without endings; digits and capitals kept apart by nothing but their letters."""
    words = re.findall(r"\w[\w-]*", (text or "").casefold())
    return frozenset(re.sub(r"(?<=\w{3})(?:ing|ed|es|s)$", "", w) for w in words if w not in WORDS["function words"])


# ---------------------------------------------------------------- the answer
