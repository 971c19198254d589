"""Places in a text: found and resolved (`predict`), or resolved alone at given characters (`predict_resolution`)."""

from __future__ import annotations

from functools import cache
from typing import Any

from opensitrep.extract.places.find import find_places, read_places
from opensitrep.extract.places.words import PlaceWords, load_words
from opensitrep.model import Account, Document, Reading
from opensitrep.pipeline import Extractor, extractors
from opensitrep.read import make_document
from opensitrep.reconcile.places.settle import settle_places
from opensitrep.settings import Settings
from opensitrep.world.gazetteer.search import Gazetteer


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
    sure = {r.subject: r.score for r in account.resolutions if r.field == "place"}
    rows = []
    for toponym in reading.toponyms:
        place = settled.get(toponym.span)
        rows.append(
            {
                "start": toponym.span.start,
                "end": toponym.span.end,
                "use": toponym.use.value,
                "lat": place.lat if place else None,
                "lon": place.lon if place else None,
                "sure": sure.get(toponym.span),
            }
        )
    return {"id": record["id"], "toponyms": rows}


LITERAL = {"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"}
"""Types of GeoWebNews that mean the place itself (Gritta, Pilehvar & Collier 2020); all others are associative."""


def use_accuracy(gold: list[dict[str, Any]], answers: list[dict[str, Any]]) -> float:
    """Of the gold spans found exactly, the share in which literal or other use is right; needs gold with `type`."""
    given = {a["id"]: {(t["start"], t["end"]): t["use"] for t in a["toponyms"]} for a in answers}
    pairs = [
        (g["type"], use)
        for row in gold
        for g in row["gold"]
        if (use := given.get(row["id"], {}).get((g["start"], g["end"]))) is not None
    ]
    right = sum((kind in LITERAL) == (use == "literal") for kind, use in pairs)
    return right / len(pairs) if pairs else 0.0


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """`{"id", "toponyms": [{"start", "end", "lat", "lon", "sure"}]}` for a record with `text`; null: abstentions."""
    return _answer(record, find_places(_read(record), gazetteer=_gazetteer(), words=_words()))


def predict_resolution(record: dict[str, Any]) -> dict[str, Any]:
    """The same for the characters in `record["spans"]`."""
    spans = sorted({(int(s), int(e)) for s, e in record["spans"]})
    return _answer(record, read_places(_read(record), spans, gazetteer=_gazetteer(), words=_words()))
