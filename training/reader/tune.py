"""Thresholds by what the product makes of them: `python -m training.reader.tune FOLDER`.

The thresholds that `export` takes are those of single words; those of arguments and figures decide about the actors,
toponyms and times that the product reads, so they are set anew on dev by the F1 of what it says, and written down.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.corpora.reports import Read, labelled
from benchmarks.happenings.run import Tally, f1, measure

from corpora import form
from opensitrep import pipeline
from opensitrep.learned import Scorer, open_full
from opensitrep.learned.scores import Scores
from opensitrep.model import Reading
from opensitrep.read import make_document
from opensitrep.settings import Settings

STEPS = [x / 20 for x in range(2, 14)]
ROLES = {"role by": "doer", "role place": "place", "role day": "day"}
Case = tuple[form.Report, Reading, Scores]


def cases(scorer: Scorer) -> list[Case]:
    """The reports of dev, read up to where scores are asked for."""
    stages, out = [], []
    for stage in pipeline.extractors(Settings(engine="here")):
        if getattr(stage, "func", None) is pipeline.read_meaning:
            break
        stages.append(stage)
    for path in labelled("dev"):
        report, faults = form.read(path)
        if not faults:
            published = report.header.get("published", "-")
            document = make_document(
                name=path.name, text=report.text, published=None if published == "-" else published
            )
            reading = Reading(document)
            for stage in stages:
                reading = stage(reading)
            out.append((report, reading, scorer.score(reading)))
    return out


def told(given: list[Case], thresholds: dict[str, float]) -> Tally:
    """What is said with some thresholds."""
    out = []
    for report, reading, scores in given:
        out.append(Read(report, pipeline.tell_by(reading, replace(scores, thresholds=thresholds))))
    return measure(out)


def main(folder: Path) -> None:
    """Set the thresholds."""
    path = folder / "reader.json"
    card = json.loads(path.read_text("utf-8"))
    given, at = cases(open_full(folder)), dict(card["thresholds"])
    found: dict[str, dict[float, float]] = {}
    for step in STEPS:
        tally = told(given, at | dict.fromkeys((*ROLES, "counts"), step))
        for name, asked in ROLES.items():
            n = tally.counts
            found.setdefault(name, {})[step] = f1(n[f"{asked} right"], n[f"{asked} said"], n[f"{asked} asked"])
        found.setdefault("counts", {})[step] = tally.table()["figures bound in the sentence"]
    for name, values in found.items():
        at[name] = max(values, key=lambda step: (round(values[step], 4), -step))
    card["thresholds"] = at
    card["figures"]["dev, of the product"] = {n: round(v, 4) for n, v in told(given, at).table().items()}
    path.write_text(json.dumps(card, indent=1) + "\n")
    print(json.dumps(card["figures"]["dev, of the product"], indent=1), at)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
