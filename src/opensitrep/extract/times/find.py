"""Finds time expressions and says what each is counted from; days that hang on the publication stay open.

Two layers: a grammar of words and rules (`grammar`, data/en/times.toml) and small builders (`rules`,
`lengths`).
Here the clause around a match decides the rest: tense (a past or a coming Thursday), preposition, negation, reference.
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.times import clocks, lengths, rules, shifts  # noqa: F401  their builders enter the table
from opensitrep.extract.times.building import BUILDERS, period_of
from opensitrep.extract.times.grammar import Found, Reader, Word
from opensitrep.extract.times.tense import is_habit, is_time, is_to_do, of_nothing, tense
from opensitrep.model import READABLE, Anchor, Label, Mark, Reading, Span, TimeExpression, TimeType
from opensitrep.text.spans import SpanIndex
from opensitrep.text.tree import Tree, running_text
from opensitrep.text.words import Lists

WORDS = Lists("times")
PERIOD = 600  # characters, about four sentences: how far a comparison with "a year earlier" reaches; chosen
FIRST_PUNCTUATION = '.,;:!?)]"”'
TITLES = (Label.HEADLINE, Label.SUBHEAD, Label.CAPTION)
FINITE = ("VBD", "VBZ", "VBP", "MD")  # tags of finite verbs


def find_times(reading: Reading, reader: Reader) -> Reading:
    """Add every time expression of the readable blocks and of date lines, in text order."""
    tree = _tree_of(reading)
    found = link(read_expressions(reading, reader, tree), reading, tree)
    return replace(reading, times=(*reading.times, *join_ranges(found, reading.document.text)))


def _tree_of(reading: Reading) -> Tree | None:
    return Tree(reading) if reading.syntax is not None and len(reading.syntax) else None


def read_expressions(reading: Reading, reader: Reader, tree: Tree | None = None) -> list[TimeExpression]:
    """Expressions one by one, with tense, preposition and negation of their clause; `tree` is that of the reading."""
    text, tree = running_text(reading), tree or _tree_of(reading)
    blocks = [m for m in reading.marks if m.label in (*READABLE, Label.DATE_LINE)]
    titles = SpanIndex(
        (m for m in blocks if m.label in (Label.HEADLINE, Label.SUBHEAD, Label.CAPTION)), lambda m: m.span
    )
    words: list[Word] = []
    for mark in sorted(blocks, key=lambda m: m.span):
        words += [*reader.words(text, mark.span.start, mark.span.end), Word(mark.span.end, mark.span.end, "\n", {})]
    out: list[TimeExpression] = []
    for expression, first in read_words(words, reader, reading.document.id):
        if tree is not None and not is_time(expression, tree, title=_in_title(expression, titles)):
            continue
        placed = _with_preposition(expression, words, first)
        if tree is not None:
            possessed = text[placed.span.end : placed.span.end + 2] in ("'s", "’s", "s'", "s’")
            if placed.bound == "since" and not possessed and _describes_noun(placed.span, tree):
                placed = replace(placed, bound=None)
            placed = _with_clause(placed, tree, headline=_in_title(placed, titles))
        out.append(placed)
    return sorted(out, key=lambda e: e.span)


def _in_title(e: TimeExpression, titles: SpanIndex[Mark]) -> bool:
    return any(t.span.covers(e.span) for t in titles.meeting(e.span))


def read_words(words: list[Word], reader: Reader, doc: str) -> list[tuple[TimeExpression, int]]:
    """Non-overlapping expressions with the position of their first word; "\\n" words part the blocks."""
    taken = [False] * len(words)
    out: list[tuple[TimeExpression, int]] = []
    for found in reader.matches(words, taken):
        if found.rule.make == "block":
            expression = None
        else:
            first = _first(found)
            if first is None or _counts_not(found, words):
                continue
            expression = BUILDERS[found.rule.make](found, Span(doc, found.words[first].start, _end(found)))
            if expression is None:
                continue
            out.append((expression, found.first + first))
        for i in range(found.first, found.last):
            taken[i] = True
    return out


def _counts_not(found: Found, words: list[Word]) -> bool:
    """Whether "three days earlier" only looks like a distance: "shut for three days earlier this month"."""
    after = words[found.last] if found.last < len(words) else None
    ends = found.rule.name == "shift" and found.words[-1].lower in WORDS["earlier or later"] and after is not None
    return ends and after is not None and bool(after.classes.keys() & {"THISWORD", "LASTWORD", "WEEKDAY", "TODAY"})


def _first(found: Found) -> int | None:
    """The first word of the match that belongs into the span."""
    keep = found.rule.make in ("present", "past", "so far", "the past") and found.words[0].lower == "at"
    keep = keep or found.rule.make == "of event"
    for i, word in enumerate(found.words):
        if keep or word.lower not in WORDS["strip"]:
            return i
    return None


def _end(found: Found) -> int:
    last = found.words[-1]
    return found.words[-2].end if "POSS" in last.classes and len(found.words) > 1 else last.end


def _with_preposition(e: TimeExpression, words: list[Word], first: int) -> TimeExpression:
    """The bound a preposition in front gives."""
    if e.rule.startswith("before dawn"):
        return e
    i = first - 1
    while i >= 0 and words[i].lower in WORDS["between preposition and time"] and i > first - 3:
        if words[i].lower == "on" and e.bound is None:
            return e
        i -= 1
    while i >= 1 and f"{words[i - 1].lower} {words[i].lower}" in WORDS["between preposition and time"]:
        i -= 2
    bound = WORDS.table("bounds").get(words[i].lower) if i >= 0 else None
    if bound == "through" and (
        e.part == "OVERNIGHT" or e.value is None or e.anchor not in (Anchor.SELF, Anchor.PUBLICATION)
    ):
        return e
    if bound is None or e.bound is not None or (bound in WORDS["no bounds of a date"] and e.type is TimeType.DATE):
        return e
    return replace(e, bound=bound)


def _describes_noun(span: Span, tree: Tree) -> bool:
    """Whether it stands before a noun it describes: "since the February 24 invasion"."""
    tokens, i = tree.inside(span), tree.head_of(span)
    if not tokens or i is None:
        return False
    head = tree.syntax.head[i]
    return head > tokens[-1] and tree.syntax.pos[head] == "NOUN" and head - tokens[-1] <= 3


def _with_clause(e: TimeExpression, tree: Tree, *, headline: bool) -> TimeExpression:  # noqa: PLR0911
    """Tense and negation of the clause the expression stands in."""
    i = _hangs_on(e, tree)
    if i is None:
        return e
    verb = tree.clause(i)
    negated = bool(tree.children(verb, "neg"))
    if e.bound == "since" or e.type is TimeType.DURATION:
        negated = negated or of_nothing(tree, verb)
    e = replace(e, negated=True) if negated else e
    if e.rule == "in units" and e.offset is not None and tense(tree, i, headline=headline) > 0:
        kind = TimeType.TIME if e.offset.unit in ("TH", "TM", "TS") else TimeType.DATE
        value = e.value if kind is TimeType.TIME else None
        return replace(e, type=kind, value=value, anchor=Anchor.PUBLICATION, direction=1)
    if (e.anchor is Anchor.EXPRESSION and e.clock == "24:00") or e.rule == "day of unit":
        return replace(e, direction=tense(tree, i, headline=headline))
    if e.direction != 0 or e.value is None or not e.value.startswith("XXXX") or e.type is TimeType.SET:
        return e
    if e.rule in ("month", "this season") and e.part is None and is_habit(tree, i):
        return replace(e, anchor=Anchor.NONE)
    if e.bound == "since":
        return replace(e, direction=-1)
    e = replace(e, direction=tense(tree, i, headline=headline))
    if e.direction > 0 and _owns(tree, e.span) and not any(tree.lower[k] == "ahead" for k in tree.ancestors(i)):
        # "will appeal Wednesday's ruling", "will vote in Sunday's election": the nearest
        return replace(e, direction=0)
    if (
        e.direction < 0
        and e.bound in WORDS["bounds up to a day"]
        and (e.value or "").startswith("XXXX-WXX")
        and is_to_do(tree, i)
    ):
        return replace(e, direction=1)  # "told to leave by Sunday"
    if e.direction < 0 and not (e.value or "").startswith("XXXX-WXX"):
        beside = _month_day(e) and (_under_noun(tree, i) or is_to_do(tree, i))
        if beside or e.bound in WORDS["bounds up to a day"]:
            e = replace(e, direction=0)  # "a dividend payable May 22", "asked to reply by May 22": the nearest
    return e


def _hangs_on(e: TimeExpression, tree: Tree) -> int | None:
    """The word of the expression that hangs on its clause; where "am" was parsed as a verb, the verb before it."""
    i = tree.head_of(e.span)
    if i is None or e.clock is None or tree.syntax.pos[i] not in ("AUX", "VERB"):
        return i
    first = tree.inside(e.span)[0]
    start = tree.sentence(first).start
    return next((k for k in range(first - 1, start - 1, -1) if tree.syntax.tag[k] in FINITE), i)


def _owns(tree: Tree, span: Span) -> bool:
    """Whether a possessive mark follows."""
    after = tree.inside(span)
    k = after[-1] + 1 if after else len(tree)
    return k < len(tree) and tree.syntax.tag[k] == "POS"


def _month_day(e: TimeExpression) -> bool:
    return e.value is not None and len(e.value) == 10 and e.value[5:7].isdigit()


def _under_noun(tree: Tree, i: int) -> bool:
    """Whether a noun or adjective stands between a time and its verb."""
    head = next((k for k in tree.ancestors(i) if tree.syntax.pos[k] != "ADP"), i)
    return tree.syntax.pos[head] in ("NOUN", "ADJ", "PROPN", "NUM")


# ---------------------------------------------------------------- what an expression refers to


def link(found: list[TimeExpression], reading: Reading, tree: Tree | None = None) -> list[TimeExpression]:
    """Give expressions that are counted from another time or from a happening the words they refer to."""
    out: list[TimeExpression] = []
    tree = tree or _tree_of(reading)
    for n, e in enumerate(found):
        if _is_year_back(e) and (period := _period_before(e, out)) is not None:
            out.append(replace(e, value=None, anchor=Anchor.EXPRESSION, refers=period.span, part="SAME"))
        elif e.anchor is Anchor.EXPRESSION:
            sentence = _sentence(tree, e.span, reading)
            earlier = next((d for d in reversed(out) if _names_day(d, e) and _same_breath(d, e, sentence)), None)
            length = earlier is None and e.rule == "shift" and _is_bare_length(e)
            if length and e.offset is not None:  # "five days later", of a day not told: TIMEX3 gives the length
                value = period_of(e.offset)
                out.append(replace(e, type=TimeType.DURATION, value=value, anchor=Anchor.NONE))
                continue
            if earlier is None and _points_back(e, reading):
                out.append(replace(e, anchor=Anchor.NONE))
                continue
            out.append(replace(e, refers=earlier.span if earlier else None))
        elif e.anchor is Anchor.EVENT and e.refers is None:
            sentence = _sentence(tree, e.span, reading)
            event = _event_after(e, sentence, reading)
            if event is None and e.rule in ("the day after", "shift"):  # "five were killed the day before."
                other = next((d for d in reversed(out) if _names_day(d, e) and _same_breath(d, e, sentence)), None)
                bare = replace(e, type=TimeType.DATE, anchor=Anchor.EXPRESSION, implies=None)
                out.append(replace(bare, refers=other.span if other is not None else None))
                continue
            near = [d for d in found if d is not e and sentence.covers(d.span) and _names_day(d, e)]
            outside = [d for d in near if event is None or not event.covers(d.span)]
            before = next((d for d in reversed(found[:n]) if _names_day(d, e) and d.anchor is Anchor.PUBLICATION), None)
            beside = outside[0] if outside else before
            out.append(replace(e, refers=event, beside=beside.span if beside else None))
        else:
            out.append(e)
    return out


def _points_back(e: TimeExpression, reading: Reading) -> bool:
    """Whether words point to a day told before ("that night"): where none is told they name no day."""
    first = reading.document.text[e.span.start : e.span.end].partition(" ")[0]
    return e.rule == "the part" and first.casefold() in WORDS["points back"]


def _is_bare_length(e: TimeExpression) -> bool:
    """Whether a distance is in days or longer and known."""
    return e.offset is not None and e.offset.unit not in ("TH", "TM", "TS")


def _is_year_back(e: TimeExpression) -> bool:
    """ "A year earlier", "a year ago", "the year-ago quarter": of the period spoken of."""
    named = e.rule in ("year earlier period", "shift") or (e.rule == "year ago" and e.part is None)
    back = e.offset is not None and e.offset.unit == "Y" and e.offset.amount == -1
    return named and back and e.value is None and e.anchor is not Anchor.EVENT and not e.approx


def _period_before(e: TimeExpression, earlier: list[TimeExpression]) -> TimeExpression | None:
    """The quarter or half year that is compared with the one a year before, if that was the last period told."""
    for d in reversed(earlier):
        if e.span.start - d.span.end > PERIOD:
            return None
        if d.rule in ("quarter", "half") or (d.offset is not None and d.offset.unit == "Q") or d.part == "SAME":
            return d
        if d.rule in ("first units", "fiscal year") or (
            d.offset is not None and d.offset.unit == "Y" and d.rule != "last unit"
        ):
            return None
    return None


def _same_breath(e: TimeExpression, asking: TimeExpression, sentence: Span) -> bool:
    """A bare part of the day belongs to a near day ("Saturday", "today"), to a date only of the same sentence."""
    if not (asking.part or asking.clock):
        return True
    relative = e.anchor is Anchor.PUBLICATION and (e.value is None or e.value.startswith("XXXX-WXX"))
    return relative or sentence.covers(e.span)


def _names_day(e: TimeExpression, asking: TimeExpression) -> bool:
    """Whether an expression names a day (or, for longer units asked for, a stretch) that others can be counted from."""
    if e.type not in (TimeType.DATE, TimeType.TIME) or e.negated or e.bound in WORDS["bounds that name no day"]:
        return asking.bound == "first" and e.bound == "since" and e.value is not None
    if e.anchor is Anchor.SELF or e.anchor is Anchor.PUBLICATION:
        unit = e.offset.unit if e.offset else None
        if e.value and not e.value.endswith("_REF"):
            return len(e.value) >= 10 or (asking.offset is not None and asking.offset.unit in ("M", "Y", "W"))
        return e.value is None and unit == "D"
    return False


def _sentence(tree: Tree | None, span: Span, reading: Reading) -> Span:
    if tree is not None and (tokens := tree.inside(span)):
        around = tree.sentence(tokens[0])
        return tree.span(around[0], around[-1])
    block = next((m.span for m in reading.marks if m.span.covers(span)), span)
    return block


def _event_after(e: TimeExpression, sentence: Span, reading: Reading) -> Span | None:
    """The words behind "a day after" up to the next pause."""
    text, start = reading.document.text, e.span.end
    while start < sentence.end and text[start] in " \n":
        start += 1
    end = start
    while end < sentence.end and text[end] not in FIRST_PUNCTUATION:
        end += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(e.span.doc, start, end) if end > start else None


# ---------------------------------------------------------------- ranges


def join_ranges(found: list[TimeExpression], text: str) -> list[TimeExpression]:
    """One expression of two: "between Tuesday and Thursday", "from 3 to 5 June", "Thursday and Friday"."""
    out: list[TimeExpression] = []
    renamed: dict[Span, Span] = {}
    for e in found:
        last = out[-1] if out and e.span.start - out[-1].span.end <= 12 else None
        between = " ".join(text[last.span.end : e.span.start].split()).lower() if last else ""
        if last and _is_range(last, e, between):
            whole = Span(e.span.doc, last.span.start, e.span.end)
            renamed[last.span] = renamed[e.span] = whole
            tail = e.clock or e.part
            bound = "between" if last.bound != "from" else "from"
            out[-1] = replace(
                last, span=whole, until=f"{e.value}T{tail}" if tail else e.value, bound=bound,
                direction=e.direction or last.direction,
            )  # fmt: skip
        else:
            out.append(e)
    if not renamed:
        return out
    return [
        replace(e, refers=renamed.get(e.refers, e.refers) if e.refers else None,
                beside=renamed.get(e.beside, e.beside) if e.beside else None)
        for e in out
    ]  # fmt: skip


def _is_range(first: TimeExpression, second: TimeExpression, between: str) -> bool:
    if not first.value or not second.value or first.until or second.until:
        return False
    alike = len(first.value) == len(second.value) and first.type is second.type
    alike = alike and first.type in (TimeType.DATE, TimeType.TIME) and not first.value.endswith("_REF")
    if first.part or second.part or first.clock or second.clock:  # "from Friday evening to Monday morning"
        whole = len(first.value) == 10 or first.value.startswith("XXXX-WXX-")
        named = between in WORDS["between two days"] or first.bound == "between"
        alike = len(first.value) == len(second.value) and whole and named
    if first.value.startswith("XXXX-WXX") != second.value.startswith("XXXX-WXX"):
        return False
    if between in WORDS["between two days"] or between in ("-", "–", "—"):
        return alike
    return between == "and" and alike and (first.bound == "between" or first.value.startswith("XXXX-WXX"))
