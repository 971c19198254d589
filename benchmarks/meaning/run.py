"""What reports mean, in 32 small cases: `python -m benchmarks meaning [--list] [--only CASE] [--keep]`.

The reports stand in shared/cases/meaning, what is asked of their account in tests/cases/meaning.toml. A case is whole
where every demand is kept; `--keep` writes into that file which are, and a test holds them so.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

from benchmarks.floors import SHARED, Figure, missed, report_faults, shares
from benchmarks.meaning import demands
from benchmarks.meaning.score import Kept, score
from opensitrep.model import Account
from opensitrep.pipeline import Extractor, extract, extractors, reconcile
from opensitrep.read import read_paths
from opensitrep.settings import Settings

CASES = SHARED / "cases" / "meaning"
FLOORS = Path(__file__).with_name("floors.toml")
HERE = Settings(engine="here")


def run(*, listed: bool = False, only: str | None = None, keep: bool = False) -> int:
    """Print each case and the sums; 1 if a floor is broken. `listed`: with what is wrong."""
    if not CASES.is_dir():
        print("skipped: shared/cases/meaning does not stand beside this repository")
        return 0
    found: dict[str, list[Kept]] = {}
    for case in demands.load():
        if only is None or only in case.name:
            found[case.name] = score(case, build(case.name))
            _tell(case, found[case.name], listed=listed or only is not None)
    sums = figures(found)
    print("\n" + "\n".join(f"{name:<16}{value:6.3f}  {_of(name, found)}" for name, value in sums.items()))
    if only is not None:
        return 0
    if keep:
        demands.keep([name for name, rows in found.items() if all(k.kept for k in rows)])
    return report_faults(_faults(sums))


@cache
def stages() -> tuple[Extractor, ...]:
    """The extractors, opened once for all cases."""
    return extractors(HERE)


def build(name: str) -> Account:
    """The account of a case, nothing of it from a cache."""
    documents, _ = read_paths([CASES / name / "reports.jsonl"], HERE)
    return reconcile([extract(stages(), document) for document in documents], HERE)


def figures(found: dict[str, list[Kept]]) -> dict[str, float]:
    """Whole cases, then the share of the demands that are kept: of all, and of each sort."""
    rows = [k for kept in found.values() for k in kept]
    asked, kept = Counter(k.sort for k in rows), Counter(k.sort for k in rows if k.kept)
    whole = sum(all(k.kept for k in one) for one in found.values())
    shares_kept = {sort: kept[sort] / number for sort, number in asked.items()}
    return {"whole": float(whole), "kept": kept.total() / max(1, asked.total())} | shares_kept


def digest() -> str:
    """Of the reports and of what is said to be their right reading."""
    files = sorted(p for p in CASES.glob("*/*") if p.is_file())
    return hashlib.sha256(b"".join(p.name.encode() + p.read_bytes() for p in files)).hexdigest()[:16]


def _tell(case: demands.Case, rows: list[Kept], *, listed: bool) -> None:
    kept = sum(k.kept for k in rows)
    state = "whole" if kept == len(rows) else "LOST" if case.whole else ""
    print(f"{case.name:<36}{kept:>3} of {len(rows):<4}{state}", flush=True)
    for row in rows if listed else ():
        if not row.kept:
            print(f"    {row.sort:<14}{row.what}" + (f"\n{'':<18}GOT {row.found}" if row.found else ""))


def _of(name: str, found: dict[str, list[Kept]]) -> str:
    """The sum as numbers."""
    if name == "whole":
        return f"of {len(found)} cases"
    rows = [k for kept in found.values() for k in kept if name in ("kept", k.sort)]
    return f"{sum(k.kept for k in rows)} of {len(rows)}"


def _faults(sums: dict[str, float]) -> list[str]:
    floors = shares(FLOORS)
    out = (
        [] if floors["digest"] == digest() else [f"meaning: the data are others; the floors are for {floors['digest']}"]
    )
    wanted = {name: Figure(**row) for name, row in floors["figures"].items()}
    return out + [f"meaning: {line}" for line in missed(wanted, sums)]
