"""Statements of one record: source, cue and content in the form of the attribution benchmark."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from opensitrep.extract import actors, attribution, syntax
from opensitrep.learned import open_scorer
from opensitrep.model import Attribution, Label, Mark, Reading, Span
from opensitrep.read import make_document
from opensitrep.settings import Settings
from opensitrep.text.tree import Tree
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
    reading = actors.find_actors(reading, gazetteer=_gazetteer())
    reading = attribution.find_attributions(reading, open_scorer("full").score(reading))
    return {"id": record["id"], "attributions": rows(reading)}


def rows(reading: Reading) -> list[dict[str, list[list[int]]]]:
    """The statements of a reading in the form of the benchmark."""
    tree = Tree(reading)
    return [_row(a, tree) for a in reading.attributions]


def _row(a: Attribution, tree: Tree) -> dict[str, list[list[int]]]:
    text = tree.whole
    return {
        "source": [[s.start, _whole(s, a, tree)] for s in a.source],
        "cue": [[_group(s, tree), s.end] for s in a.cue],
        "content": [_with_marks(s, text) for s in a.content],
    }


def _whole(source: Span, a: Attribution, tree: Tree) -> int:
    """The benchmark counts appositions and relative clauses with the source; ours is the mention."""
    head = tree.head_of(source)
    end = tree.span(tree.subtree(head)[-1]).end if head is not None else source.end
    others = [s.start for s in (*a.cue, *a.content) if s.start >= source.end]
    return max(source.end, len(tree.whole[: min([end, *others])].rstrip(" ,\n")))


def _group(cue: Span, tree: Tree) -> int:
    """The benchmark counts auxiliaries and adverbs with the cue; ours is the word of saying."""
    first = tree.inside(cue)[0]
    head = tree.head_of(cue)
    beside = tree.children(head, "aux", "auxpass", "neg", "advmod") if head is not None else []
    while first - 1 in beside:
        first -= 1
    return min(cue.start, tree.syntax.start[first])


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
