"""Open labelled sets as tables of tokens, for a first round of training: `python -m training.reader.open LABELS OUT`.

Sentences of one set are put together by eights, so that a window is as long as in a report. What a set does not label
is left out of training: `layers` names the heads that a row teaches.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from corpora.open.form import NONE, OPEN, ROLES, Text
from corpora.open.readers import Left
from corpora.open.sets import readers

from opensitrep.extract.syntax import load_parser, parse
from opensitrep.model import Label, Mark, Reading, Span, Syntax
from opensitrep.read import make_document
from opensitrep.settings import Settings

SETS = {  # which heads a set teaches, and at most how many tables are taken of it
    "maven": (("happens", "kind"), 2000),
    "geneva": (("kind", "role"), 500),
    "propbank_ewt": (("role",), 300),
}
TOGETHER = 8


def groups(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Texts by eights."""
    walk = iter(texts)
    while group := list(islice(walk, TOGETHER)):
        yield group


def row(name: str, number: int, group: list[Text], layers: tuple[str, ...], parser: Any) -> dict[str, Any] | None:
    """One table."""
    text = "\n".join(t.text.replace("\n", " ") for t in group)
    document = make_document(name=f"{name}-{number}", text=text)
    begins, at = [], 0
    for t in group:
        begins.append(at)
        at += len(t.text) + 1
    marks = tuple(
        Mark(Label.PARAGRAPH, Span(document.id, b, b + len(t.text)))
        for b, t in zip(begins, group, strict=True)
        if t.text.strip()
    )
    syntax = parse(Reading(document, marks=marks), parser=parser).syntax
    if syntax is None or not len(syntax):
        return None
    triggers, looks, arguments, unknown = [], [], [], []
    for begin, t in zip(begins, group, strict=True):
        for h in t.happenings:
            top = _top(syntax, begin + h.start, begin + h.end)
            if top is None:
                continue
            if h.kind == OPEN:
                unknown.append(top)
            elif h.kind == NONE:
                looks.append([top, h.reason or "other", ""])
            else:
                triggers.append([top, h.kind, h.mode or "", "actual", "fact", f"{name}{number}-{top}"])
            if "role" in layers and h.kind != NONE:
                for r in h.roles:
                    to = _top(syntax, begin + r.start, begin + r.end)
                    if to is not None and to != top and r.role in ROLES:
                        arguments.append([top, r.role, to])
    return {
        "id": f"{name}-{number}", "split": "train", "published": "-", "text": text, "start": syntax.start,
        "end": syntax.end, "head": syntax.head, "dep": syntax.dep, "pos": syntax.pos, "tag": syntax.tag,
        "lemma": syntax.lemma, "sentence": syntax.sentence, "headline": [],
        "sentences": [[None, "fact", "body"]] * (max(syntax.sentence) + 1), "triggers": triggers, "looks": looks,
        "refs": [], "arguments": arguments, "counts": [], "statements": [], "named": {}, "incidents": {}, "missed": 0,
        "layers": list(layers), "unknown": unknown,
    }  # fmt: skip


def _top(syntax: Syntax, start: int, end: int) -> int | None:
    inside = [i for i in range(len(syntax)) if syntax.start[i] < end and start < syntax.end[i]]
    return next((i for i in inside if syntax.head[i] == i or syntax.head[i] not in inside), None)


def main(labels: Path, out: Path) -> None:
    """Write the sets that are there."""
    parser = load_parser(Settings().syntax_model)
    with out.open("w", encoding="utf-8") as stream:
        for name, (layers, most) in SETS.items():
            known = readers()
            if name not in known:
                print(f"no reader for {name}; there are {', '.join(known)}")
                continue
            texts = (t for t in known[name](labels, Left()) if t.split == "train")
            count = 0
            for number, group in enumerate(islice(groups(texts), most)):
                if (made := row(name, number, group, layers, parser)) is not None and (
                    made["triggers"] or made["arguments"]
                ):
                    stream.write(json.dumps(made, ensure_ascii=False) + "\n")
                    count += 1
            print(name, count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
