"""The list of all places of a story: the reports' spelling first, then the gazetteer's entry and how it was chosen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from opensitrep.derive.pieces import Away, Derived, Fixed, Item, Quiet, Run
from opensitrep.derive.places import place_canonical, place_disputed
from opensitrep.model import Use
from opensitrep.page.desk import Desk

GEONAMES = "https://www.geonames.org/"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place with what is known of it."""

    name: Derived
    cells: tuple[Run, ...]


def compose_places(desk: Desk) -> tuple[PlaceRow, ...]:
    """Every place that the reports of a story name, most often named first; names inside other names are left out."""
    counts: Counter[str] = Counter()
    for reading in desk.readings:
        for toponym in reading.toponyms:
            ident = desk.book.text_of(toponym.span, "place")
            if ident in desk.book.places and toponym.use is not Use.EMBEDDED:
                counts[ident] += 1
    return tuple(place_row(desk, i) for i in sorted(counts, key=lambda i: (-counts[i], i)))


def place_row(desk: Desk, place: str) -> PlaceRow:
    """The cells of one place."""
    of = (place,)
    entry: list[Item] = [Derived("place canonical", of)] if place_canonical(desk.book, place) else []
    entry.append(gazetteer_link(place))
    exact: list[Item] = [Derived("place precision", of)]
    if place_disputed(desk.book, place):
        exact += [Quiet((Fixed("disputed"), Derived("place disputed", of)))]
    return PlaceRow(
        Derived("place name", of),
        (
            tuple(entry),
            tuple(exact),
            (Derived("place zone", of),),
            (Derived("place match", of),),
            (Derived("place others", of),),
        ),
    )


def gazetteer_link(place: str) -> Item:
    """The entry of a place, as a link that leaves the page where GeoNames has it; nothing is loaded from there."""
    scheme, _, number = place.partition(":")
    piece = Derived("place id", (place,))
    return Away((piece, Fixed("leaves the page")), GEONAMES + number) if scheme == "gn" and number.isdigit() else piece
