"""Drafts with planted errors against the accounts of their reports: `python -m benchmarks checks`.

`--second`, `--third`, `--fifth` and `--sixth` ask further dev parts, `--seventh` and `--ninth` those written to teach,
`--fourth`, `--eighth`, `--tenth`, `--eleventh` and `--test` parts whose errors nobody reads; `--list` names each miss
of a dev part.

An error is found when its sentence gets an alarm, and named right when a finding has the ruling and the aspect that
`corpora.checks.KINDS` gives for its kind; `reports` is the share of errors where what the reports have is shown. A
false alarm is one on any other sentence of any draft, headings too. Floors stand in floors.toml.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import msgspec
from corpora.checks import KINDS, Drafts, Planted, drafts
from corpora.clusters import load

from benchmarks.floors import Figure, missed, report_faults, shares
from opensitrep import Settings, build
from opensitrep.model import ALARMS, Account, Check, Checked, Finding
from opensitrep.pipeline import checker
from opensitrep.text.fold import fold

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("floors.toml")
UNREAD = ("fourth", "sixth", "eighth", "tenth", "eleventh", "test")  # parts whose errors are never listed


@dataclass
class Score:
    """What was found over all drafts of a split."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)  # what the reports have stands in the finding
    faithful: int = 0
    false: int = 0
    told: int = 0  # sentences of faithful drafts with the ruling of the gold
    sentences: int = 0
    words: int = 0
    seconds: float = 0.0  # of the processor, after the start
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """The figures by name, with those of each kind."""
        whole = self.planted.total()
        found = {
            "found": self.found.total() / whole,
            "named": self.named.total() / whole,
            "shown": self.shown.total() / sum(n for k, n in self.planted.items() if k != "invented"),
            "false alarms": self.false / self.faithful,
            "rulings": self.told / self.sentences,
            "seconds for 2,000 words": 2000 * self.seconds / self.words,
        }
        return found | {f"found {kind}": self.found[kind] / n for kind, n in self.planted.items()}


def run(split: str = "dev", *, listed: bool = False) -> int:
    """Print the figures of a part, per kind; 1 if a floor is broken."""
    score = measure(split)
    for line in score.misses if listed and split not in UNREAD else ():
        print(line)
    for kind in KINDS:
        print(f"{kind:18} found {score.found[kind]} named {score.named[kind]} of {score.planted[kind]}")
    figures = score.figures()
    print(f"false alarms {score.false} of {score.faithful} faithful sentences of {split}")
    print("  ".join(f"{name} {figure:.3f}" for name, figure in figures.items() if not name.startswith("found ")))
    floors = msgspec.convert(shares(FLOORS).get(split, {}), dict[str, Figure])
    return report_faults(missed(floors, figures))


def measure(split: str) -> Score:
    """Check every draft of a split."""
    score = Score()
    for one in drafts(split):
        lay = checker(account_of(one))
        lay(one.name)  # the start
        _count_faithful(score, one, _laid(score, lay, one.faithful))
        for error in one.planted:
            _count_planted(score, error, _laid(score, lay, error.draft))
    return score


def _laid(score: Score, lay: Callable[[str], Check], draft: Path) -> Check:
    text, start = draft.read_text(encoding="utf-8"), process_time()
    check = lay(text)
    score.seconds += process_time() - start
    score.words += len(text.split())
    return check


def account_of(one: Drafts) -> Account:
    """The account of the reports of some drafts."""
    if one.reports.startswith("examples/"):
        return build([ROOT / one.reports], settings=Settings(engine="here"))
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, report in load(ROOT / "corpora" / one.reports)[0].reports.items():
            (folder / f"{number}.txt").write_text(report.text, encoding="utf-8")
            head = {"outlet": report.header.get("outlet"), "date": report.header.get("published")}
            known = {key: value for key, value in head.items() if value not in (None, "-")}
            (folder / f"{number}.json").write_text(json.dumps(known), encoding="utf-8")
        return build([folder], settings=Settings(engine="here"))


def _count_faithful(score: Score, one: Drafts, check: Check) -> None:
    gold = dict(one.sentences)
    for sentence in check.sentences:
        _count_false(score, sentence, one.name)
        if sentence.words in gold:
            score.sentences += 1
            score.told += sentence.ruling == gold[sentence.words]


def _count_false(score: Score, sentence: Checked, where: str) -> None:
    score.faithful += 1
    if sentence.ruling in ALARMS:
        score.false += 1
        told = [(str(f.ruling), str(f.aspect), [p.words for p in f.reports][:2]) for f in sentence.findings]
        score.misses.append(f"FALSE {where}: {sentence.words} {told}")


def _count_planted(score: Score, error: Planted, check: Check) -> None:
    meant = [s for s in check.sentences if s.words in error.text or error.text in s.words]
    findings = list(_findings(meant))
    alarms = [f for f in findings if f.ruling in ALARMS]
    named = any((f.ruling, f.aspect) in KINDS[error.kind] for f in findings)
    have = fold(" ".join([f.why for f in findings] + [p.words for f in findings for p in f.reports]))
    score.planted[error.kind] += 1
    score.found[error.kind] += bool(alarms)
    score.named[error.kind] += bool(alarms) and named
    score.shown[error.kind] += any(fold(words) in have for words in error.reports)
    if not (alarms and named):
        told = [(str(f.ruling), str(f.aspect)) for f in findings]
        score.misses.append(f"MISS {error.kind} {error.draft.parent.name}: {error.text} {told}")
    for sentence in check.sentences:
        if sentence not in meant:
            _count_false(score, sentence, str(error.draft.parent.name))


def _findings(sentences: list[Checked]) -> Iterator[Finding]:
    return (f for s in sentences for f in s.findings)
