"""Units of measure: which can be compared, and one in terms of the other ("43 miles" in km).

The factors are those of Pint, taken over into data/codes/measures.tsv by tools/build_units.py, since to import Pint at
run time costs 0.24 s and its registry 0.14 s more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.words import load_rows


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit; a figure in it times `factor` plus `offset` is the figure in SI units of its dimension."""

    unit: str
    dimension: str
    factor: float
    offset: float


@cache
def load_measures() -> dict[str, Measure]:
    """The units of measure by their id in units.toml, read once."""
    return {m.unit: m for m in load_rows("codes/measures.tsv", Measure)}


def comparable(one: str | None, other: str | None) -> bool:
    """Whether two different units measure the same dimension."""
    table = load_measures()
    if one is None or other is None or one not in table or other not in table:
        return False
    return one != other and table[one].dimension == table[other].dimension


def convert(value: float, unit: str, into: str) -> float:
    """A figure of one unit in terms of another of the same dimension. Raises `ValueError` for units that differ."""
    if unit == into:
        return value
    if not comparable(unit, into):
        raise ValueError(f"no measures of the same thing: {unit}, {into}")
    table = load_measures()
    return (value * table[unit].factor + table[unit].offset - table[into].offset) / table[into].factor


def measured(value: float, unit: str) -> float:
    """A figure in the SI unit of its dimension; `unit` is one of measures.tsv."""
    found = load_measures()[unit]
    return value * found.factor + found.offset


def half_digit(figure: float) -> float:
    """Half of the last digit a figure is written with: 0.5 of "43", 0.05 of "1.5"."""
    decimals = len(f"{figure:.4f}".rstrip("0").partition(".")[2])
    return 0.5 * float(10**-decimals)
