"""The same results on any engine, and nothing lost with a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.runs.kills import workers_of

from opensitrep.errors import ResourceError, SettingsError
from opensitrep.run.engine import START, cores, run, soonest


def begin() -> int:
    return 10


def add(state: int, item: int) -> int:
    return state + item


def kill_at_seven(folder: str, item: int) -> int:
    """Stands for a worker that the system ends, the first time or every time: a file counts."""
    if item == 7:
        file = Path(folder) / f"{time.time_ns()}"
        file.touch()
        if len(list(Path(folder).iterdir())) <= int(os.environ["KILLS"]):
            os.kill(os.getpid(), signal.SIGKILL)
    return item


def place() -> str:
    return os.environ["PLACE"]


def fail() -> int:
    raise SettingsError("nothing can be set up")


def divide(state: int, item: int) -> float:
    return state / item


def end_at_once() -> int:
    os._exit(3)


def told(item: int, how: str) -> str:
    return f"{item}: {how}"


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("engine", ["here", "processes"])
def test_every_input_gets_its_own_output(engine: str, workers: int) -> None:
    found = dict(run(begin, add, list(range(20)), engine=engine, workers=workers))
    assert found == {n: n + 10 for n in range(20)}


def test_the_longest_input_goes_first_and_keeps_its_place() -> None:
    found = list(run(begin, add, [1, 3, 2], weigh=float))
    assert found == [(1, 13), (2, 12), (0, 11)]


@pytest.mark.parametrize("engine", ["here", "processes"])
def test_inputs_are_asked_for_as_they_are_needed(engine: str) -> None:
    asked: list[int] = []

    def inputs() -> Iterator[int]:
        for number in range(10):
            asked.append(number)
            yield number

    found = run(begin, add, inputs(), engine=engine, workers=2, weigh=lambda _: 1e6)  # one is work for long
    next(found)
    assert len(asked) < 6
    assert sorted(n for n, _ in found) != []
    assert asked == list(range(10))


def test_nothing_to_do_sets_nothing_up() -> None:
    assert list(run(fail, add, [], engine="here")) == []
    assert list(run(fail, add, [], engine="processes", workers=2)) == []


@pytest.mark.parametrize(("kills", "output"), [(1, 7), (2, "7: SIGKILL")])
def test_an_input_is_worked_on_again_once_when_its_worker_is_lost(
    kills: int, output: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACE", str(tmp_path))
    monkeypatch.setenv("KILLS", str(kills))
    found = dict(run(place, kill_at_seven, list(range(12)), engine="processes", workers=2, lost=told))
    assert found == {n: n for n in range(12)} | {7: output}


def test_all_workers_and_what_they_are_forked_off_are_lost_and_made_anew() -> None:
    found = run(begin, add, range(8), engine="processes", workers=2)
    first = next(found)
    crew = workers_of(os.getpid())
    assert len(crew) >= 2  # the server is one of them where there is one
    for process in crew:
        os.kill(process, signal.SIGKILL)
    assert dict([first, *found]) == {n: n + 10 for n in range(8)}


BARE = """
from opensitrep.run.engine import run
from tests.test_engine import add, begin
print(sorted(run(begin, add, range(3), engine="processes", workers=2)))
"""


@pytest.mark.parametrize("way", ["a file", "standard input"])
def test_a_script_without_a_guard_has_workers(way: str, tmp_path: Path) -> None:
    (tmp_path / "bare.py").write_text(BARE, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "bare.py") if way == "a file" else "-"]
    there = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, input=BARE, env=there, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[(0, 10), (1, 11), (2, 12)]\n"


def test_workers_that_cannot_start_stop_the_run() -> None:
    with pytest.raises(ResourceError, match=r"exit code 3.*fewer workers"):
        list(run(end_at_once, add, [1, 2, 3], engine="processes", workers=2))


def test_an_error_in_a_worker_is_raised_with_where_it_was() -> None:
    with pytest.raises(SettingsError, match="nothing can be set up"):
        list(run(fail, add, [1, 2, 3], engine="processes", workers=2))
    with pytest.raises(ZeroDivisionError) as fault:
        list(run(begin, divide, [1, 0, 2], engine="processes", workers=2))
    assert "in divide" in fault.value.__notes__[0]


LONG = """
import signal, sys, time
from tests.test_engine import begin
from opensitrep.run.engine import run

def sleep(state, item):
    print(__import__("os").getpid(), flush=True)
    time.sleep(600)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it begins in the background ignore it
    list(run(begin, sleep, [1, 2], engine="processes", workers=2))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_when_their_parent_does(how: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "long.py"
    script.write_text(LONG, encoding="utf-8")
    there = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=there
    ) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.send_signal(how)
        parent.wait()
    until = time.monotonic() + 10
    while any(map(lives, workers)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(lives, workers))


def lives(process: int) -> bool:
    """Whether a process is there and not a mere entry in the table of those that ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_few_or_small_inputs_need_no_processes() -> None:
    assert soonest([], 4) == 1
    assert soonest([0.1] * 9, 4) == 1
    assert soonest([20 * START], 4) == 1
    assert soonest([START] * 100, cores()) == cores()


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1


def test_the_same_results_on_ray() -> None:
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    assert dict(run(begin, add, [1, 2, 3, 4], engine="ray", workers=2)) == {0: 11, 1: 12, 2: 13, 3: 14}


@pytest.mark.parametrize(("said", "held"), [(None, "1"), ("3", "3")])
def test_numerical_libraries_get_one_thread_unless_the_environment_says_otherwise(said: str | None, held: str) -> None:
    there = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    there |= {"OPENBLAS_NUM_THREADS": said} if said else {}
    program = "import sys, opensitrep.threads, os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    done = subprocess.run([sys.executable, "-c", program], env=there, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == held
