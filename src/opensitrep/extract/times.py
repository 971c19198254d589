"""Finds time expressions and says what each is counted from; days that hang on the publication stay open.

Two layers: a grammar of words and rules (`times_grammar`, data/times.toml) and small builders (`times_rules`,
`times_lengths`).
Here the clause around a match decides the rest: tense (a past or a coming Thursday), preposition, negation, reference.
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.times_grammar import Found, Reader, Word
from opensitrep.extract.times_lengths import BUILDERS
from opensitrep.model import READABLE, Anchor, Label, Reading, Span, TimeExpression, TimeType
from opensitrep.tree import Tree

FIRST_PUNCTUATION = '.,;:!?)]"”'


def find_times(reading: Reading, reader: Reader) -> Reading:
    """Add every time expression of the readable blocks and of date lines, in text order."""
    found = link(read_expressions(reading, reader), reading)
    return replace(reading, times=(*reading.times, *join_ranges(found, reading.document.text)))


def read_expressions(reading: Reading, reader: Reader) -> list[TimeExpression]:
    """Expressions one by one, with tense, preposition and negation of their clause."""
    text = reading.document.text
    tree = Tree(reading) if reading.syntax is not None and len(reading.syntax) else None
    blocks = [m for m in reading.marks if m.label in (*READABLE, Label.DATE_LINE)]
    titles = [m.span for m in blocks if m.label in (Label.HEADLINE, Label.SUBHEAD, Label.CAPTION)]
    words: list[Word] = []
    for mark in sorted(blocks, key=lambda m: m.span):
        words += [*reader.words(text, mark.span.start, mark.span.end), Word(mark.span.end, mark.span.end, "\n", {})]
    out: list[TimeExpression] = []
    for expression, first in read_words(words, reader, reading.document.id):
        if tree is not None and not _is_time(expression, tree, text):
            continue
        placed = _with_preposition(expression, words, first, reader)
        if tree is not None:
            if placed.bound == "since" and _describes_noun(placed.span, tree):
                placed = replace(placed, bound=None)
            placed = _with_clause(placed, tree, reader, headline=any(t.covers(placed.span) for t in titles))
        out.append(placed)
    return sorted(out, key=lambda e: e.span)


def read_words(words: list[Word], reader: Reader, doc: str) -> list[tuple[TimeExpression, int]]:
    """Non-overlapping expressions with the position of their first word; "\\n" words part the blocks."""
    taken = [False] * len(words)
    out: list[tuple[TimeExpression, int]] = []
    for found in reader.matches(words):
        if any(taken[found.first : found.last]):
            continue
        if found.rule.make == "block":
            expression = None
        else:
            first = _first(found, reader)
            if first is None:
                continue
            expression = BUILDERS[found.rule.make](found, Span(doc, found.words[first].start, _end(found)))
            if expression is None:
                continue
            out.append((expression, found.first + first))
        for i in range(found.first, found.last):
            taken[i] = True
    return out


def _first(found: Found, reader: Reader) -> int | None:
    """The first word of the match that belongs into the span."""
    keep = found.rule.make in ("present", "past", "so far", "the past") and found.words[0].lower == "at"
    for i, word in enumerate(found.words):
        if keep or word.lower not in reader.strip:
            return i
    return None


def _end(found: Found) -> int:
    last = found.words[-1]
    return found.words[-2].end if "POSS" in last.classes and len(found.words) > 1 else last.end


def _is_time(expression: TimeExpression, tree: Tree, text: str) -> bool:  # noqa: PLR0911  a ladder of words
    """Whether words that have another sense are times here: the verbs may and march; a year that is a count."""
    tokens = tree.inside(expression.span)
    if not tokens:
        return True
    tags = {tree.syntax.tag[i] for i in tokens}
    words = text[expression.span.start : expression.span.end].lower()
    if expression.rule == "month" and words in ("may", "march", "mar", "august"):
        return "NNP" in tags
    if expression.rule == "year" and len(words) == 4:
        after = tokens[-1] + 1
        before = tree.text(tokens[0] - 1).lower() if tokens[0] else ""
        counts = after < len(tree) and tree.syntax.tag[after] == "NNS" and tree.syntax.head[tokens[-1]] == after
        return not counts or before in ("in", "since", "by", "until", "the")
    if expression.rule in ("earlier",):
        i = tokens[0]
        return i == tree.sentence(i).start
    if expression.rule == "bare units":
        return not tags & {"VBZ"}
    if expression.rule == "current":
        return "JJ" in tags
    return True


def _with_preposition(e: TimeExpression, words: list[Word], first: int, reader: Reader) -> TimeExpression:
    """The bound a preposition in front gives."""
    i = first - 1
    while i >= 0 and words[i].lower in ("the", "about", "around", "on", "early", "late") and i > first - 3:
        if words[i].lower == "on" and e.bound is None:
            return e
        i -= 1
    bound = reader.bounds.get(words[i].lower) if i >= 0 else None
    if bound is None or e.bound is not None or (bound in ("in", "for", "over", "during") and e.type is TimeType.DATE):
        return e
    return replace(e, bound=bound)


def _describes_noun(span: Span, tree: Tree) -> bool:
    """Whether it stands before a noun it describes: "since the February 24 invasion"."""
    tokens, i = tree.inside(span), tree.head_of(span)
    if not tokens or i is None:
        return False
    head = tree.syntax.head[i]
    return head > tokens[-1] and tree.syntax.pos[head] == "NOUN" and head - tokens[-1] <= 3


def _with_clause(e: TimeExpression, tree: Tree, reader: Reader, *, headline: bool) -> TimeExpression:
    """Tense and negation of the clause the expression stands in."""
    i = tree.head_of(e.span)
    if i is None:
        return e
    verb = tree.clause(i)
    negated = bool(tree.children(verb, "neg"))
    if e.direction == 0 and e.value is not None and e.value.startswith("XXXX") and e.type is not TimeType.SET:
        e = replace(e, direction=tense(tree, i, reader, headline=headline))
        if e.direction < 0 and _month_day(e) and _under_noun(tree, i):
            e = replace(e, direction=0)  # "a dividend payable May 22": the verb of the clause does not date it
    return replace(e, negated=True) if negated else e


def _month_day(e: TimeExpression) -> bool:
    return e.value is not None and len(e.value) == 10 and e.value[5:7].isdigit()


def _under_noun(tree: Tree, i: int) -> bool:
    """Whether a noun or adjective stands between a time and its verb."""
    head = next((k for k in tree.ancestors(i) if tree.syntax.pos[k] != "ADP"), i)
    return tree.syntax.pos[head] in ("NOUN", "ADJ", "PROPN", "NUM")


def tense(tree: Tree, i: int, reader: Reader, *, headline: bool = False) -> int:  # noqa: PLR0911  a ladder of forms
    """-1 when what is told lies behind, 1 when it lies ahead, 0 when the clause does not show it."""
    syntax = tree.syntax
    if _after_past(tree, i):
        return -1
    path = [i, *tree.ancestors(i)]
    for k in path:
        word, tag = tree.text(k).lower(), syntax.tag[k]
        if word in ("ahead", "until") or (
            {word, syntax.lemma[k]} & reader.future and tag in ("JJ", "VBN", "NN", "NNS")
        ):
            return 1
        if syntax.pos[k] not in ("VERB", "AUX"):
            continue
        aux = {syntax.lemma[c] for c in tree.children(k, "aux", "auxpass")}
        tags = {syntax.tag[c] for c in tree.children(k, "aux", "auxpass")}
        if aux & {"will", "shall", "would", "may", "might", "can", "could", "must", "should", "'ll", "’ll"}:
            return 1 if "have" not in aux else -1
        if "to" in aux or tag == "TO":
            if "have" in aux:
                return -1
            head = syntax.head[k]
            if {syntax.lemma[head], tree.text(head).lower()} & reader.future or syntax.lemma[head] in (
                "be",
                "have",
                "go",
            ):
                return 1
            continue
        if tag == "VBG" and not tags & {"VBD", "VBZ", "VBP", "VBN"}:
            if syntax.lemma[k] in ("start", "begin", "open"):
                return 1
            continue
        if tag in ("VBD", "VBN") or "VBD" in tags or "have" in aux:
            return -1
        if tag in ("VBZ", "VBP") or tags & {"VBZ", "VBP"}:
            return -1 if headline else 0
    return 0 if not headline else -1


def _after_past(tree: Tree, i: int) -> bool:
    """Whether a past verb stands right before: "said on Friday it would", whatever the parser hangs the day on."""
    first = tree.sentence(i).start
    k = i - 1
    while k > max(first, i - 4) and tree.syntax.tag[k] in ("IN", "JJ", "RB"):
        k -= 1
    return k >= first and tree.syntax.tag[k] == "VBD"


# ---------------------------------------------------------------- what an expression refers to


def link(found: list[TimeExpression], reading: Reading) -> list[TimeExpression]:
    """Give expressions that are counted from another time or from a happening the words they refer to."""
    out: list[TimeExpression] = []
    tree = Tree(reading) if reading.syntax is not None and len(reading.syntax) else None
    for n, e in enumerate(found):
        sentence = _sentence(tree, e.span, reading)
        if e.anchor is Anchor.EXPRESSION:
            earlier = next((d for d in reversed(out) if _names_day(d, e) and _same_breath(d, e, sentence)), None)
            out.append(replace(e, refers=earlier.span if earlier else None))
        elif e.anchor is Anchor.EVENT:
            event = _event_after(e, sentence, reading)
            near = [d for d in found if d is not e and sentence.covers(d.span) and _names_day(d, e)]
            outside = [d for d in near if event is None or not event.covers(d.span)]
            before = next((d for d in reversed(found[:n]) if _names_day(d, e) and d.anchor is Anchor.PUBLICATION), None)
            beside = outside[0] if outside else before
            out.append(replace(e, refers=event, beside=beside.span if beside else None))
        else:
            out.append(e)
    return out


def _same_breath(e: TimeExpression, asking: TimeExpression, sentence: Span) -> bool:
    """A bare part of the day belongs to a near day ("Saturday", "today"), to a date only of the same sentence."""
    if not (asking.part or asking.clock):
        return True
    relative = e.anchor is Anchor.PUBLICATION and (e.value is None or e.value.startswith("XXXX-WXX"))
    return relative or sentence.covers(e.span)


def _names_day(e: TimeExpression, asking: TimeExpression) -> bool:
    """Whether an expression names a day (or, for longer units asked for, a stretch) that others can be counted from."""
    if e.type not in (TimeType.DATE, TimeType.TIME) or e.negated or e.bound in ("since", "nth"):
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
        last = out[-1] if out else None
        between = " ".join(text[last.span.end : e.span.start].split()).lower() if last else ""
        if last and e.span.start - last.span.end <= 12 and _is_range(last, e, between):
            whole = Span(e.span.doc, last.span.start, e.span.end)
            renamed[last.span] = renamed[e.span] = whole
            out[-1] = replace(
                last, span=whole, until=e.value, bound="between" if last.bound != "from" else "from",
                direction=e.direction or last.direction,
            )  # fmt: skip
        else:
            out.append(e)
    return [
        replace(e, refers=renamed.get(e.refers, e.refers) if e.refers else None,
                beside=renamed.get(e.beside, e.beside) if e.beside else None)
        for e in out
    ]  # fmt: skip


def _is_range(first: TimeExpression, second: TimeExpression, between: str) -> bool:
    if not first.value or not second.value or first.until or first.clock or second.clock:
        return False
    alike = len(first.value) == len(second.value) and first.type is second.type is TimeType.DATE
    alike = alike and first.part is None and second.part is None and not first.value.endswith("_REF")
    if first.value.startswith("XXXX-WXX") != second.value.startswith("XXXX-WXX"):
        return False
    if between in ("to", "until", "till", "through", "-", "–", "—"):
        return alike
    return between == "and" and alike and (first.bound == "between" or first.value.startswith("XXXX-WXX"))
