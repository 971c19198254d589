"""Writes docs/quantities.md: what every modifier and vague word means, and what a conservative coder exports for it.

`python -m tools.write_quantities [--check]`.  The ranges come from the room itself, read from a sentence with the
words in it; the exported figure from the writer of ACLED's form. Nothing of the table is written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from tools.generated import write

from opensitrep.extract.quantities.modifiers import modified
from opensitrep.extract.quantities.words import Currency, Figures, Modifier, Units, Vague
from opensitrep.forms.plover import Conservative, conservative
from opensitrep.model import Quantity, Span
from opensitrep.text.measures import load_measures
from opensitrep.text.words import load, load_rows

PAGE = Path(__file__).resolve().parents[1] / "docs" / "quantities.md"
N = 100.0
HEAD = """# Figures

Written by `python -m tools.write_quantities` from data/en/quantities.toml, data/en/units.toml, data/codes/measures.tsv,
data/codes/currencies.tsv and data/codes/conservative.toml; do not edit.

A figure is kept as a range: a side that the words leave open stays open, and nothing is averaged. `n` is the number
the words stand with; of people and things, which are counted, the ends are whole numbers from ten upwards. The last
column is what the candidate rows in ACLED's columns (`acled.csv`) carry for such a figure of deaths: the lower end,
since ACLED codes the most conservative estimate where reports differ or are vague, and for vague words the single
figure its rules give them (tens 10, dozens 12, hundreds 100: ACLED, "Uses and limitations"; the others of
codes/conservative.toml by the same rule of the smallest number the word can mean). Where the lower end is open the row
has 0; where no report counts, it has nothing.
"""


@dataclass(frozen=True, slots=True)
class Value:
    """As much of a value as the writer asks for."""

    evidence: tuple[Span, ...]
    low: float | None


def exported(name: str | None, low: float | None, high: float | None) -> str:
    """What the writer of ACLED's form gives for one report with this figure."""
    span = Span("page", 0, 1)
    figure = Quantity(span, span, low, high, unit="person_killed", modifier=name)
    ledger, value = SimpleNamespace(quantities={span: figure}), Value((span,), low)
    found = conservative(cast(Any, ledger), cast(Any, [value]), load("codes/conservative.toml", Conservative))
    return "" if found is None else shown(found)


def shown(value: float) -> str:
    """A number with thousands set off."""
    return f"{value:,.15g}"


def factor(value: float | None) -> str:
    """An end of a range in terms of n."""
    return "open" if value is None else "n" if value == 1 else f"{value:g} n"


def ends(low: str, high: str) -> str:
    """A range in words."""
    return low if low == high else f"{low} to {high}"


def of_modifier(modifier: Modifier) -> str:
    """A row of the first table."""
    (low, high), name = modified(modifier, N, N, None)
    value = exported(name, low, high)
    told = value if value in ("", "0") else factor(float(value.replace(",", "")) / N)
    before, after = (", ".join(sorted(words)) for words in (modifier.before, modifier.after))
    return f"| {modifier.name} | {before} | {after} | {ends(factor(modifier.low), factor(modifier.high))} | {told} |"


def of_vague(vague: Vague) -> str:
    """A row of the second table."""
    low, high = ("open" if end is None else shown(end) for end in (vague.low, vague.high))
    name = None if vague.exact else vague.name
    return f"| {', '.join(vague.words)} | {ends(low, high)} | {exported(name, vague.low, vague.high)} |"


def page() -> str:
    """The whole page."""
    figures, units = load("en/quantities.toml", Figures), load("en/units.toml", Units)
    measures = load_measures()
    lines = [HEAD, "## Words beside a number", "", "| name | before it | behind it | means | conservative |"]
    lines += ["|---|---|---|---|---|", *(of_modifier(m) for m in figures.modifier)]
    lines += ["", "## Words for a number", "", "| words | means | conservative |", "|---|---|---|"]
    lines += [of_vague(v) for v in figures.vague]
    lines += [
        "",
        "Fractions (two-thirds, a quarter of) and shares (one in five, 3 out of 10) are in percent; of a scale",
    ]
    lines += ["(half a million) they are numbers. A sign of minus makes a figure negative.", ""]
    lines += ["## What is counted", "", "A noun that no unit is kept for is a `thing` with the noun as its object.", ""]
    lines += ["| unit | nouns |", "|---|---|"]
    counted = {u: words for u, words in units.nouns.items() if u not in measures}
    lines += [f"| {unit} | {', '.join(sorted(words))} |" for unit, words in counted.items()]
    lines += [f"| {unit} | {', '.join(sorted(words))} |" for unit, words in units.people.items()]
    lines += ["", "Verbs and adjectives that tell what becomes of people make them another unit:", ""]
    lines += ["| unit | words |", "|---|---|"]
    lines += [f"| {u} | {', '.join((*w, *units.subject_fates.get(u, ())))} |" for u, w in units.fates.items()]
    lines += [
        "",
        "## What is measured",
        "",
        "One unit is converted into another of its dimension by the factor of Pint.",
        "",
    ]
    lines += ["| unit | words | dimension | in SI units |", "|---|---|---|---|"]
    for unit, m in sorted(measures.items(), key=lambda pair: (pair[1].dimension, pair[0])):
        offset = f" + {m.offset:g}" if m.offset else ""
        lines.append(f"| {unit} | {', '.join(units.nouns[unit])} | {m.dimension} | {m.factor:.6g}{offset} |")
    lines += ["", "## Money", "", "| code | names | signs and short forms |", "|---|---|---|"]
    signs = [*units.money.items(), *units.money_letters.items(), *units.money_nouns.items()]
    for row in load_rows("codes/currencies.tsv", Currency):
        own = ", ".join(dict.fromkeys(sign for sign, code in signs if code == row.code))
        lines.append(f"| {row.code} | {row.names.replace('|', ', ')} | {own} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(write({PAGE: page()}, __doc__))
