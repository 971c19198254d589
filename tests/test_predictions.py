"""Every field of the neutral prediction form has its home in the model."""

from __future__ import annotations

import re
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest

from opensitrep import model

HOMES: dict[str, dict[str, str]] = {
    "documents": {
        "file": "Document.name", "published": "Resolution.value", "boilerplate": "Mark.label",
        "glitches": "Mark.reading", "start": "Span.start",
        "end": "Span.end", "text": "Mark.reading", "story": "Story.id",
        "substory": "Story.parent", "copy_group": "Origin.copy",
    },
    "places": {"use": "Toponym.use", "map": "Located.role"},
    "times": {
        "from": "Interval.start", "to": "Interval.end", "value": "Interval.value", "implies": "TimeExpression.implies",
    },
    "quantities": {"low": "Quantity.low", "high": "Quantity.high", "unit": "Quantity.unit", "event": "Filler.span"},
    "statements": {
        "cue": "Attribution.cue", "source": "Attribution.source", "speaker": "Actor.name",
        "organisation": "Actor.organisation", "side": "Actor.side", "form": "Attribution.form",
        "channel": "Attribution.channel", "hedges": "Attribution.hedges", "chain": "Attribution.voices",
    },
    "events": {
        "id": "Event.id", "mentions": "Event.mentions", "type": "Event.type", "mode": "Event.mode",
        "agents": "Event.agents", "targets": "Event.targets", "name": "Actor.name", "side": "Actor.side",
        "places": "Event.places", "from": "Interval.start", "to": "Interval.end", "status": "Event.status",
        "currency": "Event.currency", "parent": "Event.parent",
    },
    "facts": {
        "id": "Fact.id", "event": "Fact.event", "place": "Fact.place", "slot": "Fact.slot", "values": "Fact.values",
        "low": "Value.low", "high": "Value.high", "unit": "Value.unit", "text": "Value.text",
        "evidence": "Value.evidence", "verdict": "Fact.verdict",
        "answer": "Fact.answer", "n_independent_origins": "Bounds.lower",
        "relations": "Fact.relations",
    },
    "control": {
        "place": "Control.place", "controller": "Control.holder", "status": "Control.status", "as_of": "Control.when",
        "evidence": "Control.evidence",
    },
}  # fmt: skip
KEYS = re.compile(r"`\[?\[?\{?\"?([a-z_]+)\"?")


@pytest.mark.parametrize("table", sorted(HOMES))
def test_every_home_exists(table: str) -> None:
    for home in HOMES[table].values():
        noun, field = home.split(".")
        assert field in {f.name for f in fields(getattr(model, noun))}, home


def test_no_field_of_the_form_is_homeless(shared: Path) -> None:
    text = (shared / "seeds" / "PREDICTIONS.md").read_text(encoding="utf-8")
    part = text.split("## The eight tables")[1].split("## How rows meet gold")[0]
    known = {field for homes in HOMES.values() for field in homes}
    enums = [e for e in vars(model).values() if isinstance(e, type) and issubclass(e, StrEnum)]
    values = {str(v) for e in enums for v in e} | {"null"}  # values stand in code type too
    for line in part.splitlines():
        found = re.match(r"\*\*([a-z]+)\.jsonl\*\*", line)
        if found:
            assert found.group(1) in HOMES
    homeless = set(re.findall(r"`([a-z_]{3,})`", part)) - known - values
    assert homeless == set()


def test_every_slot_of_the_form_is_one_of_ours(shared: Path) -> None:
    text = (shared / "seeds" / "PREDICTIONS.md").read_text(encoding="utf-8").split("## Slots of facts")[1]
    table = "\n".join(line.split("|", 2)[2] for line in text.splitlines() if line.startswith("| `{"))
    named = set(re.findall(r"\b([a-z]+(?:_[a-z]+)*)\b(?= ?[,(|])", re.sub(r"\([^)]*\)", "", table)))
    assert {"munitions_fired", "first_use", "capital"} <= named
    assert named <= {str(s) for s in model.Slot}
