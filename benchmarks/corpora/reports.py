"""The labelled reports of corpora/ with what the product reads in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from corpora import form
from opensitrep.model import Reading
from opensitrep.pipeline import Extractor, extractors
from opensitrep.read import make_document
from opensitrep.settings import Settings

ROOT = Path(__file__).resolve().parents[2] / "corpora"


@dataclass(frozen=True)
class Read:
    """A labelled report beside what the product reads in its text."""

    report: form.Report
    reading: Reading


def labelled(split: str) -> list[Path]:
    """The labelled English reports of a part, sorted."""
    files = sorted(p for folder in form.FOLDERS for p in (ROOT / folder).rglob("*.txt"))
    return [p for p in files if p.name != "account.txt" and _is_of(p, split)]


def _is_of(path: Path, split: str) -> bool:
    header = dict(
        line[2:].split(": ", 1) for line in path.read_text("utf-8").split("\n\n")[0].split("\n") if ": " in line
    )
    return (header.get("split"), header.get("labelled"), header.get("language", "en")) == (split, "yes", "en")


def load(split: str) -> list[Read]:
    """The reports of a part with what the product reads in them."""
    stages = extractors(Settings(engine="here"))
    found = []
    for path in tqdm(labelled(split), desc=f"reading {split}", unit="report", disable=None):
        report, faults = form.read(path)
        if not faults:
            found.append(read(report, f"{path.parent.name}-{path.stem}", stages))
    return found


def read(report: form.Report, name: str, stages: tuple[Extractor, ...]) -> Read:
    """The report as the product reads it, the parse kept."""
    published = report.header.get("published", "-")
    day = None if published == "-" else published
    reading = Reading(make_document(name=f"{name}.txt", text=report.text, published=day))
    for stage in stages:
        reading = stage(reading)
    return Read(report, reading)
