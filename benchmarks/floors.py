"""Pinned floors: what every set must reach, for which data, in `<stage>/floors.toml`.

A floor is set a little under what was measured, so that a real loss fails and a change of one item does not. Lowering
one is a commit of its own, with the reason in `why` beside it, which every run prints.
"""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
BENCH = SHARED / "bench"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a set: the name shown, its floor, or (where less is better) the most it may be."""

    name: str = ""
    floor: float | None = None
    most: float | None = None
    why: str = ""  # why it was lowered

    def short(self, value: float) -> float:
        """By how much a value misses; 0 where it is kept."""
        missed = self.floor - value if self.floor is not None else value - self.most if self.most is not None else 0.0
        return max(0.0, missed)


@dataclass(frozen=True, slots=True)
class Set:
    """One file of a stage: which data, which figures, whose figures stand beside."""

    stage: str
    file: str  # below shared/bench
    digest: str  # of the file, 16 hexadecimal digits
    items: int
    figures: dict[str, Figure]
    beside: dict[str, str] = field(default_factory=dict)  # name of a peer -> the stage that runs it
    peer: str = ""

    @property
    def key(self) -> str:
        """Its name among the kept figures."""
        return f"{self.stage} {self.file}"


def sets(stage: str | None = None) -> list[Set]:
    """The sets of one stage, or of all, in the order of the folders."""
    files = sorted(HERE.glob(f"{stage or '*'}/floors.toml"))
    rows = [row for file in files for row in tomllib.loads(file.read_text(encoding="utf-8")).get("set", ())]
    return [msgspec.convert(row, Set) for row in rows]


def faults(one: Set, found: Mapping[str, float]) -> list[str]:
    """What is wrong with a run: other data than the floors are for, or a figure below its floor, and by how much."""
    data = (BENCH / one.file).read_bytes()
    digest, text = hashlib.sha256(data).hexdigest()[:16], gzip.decompress(data) if one.file.endswith(".gz") else data
    items = sum(1 for line in text.decode("utf-8").split("\n") if line.strip())
    out = []
    if (digest, items) != (one.digest, one.items):
        out.append(f"{one.key}: the data are others ({items} items, {digest}); the floors are for {one.digest}")
    return out + [f"{one.key}: {line}" for line in missed(one.figures, found)]


def missed(figures: Mapping[str, Figure], found: Mapping[str, float]) -> list[str]:
    """A line for each figure that misses its floor."""
    return [
        f"{figure.name or key} {found[key]:.3f}, {short:.3f} {'below its floor' if figure.floor else 'over its limit'}"
        f" {figure.floor if figure.floor is not None else figure.most}" + (f" ({figure.why})" if figure.why else "")
        for key, figure in figures.items()
        if key in found and (short := figure.short(found[key])) > 0
    ]


def report_faults(lines: list[str]) -> int:
    """Print what misses; 1 if anything does."""
    print("\n".join(f"FLOOR BROKEN  {line}" for line in lines) or "all floors hold")
    return 1 if lines else 0


def shares(path: Path) -> dict[str, Any]:
    """A floors file as it stands."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
