"""Rules that derive text about how a place was found: gazetteer entry, precision, match, other readings, dispute."""

from __future__ import annotations

from opensitrep.derive.book import Book
from opensitrep.derive.names import place_name, place_note
from opensitrep.derive.phrases import text
from opensitrep.derive.wording import wording
from opensitrep.model import Precision
from opensitrep.world import outlines

LEAST = 0.01  # readings less sure than this are none that a reader has to weigh
SHOWN = 3  # other readings in one cell: what a reader can weigh at a glance
NEARLY = (Precision.POINT, Precision.SITE, Precision.TOWN, Precision.DISTRICT, Precision.REGION)
SCHEMES = {"gn": "place id geonames", "os": "place id table", "own": "place id list"}


def place_canonical(book: Book, place: str) -> str:
    """The gazetteer's own name, where the reports spell it otherwise; else nothing."""
    found = book.places[place]
    name = found.canonical or found.name
    return name if place.partition(":")[0] in SCHEMES and name != place_name(book, place) else ""


def place_id(book: Book, place: str) -> str:
    """Which entry of which gazetteer it is, or that no gazetteer lists it."""
    scheme, _, rest = place.partition(":")
    if scheme in SCHEMES:
        return f"{text(SCHEMES[scheme])} {rest}"
    return text("place id area") if scheme == "area" else text("place id none")


def place_precision(book: Book, place: str) -> str:
    """How exactly the place is known."""
    return place_note(book, place)


def place_zone(book: Book, place: str) -> str:
    """Its time zone."""
    return book.zone_of(place) or text("dash")


def place_match(book: Book, place: str) -> str:
    """The step that found it and how sure the reading is."""
    found = book.matches.get(place)
    if found is None or found.score is None:
        return text("dash")
    step = wording().text.get(f"match {found.step}", found.step or "")
    return f"{step}, {text('sure')} {found.score:.2f}"


def place_others(book: Book, place: str) -> str:
    """The next likeliest readings of the name, each with how sure it would be."""
    found = book.matches.get(place)
    rejected = [c for c in found.rejected if c.name and c.score >= LEAST] if found else []
    return "; ".join(f"{c.name} {c.score:.2f}" for c in rejected[:SHOWN]) or text("dash")


def place_disputed(book: Book, place: str) -> str:
    """The disputed areas in which its point lies, as the outlines name them."""
    found = book.places[place]
    if found.lat is None or found.lon is None or found.precision not in NEARLY:
        return ""
    return ", ".join(outlines.disputed_at(found.lon, found.lat))
