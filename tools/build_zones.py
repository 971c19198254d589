"""Builds `src/opensitrep/data/world/zones.tsv`: the time zones of countries and divisions, from the gazetteer's towns.

A country or division has one zone where nine in ten of its people keep the same hours, winter and summer; the name is
that of most of them. Countries with several (Russia, the United States) are left out and their divisions listed.

    python tools/build_zones.py
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from opensitrep.text.words import data_path

TARGET = Path(__file__).resolve().parents[1] / "src" / "opensitrep" / "data" / "world/zones.tsv"
SHARE = 0.9  # of the people: Crimea is 5 % of Ukraine, the Canaries 5 % of Spain; the largest zone of Indonesia is 80 %
NOTE = "# source: GeoNames (CC BY 4.0) through the gazetteer (tools/build_zones.py); `area` ISO 3166-1 alpha-2 or id"
TOWNS = """
SELECT e.country, e.admin1, z.name, e.population FROM entry e JOIN zone z ON z.id = e.zone
WHERE e.kind IN ('city', 'town', 'village')"""


@cache
def hours(zone: str) -> tuple[str, str]:
    """UTC offsets in January and July."""
    days = [datetime(2024, month, 1, 12, tzinfo=ZoneInfo(zone)) for month in (1, 7)]
    return days[0].strftime("%z"), days[1].strftime("%z")


def only_zone(people: Counter[str]) -> str | None:
    """The zone of an area, if nearly all of its people keep the same hours."""
    groups: Counter[tuple[str, str]] = Counter()
    for zone, count in people.items():
        groups[hours(zone)] += count
    best, most = min(groups.items(), key=lambda g: (-g[1], g[0]))
    if most < SHARE * groups.total():
        return None
    return min((z for z in people if hours(z) == best), key=lambda z: (-people[z], z))


def main() -> None:
    """Write the table."""
    by_country: dict[str, Counter[str]] = defaultdict(Counter)
    by_division: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    with sqlite3.connect(f"file:{data_path('world/gazetteer.sqlite')}?mode=ro", uri=True) as base:
        for country, division, zone, people in base.execute(TOWNS):
            by_country[country][zone] += people + 100
            if division:
                by_division[country, division][zone] += people + 100
    rows = [(c, zone) for c, people in by_country.items() if c and (zone := only_zone(people))]
    known = dict(rows)
    rows += [
        (f"gn:{division}", zone)
        for (country, division), people in by_division.items()
        if (zone := only_zone(people)) and zone != known.get(country)
    ]
    lines = [f"{area}\t{zone}" for area, zone in sorted(rows)]
    TARGET.write_text("\n".join([NOTE, "area\tzone", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
