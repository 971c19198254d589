"""Clauses that a time of long ago opens: "the worst crash since 2004, when a train derailed"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opensitrep.model import Span, TimeExpression
from opensitrep.text.tree import Tree

Clauses = Mapping[Span, frozenset[int]]
"""The tokens of such a clause by the time that opens it."""


def opened(tree: Tree, times: Iterable[TimeExpression]) -> Clauses:
    """The clauses of a reading; what they tell is of that time, and nothing outside them is."""
    found: dict[Span, frozenset[int]] = {}
    for time in times:
        verb = tree.at(time.attached.start) if time.attached is not None and time.bound == "since" else None
        inside = tree.inside(time.span)
        if verb is not None and inside and "when" in tree.lower[inside.stop : verb]:
            found[time.span] = frozenset(tree.subtree(verb))
    return found


def parted(clauses: Clauses, one: int, other: int) -> bool:
    """Whether two tokens stand on two sides of such a clause."""
    return any((one in clause) != (other in clause) for clause in clauses.values())
