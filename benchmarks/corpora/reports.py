"""The labelled reports of corpora/ and sentences of open sets, as the product parses them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpora.open.form import NONE, OPEN
from corpora.open.readers import Left
from corpora.open.sets import readers
from tqdm import tqdm

from benchmarks.corpora.features import WORDS, Read, read
from corpora import form
from opensitrep.extract.syntax import load_parser, parse
from opensitrep.model import Label, Mark, Reading, Span
from opensitrep.pipeline import extractors
from opensitrep.read import make_document
from opensitrep.settings import Settings

ROOT = Path(__file__).resolve().parents[2] / "corpora"
LABELS = Path(__file__).resolve().parents[3] / "shared" / "labels"
SETS = ("maven", "framenet17")  # open sets whose triggers are marked in running text


def labelled(split: str) -> list[Path]:
    """The labelled English reports of a part, sorted."""
    files = sorted(p for folder in ("voa", "clusters", "negatives") for p in (ROOT / folder).rglob("*.txt"))
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


def trigger(one: Read, start: int, end: int) -> int | None:
    """The token that stands for a trigger: the highest one of its words, if it is a candidate."""
    inside = one.inside(start, end)
    tops = [i for i in inside if one.syntax.head[i] not in inside or one.syntax.head[i] == i]
    return next((i for i in (*tops, *inside) if one.syntax.pos[i] in WORDS), None)


def open_triggers() -> Iterator[tuple[Read, int, str]]:
    """Triggers of the open sets that have a kind of ours, with it; none where shared/labels is missing."""
    parser = load_parser(Settings().syntax_model)
    for name in SETS if LABELS.is_dir() else ():
        for text in tqdm(readers()[name](LABELS, Left()), desc=f"parsing {name}", unit="text", disable=None):
            ours = [h for h in text.happenings if h.kind not in (NONE, OPEN)]
            if text.split != "train" or not ours:
                continue
            document = make_document(name=f"{name}-{text.id}", text=text.text)
            marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(text.text))),)
            bare = form.Report({}, text.text, (), (), (), (), (), (), ())
            one = Read(bare, parse(Reading(document, marks=marks), parser=parser))
            for h in ours:
                if (token := trigger(one, h.start, h.end)) is not None:
                    yield one, token, h.kind
