"""The countries that a name alone speaks for: their own names, towns of datelines, great towns without namesakes."""

from __future__ import annotations

from functools import cache

from opensitrep.model import Label, Reading
from opensitrep.text.spelling import plain
from opensitrep.world.countries import countries
from opensitrep.world.gazetteer import ALTERNATE, KNOWN, SETTLED, Gazetteer

GREAT = 200_000  # people of a town whose name alone tells a country of the report; by eye
TIMES = 20  # ... that it has more than any namesake abroad


@cache
def codes() -> dict[str, str]:
    """Country (ISO alpha-2) by each of its names, as `plain` writes it."""
    return {plain(name): row.code for row in countries() for name in row.spellings}


def written_in(reading: Reading, gazetteer: Gazetteer) -> frozenset[str]:
    """The countries (ISO alpha-2) of the towns of the datelines."""
    marks = [m.span for m in reading.marks if m.label is Label.DATELINE]
    heads = [reading.document.text[s.start : s.end].split("(")[0].split(",")[0] for s in marks]
    found = (country_of(head.strip(" .-–—\n"), gazetteer, least=KNOWN) for head in heads)
    return frozenset(code for code in found if code)


def country_of(name: str, gazetteer: Gazetteer, *, least: int = GREAT) -> str | None:
    """The country of the capital, or town of so many people, with this main name; None where namesakes come near."""
    towns = [m.entry for m in gazetteer.find(name) if m.weight > ALTERNATE and m.entry.kind in SETTLED]
    best = max(towns, key=lambda e: (e.population, e.id), default=None)
    if best is None or (best.population < least and best.feature != "PPLC"):
        return None
    rivals = [e for e in towns if e.country != best.country and e.population * TIMES > best.population]
    return None if rivals else best.country
