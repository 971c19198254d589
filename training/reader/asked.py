"""What a scorer says to every yes-or-no question of labelled reports: thresholds of the best F1, and calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from opensitrep.learned import Scorer, Scores
from opensitrep.model import Label, Mark, Reading, Span
from opensitrep.read import make_document
from training.reader.examples import CANDIDATES, ROLES, reading_syntax

CUES = (*CANDIDATES, "SCONJ", "ADP")
SOURCES = ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
NO_END = ("PUNCT", "DET", "AUX", "ADP")
Row = dict[str, Any]


def reading_of(row: Row) -> Reading:
    """A table of tokens as the product sees it."""
    document = make_document(name=row["id"], text=row["text"])
    marks = tuple(Mark(Label.HEADLINE, Span(document.id, s, e)) for s, e in row["headline"])
    return Reading(document, marks=marks, syntax=reading_syntax(row))


def best(scores: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Threshold of the best F1, and that F1."""
    order = np.argsort(-np.array(scores), kind="stable")
    hits = np.cumsum(np.array(right, dtype=float)[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + sum(right))
    at = int(np.argmax(f1))
    return float(np.array(scores)[order][at]), float(f1[at])


class Asked:
    """Scores and answers by question, over many reports."""

    def __init__(self) -> None:
        self.scores: dict[str, list[float]] = {}
        self.right: dict[str, list[bool]] = {}

    def put(self, name: str, score: float, right: bool) -> None:
        """One question."""
        self.scores.setdefault(name, []).append(float(score))
        self.right.setdefault(name, []).append(right)

    def report(self, row: Row, scores: Scores) -> None:
        """All questions of a report."""
        lines: dict[int, list[int]] = {}
        for i, number in enumerate(row["sentence"]):
            lines.setdefault(number, []).append(i)
        beside = {i: [j for j in lines[n] if j != i] for i, n in enumerate(row["sentence"])}
        self._words(row, scores)
        self._roles(row, scores, beside)
        self._counts(row, scores, beside)
        self._sources(row, scores, beside)
        points = [(t[0], t[5]) for t in row["triggers"]]
        table = scores.pairs["same"]([i for i, _ in points], [i for i, _ in points])
        for a, (_, x) in enumerate(points):
            for b, (_, y) in enumerate(points[:a]):
                self.put("same", table[a, b, 1], x == y)

    def _words(self, row: Row, scores: Scores) -> None:
        triggers, figures = {t[0] for t in row["triggers"]}, {c[0] for c in row["counts"]}
        cues = {s[0] for s in row["statements"]}
        for i, pos in enumerate(row["pos"]):
            if pos in CANDIDATES:
                self.put("happens", scores.tokens["happens"][i][2], i in triggers)
            if pos == "NUM" or i in figures:
                self.put("fate", 1 - scores.tokens["fate"][i][0], i in figures)
            if pos in CUES:
                self.put("act", 1 - scores.tokens["act"][i][0], i in cues)

    def _roles(self, row: Row, scores: Scores, beside: dict[int, list[int]]) -> None:
        told = {(i, j): role for i, role, j in row["arguments"]}
        for i in sorted({t[0] for t in row["triggers"]}):
            near = [j for j in beside[i] if row["pos"][j] not in NO_END]
            for j, shares in zip(near, scores.pairs["role"]([i], near)[0], strict=True):
                for n, role in enumerate(ROLES[1:], 1):
                    self.put(f"role {role}", shares[n], told.get((i, j)) == role)

    def _counts(self, row: Row, scores: Scores, beside: dict[int, list[int]]) -> None:
        named: dict[str, set[int]] = {}
        for t in row["triggers"]:
            named.setdefault(t[5], set()).add(t[0])
        triggers = {t[0] for t in row["triggers"]}
        for figure, _, target, *_ in row["counts"]:
            near = [j for j in beside[figure] if j in triggers]
            right = named.get(target, set()) | ({row["named"][target]} if target in row["named"] else set())
            for j, share in zip(near, scores.pairs["counts"]([figure], near)[0], strict=True):
                self.put("counts", share[1], j in right)

    def _sources(self, row: Row, scores: Scores, beside: dict[int, list[int]]) -> None:
        for cue, source, *_ in row["statements"]:
            near = [j for j in beside[cue] if row["pos"][j] in SOURCES] if cue is not None else []
            for j, share in zip(near, scores.pairs["source"]([cue], near)[0] if near else (), strict=True):
                self.put("source", share[1], j == source)


def thresholds(
    scorer: Scorer, rows: Sequence[Row]
) -> tuple[dict[str, float], dict[str, float], list[tuple[float, float, int]]]:
    """Thresholds of every yes, their F1, and how often a happening of each tenth of the score is one."""
    asked = Asked()
    for row in rows:
        asked.report(row, scorer.score(reading_of(row)))
    found = {name: best(asked.scores[name], asked.right[name]) for name in sorted(asked.scores)}
    rates = []
    for tenth in range(10):
        pairs = zip(asked.scores["happens"], asked.right["happens"], strict=True)
        inside = [(s, y) for s, y in pairs if min(9, int(10 * s)) == tenth]
        if inside:
            mean, right = (sum(x[k] for x in inside) / len(inside) for k in (0, 1))
            rates.append((round(mean, 3), round(right, 3), len(inside)))
    return (
        {n: round(at, 4) for n, (at, _) in found.items()},
        {f"{n} F1": round(f, 4) for n, (_, f) in found.items()},
        rates,
    )
