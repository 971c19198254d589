"""What checks find over clusters that did not teach them: `python -m training.checks.apart`.

The parts of corpora/checks share clusters, so a part held out whole is asked by models that know its reports. Here the
clusters are dealt out in folds, and each is asked by models of the rows of the others, with the thresholds and the
rules that are shipped. Drafts over clusters of `tenth` and `test` are left out. No file is written.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from unittest.mock import patch

from corpora.checks import KINDS, Drafts, drafts

from opensitrep.check import weights
from opensitrep.check.judge import checked
from opensitrep.check.weights import Models, Weights, product
from opensitrep.model import ALARMS, Checked
from training.checks.train import RIDGE, TRAITS, Row, read_cases, rows_of
from training.logistic import fit

PARTS = ("dev", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
KEPT = ("tenth", "test")
FOLDS = 6


class Tally:
    """Planted errors by kind, those found and named, and faithful sentences, each as often as drafts hold it."""

    def __init__(self) -> None:
        self.planted, self.found, self.named = Counter[str](), Counter[str](), Counter[str]()
        self.faithful = self.false = 0

    def count(self, told: Checked, kind: str | None, often: int) -> None:
        """Count a sentence of a draft."""
        alarm = told.ruling in ALARMS
        if kind is None:
            self.faithful, self.false = self.faithful + often, self.false + alarm * often
            return
        self.planted[kind] += 1
        self.found[kind] += alarm
        self.named[kind] += alarm and any((f.ruling, f.aspect) in KINDS[kind] for f in told.findings)

    def show(self) -> None:
        """Print the figures."""
        for kind, count in sorted(self.planted.items()):
            print(f"{kind:18} found {self.found[kind]} named {self.named[kind]} of {count}")
        whole = self.planted.total()
        print(f"found {self.found.total() / whole:.3f} named {self.named.total() / whole:.3f} of {whole} errors")
        print(f"false alarms {self.false / self.faithful:.3f} of {self.faithful} faithful sentences")


def main() -> int:
    """Print what is found over clusters that did not teach."""
    asked = outside()
    read = {one.faithful: list(read_cases(one)) for one in asked}
    rows = [row for one in asked for row in rows_of(one.reports, one, read[one.faithful]) if row.wrong is not None]
    tally = Tally()
    for fold in folds(one.reports for one in asked):
        others = models([row for row in rows if row.part not in fold])
        with patch.object(weights, "models", lambda others=others: others):
            for one in (one for one in asked if one.reports in fold):
                for found, kind, _ in read[one.faithful]:
                    for case in found:
                        tally.count(checked(case), kind, often(one, case.line.text))
    tally.show()
    return 0


def outside() -> list[Drafts]:
    """The drafts that are over no cluster of a part kept apart."""
    kept = {one.reports for part in KEPT for one in drafts(part)}
    return [one for part in PARTS for one in drafts(part) if one.reports not in kept]


def folds(clusters: Iterable[str]) -> list[frozenset[str]]:
    """The clusters in folds: each in one."""
    names = sorted(set(clusters))
    return [frozenset(names[n::FOLDS]) for n in range(FOLDS)]


def often(one: Drafts, words: str) -> int:
    """How many of the drafts, the faithful one and its copies, hold a sentence."""
    return 1 + sum(not (words in error.instead_of or error.instead_of in words) for error in one.planted)


def models(rows: list[Row]) -> Models:
    """The models that some rows teach, with the thresholds that are shipped."""
    made: dict[str, Weights] = {}
    for question, names in TRAITS.items():
        own = [row for row in rows if row.question == question]
        table = [{name: product(name, row.traits) for name in names} for row in own]
        model = fit(table, [bool(row.wrong) for row in own], ridge=RIDGE)
        made[question] = Weights(model.bias, model.weights, getattr(weights.models(), question).sure)
    return Models(**made)


if __name__ == "__main__":
    sys.exit(main())
