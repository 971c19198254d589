"""Writes data/world/months.tsv and date_order.tsv from Unicode CLDR: how dates are written in other languages.

`python -m tools.build_months [--check]`. Names of months in every language of Babel (BSD-3) with an ISO 639-1 code, and
whether day, month or year come first in a short date, by language and where a country differs.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale, localedata
from tools.generated import write

WORLD = Path(__file__).resolve().parents[1] / "src" / "opensitrep" / "data" / "world"
MONTHS, ORDER = WORLD / "months.tsv", WORLD / "date_order.tsv"
HEAD = "# source: Unicode CLDR through Babel 2.18 (Unicode licence); written by tools/build_months.py\n"


def months() -> str:
    """Lower-case names and abbreviations of the months in each language, but numbers."""
    lines = ["language\tmonth\tnames"]
    for code in sorted(c for c in localedata.locale_identifiers() if re.fullmatch("[a-z]{2}", c)):
        localedata._cache.clear()  # Babel mixes the names of languages that were loaded one after the other
        tables = Locale(code).months
        widths = [tables[kind][width] for kind in ("format", "stand-alone") for width in ("wide", "abbreviated")]
        for number in range(1, 13):
            names = dict.fromkeys(w[number].lower().strip(" .") for w in widths)
            kept = [n for n in names if re.fullmatch(r"[^\W\d_][^\d\t|]{2,}", n) and not re.fullmatch(r"m?\d+", n)]
            if kept:
                lines.append(f"{code}\t{number}\t{'|'.join(kept)}")
    return HEAD + "\n".join(lines) + "\n"


def order() -> str:
    """Day, month and year as a short date has them: "DMY", "MDY" or "YMD", of languages and countries that differ."""
    found: dict[str, str] = {}
    for name in sorted(localedata.locale_identifiers()):
        match = re.fullmatch(r"([a-z]{2})(?:_([A-Z]{2}))?", name)
        if not match:
            continue
        letters = re.sub(r"[^dMy]", "", re.sub(r"'[^']*'", "", str(Locale.parse(name).date_formats["short"].pattern)))
        told = "".join(dict.fromkeys(letters)).upper()
        if len(told) == 3 and found.get(match[1]) != told:
            found[name.replace("_", "-")] = told
    found.pop("en", None)  # the language alone does not tell: Americans write the month first, others the day
    english = {n: Locale.parse(n) for n in localedata.locale_identifiers() if re.fullmatch("en_[A-Z]{2}", n)}
    for name, locale in sorted(english.items()):
        letters = re.sub(r"[^dMy]", "", str(locale.date_formats["short"].pattern))
        found[name.replace("_", "-")] = "".join(dict.fromkeys(letters)).upper()
    return HEAD + "locale\torder\n" + "".join(f"{name}\t{told}\n" for name, told in sorted(found.items()))


if __name__ == "__main__":
    raise SystemExit(write({MONTHS: months(), ORDER: order()}, __doc__))
