"""How far the sureness of resolved places can be trusted: share answered and right above each threshold, and by bin.

python -m benchmarks stage toponyms-resolution GOLD PRED
python -m benchmarks.toponyms.sureness GOLD PRED
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from benchmarks.blind import read_rows

THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
NEAR = 161.0  # km, as in Accuracy@161
Answer = tuple[float | None, bool]


def answers(gold: Path, pred: Path) -> list[Answer]:
    """How sure each gold place with a point was answered (None: left open), and whether within 161 km."""
    out: list[Answer] = []
    for right, said in zip(read_rows(gold), read_rows(pred), strict=True):
        given = {(t["start"], t["end"]): t for t in said["toponyms"]}
        for place in {(g["start"], g["end"]): g for g in right["gold"]}.values():
            if place["lat"] is None:
                continue
            found = given.get((place["start"], place["end"]))
            if found is None or found["lat"] is None:
                out.append((None, False))
            else:
                away = distance(place["lat"], place["lon"], found["lat"], found["lon"])
                out.append((found["sure"] if found["sure"] is not None else 1.0, away <= NEAR))
    return out


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in km (haversine)."""
    p, q, d = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))


def table(found: list[Answer]) -> str:
    """A Markdown table: at each threshold the share of all places answered, and of those answered the share right."""
    lines = ["| sure at least | answered | right of those |", "|---|---|---|"]
    for least in THRESHOLDS:
        kept = [right for sure, right in found if sure is not None and sure >= least]
        if kept:
            lines.append(f"| {least:.2f} | {len(kept) / len(found):.3f} | {sum(kept) / len(kept):.3f} |")
    return "\n".join(lines)


def calibration(found: list[Answer]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in found:
        if sure is not None:
            bins.setdefault(min(9, int(sure * 10)), []).append((sure, right))
    total = sum(map(len, bins.values()))
    off = sum(abs(sum(s for s, _ in rows) - sum(r for _, r in rows)) for rows in bins.values())
    return off / total if total else 0.0


def main() -> None:
    """Print the table and the calibration of a prediction file."""
    found = answers(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(f"{table(found)}\n\nexpected calibration error {calibration(found):.3f}\n")


if __name__ == "__main__":
    main()
