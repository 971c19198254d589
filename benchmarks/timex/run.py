"""Predictions for the stage timex: spans, TIMEX3 types and values, read with the document date."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from spacy.language import Language

from opensitrep.extract.syntax import load_parser, parse
from opensitrep.extract.times.find import link, read_expressions
from opensitrep.extract.times.grammar import load_reader
from opensitrep.model import Document, Label, Mark, Reading, Span, TimeExpression
from opensitrep.reconcile.times.settle import settle_reading
from opensitrep.reconcile.times.values import Settled
from opensitrep.settings import Settings

SIGNALS = ("so far", "shortly before", "stretch of a happening", "edge of a happening")
"""Rules whose words TimeML does not mark as a time expression (signals beside an event, "so far")."""


@cache
def _parser() -> Language:
    return load_parser(Settings().syntax_model)


def blocks(text: str, doc: str) -> tuple[Mark, ...]:
    """Paragraphs by empty lines: newswire texts are wrapped, a line is no block."""
    out, start = [], 0
    for piece in [*text.split("\n\n")]:
        if piece.strip():
            out.append(Mark(Label.PARAGRAPH, Span(doc, start, start + len(piece))))
        start += len(piece) + 2
    return tuple(out)


def read(record: dict[str, Any]) -> Reading:
    """The record as a reading with syntax; no layout step, since the texts have none."""
    doc = str(record["id"])
    document = Document(id=doc, text_id=doc, name=doc, text=record["text"])
    return parse(Reading(document, marks=blocks(record["text"], doc)), _parser())


def answer(reading: Reading, day: date | None) -> dict[str, Any]:
    """Expressions one by one (ranges not joined, as in TimeBank) with their values."""
    found = tuple(link(read_expressions(reading, load_reader()), reading))
    settled = settle_reading(Reading(reading.document, times=found), day)
    timexes = [
        {"start": e.span.start, "end": e.span.end, "type": str(e.type), "value": value(e, s)}
        for e, s in settled
        if e.rule not in SIGNALS
    ]
    return {"id": reading.document.id, "timexes": timexes}


def value(e: TimeExpression, settled: Settled | None) -> str:
    """The TIMEX3 value as the sets write it: a vague run of units ("recent weeks") is a length of its units."""
    found = (settled.value if settled else e.value) or ""
    vague = e.offset is not None and e.offset.amount is None and e.rule in ("open window", "units ahead")
    return f"PX{e.offset.unit}" if vague and e.offset is not None and found.endswith("_REF") else found


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """One record of the set (without gold) to one line of predictions."""
    return answer(read(record), date.fromisoformat(record["dct"][:10]) if record.get("dct") else None)
