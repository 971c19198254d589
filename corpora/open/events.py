"""MAVEN, GENEVA and WikiEvents: triggers with types, some with arguments."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corpora import form as reports
from corpora.open.form import Happening, Span, Text, split_of
from corpora.open.frames import split_of_document
from corpora.open.readers import Left, each, happening, key, over, records, statement
from corpora.open.words import laid_out, located

BLOCK = 200  # neighbouring sentences of MAVEN that go to one split: about thirteen documents, which it does not name
AGENCY = re.compile(r"\b(?:AP|AFP|Reuters|Associated Press|Agence France)\b")
SHINGLE = 5  # words of a run that two reports share
SAME = 0.2  # share of the smaller report's runs from which on two reports have text in common
REACH = 40  # tokens between a trigger and an argument of which only the words are given
VOA = Path(reports.__file__).with_name("voa")


def block(number: int) -> str:
    """The stretch of MAVEN that a sentence stands in."""
    return f"maven-{number // BLOCK:03}"


def maven(folder: Path, left: Left) -> Iterator[Text]:
    """Sentences with every trigger marked."""

    def make(record: dict[str, Any]) -> Iterator[Text]:
        text, tokens = laid_out(record["tokens"])
        found = [
            happening("maven", e["event_type"], text, over(tokens, e["start"], e["end"])) for e in record["events"]
        ]
        left.out("trigger of a type without a row", found.count(None))
        marked = tuple(sorted((h for h in found if h), key=lambda h: h.start))
        document = block(record["id"])
        yield Text(
            "maven", str(record["id"]), document, split_of(document), text, tokens, marked, complete=("happenings",)
        )

    return each(folder / "maven/maven_part.jsonl.gz", make)


def speechee(folder: Path, left: Left) -> Iterator[Text]:
    """Sentences in which one trigger is marked and nothing said of the others.

    Sentences that `maven` has too are left out; a document of which `maven` has a sentence goes to the split of that
    sentence, every other to train: nothing is measured here.
    """
    path = folder / "maven/maven_speechee_partial.jsonl.gz"
    known = {key("".join(r["tokens"])): r["id"] for _, r in records(folder / "maven/maven_part.jsonl.gz")}
    first: dict[str, int] = {}  # the number that maven gives to the first sentence of a document
    for _, record in records(path):
        document, _, place = record["sent"].rpartition("_")
        if (number := known.get(key(record["text"]))) is not None and len(record["text"]) > 40:
            first[document] = number - int(place)

    def make(record: dict[str, Any]) -> Iterator[Text]:
        text = record["text"]
        if key(text) in known:
            left.out("sentence stands in maven, marked in full")
            return
        marked: list[Happening] = []
        for trigger, type_of in record["events"]:
            places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(trigger)}(?!\w)", text)]
            if len(places) != 1:
                left.out("trigger stands twice in its sentence, or not at all")
            elif (found := happening("maven", type_of, text, places[0])) is not None:
                marked.append(found)
        if not marked:
            left.out("sentence without a trigger that can be placed")
            return
        document, _, place = record["sent"].rpartition("_")
        split = split_of(block(first[document] + int(place))) if document in first else "train"
        yield Text("maven_speechee", record["sent"], document, split, text, words(text), tuple(marked))

    return each(path, make)


def words(text: str) -> tuple[Span, ...]:
    """Words and signs of a text that has no tokens."""
    return tuple(m.span() for m in re.finditer(r"\w+(?:[-'’]\w+)*|[^\w\s]", text))


def geneva(folder: Path, left: Left) -> Iterator[Text]:
    """Sentences of FrameNet's full text: each goes to the split of its document there."""
    documents = {key(r["text"]): r["doc"] for _, r in records(folder / "framenet17/fulltext.jsonl.gz")}
    path = folder / "geneva/geneva_union.jsonl.gz"
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for _, record in records(path):
        if (document := documents.get(key(record["sentence"]))) is not None:
            named[record["doc_id"]][document] += 1

    def make(record: dict[str, Any]) -> Iterator[Text]:
        text, _ = laid_out(record["sentence"].split())
        spans = located([re.sub(r"``|''", '"', t) for t in record["tokens"]], re.sub(r"[“”]", '"', text))
        if spans is None:  # quotation marks or brackets that the set writes otherwise
            text, spans = laid_out(record["tokens"], split_hyphens=True)
            left.out("text rebuilt from tokens (kept)")
        entities = {e["id"]: over(spans, e["start"], e["end"]) for e in record["entity_mentions"]}
        happenings, statements = [], []
        for e in record["event_mentions"]:
            trigger = over(spans, e["trigger"]["start"], e["trigger"]["end"])
            roles = [(a["role"], entities[a["entity_id"]]) for a in e["arguments"]]
            happenings.append(happening("geneva", e["event_type"], text, trigger, roles))
            statements.append(statement("geneva", e["event_type"], text, trigger, roles))
        left.out("trigger of a type without a row", happenings.count(None))
        name = record["doc_id"]
        document = documents.get(key(record["sentence"])) or (named[name].most_common(1)[0][0] if named[name] else name)
        yield Text(
            "geneva", record["wnd_id"], document, split_of_document(document), text, spans,
            tuple(sorted({h for h in happenings if h}, key=lambda h: (h.start, h.end, h.type or ""))),
            tuple(s for s in statements if s), complete=("roles",),
        )  # fmt: skip

    return each(path, make)


def shingles(text: str) -> set[tuple[str, ...]]:
    """The runs of five words of a text."""
    found = re.findall(r"\w+", text.lower())
    return {tuple(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}


def shared(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """Which part of the smaller text stands in the other."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


@cache
def own_reports(folder: Path = VOA) -> list[tuple[str, str, set[tuple[str, ...]]]]:
    """Name, split and runs of words of our own reports."""
    found = [(path.stem, reports.read(path)[0]) for path in sorted(folder.glob("*.txt"))]
    return [(name, report.header["split"], shingles(report.text)) for name, report in found]


def wikievents(folder: Path, left: Left) -> Iterator[Text]:
    """Reports of the Voice of America: none that names an agency, none with text of our own dev or test reports."""
    own = own_reports()

    def make(record: dict[str, Any]) -> Iterator[Text]:
        name = record.get("docid") or record["doc_id"]
        text, tokens = laid_out(record["tokens"], split_hyphens=True)
        if AGENCY.search(text):
            left.out("report names a news agency")
            return
        runs = shingles(text)
        same = {split for _, split, other in own if shared(runs, other) >= SAME}
        if same & {"dev", "test"}:
            left.out(f"report stands in our own {' and '.join(sorted(same))}")
            return
        if same:
            left.out("report stands in our own train (kept)")
        entities = {e["id"]: (e["start"], e["end"]) for e in record.get("entity_mentions", ())}
        marked: list[Happening] = []
        for e in record["event_mentions"]:
            start = e["trigger"].get("start_idx", e["trigger"].get("start"))
            end = e["trigger"].get("end_idx", e["trigger"].get("end"))
            if not "".join(record["tokens"][start:end]).startswith(e["trigger"]["text"].split()[0]):
                left.out("trigger does not stand at its place")
                continue
            roles: list[tuple[str, Span]] = []
            for a in e["arguments"]:
                at = entities.get(a.get("entity_id", "")) or nearest(record["tokens"], a["text"].split(), start)
                if at is None:
                    left.out("argument not found near its trigger")
                else:
                    roles.append((a["role"], over(tokens, *at)))
            found = happening("wikievents", e["event_type"], text, over(tokens, start, end), roles)
            if found is not None and found not in marked:
                marked.append(found)
        yield Text("wikievents", name, name, _split(record["split"]), text, tokens, tuple(marked))

    return each(folder / "small/wikievents_voa.jsonl.gz", make)


def _split(name: str) -> str:
    return name.split("(", maxsplit=1)[0]


def nearest(tokens: Sequence[str], wanted: Sequence[str], place: int) -> tuple[int, int] | None:
    """Where the words stand nearest to a place, not farther than `REACH`."""
    starts = range(max(0, place - REACH), min(len(tokens), place + REACH) - len(wanted) + 1)
    found = [s for s in starts if list(tokens[s : s + len(wanted)]) == list(wanted)]
    best = min(found, key=lambda s: abs(s - place), default=None)
    return None if best is None else (best, best + len(wanted))
