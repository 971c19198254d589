"""Things of one text, asked by where they stand, without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from opensitrep.model import Span

T = TypeVar("T")


class SpanIndex(Generic[T]):
    """Things in the order of their spans; a question costs what stands within the longest of them, by bisection."""

    def __init__(self, things: Iterable[T], span: Callable[[T], Span]) -> None:
        self._all = sorted(((span(t), n, t) for n, t in enumerate(things)), key=lambda row: row[:2])
        self._starts = [s.start for s, *_ in self._all]
        self._longest = max((len(s) for s, *_ in self._all), default=0)

    def meeting(self, span: Span) -> list[T]:
        """Those that share a character with a span."""
        first = bisect_right(self._starts, span.start - self._longest)
        return [t for s, _, t in self._all[first : bisect_left(self._starts, span.end)] if s.meets(span)]

    def inside(self, span: Span) -> list[T]:
        """Those that lie wholly in a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [t for s, _, t in self._all[first:last] if span.covers(s)]
