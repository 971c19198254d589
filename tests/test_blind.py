"""No prediction sees a gold value: other gold, same answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.blind import KEPT, blinded, signed
from benchmarks.stage import answers

TEXT = "Police said on Monday that two people were killed in Porto."
GOLD: dict[str, tuple[Any, Any]] = {
    "timex": ([{"start": 15, "end": 21, "text": "Monday", "type": "DATE", "value": "2020-01-06"}], []),
    "attribution": ([{"source": [[0, 6]], "cue": [[7, 11]], "content": [[22, 58]]}], []),
    "plover": ([{"label": "ASSAULT"}], [{"label": "AID"}]),
    "toponyms": ([{"start": 53, "end": 58, "text": "Porto", "lat": 41.1, "lon": -8.6}], []),
    "toponyms-resolution": (
        [{"start": 53, "end": 58, "text": "Porto", "lat": 41.1, "lon": -8.6}],
        [{"start": 53, "end": 58, "text": "x", "lat": -30.0, "lon": -51.2}],
    ),
    "muc4": ([{"type": "attack"}], []),
    "stories": ([{"story": "1"}], [{"story": "2"}]),
    "coref": ([{"id": "a", "start": 39, "end": 45, "chain": "x"}], [{"id": "b", "start": 39, "end": 45, "chain": "y"}]),
}


def file_of(folder: Path, name: str, stage: str, gold: Any) -> Path:
    row = {"id": f"{name}-{stage}", "text": TEXT, "dct": "2020-01-07", "topic": name, "story": name, "gold": gold}
    file = folder / f"{name}.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("stage", sorted(GOLD))
def test_other_gold_gives_the_same_answers(stage: str, tmp_path: Path) -> None:
    found = []
    for name, gold in zip(("one", "two"), GOLD[stage], strict=True):
        records, _ = blinded(stage, file_of(tmp_path, name, stage, gold))
        found.append((records, answers(stage, records)))
    assert found[0] == found[1]


def test_no_gold_and_no_id_passes_the_door(tmp_path: Path) -> None:
    for stage in GOLD:
        records, _ = blinded(stage, file_of(tmp_path, "secret", stage, GOLD[stage][0]))
        assert set(records[0]) <= {"id", "spans", "mentions", *KEPT[stage]}
        assert "secret" not in json.dumps(records)


def test_answers_go_back_under_their_own_ids(tmp_path: Path) -> None:
    file = file_of(tmp_path, "one", "coref", GOLD["coref"][0])
    back = signed("coref", file, [{"id": "0", "mentions": [{"id": "0", "start": 39, "end": 45, "chain": "k"}]}])
    assert back == [{"id": "one-coref", "mentions": [{"id": "a", "start": 39, "end": 45, "chain": "k"}]}]
