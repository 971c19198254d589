"""Drafts over the reports, each sentence with its verdict: `checks/SPLIT/NAME/*.md` and `gold.toml`; see README.md."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("checks")
VERDICTS = ("supported", "one-origin", "disputed", "not-checkable")
KINDS = {  # of planted errors: the verdict that names it right, and what it is about
    "other-figure": (("differs", "figure"),),
    "superseded-figure": (("superseded", "figure"),),
    "wrong-speaker": (("wrong-speaker", "speaker"),),
    "wrong-day": (("differs", "day"),),
    "wrong-town": (("differs", "place"),),
    "merged-events": (("differs", "figure"), ("differs", "place"), ("differs", "day"), ("differs", "happening")),
    "plan-as-done": (("differs", "plan"),),
    "denial-turned": (("differs", "denial"), ("disputed", "denial")),
    "invented": (("not-in-reports", "happening"),),
    "altered-quotation": (("differs", "quotation"),),
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One error of one draft, the sentence it took the place of, and words of what the reports have instead."""

    draft: Path
    text: str
    instead_of: str
    kind: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drafts:
    """A faithful draft over the reports of one folder, and its copies with one planted error each."""

    name: str
    split: str
    reports: str  # folder of the reports, below the repository ("examples/quake") or below corpora ("clusters/...")
    faithful: Path
    sentences: tuple[tuple[str, str], ...]  # text, verdict
    planted: tuple[Planted, ...]


def load(folder: Path) -> Drafts:
    """The drafts of one folder. Raises `ValueError` where the gold does not fit them."""
    gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
    faithful = folder / "faithful.md"
    sentences = tuple((row["text"], row["verdict"]) for row in gold["sentence"])
    planted = tuple(
        Planted(folder / row["draft"], row["text"], row["instead_of"], row["kind"], tuple(row["reports"]))
        for row in gold["planted"]
    )
    known = {text for text, _ in sentences}
    wrong = [text for text, verdict in sentences if verdict not in VERDICTS]
    wrong += [text for text in known if faithful.read_text(encoding="utf-8").count(text) != 1]
    for error in planted:
        text = error.draft.read_text(encoding="utf-8")
        fits = text.count(error.text) == 1 and error.instead_of not in text and error.instead_of in known
        if not fits or error.kind not in KINDS:
            wrong.append(error.text)
    if wrong:
        raise ValueError(f"{folder.name}: {wrong[0]}")
    return Drafts(folder.name, gold["split"], gold["reports"], faithful, sentences, planted)


def drafts(split: str) -> list[Drafts]:
    """All drafts of a split, in order."""
    return [load(path.parent) for path in sorted((FOLDER / split).glob("*/gold.toml"))]
