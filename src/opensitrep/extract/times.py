"""Finds time expressions and says what each is counted from; days that hang on the publication stay open.

Two layers: a grammar of words and rules in data/times.toml (`times_grammar`), and small builders (`times_rules`). Here the
clause around a match decides the rest: tense (a past or a coming Thursday), preposition, negation, what it refers to.
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.times_grammar import Found, Reader, Word, load_reader
from opensitrep.extract.times_rules import BUILDERS
from opensitrep.model import READABLE, Anchor, Label, Reading, Span, TimeExpression, TimeType
from opensitrep.tree import Tree

FIRST_PUNCTUATION = ".,;:!?)]\"”"


def find_times(reading: Reading) -> Reading:
    """Add every time expression of the readable blocks and of date lines, in text order."""
    found = link(read_expressions(reading), reading)
    return replace(reading, times=(*reading.times, *join_ranges(found, reading.document.text)))


def read_expressions(reading: Reading) -> list[TimeExpression]:
    """Expressions one by one, with tense, preposition and negation of their clause."""
    reader, text = load_reader(), reading.document.text
    tree = Tree(reading) if reading.syntax is not None and len(reading.syntax) else None
    out: list[TimeExpression] = []
    for mark in reading.marks:
        if mark.label not in (*READABLE, Label.DATE_LINE):
            continue
        words = reader.words(text, mark.span.start, mark.span.end)
        headline = mark.label in (Label.HEADLINE, Label.SUBHEAD)
        for expression, first in read_words(words, reader, reading.document.id):
            if tree is not None and not _is_time(expression, tree, text):
                continue
            placed = _with_preposition(expression, words, first, reader)
            out.append(_with_clause(placed, tree, reader, headline=headline) if tree else placed)
    return sorted(out, key=lambda e: e.span)


def read_words(words: list[Word], reader: Reader, doc: str) -> list[tuple[TimeExpression, int]]:
    """Non-overlapping expressions of one block with the position of their first word."""
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


def _is_time(expression: TimeExpression, tree: Tree, text: str) -> bool:
    """Whether words that have another sense are times here: the verbs may, march, fall, spring; a year that is a count."""
    tokens = tree.inside(expression.span)
    if not tokens:
        return True
    tags = {tree.syntax.tag[i] for i in tokens}
    words = text[expression.span.start : expression.span.end].lower()
    if expression.rule == "month" and words in ("may", "march", "mar", "august"):
        return "NNP" in tags
    if expression.rule == "year" and len(words) == 4:
        after = tokens[-1] + 1
        counted = after < len(tree) and tree.syntax.head[tokens[-1]] > tokens[-1] and tree.syntax.dep[tokens[-1]] == "nummod"
        head = tree.syntax.head[tokens[-1]]
        return not (counted and tree.syntax.tag[head] == "NNS" and tree.syntax.pos[head] == "NOUN")
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
    if bound is None or e.bound is not None or bound in ("in", "for", "over", "during") and e.type is TimeType.DATE:
        return e
    return replace(e, bound=bound)


def _with_clause(e: TimeExpression, tree: Tree, reader: Reader, *, headline: bool) -> TimeExpression:
    """Tense and negation of the clause the expression stands in."""
    i = tree.head_of(e.span)
    if i is None:
        return e
    verb = tree.clause(i)
    negated = bool(tree.children(verb, "neg"))
    if e.direction == 0 and e.value is not None and e.value.startswith("XXXX") and e.type is not TimeType.SET:
        e = replace(e, direction=tense(tree, i, reader, headline=headline))
    return replace(e, negated=True) if negated else e


def tense(tree: Tree, i: int, reader: Reader, *, headline: bool = False) -> int:
    """-1 when what is told lies behind, 1 when it lies ahead, 0 when the clause does not show it."""
    syntax = tree.syntax
    path = [i, *tree.ancestors(i)]
    for k in path:
        word, tag = tree.text(k).lower(), syntax.tag[k]
        if word in ("ahead", "until") or (syntax.lemma[k] in reader.future and tag in ("JJ", "VBN", "NN", "NNS")):
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
            if syntax.lemma[head] in reader.future or syntax.lemma[head] in ("be", "have", "go"):
                return 1
            continue
        if tag == "VBG" and not tags & {"VBD", "VBZ", "VBP", "VBN"}:
            if syntax.lemma[k] in ("start", "begin", "open"):
                return 1
            continue
        if tag in ("VBD", "VBN") or "VBD" in tags or "have" in aux:
            return -1
        if tag in ("VBZ", "VBP") or tags & {"VBZ", "VBP"}:
            return -1 if headline else 1
    return 0 if not headline else -1


# ---------------------------------------------------------------- what an expression refers to


def link(found: list[TimeExpression], reading: Reading) -> list[TimeExpression]:
    """Give expressions that are counted from another time or from a happening the words they refer to."""
    out: list[TimeExpression] = []
    tree = Tree(reading) if reading.syntax is not None and len(reading.syntax) else None
    for n, e in enumerate(found):
        sentence = _sentence(tree, e.span, reading)
        if e.anchor is Anchor.EXPRESSION:
            earlier = next((d for d in reversed(out) if _names_day(d, e)), None)
            out.append(replace(e, refers=earlier.span if earlier else None))
        elif e.anchor is Anchor.EVENT:
            event = _event_after(e, sentence, reading)
            near = [d for d in found if d is not e and sentence.covers(d.span) and _names_day(d, e)]
            outside = [d for d in near if event is None or not event.covers(d.span)]
            before = next((d for d in reversed(found[:n]) if _names_day(d, e)), None)
            beside = outside[0] if outside else before
            out.append(replace(e, refers=event, beside=beside.span if beside else None))
        else:
            out.append(e)
    return out


def _names_day(e: TimeExpression, asking: TimeExpression) -> bool:
    """Whether an expression names a day (or, for longer units asked for, a stretch) that others can be counted from."""
    if e.type not in (TimeType.DATE, TimeType.TIME) or e.negated or e.bound in ("since", "nth"):
        return asking.bound == "first" and e.bound == "since" and e.value is not None
    if e.anchor is Anchor.SELF or e.anchor is Anchor.PUBLICATION:
        unit = e.offset.unit if e.offset else None
        if e.value and not e.value.endswith("_REF"):
            return len(e.value) >= 10 or asking.offset is not None and asking.offset.unit in ("M", "Y", "W")
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

