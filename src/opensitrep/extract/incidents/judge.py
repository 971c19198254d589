"""The trained decisions of this room: trees, tables of how often words and kinds go together, thresholds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from opensitrep.learned import Trees, load_trees
from opensitrep.text.words import data_bytes, load

WEIGHTS, CARD = "models/incidents.npz", "models/incidents.json"
Table = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Tables:
    """What train tells of words and kinds: log odds, and the numbers of names in closed lists."""

    kinds: Table  # number of a kind
    together: Table  # two kinds -> log odds that mentions of them tell one happening
    words: Table  # noun -> log odds that it points to an incident when it is definite
    word_kinds: Table  # noun and kind -> log odds that it names that kind
    fates: Table  # number of a fate
    fate_kinds: Table  # fate and kind -> log odds that such a figure counts for that kind


@dataclass(frozen=True, slots=True)
class Judge:
    """Trees by the name of their decision, and what they need."""

    trees: Mapping[str, Trees]
    tables: Tables
    thresholds: Table
    blend: Mapping[str, tuple[float, float, float]]  # see `blend`


@cache
def load_judge() -> Judge:
    """The decisions as shipped."""
    card = json.loads(data_bytes(CARD))
    trees = load_trees(data_bytes(WEIGHTS), card["models"])
    return Judge(trees, Tables(**card["tables"]), card["thresholds"], card["blend"])


@dataclass(frozen=True, slots=True)
class _Kind:
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class _Kinds:
    categories: dict[str, _Kind] = field(default_factory=dict)
    extension: dict[str, _Kind] = field(default_factory=dict)


@cache
def spoken_kinds() -> frozenset[str]:
    """Kinds whose words are the deed: where it is spoken is nobody's place."""
    kinds = load("codes/plover.toml", _Kinds)
    return frozenset(name for name, kind in (kinds.categories | kinds.extension).items() if kind.spoken)
