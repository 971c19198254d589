"""Where an outlet is at home: a table, else the place in its name ("Kampala Tribune"), else the country of its address.

A local paper names its own towns without saying where they lie (Lieberman, Samet & Sankaranarayanan 2010: the local
lexicon). Nothing is learned from other stories: one story is settled from its own reports alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.fold import fold
from opensitrep.text.hosts import host_of
from opensitrep.text.words import load_rows
from opensitrep.world.gazetteer import Entry, Gazetteer, rank

FILE = "world/outlet_homes.tsv"
CLEAR = 1.4  # times the next reading in another country, from which a place in an outlet's name is taken to be meant
LONGEST, WORDS, PLACE = 200, 12, 5  # characters and words of a name that are looked at; words of a place in it
LARGE = 20_000  # people: smaller places give outlets no name that a reader far away meets; they are words more often


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; an outlet that begins with a full stop is a top-level domain."""

    outlet: str
    country: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The country (ISO alpha-2) and, where known, the town or division an outlet is at home in."""

    country: str
    seat: Entry | None = None


@cache
def load_homes() -> dict[str, Row]:
    """The table by folded name. Raises `ResourceError` for a damaged file."""
    return {_key(row.outlet): row for row in load_rows(FILE, Row)}


def home_of(outlet: str | None, url: str | None, gazetteer: Gazetteer) -> Home | None:
    """The home of an outlet by its name, else by the address of the report; None where neither says."""
    if outlet:
        row = load_homes().get(_key(outlet))
        if row is not None:
            return Home(row.country, _seat(row.town, row.country, gazetteer)) if row.country else None
        if found := _in_name(outlet, gazetteer):
            return found
    return _by_address(url) if url else None


def _key(outlet: str) -> str:
    return outlet.lower() if outlet.startswith(".") else fold(outlet).removeprefix("the ")


def _seat(town: str, country: str, gazetteer: Gazetteer) -> Entry | None:
    if not town:
        return None
    ranked = rank([m for m in gazetteer.find(town) if m.entry.country == country])
    return ranked[0][0].entry if ranked else None


def _in_name(outlet: str, gazetteer: Gazetteer) -> Home | None:
    """The place a name begins with or holds: of the longest run of its words that the gazetteer knows well."""
    words = outlet[:LONGEST].split()[:WORDS]
    for size in range(min(len(words) - 1, PLACE), 0, -1):
        for first in range(len(words) - size + 1):
            part = " ".join(words[first : first + size])
            if part[:1].isupper() and (found := _place(part, gazetteer)):
                return Home(found.country, found if found.kind != "country" else None) if found.country else None
    return None


def _place(part: str, gazetteer: Gazetteer) -> Entry | None:
    ranked = [(m, s) for m, s in rank(gazetteer.find(part)) if m.weight >= 3]
    if not ranked:
        return None
    best, score = ranked[0]
    other = max((s for m, s in ranked if m.entry.country != best.entry.country), default=0.0)
    known = best.entry.kind in ("country", "admin1") or best.entry.population >= LARGE
    return best.entry if known and score > CLEAR * other else None


def _by_address(url: str) -> Home | None:
    host = host_of(url if "//" in url else f"//{url}") or ""
    domain = host.rpartition(".")[2].lower()
    if len(domain) != 2:
        return None
    row = load_homes().get(f".{domain}")
    country = domain.upper() if row is None else row.country
    return Home(country) if country else None
