"""From which probability on something is an alarm: where most errors are found for each false one."""

from __future__ import annotations

import pytest
from training.checks import train


def test_a_question_that_finds_more_for_a_false_alarm_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "FALSE", 0.1)
    good = ({"a": 0.8, "b": 0.2, "c": 0.1}, {"w": 0.9, "x": 0.7, "y": 0.6})
    poor = ({"d": 0.9, "e": 0.8, "f": 0.7}, {"z": 0.75})
    sure = train.thresholds({"good": good, "poor": poor}, 10)
    assert sure["good"] == pytest.approx(0.5)
    assert sure["poor"] == 1.0
