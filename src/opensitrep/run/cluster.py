"""Work on a Ray cluster: actors that are set up once, each with a bounded number of inputs on the way to it.

Only so many inputs are handed to the cluster as its actors can have in hand or next in line, so that neither the object
store nor the driver fills up while outputs wait. In the place of an actor whose process or node is lost another one is
started; the input it had in hand is worked on once more, those behind it as if they had never been sent.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from opensitrep.run.workers import TRIES, collect_seldom, give_up

AHEAD = 2  # inputs an actor has at most: one in hand and one in line, so that it never waits for the driver


def spread_on_ray(
    setup: Callable[[], Any],
    work: Callable[[Any, Any], Any],
    inputs: Sequence[Any],
    count: int,
    lost: Callable[[Any, str], Any] | None = None,
    *,
    fetch: Callable[[Any], Any] = lambda item: item,
) -> Iterator[tuple[int, Any]]:
    """Yield (position, output) as outputs come, worked on by `count` actors, spread over the nodes of the cluster.

    `count` 0: one a core of the cluster; where there is none, of this machine. An input whose actor is lost twice is
    given to `lost`; one that an actor was lost with is worked on alone, so that no other is blamed for it. What is
    worked on is what `fetch` makes of an input when it is sent. Raises what `setup` or `work` raised, and
    `ResourceError` where `lost` is missing.
    """
    if not inputs:
        return
    import ray  # extra `ray`: a cluster is not part of the default install
    from ray import exceptions

    gone = (
        exceptions.RayActorError,
        exceptions.WorkerCrashedError,
        exceptions.OutOfMemoryError,
        exceptions.ObjectLostError,
    )

    class Worker:
        def __init__(self) -> None:
            collect_seldom()
            self.state = setup()

        def step(self, item: Any) -> Any:
            return work(self.state, item)

    def came(reference: Any) -> bool:
        try:
            ray.get(reference)
        except gone:
            return False
        return True

    ray.init(ignore_reinit_error=True, include_dashboard=False, log_to_driver=False)
    begin = ray.remote(Worker).options(scheduling_strategy="SPREAD").remote
    count = min(count or int(ray.cluster_resources().get("CPU", 1)), len(inputs))
    actors = [begin() for _ in range(count)]
    lines: list[dict[int, Any]] = [{} for _ in actors]  # what each has with its output's reference, the first in hand
    sent: dict[Any, tuple[int, dict[int, Any], int]] = {}  # by references of outputs
    todo, tries = deque(range(len(inputs))), Counter[int]()
    try:
        while todo or sent:
            for n in sorted(range(count), key=lambda n: len(lines[n])):
                while todo and len(lines[n]) < AHEAD and not (lines[n] and any(tries[m] for m in (todo[0], *lines[n]))):
                    number = todo.popleft()
                    lines[n][number] = actors[n].step.remote(fetch(inputs[number]))
                    sent[lines[n][number]] = n, lines[n], number
            (ready, *_), _ = ray.wait(list(sent), num_returns=1)
            n, line, number = sent.pop(ready)
            try:
                output = ray.get(ready)
            except gone as error:
                if line is lines[n]:  # the first that is heard of it: another actor takes its place
                    tries.update(m for m in line if not came(line[m]))  # which was in hand is not known
                    actors[n], lines[n] = begin(), {}
                if tries[number] < TRIES:
                    todo.appendleft(number)
                elif lost is None:
                    give_up(type(error).__name__)
                else:
                    yield number, lost(fetch(inputs[number]), type(error).__name__)
                continue
            del line[number]
            yield number, output
    finally:
        for one in actors:
            ray.kill(one)
