"""Work on a Ray cluster of two nodes: the same account, bounded work on the way, nothing lost with a worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from opensitrep import Settings, build
from opensitrep.run.cluster import AHEAD
from opensitrep.run.codec import account_to_json
from opensitrep.run.engine import run

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "reports"
STORE = 100_000_000  # bytes of the object store of a node


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """Two nodes of one core each, on this machine."""
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": STORE}
    two = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    two.add_node(**node)
    two.wait_for_nodes()
    ray.init(address=two.address, log_to_driver=False)
    yield
    ray.shutdown()
    two.shutdown()


def mark(folder: Path) -> Path:
    """One file a set-up."""
    (folder / f"{os.getpid()}-{len(list(folder.iterdir()))}").touch()
    return folder


def same(folder: Path, item: Any) -> Any:
    return item


def test_models_are_loaded_once_an_actor(tmp_path: Path) -> None:
    found = [out for _, out in run(partial(mark, tmp_path), same, list(range(30)), engine="ray", workers=2)]
    assert sorted(found) == list(range(30))
    assert len(list(tmp_path.iterdir())) == 2


def seat(folder: Path) -> Path:
    """A file a set-up, named for its node."""
    (folder / f"{ray.get_runtime_context().get_node_id()} {os.getpid()}").touch()
    return folder


def test_actors_sit_on_both_nodes(tmp_path: Path) -> None:
    assert dict(run(partial(seat, tmp_path), same, list(range(30)), engine="ray", workers=2)) == {
        n: n for n in range(30)
    }
    nodes = {file.name.split()[0] for file in tmp_path.iterdir()}
    assert len(nodes) == sum(node["Alive"] for node in ray.nodes()) == 2


class Counted:
    """An input that says when it is sent."""

    sent = 0

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        Counted.sent += 1
        return int, (1,)


def test_no_more_is_sent_than_the_actors_can_have(tmp_path: Path) -> None:
    Counted.sent = 0
    inputs = [Counted() for _ in range(40)]
    for done, _ in enumerate(run(partial(mark, tmp_path), same, inputs, engine="ray", workers=2), 1):
        assert Counted.sent <= done + 2 * AHEAD
    assert Counted.sent == 40


def dies(times: int, folder: Path, item: int) -> int:
    """Ends its process on the third input, so many times."""
    if item == 3:
        for n in range(times):
            if not (folder / f"died {n}").exists():
                (folder / f"died {n}").touch()
                os.kill(os.getpid(), signal.SIGKILL)
    return item * item


@pytest.mark.parametrize(("times", "third"), [(1, 9), (2, -3)])
def test_what_a_killed_worker_had_in_hand_is_worked_on_once_more(times: int, third: int, tmp_path: Path) -> None:
    work = partial(dies, times)
    found = dict(
        run(partial(mark, tmp_path), work, list(range(10)), engine="ray", workers=2, lost=lambda item, how: -item)
    )
    assert found == {n: n * n for n in range(10)} | {3: third}


def test_the_account_is_that_of_one_process(tmp_path: Path) -> None:
    reports = [EXAMPLES / name for name in ("harbour-post.txt", "lakeside-courier.txt", "digest-del-sur.txt")]
    there = build(reports, settings=Settings(engine="ray", workers=2))
    assert account_to_json(there) == account_to_json(build(reports, settings=Settings(engine="here")))
