"""Copies with a known tree: `python -m benchmarks copies [--train] [--list]`, over the labelled clusters of `corpora/`.

Two reports of a cluster are a pair where the tree of its account leads both back to one text, seen or unseen; ours are
a pair where the copies and extracts that `reconcile/origins` finds do. Whole and reworded copies, those of which a part
was taken over, and those that are two copies of a third are told apart. No pair of independent reports may be one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from corpora.clusters import FOLDER, Cluster, load

from benchmarks.corpora.gold import split_of
from opensitrep.extract.layout import label_layout
from opensitrep.model import Account, Reading, Story
from opensitrep.read import make_document
from opensitrep.reconcile.dates import settle_dates
from opensitrep.reconcile.origins import find_origins

LINKS = ("copy", "extract")
CHANGED = ("reworded", "translated back")


def run(*, train: bool = False, listed: bool = False) -> int:
    """Print pairwise precision, recall and F1, the independent pairs taken for copies, and the recall of each kind."""
    asked, found = Counter[str](), Counter[str]()
    for kind, name, ours in pairs("train" if train else "dev"):
        asked[kind] += 1
        found[kind] += ours
        if listed and ours != bool(kind):
            print(f"{'missed' if kind else 'wrong'}  {name}  {kind}")
    copies, right, wrong = asked.total() - asked[""], found.total() - found[""], found[""]
    precision, recall = right / max(1, right + wrong), right / max(1, copies)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"pairs: precision {precision:.3f}, recall {recall:.3f} ({right} of {copies}), F1 {f1:.3f}")
    print(f"independent pairs taken for copies: {wrong} of {asked['']} ({wrong / max(1, asked['']):.3f})")
    for kind in sorted(filter(None, asked)):
        print(f"  {kind}: {found[kind]} of {asked[kind]}")
    return 0


def pairs(split: str) -> Iterator[tuple[str, str, bool]]:
    """Of every two English reports of a cluster: the kind of copy they are ("" if none), names, whether we say so."""
    for folder in sorted(path.parent for path in FOLDER.glob("*/account.txt")):
        if split_of(folder) != split:
            continue
        cluster, _ = load(folder)
        if "reports" in cluster.header:
            continue  # accounts of reports of voa/ tell no copies
        ours = links(folder, cluster)
        known = {number: parent for number, (parent, _) in cluster.copies.items()}
        read = [n for n, r in sorted(cluster.reports.items()) if r.header.get("language", "en") in ("en", "-")]
        for one, other in combinations(read, 2):
            kind = _kind(cluster, one, other) if root(known, one) == root(known, other) else ""
            yield kind, f"{cluster.name} {one} {other}", root(ours, one) == root(ours, other)


def _kind(cluster: Cluster, one: str, other: str) -> str:
    """The hardest change that lies between two copies."""
    changes = [kind for n in (one, other) if n in cluster.copies for kind in cluster.copies[n][1]]
    direct = cluster.copies.get(one, ("",))[0] == other or cluster.copies.get(other, ("",))[0] == one
    if not direct:
        return "two copies of one text"
    return "reworded" if any(c in CHANGED for c in changes) else "partial" if "partial" in changes else "whole"


def root(parents: Mapping[str, str], number: str) -> str:
    """The first text that a copy leads back to."""
    while number in parents:
        number = parents[number]
    return number


def links(folder: Path, cluster: Cluster) -> dict[str, str]:
    """For each report the one that it copies, as the product finds it."""
    readings = []
    for number, report in sorted(cluster.reports.items()):
        header = {key: value for key, value in report.header.items() if value != "-"}
        document = make_document(
            name=number,
            text=report.text,
            outlet=header.get("outlet"),
            published=header.get("published"),
            language=header.get("language", "en"),
        )
        readings.append(label_layout(Reading(document)))
    ids = {r.document.id: r.document.name for r in readings}
    account = Account(readings=tuple(readings), stories=(Story(folder.name, folder.name, tuple(ids)),))
    told = find_origins(settle_dates(account)).resolutions
    return {ids[str(r.subject)]: ids[str(r.value)] for r in told if r.field in LINKS}
