"""Labelled reports as tables of tokens: `python -m training.reader.data OUT.jsonl`, one report a line.

The text is parsed by the product itself, so that training sees the words as a run does. Every label is brought to the
token that stands for its words: the one whose head lies outside them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from corpora import form
from opensitrep.model import Label, Reading, Syntax
from opensitrep.pipeline import extractors
from opensitrep.read import make_document
from opensitrep.settings import Settings

ROOT = Path(__file__).resolve().parents[2] / "corpora"
PARSED = 5  # extractors up to the parse and the datelines
ROLES = ("by", "to", "place", "from", "day", "with")


def labelled(root: Path) -> list[Path]:
    """The labelled English reports, sorted."""
    files = sorted(p for folder in form.FOLDERS for p in (root / folder).rglob("*.txt"))
    return [p for p in files if p.name != "account.txt"]


class Tokens:
    """The tokens of a text, asked by characters."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax

    def inside(self, span: form.Span) -> list[int]:
        """Tokens that share a character with a span."""
        ends, starts = self.syntax.end, self.syntax.start
        return [i for i in range(len(starts)) if starts[i] < span.end and span.start < ends[i]]

    def top(self, span: form.Span) -> int | None:
        """The token that stands for a run of words."""
        inside = self.inside(span)
        heads = self.syntax.head
        return next((i for i in inside if heads[i] == i or heads[i] not in inside), None)


def words_of(arguments: Iterable[form.Words]) -> list[form.Span]:
    """Where the words of an argument stand: those a pronoun stands for stay with the pronoun."""
    return [a.span for a in arguments]


def row(report: form.Report, reading: Reading) -> dict[str, Any]:
    """One report as a table of tokens with its labels."""
    assert reading.syntax is not None
    syntax, tokens = reading.syntax, Tokens(reading.syntax)
    heads = {(m.span.start, m.span.end) for m in reading.marks if m.label in (Label.HEADLINE,)}
    triggers, named, arguments = [], {}, []
    for h in report.happenings:
        at = tokens.top(h.trigger)
        if at is None:
            continue
        triggers.append([at, h.kind, h.mode or "", h.modality, h.reality, h.incident or h.id])
        named[h.id] = at
        for role in ROLES:
            for span in words_of(h.words.get(role, ())):
                if (to := tokens.top(span)) is not None and to != at:
                    arguments.append([at, role, to])
                    if role in ("place", "from", "day"):  # names and days inside stand for the whole phrase
                        inside = [
                            i for i in tokens.inside(span) if syntax.pos[i] in ("PROPN", "NUM") and i not in (at, to)
                        ]
                        arguments += [[at, role, i] for i in inside]
    looks = [[i, n.reason, n.incident or ""] for n in report.negatives for i in tokens.inside(n.span)]
    refs = [[i, r.incident] for r in report.references if (i := tokens.top(r.span)) is not None]
    figures = {c.id: tokens.top(c.figure) for c in report.counts}
    counts = [
        [figures[c.id], c.fate, c.target or "", figures.get(c.part_of) if c.part_of else None, c.stance, c.id,
         [role for role in ("since", "period", "as of") if role in c.words]]
        for c in report.counts if figures[c.id] is not None
    ]  # fmt: skip
    statements = [
        [
            tokens.top(s.cue) if s.cue else None,
            tokens.top(s.source.span) if isinstance(s.source, form.Words) else None,
            [[inside[0], inside[-1] + 1] for c in s.content if (inside := tokens.inside(c))],
            s.act,
        ]
        for s in report.statements
    ]
    sentences: list[list[Any]] = []
    for number in range((max(syntax.sentence) + 1) if syntax.sentence else 0):
        inside = [i for i, n in enumerate(syntax.sentence) if n == number]
        best, overlap = None, 0
        for s in report.sentences:
            shared = sum(
                max(0, min(syntax.end[i], s.span.end) - max(syntax.start[i], s.span.start))
                for i in (inside[0], inside[-1])
            )
            if shared > overlap:
                best, overlap = s, shared
        sentences.append([best.part, best.reality, best.layout] if best else [None, "fact", "body"])
    return {
        "id": report.header["id"], "split": report.header["split"], "published": report.header.get("published", "-"),
        "text": report.text, "start": syntax.start, "end": syntax.end, "head": syntax.head, "dep": syntax.dep,
        "pos": syntax.pos, "tag": syntax.tag, "lemma": syntax.lemma, "sentence": syntax.sentence,
        "headline": sorted(heads), "sentences": sentences, "triggers": triggers, "looks": looks, "refs": refs,
        "arguments": arguments, "counts": counts, "statements": statements, "named": named,
        "incidents": {i.id: [i.relation, i.other or "", i.kind, i.mode or ""] for i in report.incidents},
        "missed": len(report.happenings) - len(triggers),
    }  # fmt: skip


def main(out: Path) -> None:
    """Write every labelled report that can be used."""
    stages = extractors(Settings(engine="here"))[:PARSED]
    with out.open("w", encoding="utf-8") as stream:
        for path in tqdm(labelled(ROOT), unit="report"):
            report, faults = form.read(path)
            if faults or not report.labelled or report.header.get("language", "en") != "en":
                continue
            published = report.header.get("published", "-")
            document = make_document(
                name=path.name, text=report.text, published=None if published == "-" else published
            )
            reading = Reading(document)
            for stage in stages:
                reading = stage(reading)
            stream.write(json.dumps(row(report, reading), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
