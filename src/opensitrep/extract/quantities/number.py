"""A number as it stands in the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens `first` to `last` that are a figure; `unit` is one written in one with the digits."""

    first: int
    last: int
    low: float | None
    high: float | None
    name: str | None = None
    share: bool = False
    unit: str | None = None

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high
