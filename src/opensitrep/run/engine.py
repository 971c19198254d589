"""Runs one piece of work over many inputs: here, in processes, or on Ray. It does not know what the work is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from opensitrep.run.workers import spread

S = TypeVar("S")
I = TypeVar("I")  # noqa: E741  an input
O = TypeVar("O")  # noqa: E741  an output

START = 4.0  # seconds until a worker process has loaded all it needs: 3 CPU seconds (benchmarks/runs/engines.py)
SURE = 0.8  # processes must promise to need less than this share of the time: other work on a machine slows them more


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    setup: Callable[[], S],
    work: Callable[[S, I], O],
    inputs: Sequence[I],
    *,
    engine: str = "here",
    workers: int = 0,
    weigh: Callable[[I], float] | None = None,
    lost: Callable[[I, str], O] | None = None,
) -> Iterator[tuple[int, O]]:
    """Yield (position, output) as outputs come, in any order. `setup` runs once in each worker.

    `setup`, `work`, the inputs and outputs must pickle for any engine but "here". `workers` 0: as many as finish
    soonest, by the seconds that `weigh` says an input takes; starting a process costs, and few or small inputs are
    worked on here. An input whose worker process is lost twice is given to `lost` with the reason (`workers.spread`).
    """
    weights = [weigh(item) if weigh else 0.0 for item in inputs]
    order = sorted(range(len(inputs)), key=lambda n: -weights[n])  # the longest first, so that none is left at the end
    count = min(workers, len(inputs)) if workers else soonest(weights, min(cores(), len(inputs)))
    chosen = [inputs[n] for n in order]
    if engine == "here" or (engine == "processes" and count < 2):
        found = _here(setup, work, chosen)
    elif engine == "processes":
        found = spread(setup, work, chosen, count, lost)
    else:
        found = _ray(setup, work, chosen, min(workers or cores(), len(inputs)))
    for number, output in found:
        yield order[number], output


def soonest(weights: Sequence[float], most: int) -> int:
    """How many processes, at most `most`, finish soonest on inputs of so many seconds each; 1: none but this one."""
    if most < 2 or not weights:
        return 1
    whole, longest = sum(weights), max(weights)
    costs = {1: SURE * whole} | {count: START + max(whole / count, longest) for count in range(2, most + 1)}
    return min(costs, key=lambda count: costs[count])


def _here(setup: Callable[[], S], work: Callable[[S, I], O], inputs: Sequence[I]) -> Iterator[tuple[int, O]]:
    if not inputs:
        return
    state = setup()
    for number, item in enumerate(inputs):
        yield number, work(state, item)


def _ray(setup: Callable[[], S], work: Callable[[S, I], O], inputs: Sequence[I], count: int) -> Iterator[tuple[int, O]]:
    import ray  # extra `ray`: a cluster is not part of the default install

    class Worker:
        def __init__(self) -> None:
            self.state = setup()

        def step(self, number: int, item: I) -> tuple[int, O]:
            return number, work(self.state, item)

    ray.init(ignore_reinit_error=True, include_dashboard=False, log_to_driver=False)
    pool = ray.util.ActorPool([ray.remote(Worker).remote() for _ in range(count)])
    todo: list[Any] = list(enumerate(inputs))
    yield from pool.map_unordered(lambda actor, pair: actor.step.remote(*pair), todo)
