"""FrameNet 1.7: full text (happenings, roles, statements) and exemplars (roles and statements of one target)."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpora.open import tables
from corpora.open.form import NONE, Happening, Span, Statement, Text, split_of
from corpora.open.readers import Left, each, happening, key, records, statement
from corpora.open.words import Moved

FULL = 0.15  # annotations a word from which on a document is marked in full; the 53 fullest have .17 to .43


def split_of_document(document: str) -> str:
    """The split of a document of FrameNet; parts of one work go together (`Fires_1`, `Fires_2`)."""
    return split_of(document.rstrip("0123456789").rstrip("_-"))


def _annotation(record: dict[str, Any], moved: Moved, left: Left) -> tuple[Happening | None, Statement | None]:
    """The happening and the statement that one target makes."""
    parts = [moved.at(*run) for run in record["target"]]
    if not parts or None in parts:
        left.out("target without words")
        return None, None
    spans = [p for p in parts if p]
    trigger: Span = spans[0]
    for start, end in spans[1:]:
        if start - trigger[1] > 1:  # a target in two places: the verb alone, GUIDELINE 2
            break
        trigger = (trigger[0], end)
    roles = [(name, span) for name, start, end in record["fe"] if (span := moved.at(start, end)) is not None]
    frame, unit = record["frame"], record["lu"]
    return (
        happening("framenet17", frame, moved.text, trigger, roles, unit=unit),
        statement("framenet17", frame, moved.text, trigger, roles, unit=unit),
    )


def fulltext(folder: Path, left: Left) -> Iterator[Text]:
    """Running text. Frames without a row in kinds.tsv are things, times, measures: no happenings and no look-alikes."""
    path = folder / "framenet17/fulltext.jsonl.gz"
    words: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    for _, record in records(path):
        words[record["doc"]] += len(record["text"].split())
        marks[record["doc"]] += len(record["annotations"])

    def make(record: dict[str, Any]) -> Iterator[Text]:
        document = record["doc"]
        full = marks[document] / words[document] >= FULL
        if not record["annotations"] and not full:
            left.out("sentence of a document that is marked in part, without any mark")
            return
        moved = Moved(record["text"])
        found = [_annotation(a, moved, left) for a in record["annotations"]]
        yield Text(
            "framenet17", record["id"], document, split_of_document(document), moved.text, moved.tokens,
            tuple(sorted({h for h, _ in found if h}, key=lambda h: (h.start, h.end, h.type or ""))),
            tuple(dict.fromkeys(s for _, s in found if s)),
            complete=("happenings", "roles", "statements") if full else ("roles",),
        )  # fmt: skip

    return each(path, make)


def exemplars(folder: Path, left: Left) -> Iterator[Text]:
    """Sentences with one target, of frames that are happenings or statements of ours.

    A sentence of the full text goes to the split of its document there.
    """
    seen = 0
    documents = {key(r["text"]): r["doc"] for _, r in records(folder / "framenet17/fulltext.jsonl.gz")}
    works = set(documents.values())

    def make(record: dict[str, Any]) -> Iterator[Text]:
        nonlocal seen
        seen += 1
        frame, unit = record["frame"], record["lu"]
        kind = tables.kind("framenet17", frame, "", unit)
        if (kind is None or kind.kind == NONE) and tables.act("framenet17", frame, "", unit) is None:
            left.out("frame is none of ours")
            return
        moved = Moved(record["text"])
        found, said = _annotation(record, moved, left)
        if (found is None or not found.roles) and said is None:
            left.out("no role of ours in it")
            return
        name = documents.get(key(record["text"])) or f"{record['corpus']}/{tables.digest_of(record['text'])[:12]}"
        split = split_of_document(name) if name in works else split_of(name)
        yield Text(
            "framenet17_exemplars", str(seen), name, split, moved.text, moved.tokens,
            (found,) if found else (), (said,) if said else (), complete=("roles",),
        )  # fmt: skip

    return each(folder / "framenet17/exemplars.jsonl.gz", make)
