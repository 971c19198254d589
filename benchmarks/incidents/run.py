"""Incidents of labelled reports from their labelled mentions: `python -m benchmarks incidents [--errors]`.

Asked on the dev part of corpora/, three times: the labelled mentions as they are; with a fifth of them missed and
look-alikes among them; as a reader of middling quality gives them. Beside B3 stand plain baselines. The floors are in
`floors.toml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import msgspec
from tqdm import tqdm

from benchmarks.corpora.gold import Gold
from benchmarks.floors import HERE, Figure, missed, report_faults, shares
from benchmarks.incidents.figures import (
    Asked,
    b3,
    counts,
    currents,
    grounds,
    links,
    mains,
    references,
    ties,
)  # fmt: skip
from benchmarks.incidents.given import Given, clean, load, noisy
from opensitrep.extract.incidents import find_incidents, load_judge
from opensitrep.model import Mention, Reading, Tie

SEED = 11  # another one than training's


def alone(reading: Reading) -> list[list[str]]:
    """Every mention an incident."""
    return [[m.id] for m in reading.mentions]


def by_kind(reading: Reading) -> list[list[str]]:
    """All mentions of a kind one incident."""
    ordered = sorted(reading.mentions, key=lambda m: str(m.type))
    return [[m.id for m in group] for _, group in groupby(ordered, key=lambda m: m.type)]


def by_kind_and_word(reading: Reading) -> list[list[str]]:
    """All mentions of a kind with one trigger one incident."""

    def key(mention: Mention) -> tuple[str, str]:
        span = mention.trigger
        return str(mention.type), reading.document.text[span.start : span.end].lower()

    return [[m.id for m in group] for _, group in groupby(sorted(reading.mentions, key=key), key=key)]


def found(reading: Reading) -> list[list[str]]:
    """As the room finds them."""
    return [list(i.mentions) for i in reading.incidents]


def asked(givens: Sequence[Given]) -> list[Asked]:
    """What the room finds in each report."""
    judge = load_judge()
    return [
        Asked(given, find_incidents(given.reading, judge=judge))
        for given in tqdm(givens, desc="incidents", unit="report", disable=None)
        if given.reading.mentions
    ]


def measure(parts: Sequence[Asked]) -> dict[str, float]:
    """All figures."""
    groups = [(p.given, found(p.found)) for p in parts]
    precision, recall, f = b3(groups)
    figures = {"B3": f, "B3 precision": precision, "B3 recall": recall, "pairs F1": links(groups)}
    for figure in (mains, ties, grounds, counts, references, currents):
        figures |= figure(parts)
    return figures


def readings(golds: Sequence[Gold]) -> dict[str, list[Given]]:
    """The three forms in which the reports are asked."""
    return {
        "labelled mentions": [clean(g) for g in golds],
        "a fifth missed, look-alikes": [noisy(g, SEED) for g in golds],
        "roughly read": [noisy(g, SEED, rough=True) for g in golds],
    }


def failures(parts: Sequence[Asked]) -> Counter[str]:
    """What goes wrong with the labelled mentions, by class."""
    out: Counter[str] = Counter()
    for one in parts:
        home = one.given.home
        mentions = {m.id: m for m in one.found.mentions}
        for incident in one.found.incidents:
            names = Counter(home[m] for m in incident.mentions)
            if len(names) > 1:
                kinds = {mentions[m].type for m in incident.mentions}
                out["joined, of one kind" if len(kinds) == 1 else "joined, of several kinds"] += len(names) - 1
        for name in set(home.values()):
            pieces = [i for i in one.found.incidents if any(home[m] == name for m in i.mentions)]
            if len(pieces) > 1:
                kinds = {i.type for i in pieces}
                moods = {i.modality for i in pieces}
                why = "of several kinds" if len(kinds) > 1 else "plan and deed" if len(moods) > 1 else "of one kind"
                out[f"parted, {why}"] += len(pieces) - 1
        chief = next((i for i in one.found.incidents if i.tie is Tie.MAIN), None)
        main = one.held(one.given.main)
        if main is not None and chief is not main:
            out["main: " + ("none" if chief is None else f"its {main.tie.value}")] += 1
    return out


def run(*, errors: bool = False) -> int:
    """Print the figures beside one another; 1 if one on labelled mentions is below its floor."""
    golds = list(load("dev"))
    tables = {}
    for name, givens in readings(golds).items():
        parts = asked(givens)
        tables[name] = measure(parts)
        if name == "labelled mentions":
            base = [p.given for p in parts]
            for label, group in (("alone", alone), ("kind", by_kind), ("kind and word", by_kind_and_word)):
                tables[name][f"B3, {label} (baseline)"] = b3((g, group(g.reading)) for g in base)[2]
            wrong = failures(parts)
    for figure in tables["labelled mentions"]:
        print(f"{figure:44}" + "".join(f"{t[figure]:10.3f}" if figure in t else " " * 10 for t in tables.values()))
    print("columns: " + ", ".join(tables))
    if errors:
        print("\n".join(f"{n:5} {what}" for what, n in wrong.most_common()))
    floors = msgspec.convert(shares(HERE / "incidents" / "floors.toml")["figures"], dict[str, Figure])
    return report_faults(missed(floors, tables["labelled mentions"]))
