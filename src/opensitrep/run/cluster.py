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

    ray.init(ignore_reinit_error=True, include_dashboard=False, log_to_driver=False)
    count = min(count or int(ray.cluster_resources().get("CPU", 1)), len(inputs))
    actors = Actors(setup, work, count)
    todo, tries = deque(range(len(inputs))), Counter[int]()
    try:
        while todo or actors.sent:
            for n, line in actors.shortest_first():
                while todo and len(line) < AHEAD and not (line and any(tries[m] for m in (todo[0], *line))):
                    number = todo.popleft()
                    actors.send(n, number, fetch(inputs[number]))
            number, found, died = actors.next()
            if found:
                yield number, found[0]
                continue
            tries.update(died)  # which was in hand is not known
            if tries[number] < TRIES:
                todo.appendleft(number)
            elif lost is None:
                give_up(actors.how)
            else:
                yield number, lost(fetch(inputs[number]), actors.how)
    finally:
        actors.end()


class Actors:
    """Actors, each set up once, with the inputs that each has in hand or in line."""

    def __init__(self, setup: Callable[[], Any], work: Callable[[Any, Any], Any], count: int) -> None:
        import ray
        from ray import exceptions

        class Worker:
            def __init__(self) -> None:
                collect_seldom()
                self.state = setup()

            def step(self, item: Any) -> Any:
                return work(self.state, item)

        self._ray, self._worker = ray, ray.remote(Worker)
        self._gone = (
            exceptions.RayActorError,
            exceptions.WorkerCrashedError,
            exceptions.OutOfMemoryError,
            exceptions.ObjectLostError,
        )
        self._actors = [self._begin(n) for n in range(count)]
        self._lines: list[dict[int, Any]] = [{} for _ in range(count)]  # the first in hand, with its output's reference
        self.sent: dict[Any, tuple[int, dict[int, Any], int]] = {}  # by references of outputs
        self.how = ""  # the last that was lost was lost by

    def _begin(self, number: int) -> Any:
        """An actor on one node after the other, as many on each as it has cores; elsewhere where that node has gone.
        (Ray's own strategy "SPREAD" put two actors on one of two idle nodes in two runs of three.)"""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        cores = {node["NodeID"]: int(node["Resources"].get("CPU", 0)) for node in self._ray.nodes() if node["Alive"]}
        seats = [node for n in range(max(cores.values())) for node in sorted(cores) if n < cores[node]] or [*cores]
        seat = NodeAffinitySchedulingStrategy(seats[number % len(seats)], soft=True)
        return self._worker.options(scheduling_strategy=seat).remote()

    def shortest_first(self) -> list[tuple[int, dict[int, Any]]]:
        """Actors with their lines, those with the least to do first."""
        return sorted(enumerate(self._lines), key=lambda pair: (len(pair[1]), pair[0]))

    def send(self, actor: int, number: int, item: Any) -> None:
        """Put what is made of an input in the line of an actor."""
        line = self._lines[actor]
        line[number] = self._actors[actor].step.remote(item)
        self.sent[line[number]] = actor, line, number

    def next(self) -> tuple[int, tuple[Any, ...], list[int]]:
        """The next input that is done, with its output; or without one, and with what its actor was lost with where
        that is news: then another actor stands in its place. Raises what the work raised."""
        (ready, *_), _ = self._ray.wait(list(self.sent), num_returns=1)
        actor, line, number = self.sent.pop(ready)
        try:
            output = self._ray.get(ready)
        except self._gone as error:
            self.how = type(error).__name__
            if line is not self._lines[actor]:
                return number, (), []
            died = [m for m in line if not self._came(line[m])]
            self._actors[actor], self._lines[actor] = self._begin(actor), {}
            return number, (), died
        del line[number]
        return number, (output,), []

    def _came(self, reference: Any) -> bool:
        try:
            self._ray.get(reference)
        except self._gone:
            return False
        return True

    def end(self) -> None:
        """Have all of them end."""
        for one in self._actors:
            self._ray.kill(one)
