"""GUM, re3d, LitBank and GAP: mentions and chains over whole documents, attribution, quotations."""

import csv
import io
import re
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpora.open import tables
from corpora.open.form import Mention, Span, Statement, Text, split_of
from corpora.open.gum import document
from corpora.open.readers import FAULTS, Left, each
from corpora.open.words import laid_out

SURE = 0.5  # confidence of re3d below which its annotators did not agree on an entity
WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


def archive(path: Path) -> dict[str, str]:
    """The texts of an archive by name."""
    with tarfile.open(path) as tar:
        return {
            member.name: content.read().decode("utf-8")
            for member in tar.getmembers()
            if member.isfile() and (content := tar.extractfile(member)) is not None
        }


def named(path: Path, name: str, make: Callable[[], Text]) -> Text:
    """What `make` makes; an error names the file and the member of the archive."""
    try:
        return make()
    except FAULTS as error:
        raise ValueError(f"{path}:{name}: {type(error).__name__}: {error}") from error


def trimmed(text: str, start: int, end: int) -> Span:
    """A run without the blanks at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def gum(folder: Path, left: Left) -> Iterator[Text]:
    """Entities, coreference and attribution, one document a text; the splits are GUM's."""
    path = folder / "gum/gum_six_genres.tar.gz"
    files = archive(path)
    splits: dict[str, str] = {}
    split = ""
    for line in files["gum/splits.md"].splitlines():
        if line.startswith("## "):
            split = line[3:].strip()
        elif line.strip().startswith("* "):
            splits[line.strip()[2:]] = split
    for name in sorted(n for n in files if n.endswith(".conllu")):
        stem = Path(name).stem
        tree = files.get(f"gum/rst/rstweb/{stem}.rs4", "")
        yield named(path, name, lambda: document(stem, splits.get(stem, "train"), files[name], tree, left))  # noqa: B023


def re3d(folder: Path, left: Left) -> Iterator[Text]:
    """Entities of reports on Syria and Iraq; `IsSynonymOf` makes the chains, other entities have none."""

    def make(record: dict[str, Any]) -> Iterator[Text]:
        text = record["text"]
        kept = [e for e in record["entities"] if e["confidence"] >= SURE]
        left.out("entity that its annotators did not agree on", len(record["entities"]) - len(kept))
        spans = {span: e["type"] for e in kept if (span := trimmed(text, e["start"], e["end"]))[0] < span[1]}
        left.out("entity without words or marked twice", len(kept) - len(spans))
        head: dict[Span, Span] = {span: span for span in spans}
        joined: set[Span] = set()
        for r in record["relations"]:
            if r["type"] != "IsSynonymOf" or r["confidence"] < SURE:
                continue
            one = trimmed(text, r["sourceBegin"], r["sourceEnd"])
            other = trimmed(text, r["targetBegin"], r["targetEnd"])
            if one in head and other in head:
                old, new = head[other], head[one]
                head = {span: new if top == old else top for span, top in head.items()}
                joined |= {one, other}
        mentions = tuple(
            Mention(*span, type_of, f"{head[span][0]}-{head[span][1]}" if span in joined else None)
            for span, type_of in sorted(spans.items())
        )
        tokens = tuple(m.span() for m in WORD.finditer(text))
        name = record["id"]
        yield Text("re3d", name, name, split_of(name), text, tokens, mentions=mentions, complete=("mentions",))

    return each(folder / "re3d/re3d_clean.jsonl.gz", make)


def litbank(folder: Path, left: Left) -> Iterator[Text]:
    """Quotations of fiction with the chain of the one who speaks; who that is in the text is not marked."""
    path = folder / "small/litbank.tar.gz"
    files = archive(path)
    for name in sorted(n for n in files if n.startswith("litbank/quotations/tsv/") and n.endswith(".ann")):
        yield named(path, name, lambda: _book(name, files[name], files[name.replace(".ann", ".txt")], left))  # noqa: B023


def _book(name: str, labels: str, source: str, left: Left) -> Text:
    stem = Path(name).stem.removesuffix("_brat")
    text, rows, tokens = "", [], []
    for line in source.splitlines():
        part, spans = laid_out(line.split())
        text += " " if text and part else ""
        rows.append([(start + len(text), end + len(text)) for start, end in spans])
        tokens += rows[-1]
        text += part
    cells = [line.split("\t") for line in labels.splitlines() if line.strip()]
    speakers = {c[1]: c[2] for c in cells if c[0] == "ATTRIB"}
    statements = []
    for c in (c for c in cells if c[0] == "QUOTE"):
        first, last = rows[int(c[2])][int(c[3])], rows[int(c[4])][int(c[5])]
        if c[1] not in speakers:
            left.out("quotation without a speaker")
            continue
        act = tables.act("litbank", "quotation", "") or "asserts"
        statements.append(Statement((), (), ((first[0], last[1]),), act, speaker=speakers[c[1]]))
    return Text("litbank", stem, stem, split_of(stem), text, tuple(tokens), statements=tuple(statements))


def gap(folder: Path, left: Left) -> Iterator[Text]:
    """A pronoun and two names, one of which it may mean."""
    path = folder / "small/gap.tar.gz"
    files = archive(path)
    for split, part in (("train", "development"), ("dev", "validation"), ("test", "test")):
        name = f"gap/gap-{part}.tsv"
        rows = csv.DictReader(io.StringIO(files[name]), delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in rows:
            yield named(path, f"{name} {row['ID']}", lambda: _pronoun(row, split))  # noqa: B023


def _pronoun(row: dict[str, str], split: str) -> Text:
    text = row["Text"]
    mentions = []
    for name, chain in (("Pronoun", "pronoun"), ("A", "A"), ("B", "B")):
        start = int(row[f"{name}-offset"])
        end = start + len(row[name])
        if text[start:end] != row[name]:
            raise ValueError(f"{row[name]} does not stand at {start}")
        same = name != "Pronoun" and row[f"{name}-coref"] == "TRUE"
        mentions.append(Mention(start, end, "pronoun" if name == "Pronoun" else "name", "pronoun" if same else chain))
    tokens = tuple(m.span() for m in WORD.finditer(text))
    return Text(
        "gap", row["ID"], row["URL"], split, text, tokens, mentions=tuple(sorted(mentions, key=lambda m: m.start))
    )
