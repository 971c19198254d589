"""The cases of `shared/cases/forms` as their tests ask for them: what was read in a folder or in one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from opensitrep.model import READABLE, Document, Label, Problem, Reading
from opensitrep.read import read_paths
from opensitrep.settings import Settings

DAY = "2024-03-04"
DEPOT, POLICE, FLOOD = "Three people were killed", "Police in Sumy put the number", "A flooded river cut the road"
LAST = "until noon, the utility company said."
COURIER, HARBOUR, DELTA, WIRE = "The Lowland Courier", "Harbour Times", "Delta Post", "Northern Wire"
KILLED, DEAD, ROAD = (
    "Three killed as rockets hit bus depot in Sumy",
    "Four dead in strike on Sumy bus depot, police say",
    "Flood cuts road between Beira and Dondo",
)
PARTS = {
    DEPOT: (DEPOT, "Oleh Savchenko said", "Two drivers and a mechanic", "fourth worker", "It gave no evidence", LAST),
    POLICE: (POLICE, "found under the rubble", "Nine people were being treated", "until the end of the week."),
    FLOOD: (FLOOD, "the disaster agency said", "was swept away in the night", "were waiting on both sides."),
}
"""What stands at the head and at the end of each paragraph of the three stories."""


def is_whole(text: str, story: str) -> bool:
    """Whether every paragraph of a story stands in a text, in order."""
    at = [text.find(part) for part in PARTS[story]]
    return -1 not in at and at == sorted(at)


@dataclass(frozen=True)
class Case:
    """What was read in the folder of a case."""

    folder: Path
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]

    def one(self, words: str) -> Document:
        """The only report that holds the words."""
        (found,) = [d for d in self.documents if words in d.text]
        return found

    def named(self, name: str) -> Document:
        (found,) = [d for d in self.documents if d.name == name]
        return found

    def of(self, file: str) -> tuple[Document, ...]:
        """The reports of one file."""
        return tuple(d for d in self.documents if d.name == file or d.name.startswith(f"{file}#"))

    def said(self, words: str, subject: str = "") -> bool:
        return any(words in p.message and subject in p.subject for p in self.problems)

    def titles(self) -> list[str | None]:
        return [d.title for d in self.documents]

    def days(self) -> set[str | None]:
        return {d.published and d.published[:10] for d in self.documents}

    def outlets(self) -> set[str | None]:
        return {d.outlet for d in self.documents}


Read = Callable[[str], Case]
ByHand = Callable[[str], dict[str, Case]]


def look(folder: Path, *paths: Path) -> Case:
    return Case(folder, *read_paths(paths or [folder], Settings(engine="here")))


def read_case(shared: Path, name: str) -> Case:
    """A case read as a folder."""
    return look(shared / "cases" / "forms" / name / "in")


def read_by_hand(shared: Path, name: str) -> dict[str, Case]:
    """The files of a case, each read by itself because somebody names it."""
    folder = shared / "cases" / "forms" / name / "in"
    return {p.name: look(folder, p) for p in sorted(folder.iterdir())}


def day(document: Document) -> str | None:
    """The day the form gives."""
    return document.published[:10] if document.published else None


def body(document: Document) -> str:
    """The article of a page."""
    return "\n".join(document.text[s:e] for s, e in document.body)


def figures(reading: Reading) -> set[tuple[float | None, str]]:
    """Value and unit of every figure of a report."""
    return {(q.low, q.unit) for q in reading.quantities}


def words(reading: Reading) -> str:
    """What later extractors read, without what repairs take out."""
    text = list(reading.document.text)
    for mark in reading.marks:
        if mark.label is Label.REPAIR:
            text[mark.span.start : mark.span.end] = ["", *[""] * (mark.span.end - mark.span.start - 1)]
            text[mark.span.start] = mark.reading or ""
    spans = [m.span for m in reading.marks if m.label in READABLE]
    return " ".join("".join(text[s.start : s.end]) for s in spans)
