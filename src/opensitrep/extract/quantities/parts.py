"""What a figure is part of: a rise or fall, a larger figure, a stretch of time or an area, a total to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from opensitrep.extract.quantities.figures import read_figure
from opensitrep.extract.quantities.number import Number
from opensitrep.extract.quantities.tokens import NOUNS, Tokens
from opensitrep.extract.quantities.units import unit_of_noun
from opensitrep.model import Quantity, Span, TimeExpression, TimeType
from opensitrep.text.words import Lists

WORDS = Lists("quantities")
MEASURED = ("percent", "percentage_point", "degree", "magnitude")
CLAUSES = (";", ":", "-", "–", "—", "and", ",")


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with its place in the text: tokens from the first of its modifier to the last of its unit."""

    number: Number
    first: int
    last: int
    noun: int | None
    quantity: Quantity


# ---------------------------------------------------------------- rise and fall


def change_of(tokens: Tokens, found: Found, before: Sequence[Found]) -> str | None:  # noqa: PLR0911  a ladder
    """The part in a change: "from", "to", "by", or "new" for what comes on top."""
    number, unit = found.number, found.quantity.unit
    if _is_new(tokens, found):
        return "new"
    p = _leading(tokens, found.first)
    word = tokens.word(p)
    if p < 0 or p not in tokens.tree.sentence(number.last):
        return None
    earlier = bool(before) and before[-1].quantity.change == "from"
    if word == "to" and earlier and _same_sentence(tokens, before[-1], number.first):
        return "to"
    measured = unit in (*MEASURED, *tokens.words.units.physical, *tokens.words.units.codes)
    if word in WORDS["before a changing figure"] and tokens.syntax.pos[p] != "PART":
        if not _changing(tokens, p):
            return None
        return word if word == "by" or not _moves(tokens, p) or (measured and word == "to") else None
    if not measured:
        return None
    noun, change = WORDS["change_noun"], WORDS["change"] - WORDS["motion"] - WORDS["brings"]
    behind = tokens.syntax.lemma[found.last + 1] if found.last + 1 < len(tokens) else ""
    lemma = tokens.syntax.lemma[p]
    by = (
        word in WORDS["up_down"]
        or (tokens.syntax.pos[p] in ("VERB", "AUX") and lemma in change)
        or (word == "of" and p > 0 and tokens.syntax.lemma[p - 1] in noun)
        or behind in noun
        or tokens.word(found.last + 1) in WORDS["behind the size of a change"]
    )
    return "by" if by else None


def _is_new(tokens: Tokens, found: Found) -> bool:
    """ "Another 12", "12 more", "38 new infections"."""
    number, around = found.number, tokens.tree.sentence(found.number.last)
    if any(w in WORDS["new"] for w in tokens.lower[max(around.start, found.first - 1) : number.first]):
        return True
    at = number.last + 1
    word, after = tokens.word(at), tokens.word(at + 1)
    if at not in around or word not in WORDS["new_behind"] or after == "than":
        return False
    if found.quantity.unit in tokens.words.units.codes:
        return word in WORDS["on top"]
    nouns = any(tokens.syntax.pos[k] in NOUNS for k in range(at + 1, min(at + 3, around.stop)))
    return nouns or word in WORDS["on top"]


def _leading(tokens: Tokens, first: int) -> int:
    """The word before a figure, over articles and adjectives: the "to" of "to a steady 0.9"."""
    p = first - 1
    kept = WORDS["up_down"]
    while p > 0 and first - p < 4 and tokens.syntax.pos[p] in ("DET", "ADJ", "ADV") and tokens.word(p) not in kept:
        p -= 1
    return p


def _same_sentence(tokens: Tokens, one: Found, i: int) -> bool:
    return tokens.syntax.sentence[one.last] == tokens.syntax.sentence[i]


def _changing(tokens: Tokens, p: int) -> bool:
    """Whether the preposition hangs on a verb or noun of change, or on "up" and "down"."""
    words = WORDS["change"] | WORDS["change_noun"]
    above = list(tokens.tree.ancestors(p))[:3]
    if any(tokens.syntax.lemma[k] in words or tokens.lower[k] in WORDS["up_down"] for k in above):
        return True
    return tokens.word(p - 1) in WORDS["up_down"] or tokens.syntax.lemma[max(p - 1, 0)] in words


def _moves(tokens: Tokens, p: int) -> bool:
    """ "Went to 12 villages": verbs of moving, which take a goal; not where a total is brought to a figure."""
    above = tokens.syntax.head[p]
    if tokens.syntax.lemma[above] not in WORDS["motion"]:
        return False
    stop = tokens.tree.sentence(p).stop
    goes_on = any(tokens.lower[k] == "to" for k in range(p + 2, min(p + 9, stop)))
    return not (_brings_total(tokens, above) or (tokens.word(p) == "from" and goes_on))


def _brings_total(tokens: Tokens, verb: int) -> bool:
    """ "Bringing the national tally to", "brings to 117 the number of", "the total came to"."""
    things = tokens.tree.children(verb, "dobj", "nsubj", "npadvmod", "pobj")
    return any(tokens.syntax.lemma[k] in WORDS["totals"] for k in things)


# ---------------------------------------------------------------- part and whole


def whole_of(tokens: Tokens, found: Found, before: Sequence[Found]) -> tuple[Span, Found | None] | None:
    """The number words of the whole a figure is part of, and the figure they belong to if it was read before."""
    if direct := _of_the(tokens, found.number):
        return direct, None
    whole = _opening_whole(tokens, found, before) or _pointing_whole(tokens, found, before)
    return (whole.quantity.number, whole) if whole else None


def _of_the(tokens: Tokens, number: Number) -> Span | None:
    """ "Two of the six", "24 of its 64", "three out of the 40"."""
    at = number.last + 1
    if tokens.word(at) == "out":
        at += 1
    if tokens.word(number.last) == "of":
        at = number.last
    if tokens.word(at) != "of":
        return None
    stop = min(at + 8, tokens.tree.sentence(number.last).stop)
    for k in range(at + 1, stop):
        read = read_figure(tokens, k) if tokens.timed[k] is None and tokens.lower[k] not in WORDS["a or an"] else None
        if read is not None and tokens.word(read.last + 1) == "-" and tokens.gap(read.last) == 0:
            read = None  # "of the nine-engine cores"
        if read is not None and not read.share and read.name != "none":
            return tokens.tree.span(read.first, read.last) if _above(read, number) else None
        passing = tokens.syntax.pos[k] in ("DET", "PRON", "ADJ", "ADV", "ADP", "PART", "PROPN", "NUM", "SYM")
        owner = tokens.syntax.pos[k] == "NOUN" and any(w in ("'s", "'") for w in tokens.lower[k + 1 : k + 3])
        if not passing and not owner and tokens.lower[k] not in WORDS["before a whole"]:
            return None
    return None


def _above(whole: Number, part: Number) -> bool:
    if part.share or part.low is None or whole.high is None:
        return True
    return part.low <= whole.high


def _opening_whole(tokens: Tokens, found: Found, before: Sequence[Found]) -> Found | None:
    """ "Of the 36 drones launched, 33 were shot down": the whole opens the sentence or clause."""
    around = tokens.tree.sentence(found.number.first)
    for whole in reversed(before):
        if whole.number.first not in around:
            return None
        p = whole.first - 1
        while p > around.start and tokens.syntax.pos[p] in ("DET", "PRON", "ADJ") and whole.first - p < 4:
            p -= 1
        opens = tokens.lower[p] == "of" and (p == around.start or tokens.word(p - 1) in CLAUSES)
        if opens and _above(whole.number, found.number) and "," in tokens.lower[whole.last : found.first]:
            return None if whole.quantity.unit in ("year", "percent") else whole
    return None


def _pointing_whole(tokens: Tokens, found: Found, before: Sequence[Found]) -> Found | None:
    """ "Six of them children", "of whom two are", "including three medics": the whole is a figure before."""
    start, back = found.first, tokens.lower[max(0, found.first - 3) : found.first]
    after = tokens.lower[found.number.last + 1 : found.number.last + 3]
    if tokens.word(found.number.last) == "of":
        after = tokens.lower[found.number.last : found.number.last + 2]
    member, among = WORDS["member"], WORDS["among"]
    points = (
        (len(after) == 2 and after[0] == "of" and after[1] in member)
        or (len(back) >= 2 and back[-2] in WORDS["out of"] and back[-1] in member)
        or (bool(back) and back[-1] in WORDS["including"])
        or (len(back) == 3 and back[-3] in WORDS["out of"] and back[-2] in member)
        or any(w in ("including",) for w in back)
    )
    if points:
        return _nearest_whole(tokens, found, before)
    if not before or before[-1].quantity.part_of is None or not _same_sentence(tokens, before[-1], start):
        return None
    between = tokens.lower[before[-1].last + 1 : start]
    listed = any(w in among for w in tokens.lower[max(0, before[-1].first - 3) : before[-1].first])
    if listed and between in (["and"], [","], [",", "and"]):
        return next((f for f in before if f.quantity.number == before[-1].quantity.part_of), None)
    return None


def _nearest_whole(tokens: Tokens, found: Found, before: Sequence[Found]) -> Found | None:
    sentence = tokens.syntax.sentence[found.first]
    for whole in reversed(before[-4:]):
        if sentence - tokens.syntax.sentence[whole.first] > 1:
            return None
        if whole.quantity.part_of is not None or not _above(whole.number, found.number) or whole.number.share:
            continue
        if _alike(tokens, whole.quantity.unit, found.quantity.unit):
            return whole
    return None


def _alike(tokens: Tokens, whole: str, part: str) -> bool:
    """Whether a part of this unit can belong to a whole of that one."""
    units = tokens.words.units
    if whole in units.physical or whole in (*MEASURED, "year") or whole in units.codes:
        return whole == part
    humans = (*units.humans, "casualty", "case", "household")
    return whole == part or "thing" in (whole, part) or (whole in humans and part in humans)


# ---------------------------------------------------------------- what bounds a figure


def scope_of(tokens: Tokens, found: Found) -> tuple[str | None, bool]:
    """The window or area that bounds a figure in its sentence, and whether it counts from the beginning."""
    around = tokens.tree.sentence(found.number.last)
    span = tokens.tree.span(around[0], around[-1])
    here = tokens.times.inside(span)
    since = any(t.bound == "since" for t in here)
    far = any(t.rule == "so far" for t in here)
    total = since or far or _totals(tokens, found, around)
    windows = [t for t in here if t.type is not TimeType.SET and _is_window(tokens, t)]
    told = windows or [t for t in here if _dates(tokens, found, t)]
    if (since_then := _since(tokens, around)) is not None:
        return since_then, total or found.quantity.change is None
    if told:
        nearest = min(told, key=lambda t: _distance(t.span, found.quantity.span))
        return _with_preposition(tokens, nearest), total
    return _area(tokens, found, around) or _season(tokens, around), total


def _is_window(tokens: Tokens, time: TimeExpression) -> bool:
    inside = tokens.tree.inside(time.span)
    length = time.type is TimeType.DURATION and bool(inside) and tokens.lower[inside[0]] in WORDS["during"]
    return time.bound in WORDS["bounds of a window"] or length


def _since(tokens: Tokens, around: range) -> str | None:
    """ "Since the last survey": counted from a happening that has no date."""
    if "since" not in tokens.lower[around.start : around.stop]:
        return None
    for k in around:
        if tokens.lower[k] == "since" and (tokens.syntax.dep[k] == "prep" or _since_then(tokens, k)):
            below = tokens.tree.subtree(k if tokens.syntax.dep[k] == "prep" else tokens.syntax.head[k])
            last = max(j for j in below if tokens.lower[j] not in (",", "."))
            if k < last <= k + 8:
                return tokens.source[tokens.syntax.start[k] : tokens.syntax.end[last]]
    return None


def _since_then(tokens: Tokens, k: int) -> bool:
    """ "Have crossed since the war began": a clause of time, as the perfect of the clause above it shows."""
    above = tokens.syntax.head[tokens.syntax.head[k]]
    helped = tokens.tree.children(above, "aux")
    return tokens.syntax.dep[k] == "mark" and any(tokens.syntax.lemma[j] == "have" for j in helped)


def _season(tokens: Tokens, around: range) -> str | None:
    """ "This season", "last term": an adverb of a noun that is no unit of the calendar."""
    if "npadvmod" not in tokens.syntax.dep[around.start : around.stop]:
        return None
    for k in around:
        if tokens.syntax.dep[k] == "npadvmod" and tokens.word(k - 1) in WORDS["before a season"]:
            return tokens.source[tokens.syntax.start[k - 1] : tokens.syntax.end[k]]
    return None


def _totals(tokens: Tokens, found: Found, around: range) -> bool:
    if found.quantity.change == "new":
        return False
    words, kind = tokens.lower[around.start : around.stop], WORDS["total"]
    if not kind.isdisjoint(words) or not kind.isdisjoint(map(" ".join, pairwise(words))):
        return True
    if "all" in words and any(
        " ".join(words[k : k + 2]) == "in all" and words[k + 2] in (",", ".", ")") for k in range(len(words) - 2)
    ):
        return True
    if _brought(tokens, found):
        return True
    above, brings = list(tokens.tree.ancestors(found.number.last))[:4], WORDS["brings"]
    return any(tokens.syntax.lemma[k] in brings and _brings_total(tokens, k) for k in above)


def _brought(tokens: Tokens, found: Found) -> bool:
    """ "Taking the confirmed dead to 131": what is brought to a figure is a total."""
    p = _leading(tokens, found.first)
    if p < 0 or tokens.word(p) != "to":
        return False
    verb = tokens.syntax.head[p]
    people = any(
        (unit := unit_of_noun(tokens.tree, k, tokens.words.units)) is not None
        and (unit.startswith("person") or unit in ("casualty", "case"))
        for k in tokens.tree.children(verb, "dobj")
    )
    return people and tokens.syntax.lemma[verb] in WORDS["brings"]


def _dates(tokens: Tokens, found: Found, time: TimeExpression) -> bool:
    """Whether a date or length stands in the clause of the figure and says when it was counted."""
    inside = tokens.tree.inside(time.span)
    if time.type is TimeType.SET or not inside or (time.value or "").endswith("_REF"):
        return False
    led = {time.bound, tokens.lower[inside[0]], tokens.word(inside[0] - 1)}
    if time.type is TimeType.DURATION and led.isdisjoint(WORDS["during"] | {"throughout"}):
        return False
    return tokens.tree.clause(inside[-1]) == tokens.tree.clause(found.number.last)


def _distance(one: Span, other: Span) -> int:
    return one.start - other.end if one.start >= other.end else other.start - one.end


def _with_preposition(tokens: Tokens, time: TimeExpression) -> str:
    first = tokens.tree.inside(time.span)[0]
    back = first - 1 if tokens.word(first - 1) == "the" else first
    start = time.span.start
    if back > 0 and tokens.word(back - 1) in WORDS["before a time"]:
        start = tokens.syntax.start[back - 1]
    return tokens.source[start : time.span.end]


def _area(tokens: Tokens, found: Found, around: range) -> str | None:
    """ "One in ten ballots in Arequipa", "12 cases worldwide": the place words right behind what is counted."""
    at = max(found.last, found.noun if found.noun is not None else found.last) + 1
    verb = tokens.tree.clause(found.number.last)
    led = [k for k in tokens.tree.children(verb, "prep", "advmod") if k >= at]
    return next((area for k in (at, *led) if (area := _area_at(tokens, k, around)) is not None), None)


def _area_at(tokens: Tokens, at: int, around: range) -> str | None:
    if at not in around:
        return None
    if tokens.word(at) in WORDS["area_word"]:
        return tokens.tree.text(at)
    if tokens.word(at) not in WORDS["area"]:
        return None
    k = at + 1
    while k in around and (tokens.syntax.pos[k] in ("PROPN", "DET", "ADJ") or tokens.word(k) in ("of", "'s")):
        k += 1
    if k in around and tokens.word(k) in WORDS["places"]:
        k += 1
    named = any(tokens.syntax.pos[j] == "PROPN" for j in range(at + 1, k))
    whole = tokens.word(k - 1) in WORDS["places"]
    k += tokens.word(k) in WORDS["behind an area"]
    if not named and not whole:
        return None
    return tokens.source[tokens.syntax.start[at] : tokens.syntax.end[k - 1]]
