"""Event coreference with given mentions: clusters of documents first, then one chain a word in a cluster.

The words are compared as `reconcile/events` compares clauses, by the groups of `reconcile/events/deeds`. A given
mention has no type, place or time of its own, so the vetoes of `reconcile/events/grouping` have nothing
to work on here.
"""

from __future__ import annotations

from typing import Any

from benchmarks.stories.run import report
from opensitrep.extract.syntax import load_parser, parse
from opensitrep.model import Reading, Span
from opensitrep.reconcile.stories import group_stories
from opensitrep.settings import Settings
from opensitrep.text.deeds import deed_of
from opensitrep.text.tree import Tree


def predict_all(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Chains for the given mentions of each record; chain names hold over the whole file."""
    settings = Settings()
    parser = load_parser(settings.syntax_model)
    readings = [parse(report(record), parser) for record in records]
    stories = group_stories(tuple(readings), similarity=settings.story_similarity)
    story = {doc: s.id for s in stories for doc in s.documents}
    out = []
    for record, reading in zip(records, readings, strict=True):
        home = story[reading.document.id]
        chains = [mention | {"chain": f"{home} {word_of(reading, mention)}"} for mention in record["mentions"]]
        out.append({"id": record["id"], "mentions": chains})
    return out


def word_of(reading: Reading, mention: dict[str, Any]) -> str:
    """The deed that a mention's head word names, by its lemma."""
    tree = Tree(reading)
    head = tree.head_of(Span(reading.document.id, mention["start"], mention["end"]))
    if head is None:
        return deed_of(reading.document.text[mention["start"] : mention["end"]])
    return deed_of(tree.syntax.lemma[head])
