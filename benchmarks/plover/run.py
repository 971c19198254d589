"""Event type of one sentence: the happening that best joins the marked actors, put through the rules of PLOVER."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from opensitrep.extract import syntax
from opensitrep.learned import Scores, open_scorer
from opensitrep.model import Label, Mark, Modality, Reading, Span
from opensitrep.read import make_document
from opensitrep.settings import Settings
from opensitrep.text.tree import Tree
from opensitrep.text.words import load

TELLING = ("VERB", "NOUN", "PROPN", "ADJ")


@dataclass(frozen=True, slots=True)
class Category:
    """One category of data/codes/plover.toml; `future` and `negated` say what a deed to come or refused becomes."""

    quad: int
    future: str | None = None
    negated: str | None = None


@dataclass(frozen=True, slots=True)
class Plover:
    """The sixteen categories."""

    categories: Mapping[str, Category]


@cache
def plover() -> Plover:
    return load("codes/plover.toml", Plover)


@cache
def _parser() -> Any:
    return syntax.load_parser(Settings().syntax_model)


def parsed(record: dict[str, Any]) -> Reading:
    """The text of a record as one paragraph, with its syntax."""
    document = make_document(name=record["id"], text=record["text"])
    marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(record["text"]))),)
    return syntax.parse(Reading(document, marks=marks), parser=_parser())


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """One PLOVER category (and mode) for the text; source and target are spans where the record marks them."""
    reading = parsed(record)
    return decide(reading, open_scorer(Settings().reader).score(reading), record)


def decide(reading: Reading, scores: Scores, record: dict[str, Any]) -> dict[str, Any]:
    """The answer for a scored text: there always is one."""
    tree = Tree(reading)
    source, target = (
        [i for s, e in record.get(name) or () for i in tree.inside(Span(tree.doc, s, e))]
        for name in ("source", "target")
    )
    words = [i for i, pos in enumerate(tree.syntax.pos) if pos in TELLING] or list(range(len(tree)))
    if not words:
        return {"id": record["id"], "label": None}
    joined = _joined(scores, words, source, "by") + _joined(scores, words, target, "to")
    told = scores.tokens["happens"][words, -1]
    best = words[int(np.argmax(told * joined if source or target else told))]
    label, mode = _ruled(*_kind(scores, best), scores.best("modality", best)[0])
    return {"id": record["id"], "label": label, "mode": mode, "quad": plover().categories[label].quad}


def _joined(scores: Scores, words: Sequence[int], actor: Sequence[int], role: str) -> Any:
    """How likely the best word of an actor plays a role, for each of some words; 0 where nobody is marked."""
    if not actor:
        return np.zeros(len(words))
    return scores.pairs["role"](words, actor)[:, :, scores.classes["role"].index(role)].max(1)


def _kind(scores: Scores, i: int) -> tuple[str, str | None]:
    """The likeliest of the sixteen categories over all its modes, and its likeliest mode; our own kinds aside."""
    shares: dict[str, dict[str, float]] = {}
    for name, share in zip(scores.classes["kind"], scores.tokens["kind"][i], strict=True):
        kind, _, mode = name.partition("/")
        if kind in plover().categories:
            shares.setdefault(kind, {})[mode] = float(share)
    kind = max(shares, key=lambda k: (sum(shares[k].values()), k))
    return kind, max(shares[kind], key=lambda m: (shares[kind][m], m)) or None


def _ruled(kind: str, mode: str | None, modality: str) -> tuple[str, str | None]:
    """PLOVER: a deed to come is its promise or threat, a deed refused a rejection."""
    rule = plover().categories[kind]
    if modality == Modality.PLANNED and rule.future:
        return rule.future, None
    if modality == Modality.NEGATED and rule.negated:
        return rule.negated, None
    return kind, mode
