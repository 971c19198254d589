"""Writes data/codes/measures.tsv and data/codes/currencies.tsv: what a unit of measure is worth, what money is called.

`python -m tools.build_units [--check]`.  Factors come from Pint (BSD-3), asked for the definitions that [measures] of
en/units.toml names; names of currencies from Unicode CLDR through Babel (BSD-3). Both libraries are needed here and
in the tests only: importing Pint takes 0.24 s and its registry 0.14 s more, a tenth of a cold start, for forty numbers.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pint
from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies
from tools.generated import write

DATA = Path(__file__).resolve().parents[1] / "src" / "opensitrep" / "data"
DAY = date(2026, 1, 1)  # currencies in use on it


def measures() -> str:
    """One line for each unit: id, dimension, factor and offset to the SI unit of that dimension."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    units = tomllib.loads((DATA / "en/units.toml").read_text(encoding="utf-8"))["measures"]
    lines = [
        "# source: Pint 0.25.3 (BSD-3), written by tools/build_units.py from [measures] of units.toml; do not edit",
        "# value in SI units of the dimension = figure * factor + offset",
        "unit\tdimension\tfactor\toffset",
    ]
    for unit, definition in sorted(units.items()):
        zero, one = (registry.Quantity(n, definition).to_base_units() for n in (0.0, 1.0))
        factor, offset = one.magnitude - zero.magnitude, zero.magnitude
        lines.append(f"{unit}\t{str(one.dimensionality).replace(' ', '')}\t{factor:.10g}\t{offset:.10g}")
    return "\n".join(lines) + "\n"


def currencies() -> str:
    """One line for each currency in use: ISO 4217 code, English names in singular and plural."""
    codes = {
        code
        for territory in map(str, Locale("en").territories)
        if len(territory) == 2
        for code in get_territory_currencies(territory, DAY, DAY)
    }
    lines = [
        "# source: Unicode CLDR through Babel 2.18 (Unicode licence), written by tools/build_units.py; do not edit",
        "code\tnames",
    ]
    for code in sorted(codes - {"ZWG"}):  # "Zimbabwean gold" reads as metal
        names = {get_currency_name(code, count=n, locale="en").lower() for n in (1, 2)}
        lines.append(f"{code}\t{'|'.join(sorted(names))}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(
        write({DATA / "codes/measures.tsv": measures(), DATA / "codes/currencies.tsv": currencies()}, __doc__)
    )
