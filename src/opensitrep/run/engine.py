"""Runs one piece of work over many inputs: here, in processes, or on Ray. It does not know what the work is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any, TypeVar

S = TypeVar("S")
I = TypeVar("I")  # noqa: E741  an input
O = TypeVar("O")  # noqa: E741  an output

_state: Any = None
_work: Any = None


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    setup: Callable[[], S], work: Callable[[S, I], O], inputs: Sequence[I], *, engine: str = "here", workers: int = 0
) -> Iterator[tuple[int, O]]:
    """Yield (position, output) as outputs come, in any order. `setup` runs once in each worker.

    `setup`, `work`, the inputs and outputs must pickle for any engine but "here". Few inputs are worked on here,
    because starting a process costs more than it saves.
    """
    count = min(workers or cores(), len(inputs))
    if engine == "here" or count < 2 or (engine == "processes" and len(inputs) < 4 * count):
        yield from _here(setup, work, inputs)
    elif engine == "processes":
        yield from _processes(setup, work, inputs, count)
    else:
        yield from _ray(setup, work, inputs, count)


def _here(setup: Callable[[], S], work: Callable[[S, I], O], inputs: Sequence[I]) -> Iterator[tuple[int, O]]:
    if not inputs:
        return
    state = setup()
    for number, item in enumerate(inputs):
        yield number, work(state, item)


def _start(setup: Callable[[], Any], work: Callable[[Any, Any], Any]) -> None:
    global _state, _work
    _state, _work = setup(), work


def _step(number: int, item: Any) -> tuple[int, Any]:
    return number, _work(_state, item)


def _processes(
    setup: Callable[[], S], work: Callable[[S, I], O], inputs: Sequence[I], count: int
) -> Iterator[tuple[int, O]]:
    context = get_context("spawn")  # forked copies of numerical libraries can hang
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=(setup, work)) as pool:
        todo = iter(enumerate(inputs))
        running = {pool.submit(_step, *pair) for _, pair in zip(range(4 * count), todo, strict=False)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
                if (pair := next(todo, None)) is not None:
                    running.add(pool.submit(_step, *pair))


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
