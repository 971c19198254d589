"""Writes what Unicode CLDR names: data/en/cldr.toml (months, weekdays, numbers), the names in data/world/demonyms.tsv.

`python -m tools.build_names [--check]`. Months, weekdays and territories come through Babel (BSD-3), number words
from the spell-out rules of the npm package cldr-rbnf (`npm install` in frontend/). Other names of a country, its people
and its seat of government are our own and stay: CLDR has none.
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale
from tools.generated import write

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "opensitrep" / "data"
RULES = ROOT / "frontend" / "node_modules" / "cldr-rbnf" / "rbnf" / "en.json"
WORDS, COUNTRIES = DATA / "en" / "cldr.toml", DATA / "world" / "demonyms.tsv"
LARGEST = 10**12  # no scale word above it
AS_IN_NEWS = {  # names that English-language news writes otherwise than CLDR
    "AG": "Antigua and Barbuda", "BA": "Bosnia and Herzegovina", "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo", "CI": "Ivory Coast", "CV": "Cabo Verde", "HK": "Hong Kong",
    "KN": "Saint Kitts and Nevis", "LC": "Saint Lucia", "MM": "Myanmar", "ST": "Sao Tome and Principe", "TR": "Turkey",
    "TT": "Trinidad and Tobago", "VA": "Vatican", "VC": "Saint Vincent and the Grenadines",
}  # fmt: skip


def calendar() -> dict[str, dict[str, int]]:
    """Months (1 to 12) and weekdays (Monday is 0), written out and abbreviated, lower case."""
    english = Locale("en")
    found: dict[str, dict[str, int]] = {}
    for table, names in (("months", english.months), ("weekdays", english.days)):
        widths = (names["format"]["wide"], names["format"]["abbreviated"])
        found[table] = {width[n].lower(): n for n in sorted(widths[0]) for width in widths}
    return found


def numbers() -> dict[str, dict[str, int]]:
    """Cardinals below a hundred, scale words, ordinals."""
    sets = json.loads(RULES.read_text(encoding="utf-8"))["rbnf"]["rbnf"]["SpelloutRules"]
    cardinal, ordinal = (
        {int(n): rule.rstrip(";") for n, rule in sets[f"%spellout-{kind}"] if n.isdecimal() and int(n) <= LARGEST}
        for kind in ("cardinal", "ordinal")
    )
    cardinals = {rule.split("[")[0]: n for n, rule in cardinal.items() if n < 100}
    scales = {rule.split("[")[0].split()[-1]: n for n, rule in cardinal.items() if n >= 100}
    names = {n: word for word, n in (cardinals | scales).items()}
    suffixes = {name: sets[name][0][1].rstrip(";") for name in ("%%tieth", "%%th")}  # of round numbers
    ordinals = {}
    for n in (*range(1, 20), *range(20, 100, 10), 100, 1000):
        rule = ordinal.get(n, ordinal[13]).replace("=%spellout-numbering=", names[n])
        for name, suffix in suffixes.items():
            rule = rule.replace(f"→{name}→", suffix)
        ordinals[rule.split()[-1]] = n
    return {"cardinals": cardinals, "scales": scales, "ordinals": ordinals}


def words() -> str:
    """The file of words."""
    lines = [
        "# source: Unicode CLDR through Babel 2.18 and npm cldr-rbnf 48.2.0 (Unicode licence)",
        "# Written by tools/build_names.py; do not edit: further spellings stand in days.toml and numerals.toml.",
    ]
    for name, table in (calendar() | numbers()).items():
        lines += ["", f"[{name}]", *(f"{word} = {value}" for word, value in table.items())]
    return "\n".join(lines) + "\n"


def countries() -> str:
    """The table of countries with its names made anew."""
    english = Locale("en")
    head, *rows = COUNTRIES.read_text(encoding="utf-8").splitlines(keepends=True)
    out = [head]
    for row in rows:
        cells = row.split("\t")
        if not row.startswith("#") and len(cells) > 1 and cells[1] != "code":
            cells[0] = AS_IN_NEWS.get(cells[1], english.territories[cells[1]])
        out.append("\t".join(cells))
    return "".join(out)


if __name__ == "__main__":
    raise SystemExit(write({WORDS: words(), COUNTRIES: countries()}, __doc__))
