"""Runs one piece of work over many inputs: here, in processes, or on Ray. It does not know what the work is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar, cast

from opensitrep.run.cluster import spread_on_ray
from opensitrep.run.workers import make_ready, spread

S = TypeVar("S")
I = TypeVar("I")  # noqa: E741  an input
J = TypeVar("J")  # what stands for it until its turn comes
O = TypeVar("O")  # noqa: E741  an output

END: Any = object()
START = 2.0  # seconds until a worker process has loaded all it needs (benchmarks/runs/engines.py)
AHEAD = 60.0  # seconds of work a core, by `weigh`, that are looked at before any is begun
SURE = 0.8  # processes must promise to need less than this share of the time: other work on a machine slows them more


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    setup: Callable[[], S],
    work: Callable[[S, I], O],
    inputs: Iterable[J],
    *,
    engine: str = "here",
    workers: int = 0,
    weigh: Callable[[J], float] | None = None,
    fetch: Callable[[J], I] | None = None,
    lost: Callable[[I, str], O] | None = None,
    modules: Sequence[str] = (),
) -> Iterator[tuple[int, O]]:
    """Yield (position, output) as outputs come, in any order. `setup` runs once in each worker.

    `setup`, `work`, the inputs and outputs must pickle for any engine but "here". `workers` 0: as many as finish
    soonest, by the seconds that `weigh` says an input takes; starting a process costs, and few or small inputs are
    worked on here. Of inputs without end as many are looked at as are work for some time; the others are asked for when
    they are needed, and what `fetch` makes of one is held only while it is worked on. An input whose worker process is
    lost twice is given to `lost` with the reason (`workers.spread`). `modules` are those that `setup` loads beside its
    own; processes begin to load them while the first inputs are looked at.
    """
    rest, weights, first, whole, ready = iter(inputs), list[float](), list[J](), 0.0, engine != "processes"
    while whole < AHEAD * cores() and (item := next(rest, END)) is not END:
        first.append(item)
        weights.append(weigh(item) if weigh else 0.0)
        whole += weights[-1]
        if not ready and _crew(weights, workers) > 1:
            make_ready(setup, modules)
            ready = True
    order = sorted(range(len(first)), key=lambda n: -weights[n])  # the longest first, so that none is left at the end
    count = _crew(weights, workers)
    chosen = chain([first[n] for n in order], rest)
    get = fetch or cast(Callable[[J], I], _as_it_is)
    if engine == "here" or (engine == "processes" and count < 2):
        found = _here(setup, work, map(get, chosen))
    elif engine == "processes":
        found = spread(setup, work, map(get, chosen), count, lost)
    else:
        found = spread_on_ray(setup, work, list(chosen), workers, lost, fetch=get)
    for number, output in found:
        yield order[number] if number < len(order) else number, output


def _crew(weights: Sequence[float], workers: int) -> int:
    return min(workers, len(weights)) if workers else soonest(weights, min(cores(), len(weights)))


def _as_it_is(item: Any) -> Any:
    return item


def soonest(weights: Sequence[float], most: int) -> int:
    """How many processes, at most `most`, finish soonest on inputs of so many seconds each; 1: none but this one."""
    if most < 2 or not weights:
        return 1
    whole, longest = sum(weights), max(weights)
    costs = {1: SURE * whole} | {count: START + max(whole / count, longest) for count in range(2, most + 1)}
    return min(costs, key=lambda count: costs[count])


def _here(setup: Callable[[], S], work: Callable[[S, I], O], inputs: Iterable[I]) -> Iterator[tuple[int, O]]:
    state: S | None = None
    for number, item in enumerate(inputs):
        if number == 0:
            state = setup()
        yield number, work(cast(S, state), item)
