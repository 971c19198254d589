"""Clauses that a time of long ago opens: "the worst crash since 2004, when a train derailed"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from opensitrep.model import Span, TimeExpression
from opensitrep.text.tree import Tree


class Opened:
    """Such clauses of one reading: what they tell is of the time that opens them, and nothing outside them is."""

    def __init__(self, tree: Tree, times: Iterable[TimeExpression]) -> None:
        self.times: set[Span] = set()
        self._around: dict[int, frozenset[Span]] = defaultdict(frozenset)
        for time in times:
            verb = tree.at(time.attached.start) if time.attached is not None and time.bound == "since" else None
            inside = tree.inside(time.span)
            if verb is not None and inside and "when" in tree.lower[inside.stop : verb]:
                self.times.add(time.span)
                for token in tree.subtree(verb):
                    self._around[token] |= {time.span}

    def around(self, token: int) -> frozenset[Span]:
        """The times that open the clauses a token stands in."""
        return self._around.get(token, frozenset())

    def holds(self, time: Span, token: int) -> bool:
        """Whether a token stands in the clause that a time opens."""
        return time in self.around(token)

    def parts(self, one: int, other: int) -> bool:
        """Whether two tokens stand on two sides of such a clause."""
        return self.around(one) != self.around(other)
