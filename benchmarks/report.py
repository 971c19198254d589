"""Scores what is open and writes docs/benchmarks.md; the table is never typed by hand.

The figures of a run are kept in benchmarks/last.json, so that a partial run (`--quick`) replaces only its own rows.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import blind, floors, predict, spellings, stage
from benchmarks.stages.toponyms import use_accuracy

HERE = Path(__file__).resolve().parent
PEERS, LAST, PAGE = HERE / "peers.toml", HERE / "last.json", HERE.parent / "docs" / "benchmarks.md"
BENCH = HERE.parents[1] / "shared" / "bench"
HEAD = """# Benchmarks

Written by `make bench` from its last run; do not edit. Commands: `python -m benchmarks predict DIR OUT` and
`python -m benchmarks stage STAGE GOLD PRED`. No prediction sees a gold value (`benchmarks/blind.py`, tested).

"""


def write(*, quick: bool = False, only: Sequence[str] = ()) -> None:
    """Run, keep the figures, write the page; with `only`, just the stages whose names begin so."""
    kept: dict[str, Any] = (
        json.loads(LAST.read_text(encoding="utf-8")) if LAST.exists() else {"seeds": {}, "stages": {}}
    )
    with TemporaryDirectory() as folder:
        if (floors.SHARED / "seeds").is_dir():
            out = Path(folder) / "seeds"
            predict.write(predict.tables(floors.SHARED / "seeds" / "texts"), out)
            found = floors.scores(out)
            kept["seeds"] = {s: f for s, f in found.items() if s != "gates"}
        if not quick and BENCH.is_dir():
            for run in [r for r in runs() if not only or r["stage"].startswith(tuple(only))]:
                for one in (run["stage"], *run.get("beside", {}).values()):
                    if found := score(run | {"stage": one}, Path(folder)):
                        kept["stages"][f"{one} {run['file']}"] = found
    if not quick and (not only or "spellings" in only):
        kept["spellings"] = spellings.measure()
    LAST.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    PAGE.write_text(page(kept), encoding="utf-8")


def runs() -> list[dict[str, Any]]:
    """The rows of peers.toml."""
    rows: list[dict[str, Any]] = tomllib.loads(PEERS.read_text(encoding="utf-8"))["run"]
    return rows


def score(run: dict[str, Any], folder: Path) -> dict[str, float]:
    """The figures of one row; none where a peer is not installed (extra `bench`), so that its last ones stay."""
    gold, out = BENCH / run["file"], folder / "stage.jsonl"
    try:
        stage.run(run["stage"], gold, out)
    except ModuleNotFoundError as error:
        print(f"skipped: {run['stage']} ({error})", file=sys.stderr)
        return {}
    name = run["stage"].split("-")[0]
    command = [sys.executable, str(BENCH / "score.py"), name, str(gold), str(out), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    if run["stage"] == "toponyms" and "use" in run["metrics"]:
        found["use"] = use_accuracy(blind.read_rows(gold), blind.read_rows(out))
    return {metric: find(found, metric) for metric in run["metrics"] if metric != "use" or metric in found}


def find(figures: dict[str, Any], name: str) -> float:
    """A figure by name, also inside a group ("relaxed_f" is relaxed.f)."""
    if name in figures and not isinstance(figures[name], dict):
        return float(figures[name])
    for group, inside in figures.items():
        if isinstance(inside, dict) and name.startswith(group) and name[len(group) + 1 :] in inside:
            return float(inside[name[len(group) + 1 :]])
    raise KeyError(f"{name} is no figure of the scorer: {sorted(figures)}")


def page(kept: dict[str, Any]) -> str:
    """The page in Markdown."""
    lines = [HEAD + "## Public sets, stage by stage\n", "| stage | set | ours | beside it |", "|---|---|---|---|"]
    for run in runs():
        found = kept["stages"].get(f"{run['stage']} {run['file']}") or {}
        ours = ", ".join(f"{word} {found[k]:.3f}" for k, word in run["metrics"].items() if k in found)
        ours = ours or "not measured"
        lines.append(f"| {run['stage']} | {Path(run['file']).name.split('.')[0]} | {ours} | {beside(run, kept)} |")
    lines += spellings.page(kept.get("spellings", {}))
    lines += ["", "## The five reports, whole chain", "", "| table | figure | reached |", "|---|---|---|"]
    for section, figures in kept["seeds"].items():
        lines += [f"| {section} | {name} | {reached(row)} |" for name, row in figures.items()]
    return "\n".join([*lines, *field_lines()]) + "\n"


def beside(run: dict[str, Any], kept: dict[str, Any]) -> str:
    """Peers run on the same inputs in the same run, then what is published or stored."""
    told = []
    for name, peer in run.get("beside", {}).items():
        found = kept["stages"].get(f"{peer} {run['file']}") or {}
        told.append(f"{name} " + (" / ".join(f"{found[k]:.3f}" for k in run["metrics"] if k in found) or "not run"))
    return "; ".join([*told, *([run["peer"]] if run.get("peer") else [])])


def field_lines() -> list[str]:
    """The two field tests on invented reports: first measurements, which nobody had tuned to."""
    kept = tomllib.loads((HERE / "field.toml").read_text(encoding="utf-8"))
    first, blind, second = kept["first"], kept["blind"]["first"], kept["blind"]["second"]
    lines = [
        "", "## Field tests: invented reports on other news, each as first measured", "",
        "The first set (31 reports, 12 topics) was fixed against afterwards; the blind set (18 reports, 8 topics) is",
        "measured at releases only (the second time with places, times and figures deepened) and shows what is to be",
        "expected of news nobody tuned to. The five reports above are development material.", "",
        "| figure | first set, before any fix | blind set | blind set, second time |",
        "|---|---|---|---|",
    ]  # fmt: skip
    return lines + [
        f"| {n} | {share(first.get(n))} | {share(blind.get(n))} | {share(second.get(n))} |"
        for n in sorted({*first, *blind})
    ]


def share(row: list[float] | None) -> str:
    """A share with its counts."""
    return "not asked" if row is None else f"{row[0]:.3f} ({row[1]:g} of {row[2]:g})"


def reached(row: dict[str, Any]) -> str:
    """One figure of the seeds scorer in words."""
    if "f1" in row:
        return f"P {row['p']:.3f}, R {row['r']:.3f}, F1 {row['f1']:.3f}"
    if "count" in row:
        return str(row["count"])
    return f"{row['value']:.3f} ({row['right']} of {row['of']})"
