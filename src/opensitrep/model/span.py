"""Characters of a report: what every value leads back to."""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (half open, never empty) of the text of document `doc`."""

    doc: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty span: {self.start}..{self.end}")
        if type(self.doc) is str:  # read back, every span would hold letters of its own
            object.__setattr__(self, "doc", intern(self.doc))

    def __reduce__(self) -> tuple[type[Span], tuple[str, int, int]]:
        return Span, (self.doc, self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.doc == other.doc and self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.doc == other.doc and self.start < other.end and other.start < self.end
