"""Stories: the whole file at once, titles and texts as reports with their day of publication."""

from __future__ import annotations

from typing import Any

from opensitrep.model import Label, Mark, Reading, Span
from opensitrep.read import make_document
from opensitrep.reconcile.stories.group import group_stories
from opensitrep.settings import Settings


def predict_all(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One story label a record."""
    ids = {reading.document.id: record["id"] for record in records for reading in [report(record)]}
    stories = group_stories(tuple(report(r) for r in records), similarity=Settings().story_similarity)
    return [{"id": ids[doc], "story": story.id} for story in stories for doc in story.documents]


def report(record: dict[str, Any]) -> Reading:
    """A record as a reading whose text is one paragraph a line."""
    document = make_document(
        name=record["id"],
        text=record["text"],
        title=record.get("title"),
        outlet=record.get("outlet"),
        published=record.get("date"),
    )
    marks: list[Mark] = []
    at = 0
    for line in record["text"].splitlines(keepends=True):
        if line.strip():
            label = Label.PARAGRAPH if marks else Label.HEADLINE
            marks.append(Mark(label, Span(document.id, at, at + len(line))))
        at += len(line)
    return Reading(document, tuple(marks))
