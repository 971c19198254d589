"""Places in a text: found and resolved (`predict`), or resolved alone at given characters (`predict_resolution`)."""

from __future__ import annotations

from functools import cache
from typing import Any

from opensitrep.extract.places import find_places, read_places
from opensitrep.extract.places_words import PlaceWords, load_words
from opensitrep.gazetteer import Gazetteer
from opensitrep.model import Account, Document, Reading
from opensitrep.pipeline import Extractor, extractors
from opensitrep.read import make_document
from opensitrep.reconcile.places import settle_places
from opensitrep.settings import Settings


@cache
def _before() -> tuple[Extractor, ...]:
    """The extractors up to places."""
    stages = extractors(Settings(engine="here"))
    names = [getattr(getattr(s, "func", s), "__name__", "") for s in stages]
    return stages[: names.index("find_places")]


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer()


@cache
def _words() -> PlaceWords:
    return load_words()


def _read(record: dict[str, Any]) -> Reading:
    document: Document = make_document(name=record["id"], text=record["text"])
    reading = Reading(document)
    for stage in _before():
        reading = stage(reading)
    return reading


def _answer(record: dict[str, Any], reading: Reading) -> dict[str, Any]:
    account = settle_places(Account(readings=(reading,)), gazetteer=_gazetteer())
    places = {p.id: p for p in account.places}
    settled = {r.subject: places[str(r.value)] for r in account.resolutions if r.field == "place"}
    rows = []
    for toponym in reading.toponyms:
        place = settled.get(toponym.span)
        rows.append(
            {
                "start": toponym.span.start,
                "end": toponym.span.end,
                "lat": place.lat if place else None,
                "lon": place.lon if place else None,
            }
        )
    return {"id": record["id"], "toponyms": rows}


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """`{"id", "toponyms": [{"start", "end", "lat", "lon"}]}` for a record with `text`; null points are abstentions."""
    return _answer(record, find_places(_read(record), gazetteer=_gazetteer(), words=_words()))


def predict_resolution(record: dict[str, Any]) -> dict[str, Any]:
    """The same for the characters in `record["spans"]`."""
    spans = sorted({(int(s), int(e)) for s, e in record["spans"]})
    return _answer(record, read_places(_read(record), spans, gazetteer=_gazetteer(), words=_words()))
