"""Cards of model files: what they were made of, what they are worth, and the classes and thresholds of each head."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec


@dataclass(frozen=True)
class Card:
    """What stands beside a file of weights."""

    name: str
    made_by: str  # the script that makes it again
    sets: list[dict[str, str]]  # name, licence, digest of every training set
    files: dict[str, str]  # sha256 of every file of the model
    seed: int
    classes: dict[str, tuple[str, ...]]  # of each head
    tokens: tuple[str, ...] = ()  # heads asked of single words
    sentences: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    thresholds: dict[str, float] = field(default_factory=dict)  # of a yes
    pool: dict[str, float] = field(default_factory=dict)  # weight of this scorer beside the fast one, by head
    figures: dict[str, Any] = field(default_factory=dict)  # on which part
    calibration: dict[str, Any] = field(default_factory=dict)
    notes: str = ""


def load_card(path: Path) -> Card:
    """The card of a model. Raises `OSError` or `msgspec.ValidationError`."""
    return msgspec.json.decode(path.read_bytes(), type=Card)
