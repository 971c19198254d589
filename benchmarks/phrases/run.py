"""Scores the phrase tables of tests/cases/phrases: what times and figures of many kinds of news come to.

A time is right when it is found with the type, a value and the stretch of the calendar the table gives; a figure when
its range and unit are. Whether scope, total, part in a change and whole of a figure are right is counted beside it.
The word a time dates is right when it is the word of the table; which word a figure counts for is no longer asked,
since figures are bound to happenings by learned scores (python -m benchmarks corpora).
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from opensitrep.model import Account, Interval, Quantity, Reading, Span, TimeExpression
from opensitrep.pipeline import Extractor, Reconciler, extractors, reconcilers
from opensitrep.read import make_document
from opensitrep.settings import Settings
from opensitrep.text.words import load

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "cases" / "phrases"
LAST = Path(__file__).with_name("kept.json")
PAGE = ROOT / "docs" / "phrases.md"
EARLIER = {
    "held out": "Seven of the kinds (quake, storm, protest, summit, strike, displacement, attack) after the first half "
    "of the work, which had looked at the failures of the other seven alone; this is how the rules carry over:",
    "first": "All of them the first time they were run, before any work on the grammars:",
}
COLUMNS = ("time", "figure", "attached time")
HEAD = """# Phrases

Written by `python -m benchmarks phrases --keep`; do not edit. What is asked: tests/cases/phrases/README.md.
"""
Row = dict[str, Any]
T = TypeVar("T")


@dataclass(slots=True)
class Score:
    """Counts by name (right, all) and what went wrong, in words."""

    counts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    kinds: dict[str, Counter[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(Counter))

    def count(self, kind: str, name: str, right: bool, fault: str = "") -> None:
        """One case."""
        self.counts[name, right] += 1
        self.kinds[kind][name, right] += 1
        if not right and fault:
            self.faults.append(f"{kind} {name}: {fault}")

    def share(self, name: str) -> tuple[int, int]:
        """Right and asked."""
        return self.counts[name, True], self.counts[name, True] + self.counts[name, False]


# ---------------------------------------------------------------- the tables


def tables(*, later: bool = False) -> dict[str, Row]:
    """The tables by kind of news."""
    folder = FOLDER / "later" if later else FOLDER
    files = sorted(p for p in folder.glob("*.toml") if p.stem != "doubted")
    return {p.stem: tomllib.loads(p.read_text(encoding="utf-8")) for p in files}


def digests() -> dict[str, str]:
    """SHA-256 of every pinned table, as in the file PINNED."""
    files = sorted(p for p in FOLDER.glob("*.toml") if p.stem != "doubted")
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def words_span(doc: str, row: Row, words: str = "words", nth: str = "nth") -> Span:
    """Where the words of a row stand in its text; `to` as a whole word."""
    if words == "to":
        found = list(re.finditer(rf"(?<!\w){re.escape(row[words])}(?!\w)", row["text"]))[row.get(nth, 1) - 1]
        return Span(doc, found.start(), found.end())
    start = -1
    for _ in range(row.get(nth, 1)):
        start = row["text"].index(row[words], start + 1)
    return Span(doc, start, start + len(row[words]))


# ---------------------------------------------------------------- reading


@cache
def _stages() -> tuple[tuple[Extractor, ...], tuple[Reconciler, ...]]:
    settings = Settings(engine="here")
    return upto(extractors(settings), "read_meaning"), upto(reconcilers(settings), "settle_times", "settle_places")


def upto(steps: tuple[T, ...], *last: str) -> tuple[T, ...]:
    """The steps as far as the last of some named ones."""
    names = [getattr(getattr(s, "func", s), "__name__", "") for s in steps]
    return steps[: max(map(names.index, last)) + 1]


def read(text: str, published: str | None = None) -> Account:
    """An account of one report of one paragraph, settled as far as its times and places."""
    stages, steps = _stages()
    reading = Reading(make_document(name="case.txt", text=text, published=published, language="en"))
    for stage in stages:
        reading = stage(reading)
    account = Account(readings=(reading,))
    for step in steps:
        account = step(account)
    return account


# ---------------------------------------------------------------- comparing


def stretch(start: str | None, end: str | None) -> tuple[datetime, datetime]:
    """A stretch of the calendar as two moments, offsets aside; an open side is far away."""
    return (_moment(start, late=False) if start else datetime.min), (_moment(end, late=True) if end else datetime.max)


def _moment(text: str, *, late: bool) -> datetime:
    text = re.sub(r"(?<=T\d\d:\d\d)[+-]\d\d:\d\d$", "", text)
    if text.endswith("T24:00"):
        return datetime.fromisoformat(text[:10]) + timedelta(days=1)
    if "T" in text:
        return datetime.fromisoformat(text)
    parts = [int(p) for p in text.split("-")]
    first = datetime(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    if not late:
        return first
    if len(parts) == 3:
        return first + timedelta(days=1)
    year, month = (parts[0] + 1, 1) if len(parts) == 1 or parts[1] == 12 else (parts[0], parts[1] + 1)
    return datetime(year, month, 1)


def same_stretch(row: Row, found: Interval | None) -> bool:
    """Whether the interval is the one of the table: equal days; hours that share half of the longer of the two."""
    if "from" not in row and "to" not in row:
        return True
    if found is None or (found.start is None and found.end is None):
        return False
    (a, b), (c, d) = stretch(row.get("from"), row.get("to")), stretch(found.start, found.end)
    if (a, b) == (c, d):
        return True
    if "T" not in f"{row.get('from')}{row.get('to')}" or datetime.min in (a, c) or datetime.max in (b, d):
        return False
    shared, longest = min(b, d) - max(a, c), max(b - a, d - c)
    return longest > timedelta(0) and shared * 2 >= longest


def same_unit(row: Row, found: Quantity, text: str) -> bool:
    """The unit of the table; a noun that no unit is kept for may stay a "thing" with that noun as its object."""
    wanted = {row["unit"], *row.get("accept", [])}
    if found.unit in wanted:
        return True
    listed = {u for group in load("en/units.toml", dict).values() for u in group}
    if found.unit != "thing" or found.object is None or row["unit"] in listed:
        return False
    last = text[found.object.start : found.object.end].rsplit(maxsplit=1)[-1].lower()
    nouns = {unit.split("_")[-1] for unit in wanted}
    return last.removesuffix("s") in nouns or any(last[:4] == noun[:4] for noun in nouns)


def near(wanted: float | None, found: float | None) -> bool:
    """Whether two ends of a range are the same, within a hundredth; open only like open."""
    if wanted is None or found is None:
        return wanted is found
    return abs(wanted - found) <= 0.01 * max(abs(wanted), abs(found)) + 1e-9


# ---------------------------------------------------------------- scoring


def score_time(kind: str, row: Row, score: Score) -> None:
    """One time phrase."""
    account = read(row["text"], row["published"])
    reading = account.readings[0]
    span = words_span(reading.document.id, row)
    found = best(reading.times, span)
    said = f"{row['words']!r} in {row['text']!r} ({row['published']}): "
    if found is None:
        score.count(kind, "time", False, said + "not found")
        return
    settled = next((r.value for r in account.resolutions if r.field == "time" and r.subject == found.span), None)
    interval = settled if isinstance(settled, Interval) else None
    value = interval.value if interval and interval.value else found.value
    parts = {
        "type": str(found.type) == row["type"],
        "value": value in (row["value"], *row.get("accept", [])),
        "stretch": same_stretch(row, interval),
        "negated": found.negated is row.get("negated", False),
    }
    for name, right in parts.items():
        score.count(kind, f"time {name}", right)
    got = f"{found.type} {value} {interval.start if interval else None}..{interval.end if interval else None}"
    want = f"{row['type']} {row['value']} {row.get('from')}..{row.get('to')}"
    wrong = " ".join(n for n, right in parts.items() if not right)
    score.count(kind, "time", all(parts.values()), f"{said}{wrong}: {got}, wanted {want}")
    score.count(kind, "time span exact", found.span == span)
    if "zone" in row:
        zone = interval.zone if interval else None
        score.count(kind, "time zone", zone == row["zone"], f"{said}{zone}, wanted {row['zone']}")


def best(found: tuple[TimeExpression, ...], span: Span) -> TimeExpression | None:
    """The expression that shares most characters with a span, if it shares half of the shorter."""
    sharing = [(min(e.span.end, span.end) - max(e.span.start, span.start), e) for e in found if e.span.meets(span)]
    if not sharing:
        return None
    shared, expression = max(sharing, key=lambda s: (s[0], -s[1].span.start))
    return expression if 2 * shared >= min(len(expression.span), len(span)) else None


def score_quantity(kind: str, row: Row, score: Score) -> None:
    """One figure."""
    reading = read(row["text"]).readings[0]
    span = words_span(reading.document.id, row)
    here = [q for q in reading.quantities if q.number.meets(span)]
    said = f"{row['words']!r} in {row['text']!r}: "
    if not here:
        score.count(kind, "figure", False, said + "not found")
        return
    found = max(here, key=lambda q: min(q.span.end, span.end) - max(q.span.start, span.start))
    parts = {
        "range": near(row.get("low"), found.low) and near(row.get("high"), found.high),
        "unit": same_unit(row, found, row["text"]),
    }
    for name, right in parts.items():
        score.count(kind, f"figure {name}", right)
    wrong = " ".join(n for n, right in parts.items() if not right)
    got, want = f"{found.low}..{found.high} {found.unit}", f"{row.get('low')}..{row.get('high')} {row['unit']}"
    score.count(kind, "figure", all(parts.values()), f"{said}{wrong}: {got}, wanted {want}")
    for name, right in told_beside(row, found, reading).items():
        score.count(kind, f"figure {name}", right, said + f"{name} {row.get(name)}")


def told_beside(row: Row, found: Quantity, reading: Reading) -> dict[str, bool]:
    """Scope, total, part in a change and whole, where the table asks for them."""
    text, out = row["text"], dict[str, bool]()
    if "scope" in row:
        out["scope"] = found.scope is not None and overlap(text, found.scope, row["scope"])
    if "cumulative" in row:
        out["cumulative"] = found.cumulative is row["cumulative"]
    if "change" in row:
        out["change"] = getattr(found, "change", None) == row["change"]
    if "part_of" in row:
        whole: Span | None = getattr(found, "part_of", None)
        start = text.index(row["part_of"])
        out["part_of"] = whole is not None and whole.meets(
            Span(reading.document.id, start, start + len(row["part_of"]))
        )
    return out


def overlap(text: str, one: str, other: str) -> bool:
    """Whether two runs of words of a text share most of their words."""
    a, b = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return 2 * len(a & b) >= max(len(a), len(b)) > 0 and one in text


def score_attachment(kind: str, row: Row, score: Score) -> None:
    """One time and the word it dates."""
    reading = read(row["text"], row.get("published")).readings[0]
    doc = reading.document.id
    span, to = words_span(doc, row), words_span(doc, row, "to", "to_nth")
    kept = best(reading.times, span)
    at = kept.attached if kept else None
    wrong = f"{row['words']!r} in {row['text']!r}: " + (
        f"{row['text'][at.start : at.end]!r}" if at else "not attached" if kept else "not found"
    )
    hit = at is not None and (at.meets(to) or row["text"][at.start : at.end] in row.get("accept", []))
    score.count(kind, "attached time", hit, f"{wrong}, wanted {row['to']!r}")
    if row.get("speaking"):
        said = any(kept and a.said_at and a.said_at.meets(kept.span) for a in reading.attributions)
        score.count(kind, "time of speaking", said, wrong)


def score_none(kind: str, name: str, row: Row, score: Score) -> None:
    """Words that are no time, or no figure."""
    reading = read(row["text"]).readings[0]
    span = words_span(reading.document.id, row)
    spans = [e.span for e in reading.times] if name == "no time" else [q.number for q in reading.quantities]
    said = f"{row['words']!r} in {row['text']!r}"
    score.count(kind, name, not any(s.meets(span) for s in spans), said)


def scored(*, later: bool = False, only: str | None = None) -> Score:
    """All tables, or one."""
    score = Score()
    for kind, table in tables(later=later).items():
        if only in (None, kind):
            for name, row in rows(table):
                match name:
                    case "time":
                        score_time(kind, row, score)
                    case "quantity":
                        score_quantity(kind, row, score)
                    case "attachment" if row["kind"] == "time":
                        score_attachment(kind, row, score)
                    case "attachment":
                        continue
                    case "time_none":
                        score_none(kind, "no time", row, score)
                    case _:
                        score_none(kind, "no figure", row, score)
    return score


def rows(table: Row) -> Iterator[tuple[str, Row]]:
    """The entries of a table with the name of their list."""
    for name, entries in table.items():
        if isinstance(entries, list):
            yield from ((name, row) for row in entries)


def run(
    *, errors: bool = False, only: str | None = None, later: bool = False, keep: bool = False, check: bool = False
) -> int:
    """Print the figures; `keep` writes them and every failure for the page of phrases; `check` fails below a floor."""
    score = scored(later=later, only=only)
    for name in sorted({name for name, _ in score.counts}):
        right, asked = score.share(name)
        print(f"{name:24} {right / asked:.3f}  {right} of {asked}")
    if errors:
        print("\n".join(score.faults))
    if keep:
        keep_figures(score, later=later)
    return below(score) if check else 0


def below(score: Score) -> int:
    """1 if a share lies under its floor in floors.toml, with a line for each."""
    wanted = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
    shares = {name: score.share(name) for name in wanted}
    low = [n for n, (right, asked) in shares.items() if not asked or right / asked < wanted[n]["value"]]
    for name in low:
        print(f"below its floor: {name} {shares[name]}, wanted {wanted[name]['value']}")
    return 1 if low else 0


def keep_figures(score: Score, *, later: bool) -> None:
    """Write the figures and every failure of a run into kept.json, and the page made of it."""
    kept = json.loads(LAST.read_text(encoding="utf-8")) if LAST.exists() else {}
    kinds = {
        kind: {name: [counts[name, True], counts[name, True] + counts[name, False]] for name in COLUMNS}
        for kind, counts in score.kinds.items()
    }
    names = sorted({name for name, _ in score.counts})
    kept["later" if later else "pinned"] = {
        "figures": {name: score.share(name) for name in names}, "kinds": kinds, "faults": score.faults,
    }  # fmt: skip
    LAST.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(json.loads(LAST.read_text(encoding="utf-8"))), encoding="utf-8")


def page(kept: Row) -> str:
    """The page of phrases: figures, kinds of news, every failure."""
    lines = [HEAD]
    for name, title in (
        ("pinned", "Written and pinned before the grammars were deepened"),
        ("later", "Written after the work on the grammars, by somebody who had seen neither; as first measured"),
    ):
        if name not in kept:
            continue
        found = kept[name]
        lines += [f"## {title}", "", "| figure | right |", "|---|---|"]
        lines += [f"| {n} | {told(row)} |" for n, row in found["figures"].items()]
        for part, said in EARLIER.items() if name == "pinned" else ():
            if part in kept:
                lines += ["", said, "", "| figure | right |", "|---|---|"]
                lines += [f"| {n} | {told(row)} |" for n, row in kept[part]["figures"].items()]
        lines += ["", f"| kind of news | {' | '.join(COLUMNS)} |", "|---|" + "---|" * len(COLUMNS)]
        lines += [f"| {k} | {' | '.join(told(row[c]) for c in COLUMNS)} |" for k, row in sorted(found["kinds"].items())]
        lines += ["", "Failures:", "", *(f"- {fault}" for fault in found["faults"]), ""]
    return "\n".join(lines)


def told(row: list[int]) -> str:
    """A share with its counts."""
    return f"{row[0] / row[1]:.3f} ({row[0]} of {row[1]})" if row[1] else "none"
