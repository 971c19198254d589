"""Labelled reports and open triggers as rows of traits with answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from corpora import form
from opensitrep.extract.syntax import load_parser, parse
from opensitrep.learned.columns import Columns, Numbers, Places
from opensitrep.learned.fast import BACK, NO_END, WORDS
from opensitrep.learned.traits import Traits
from opensitrep.learned.vectors import Vectors
from opensitrep.model import Label, Mark, Reading, Span
from opensitrep.pipeline import extractors
from opensitrep.read import make_document
from opensitrep.settings import Settings
from training.reader.data import PARSED, ROLES, ROOT, Tokens, labelled, row

HAPPENS = ("nothing", "look-alike", "happening")
TIES = ("main", "beside", "earlier")
Rows = list[tuple[int, int]]
"""Words and the class of each."""


@dataclass(frozen=True)
class Example:
    """A text with its labels as `training.reader.data.row` gives them (an open text: triggers alone)."""

    reading: Reading
    labels: dict[str, Any]
    report: form.Report | None = None

    @cached_property
    def traits(self) -> Traits:
        """Its traits."""
        return Traits(Columns(self.reading))

    @cached_property
    def words(self) -> Numbers:
        """The traits of all its words."""
        return self.traits.tokens(np.arange(self.traits.columns.size))

    def own(self, vectors: Vectors) -> NDArray[np.int8]:
        """The vectors of its words."""
        return vectors.of_lemmas(self.traits.columns)

    def kinds(self) -> list[tuple[int, str]]:
        """Triggers with kind and mode."""
        return [(t[0], kind_of(t[1], t[2])) for t in self.labels["triggers"]]

    def happens(self) -> Rows:
        """What may be a happening and whether it is one; other words of a trigger are left out."""
        assert self.report is not None
        assert self.reading.syntax is not None
        tokens = Tokens(self.reading.syntax)
        answer = {i: 1 for i, _, _ in self.labels["looks"]}
        answer |= {i: -1 for h in self.report.happenings for i in tokens.inside(h.trigger)}
        answer |= {t[0]: 2 for t in self.labels["triggers"]}
        asked = [i for i, pos in enumerate(self.reading.syntax.pos) if pos in WORDS]
        return [(i, answer.get(i, 0)) for i in asked if answer.get(i, 0) >= 0]

    def modality(self) -> Rows:
        """Triggers and how they are told."""
        return [(t[0], form.LISTS["modality"].index(t[3])) for t in self.labels["triggers"]]

    def tie(self) -> Rows:
        """Triggers and whether they belong to the main matter."""
        of = {name: i[0] for name, i in self.labels["incidents"].items()}
        return [
            (t[0], TIES.index(tie if tie in TIES else "beside"))
            for t in self.labels["triggers"]
            for tie in [of.get(t[5], "beside")]
        ]

    def fate(self) -> dict[int, int]:
        """Heads of figures and what became of those counted; of two fates the first."""
        return {c[0]: 1 + form.LISTS["fate"].index(c[1]) for c in reversed(self.labels["counts"])}

    def act(self) -> dict[int, int]:
        """Heads of cues and their acts."""
        return {
            s[0]: 1 + form.LISTS["act"].index(s[3]) for s in reversed(self.labels["statements"]) if s[0] is not None
        }

    def sentences(self, head: str) -> list[int]:
        """The class of each sentence, -1 where none is labelled."""
        at = ("part", "reality").index(head)
        names = form.LISTS[head]
        return [names.index(s[at]) if s[0] else -1 for s in self.labels["sentences"]]

    def ends(self, at: int, head: str, allowed: Sequence[int] | None = None) -> list[int]:
        """Words that may be the other end of a pair."""
        syntax = self.reading.syntax
        assert syntax is not None
        number = syntax.sentence[at]
        found = range(len(syntax)) if allowed is None else allowed
        return [
            i for i in found
            if i != at and 0 <= number - syntax.sentence[i] <= BACK[head] and syntax.pos[i] not in NO_END
        ]  # fmt: skip

    def roles(self) -> Iterator[tuple[int, int, int]]:
        """Trigger, word, role of the word (0: none)."""
        right = {(a, b): 1 + ROLES.index(role) for a, role, b in reversed(self.labels["arguments"])}
        for at in sorted({t[0] for t in self.labels["triggers"]}):
            yield from ((at, i, right.get((at, i), 0)) for i in self.ends(at, "role"))

    def counts(self) -> Iterator[tuple[int, int, int]]:
        """Figure, word, whether the word names what is counted."""
        syntax = self.reading.syntax
        assert syntax is not None
        words = [i for i, pos in enumerate(syntax.pos) if pos in WORDS]
        targets = self.targets()
        found: dict[int, set[int]] = {}
        for c in self.labels["counts"]:
            found.setdefault(c[0], set()).update(targets.get(c[2], set()) if c[2] else set())
        for at, right in sorted(found.items()):
            yield from ((at, i, int(i in right)) for i in self.ends(at, "counts", words))

    def targets(self) -> dict[str, set[int]]:
        """Words that name each incident and happening."""
        out: dict[str, set[int]] = {}
        for name, at in self.labels["named"].items():
            out.setdefault(name, set()).add(at)
        for t in self.labels["triggers"]:
            out.setdefault(t[5], set()).add(t[0])
        for i, _, incident in self.labels["looks"]:
            if incident:
                out.setdefault(incident, set()).add(i)
        for i, incident in self.labels["refs"]:
            out.setdefault(incident, set()).add(i)
        return out

    def same(self) -> Iterator[tuple[int, int, int]]:
        """Two triggers or references, and whether they name one happening."""
        named = dict(self.labels["refs"]) | {t[0]: t[5] for t in self.labels["triggers"]}
        words = sorted(named)
        yield from ((a, b, int(named[a] == named[b])) for n, a in enumerate(words) for b in words[n + 1 :])

    def source(self) -> Iterator[tuple[int, int, int]]:
        """Cue, word, whether the word says it."""
        right: dict[int, set[int]] = {}
        for s in self.labels["statements"]:
            if s[0] is not None:
                right.setdefault(s[0], set()).update(() if s[1] is None else (s[1],))
        for at in sorted(right):
            yield from ((at, i, int(i in right[at])) for i in self.ends(at, "source"))


def kind_of(kind: str, mode: str | None) -> str:
    """Kind and mode as one class."""
    return f"{kind}/{mode}" if mode else kind


def load(split: str) -> list[Example]:
    """The labelled reports of a part, parsed by the product."""
    stages, found = extractors(Settings(engine="here"))[:PARSED], []
    for path in tqdm(labelled(ROOT), desc=f"reading {split}", unit="report", disable=None):
        if f"\n# split: {split}\n" not in path.read_text(encoding="utf-8"):
            continue
        report, faults = form.read(path)
        if faults or not report.labelled or report.header.get("language", "en") != "en":
            continue
        published = report.header.get("published", "-")
        document = make_document(name=path.name, text=report.text, published=None if published == "-" else published)
        reading = Reading(document)
        for stage in stages:
            reading = stage(reading)
        found.append(Example(reading, row(report, reading), report))
    return found


def load_open(folder: Path, name: str, kinds: Sequence[str]) -> list[Example]:
    """Texts of the train part of a converted open set with triggers of some kinds."""
    parser, found = load_parser(Settings().syntax_model), []
    for line in tqdm((folder / f"{name}.jsonl").read_text("utf-8").splitlines()[1:], desc=name, disable=None):
        text = json.loads(line)
        wanted = [h for h in text["happenings"] if kind_of(h["kind"], h["mode"]) in kinds]
        if text["split"] != "train" or not wanted:
            continue
        document = make_document(name=f"{name}-{text['id']}", text=text["text"])
        marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(text["text"]))),)
        reading = parse(Reading(document, marks=marks), parser=parser)
        assert reading.syntax is not None
        tokens = Tokens(reading.syntax)
        tops = [(tokens.top(form.Span(h["start"], h["end"])), h) for h in wanted]
        triggers = [[at, h["kind"], h["mode"] or ""] for at, h in tops if at is not None]
        found.append(Example(reading, {"triggers": triggers}))
    return found


def places(rows: Sequence[int]) -> Places:
    """Words as an array."""
    return np.asarray(rows, dtype=np.int64)
