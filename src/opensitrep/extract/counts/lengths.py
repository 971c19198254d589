"""How long what is told lasts: "sentenced to three years", "three days of mourning", "a 15-day truce"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from opensitrep.model import Mention, Quantity, Reading, TimeType
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("fates")
LENGTH = re.compile(r"P(?:(\d+)([DWMY])|T(\d+)H)")
UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year", None: "hour"}
INSIDE = ("compound", "nummod", "amod", "nmod", "npadvmod", "dobj", "oprd")


def find_lengths(
    tree: Tree, reading: Reading, triggers: Mapping[int, Mention]
) -> Iterator[tuple[Quantity, int, Mention]]:
    """Each length with the token of its number and the happening that lasts so long."""
    known = {i: q for q in reading.quantities for i in tree.inside(q.number)}
    for time in reading.times:
        found = LENGTH.fullmatch(time.value or "") if time.type is TimeType.DURATION else None
        inside = tree.inside(time.span)
        if found is None or not inside or time.bound == "since" or _is_age(tree, inside):
            continue
        mention = _lasting(tree, inside, triggers)
        numbers = [i for i in inside if tree.syntax.pos[i] == "NUM" or tree.text(i)[:1].isdigit()]
        if mention is None or not numbers:
            continue
        if (quantity := next((known[i] for i in numbers if i in known), None)) is not None:
            yield quantity, numbers[0], mention
        elif not any(_loosens(tree, i) for i in inside):
            amount = float(found[1] or found[3])
            number = tree.span(numbers[0], numbers[-1])
            yield Quantity(time.span, number, amount, amount, UNITS[found[2]]), numbers[0], mention


def _loosens(tree: Tree, i: int) -> bool:
    """Whether a word makes a length inexact."""
    return tree.syntax.pos[i] in ("ADV", "ADP", "SCONJ") or tree.lower[i] in WORDS["inexact"]


def _is_age(tree: Tree, inside: range) -> bool:
    """ "A 16-year-old", "20 years old"."""
    near = [*inside, *range(inside.stop, min(inside.stop + 2, len(tree)))]
    return any(tree.lower[i].rpartition("-")[2] in WORDS["of age"] for i in near)


def _lasting(tree: Tree, inside: range, triggers: Mapping[int, Mention]) -> Mention | None:
    """The happening that a length is of: below it ("days of mourning"), beside it, over its preposition, or done there
    ("extended the truce for two days")."""
    syntax = tree.syntax
    top = next((i for i in inside if syntax.head[i] not in inside), inside[-1])
    for prep in tree.children(top, "prep"):
        named = [k for k in tree.children(prep, "pobj") if k in triggers and tree.lower[prep] == "of"]
        if named:
            return triggers[named[0]]
    up, dep = syntax.head[top], syntax.dep[top]
    if dep in INSIDE and up in triggers:
        return triggers[up]
    if dep == "pobj" and tree.lower[up] in WORDS["for so long"]:
        over = syntax.head[up]
        lasts = [k for k in (over, *tree.children(over, "dobj", "nsubjpass")) if k in triggers]
        return triggers[lasts[0]] if lasts else None
    return None
