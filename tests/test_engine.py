"""The same results on any engine."""

from __future__ import annotations

import pytest

from opensitrep.run.engine import cores, run


def begin() -> int:
    return 10


def add(state: int, item: int) -> int:
    return state + item


@pytest.mark.parametrize("engine", ["here", "processes"])
def test_every_input_gets_its_own_output(engine: str) -> None:
    found = dict(run(begin, add, list(range(20)), engine=engine, workers=2))
    assert found == {n: n + 10 for n in range(20)}


def test_nothing_to_do_sets_nothing_up() -> None:
    def fail() -> int:
        raise AssertionError("set up for nothing")

    assert list(run(fail, add, [], engine="here")) == []


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1


def test_the_same_results_on_ray() -> None:
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    assert dict(run(begin, add, [1, 2, 3, 4], engine="ray", workers=2)) == {0: 11, 1: 12, 2: 13, 3: 14}
