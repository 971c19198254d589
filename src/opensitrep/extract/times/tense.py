"""What the clause says of a time: whether it is one at all, and whether it lies behind or ahead.

Part of `extract/times`. Words with another sense (May, March, Sunday in a name, "a minute trace") are told by their
place in the sentence; a past and a coming Thursday by the verb they hang on.
"""

from __future__ import annotations

from opensitrep.model import TimeExpression
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("times")
PREPOSITIONS = ("IN", "TO", "DT", "CC", ",", ".", ":", "-LRB-", "-RRB-", "``")
QUOTES = ("'", '"', "‘", "’", "“", "”", "``", "''")
LARGE = ("often", "the part", "at night", "in the morning", "overnight", "next part", "bare units")
COUNTED = ("duration", "window", "bare units", "the unit", "last unit", "first units", "within", "nth unit", "all day")


def is_time(  # noqa: PLR0911, PLR0912  a ladder of words
    expression: TimeExpression, tree: Tree, *, title: bool = False
) -> bool:
    """Whether words that have another sense are times here: the verbs may and march; a year that is a count."""
    tokens = tree.inside(expression.span)
    if not tokens:
        return True
    tags = {tree.syntax.tag[i] for i in tokens}
    words = tree.source[expression.span.start : expression.span.end].lower()
    if expression.rule == "month" and words in WORDS["months with another sense"] and "NNP" not in tags:
        return False
    if expression.rule in ("month", "weekday", "this season", "year") and _in_name(expression, tokens, tree):
        return False
    if expression.rule == "duration" and _is_rate(tokens, tree):
        return False
    if expression.rule == "day of month" and _before_noun(tokens[-1], tree):
        return False
    if expression.rule == "date" and _is_named_day(expression, tokens, tree):
        return False
    if expression.rule == "feast" and _before_name(tokens[-1], tree):
        return False
    if expression.rule in LARGE and not title and _is_large(tokens, tree):
        return False
    if expression.rule in COUNTED and not title and _is_titled(tokens, tree):
        return False
    if expression.rule == "duration" and _is_tiny(tokens, tree):
        return False
    if expression.rule == "soon":
        return tense(tree, tokens[0]) > 0
    if expression.rule == "year" and len(words) == 4:
        after = tokens[-1] + 1
        tail = tree.source[expression.span.end : expression.span.end + 2]
        if tail[:1] == "/" and tail[1:].isdigit():
            return False
        before = tree.text(tokens[0] - 1).lower() if tokens[0] else ""
        if after < len(tree) and (tree.lower[after] in WORDS["measures"] or tree.lower[after] in WORDS["dialled"]):
            return False
        if before in QUOTES and after < len(tree) and tree.text(after) in QUOTES:
            return False  # the name of a book
        counts = after < len(tree) and tree.syntax.tag[after] == "NNS" and tree.syntax.head[tokens[-1]] == after
        return not counts or before in WORDS["before a year"]
    if expression.rule in ("earlier",):
        i = tokens[0]
        return i == tree.sentence(i).start
    if expression.rule == "bare units":
        return not tags & {"VBZ"}
    if expression.rule == "current":
        return "JJ" in tags
    return True


def _in_name(e: TimeExpression, tokens: range, tree: Tree) -> bool:
    """Whether a bare month, weekday or year is part of a name: "Theresa May", "the Sunday Lantern", "flight 1811"."""
    first, last = tokens[0], tokens[-1]
    tag, same = tree.syntax.tag, tree.syntax.sentence[first]
    before = first - 1 if first and tree.syntax.sentence[first - 1] == same else None
    after = last + 1 if last + 1 < len(tree) and tree.syntax.sentence[last + 1] == same else None
    named_before = before is not None and tag[before] in ("NNP", "NNPS") and tree.text(before)[0].isupper()
    named_after = after is not None and tag[after] in ("NNP", "NNPS") and tree.text(after)[0].isupper()
    if e.rule == "year":
        return before is not None and (named_before or tree.text(before).lower() in WORDS["numbered"])
    if first != last:
        return False
    bound = before is not None and tag[before] in PREPOSITIONS and tree.text(before).lower() != "the"
    if e.rule == "weekday":
        part = tree.syntax.dep[last] in ("compound", "nmod", "nsubj", "nsubjpass", "appos")
        joined = tree.syntax.head[before or 0] == first or tree.syntax.head[first] == before
        surname = named_before and joined and (part or tree.syntax.dep[before or 0] in ("nsubj", "nsubjpass"))
        return surname or (
            named_after and part and not bound and before is not None and tree.text(before) in ("The", "the")
        )
    if e.rule == "month":
        return named_before or (named_after and not bound)
    return named_after and part_of_name(tree, last)


def part_of_name(tree: Tree, i: int) -> bool:
    """Whether a word belongs to the name behind it."""
    return tree.syntax.dep[i] == "compound" and tree.syntax.head[i] > i and tree.syntax.tag[i] in ("NNP", "NNPS")


def _is_titled(tokens: range, tree: Tree) -> bool:
    """Whether a unit is written large inside a sentence, as in the name of a book or a programme."""
    inside = [i for i in tokens if i > tree.sentence(tokens[0]).start and tree.text(i)[0].isalpha()]
    units = [i for i in inside if tree.syntax.pos[i] in ("NOUN", "PROPN")]
    return any(tree.text(i)[0].isupper() and not tree.text(i).isupper() for i in units)


def _is_rate(tokens: range, tree: Tree) -> bool:
    """Whether "a day" tells how often: "four flights a week", "2 million a year"."""
    before = tokens[0] - 1
    if len(tokens) != 2 or tree.lower[tokens[0]] not in WORDS["a or an"] or before < tree.sentence(tokens[0]).start:
        return False
    return (
        tree.syntax.pos[before] in ("NOUN", "NUM", "SYM")
        and tree.syntax.end[before] + 1 == tree.syntax.start[tokens[0]]
    )


def _is_named_day(e: TimeExpression, tokens: range, tree: Tree) -> bool:
    """Whether a day and month without a year name something: "the April 6 Youth Movement"."""
    before = tokens[0] - 1
    article = before >= tree.sentence(tokens[0]).start and tree.lower[before] == "the"
    return article and (e.value or "").startswith("XXXX") and _before_name(tokens[-1], tree)


def _is_large(tokens: range, tree: Tree) -> bool:
    """Whether a word such as "daily" or "morning" is written large, as in the name of a paper."""
    first = tree.sentence(tokens[0]).start
    words = [i for i in tokens if i > first and tree.text(i)[0].isupper() and not tree.text(i).isupper()]
    return bool(words) or (tokens[0] == first and _before_name(tokens[-1], tree) and tree.text(first)[0].isupper())


def _before_name(i: int, tree: Tree) -> bool:
    """Whether a capitalised name follows in the same sentence."""
    after = i + 1
    here = after < len(tree) and tree.syntax.sentence[after] == tree.syntax.sentence[i]
    return here and tree.syntax.tag[after] in ("NNP", "NNPS") and tree.text(after)[0].isupper()


def _before_noun(i: int, tree: Tree) -> bool:
    """Whether what stands here describes the noun behind it: "on the 38th parallel"."""
    after = i + 1
    here = after < len(tree) and tree.syntax.sentence[after] == tree.syntax.sentence[i]
    return here and tree.syntax.pos[after] in ("NOUN", "PROPN", "ADJ", "NUM")


def _is_tiny(tokens: range, tree: Tree) -> bool:
    """Whether "minute" is the adjective: "a minute trace"."""
    last = tokens[-1]
    if tree.text(last).lower() != "minute" or len(tokens) > 2 or tree.text(tokens[0]).lower() not in WORDS["a or an"]:
        return False
    head = tree.syntax.head[last]
    return tree.syntax.dep[last] in ("compound", "amod", "nmod") and head == last + 1


def is_to_do(tree: Tree, i: int) -> bool:
    """Whether the time hangs on an infinitive: "summoned to testify on Feb. 10"."""
    verb = tree.clause(i)
    return any(tree.lower[c] == "to" for c in tree.children(verb, "aux"))


def of_nothing(tree: Tree, verb: int) -> bool:
    """Whether the verb tells of nobody or nothing: "no bus has left since", "neither of them could be reached"."""
    kids = tree.children(verb, "nsubj", "nsubjpass", "dobj", "attr", "pobj")
    beside = [c for k in kids for c in tree.children(k, "det", "preconj", "cc")]
    no = any(tree.lower[c] == "no" for c in beside)
    return no or any(tree.lower[k] in WORDS["nothing"] for k in (*kids, *beside))


def is_habit(tree: Tree, i: int) -> bool:
    """Whether the clause tells in the present tense what is so every year ("usually lasts from June to August")."""
    verb = tree.clause(i)
    if tree.syntax.tag[verb] not in ("VBZ", "VBP"):
        return False
    around = tree.sentence(i)
    return any(
        tree.syntax.lemma[k] in WORDS["habits"] for k in around if tree.clause(k) == verb or tree.syntax.head[verb] == k
    )


def tense(tree: Tree, i: int, *, headline: bool = False) -> int:  # noqa: PLR0911, PLR0912  forms
    """-1 when what is told lies behind, 1 when it lies ahead, 0 when the clause does not show it."""
    syntax = tree.syntax
    if _after_past(tree, i):
        return -1
    if headline and _is_announced(tree, i):
        return 1
    path = [i, *tree.ancestors(i)]
    for k in path:
        word, tag = tree.text(k).lower(), syntax.tag[k]
        if (word in WORDS["looks ahead"] and not _lasted(tree, k)) or (
            {word, syntax.lemma[k]} & WORDS["future"] and tag in ("JJ", "VBN", "NN", "NNS") and _looks_ahead(tree, k)
        ):
            return 1
        if syntax.pos[k] not in ("VERB", "AUX"):
            continue
        helping = tree.children(k, "aux", "auxpass")
        helping += [c for h in helping for c in tree.children(h, "aux")]
        aux, tags = {syntax.lemma[c] for c in helping}, {syntax.tag[c] for c in helping}
        if aux & WORDS["modals"]:
            return 1 if "have" not in aux and not ("could" in aux and _was_not(tree, k)) else -1
        if "to" in aux or tag == "TO":
            if "have" in aux:
                return -1
            head = syntax.head[k]
            if head == k:  # "Ministers to meet on Friday"
                return 1
            if {syntax.lemma[head], tree.text(head).lower()} & WORDS["future"] or _is_due(tree, head):
                return 1
            continue
        if tag == "VBG" and not tags & {"VBD", "VBZ", "VBP", "VBN"}:
            if syntax.lemma[k] in WORDS["verbs of a start"]:
                return 1
            continue
        if tag in ("VBD", "VBN") or "VBD" in tags or "have" in aux:
            if tags & {"VBZ", "VBP"} and "have" not in aux and _is_condition(tree, k):
                return 1
            return -1
        if tag in ("VBZ", "VBP") or tags & {"VBZ", "VBP"}:
            if headline:
                return -1
            return 1 if syntax.lemma[k] in WORDS["ahead"] or _is_condition(tree, k) else 0
    return 0 if not headline else -1


def _is_announced(tree: Tree, i: int) -> bool:
    """Whether a headline tells what is to come: "Envoys to meet Friday", also in capitals, which parsers misread."""
    around = tree.sentence(i)
    words = [k for k in around if k < i and tree.lower[k] in WORDS["announces in a headline"] and k > around.start]
    capitals = all(tree.text(k).isupper() for k in around if tree.text(k).isalpha())
    return bool(words) and (
        capitals or any(tree.syntax.head[k] == tree.syntax.head[tree.syntax.head[k]] for k in words)
    )


def _was_not(tree: Tree, verb: int) -> bool:
    return bool(tree.children(verb, "neg")) or of_nothing(tree, verb)


def _looks_ahead(tree: Tree, k: int) -> bool:
    """Whether "set" is followed by what is to come ("set to open", "set for Monday"); other words always look ahead."""
    if tree.syntax.lemma[k] != "set":
        return True
    after = k + 1
    return after < len(tree) and tree.lower[after] in WORDS["behind set"]


def _lasted(tree: Tree, k: int) -> bool:
    """Whether "until" ends what had been so: "until Thursday they had not spoken"."""
    verb = tree.clause(k)
    return any(tree.syntax.lemma[c] == "have" and tree.syntax.tag[c] == "VBD" for c in tree.children(verb, "aux"))


def _is_due(tree: Tree, head: int) -> bool:
    """Whether an infinitive below this word lies ahead: "is to open", "has to leave", "is listed to begin"."""
    syntax = tree.syntax
    if syntax.lemma[head] in WORDS["verbs before an infinitive"]:
        return syntax.tag[head] in ("VBZ", "VBP", "VBG")
    return syntax.tag[head] == "VBN" and any(syntax.tag[c] in ("VBZ", "VBP") for c in tree.children(head, "auxpass"))


def _is_condition(tree: Tree, k: int) -> bool:
    """Whether a clause is opened by a word like "when" or "if": "when the case is heard in May"."""
    return any(tree.lower[c] in WORDS["opens a condition"] for c in tree.children(k, "mark", "advmod"))


def _after_past(tree: Tree, i: int) -> bool:
    """Whether a past verb stands right before: "said on Friday it would", whatever the parser hangs the day on."""
    first = tree.sentence(i).start
    k = i - 1
    while k > max(first, i - 4) and tree.syntax.tag[k] in ("IN", "JJ", "RB"):
        k -= 1
    return k >= first and tree.syntax.tag[k] == "VBD" and not tree.children(k, "aux", "auxpass")
