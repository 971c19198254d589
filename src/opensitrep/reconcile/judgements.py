"""The decisions of persons on merges, kept as JSON Lines so that they outlive a run and can be read and mended by hand.

One line a decision: {"left": claim id, "right": claim id, "verdict": "same" or "not same", "by": name, "at": ISO time}.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from opensitrep.errors import SettingsError
from opensitrep.model import Judgement

VERDICTS = ("same", "not same", "unsure")


def read_judgements(path: str | Path | None) -> tuple[Judgement, ...]:
    """The decisions of a file, the last one on a pair counting; none without a file.

    Raises `SettingsError` for a file that cannot be read or a line that is no decision.
    """
    if path is None:
        return ()
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"judgements: {error}") from error
    found: dict[frozenset[str], Judgement] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decided = msgspec.json.decode(line, type=Judgement)
        except msgspec.DecodeError as error:
            raise SettingsError(f"{path}, line {number}: {error}") from error
        if decided.verdict not in VERDICTS:
            raise SettingsError(f"{path}, line {number}: verdict must be one of {', '.join(VERDICTS)}")
        found[frozenset((decided.left, decided.right))] = decided
    return tuple(sorted(found.values(), key=lambda j: (j.left, j.right)))


def write_judgements(path: str | Path, judgements: Iterable[Judgement]) -> None:
    """Write decisions, one a line, in the order given."""
    lines = [msgspec.json.encode(j, order="deterministic").decode() for j in judgements]
    Path(path).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
