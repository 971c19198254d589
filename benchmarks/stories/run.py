"""Stories: the whole file at once, titles and texts as reports with their day of publication, read as the product does.

Grouping asks for places and kinds of happenings beside words: reports with their words alone fall into other stories.
"""

from __future__ import annotations

from typing import Any

from opensitrep.model import Label, Mark, Reading, Span
from opensitrep.pipeline import extract, extractors
from opensitrep.read import make_document
from opensitrep.reconcile.stories.group import group_stories
from opensitrep.settings import Settings


def predict_all(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One story label a record."""
    settings = Settings()
    documents = {record["id"]: report(record).document for record in records}
    readers, ids = extractors(settings), {document.id: name for name, document in documents.items()}
    readings = (extract(readers, document) for document in documents.values())
    stories = group_stories(readings, similarity=settings.story_similarity)
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
