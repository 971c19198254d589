"""Runs one stage on the blinded inputs of a benchmark file."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

from tqdm import tqdm

from benchmarks.blind import Record, blinded, signed

ROOMS = {  # stage -> module, function; else its own name. A stage named after a peer runs the peer on the same inputs.
    "dates-htmldate": ("dates.peers", "predict_htmldate"),
    "extraction-trafilatura": ("extraction.peers", "predict_trafilatura"),
    "toponyms-spacy-md": ("toponyms.peers", "predict_medium"),
    "toponyms-spacy-sm": ("toponyms.peers", "predict_small"),
    "toponyms-resolution": ("toponyms.run", "predict_resolution"),
    "timex-dateparser": ("timex.peers", "predict_dateparser"),
    "timex-recognizers": ("timex.peers", "predict_recognizers"),
}


def answers(stage: str, records: list[Record]) -> list[Record]:
    """One answer a record, from `predict(record)` or, for stages over many documents, `predict_all(records)`."""
    name, function = ROOMS.get(stage, (f"{stage}.run", "predict"))
    module = import_module(f"benchmarks.{name}")
    if hasattr(module, "predict_all"):
        found: list[Record] = module.predict_all(records)
        return found
    one = getattr(module, function)
    return [one(record) for record in tqdm(records, desc=stage, unit="record")]


def run(stage: str, gold: Path, output: Path, *, first: int | None = None) -> None:
    """Write the predictions of a stage for a benchmark file."""
    records, _ = blinded(stage, gold)
    rows = signed(stage, gold, answers(stage, records[:first]))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
