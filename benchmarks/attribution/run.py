"""Statements of one record: source, cue and content in the form of the attribution benchmark."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from opensitrep.extract import actors, attribution, syntax
from opensitrep.model import Attribution, Label, Mark, Reading, Span
from opensitrep.read import make_document
from opensitrep.settings import Settings
from opensitrep.world.gazetteer.search import Gazetteer


@cache
def _parser() -> Any:
    return syntax.load_parser(Settings().syntax_model)


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer()


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """Every statement of `record["text"]`; each non-empty line is a paragraph of the article."""
    document = make_document(name=record["id"], text=record["text"])
    lines = [m for m in re.finditer(r"[^\n]+", record["text"]) if m.group().strip()]
    marks = tuple(Mark(Label.PARAGRAPH, Span(document.id, m.start(), m.end())) for m in lines)
    reading = syntax.parse(Reading(document, marks=marks), parser=_parser())
    reading = attribution.find_attributions(actors.find_actors(reading, gazetteer=_gazetteer()))
    return {"id": record["id"], "attributions": [_row(a, record["text"]) for a in reading.attributions]}


def _row(a: Attribution, text: str) -> dict[str, list[list[int]]]:
    return {
        "source": [[s.start, s.end] for s in a.source],
        "cue": [[s.start, s.end] for s in a.cue],
        "content": [_with_marks(s, text) for s in a.content],
    }


def _with_marks(span: Span, text: str) -> list[int]:
    """The benchmark counts quotation marks and "that" with the content."""
    start, end = span.start, span.end
    if text[max(0, start - 5) : start].lower() == "that ":
        start -= 5
    if start and text[start - 1] in "\"“'‘":
        start -= 1
    while end < len(text) and text[end] in ",.?!”\"'’" and text[end : end + 1] not in ("\n", ""):
        end += 1
        if text[end - 1] in '”"':
            break
    return [start, end]
