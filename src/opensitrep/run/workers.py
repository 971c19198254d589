"""Worker processes: each knows which input it has in hand, ends with its parent, and may be lost without loss.

A pool of the standard library breaks as a whole when one process is killed, does not say on which input, and leaves its
processes alive when the parent is killed. Here each worker has a pipe of its own. The end of that pipe is held by the
parent alone, so that it closes when the parent ends in whatever way, and the worker ends with it.

Workers are forked off a server process that has the modules of the work loaded and nothing else (no thread, no model,
no file of the parent), where the system has such servers: each would load them again. A fork of the parent itself could
hang in what its threads held.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from time import sleep
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from opensitrep.errors import ResourceError

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

TRIES = 2  # an input whose worker is lost is worked on again once
BEGUN = b""  # what a worker says when it takes up an input
CLOSED = (EOFError, OSError)  # a pipe whose other end is gone, also in the middle of a message
GOING = (0.01, 0.1, 1.0)  # seconds in which a server that was ended is seen to be gone, the likely one first


def collect_seldom() -> None:
    """Let this process look for cycles of objects less often: few are made here, and of many reports a third of the
    time right of the bar went by on it. For processes of our own: commands and workers."""
    gc.set_threshold(100_000, 20, 100)


def _module(work: Any) -> str:
    return str(getattr(work, "func", work).__module__)


@contextmanager
def _main_left_out(*needed: str) -> Iterator[None]:
    """Processes begun within do not run the main program of this one again, unless what they do stands in it: a script
    need not guard itself against that, and may come from standard input."""
    main = sys.modules["__main__"]
    if "__main__" not in needed:
        sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def make_ready(setup: Callable[[], Any], modules: Sequence[str] = ()) -> ForkServerContext | SpawnContext:
    """What workers of `setup` are made from. Modules begin to be loaded there, beside this process."""
    if "forkserver" in get_all_start_methods():
        from multiprocessing import forkserver  # noqa: PLC0415  not to be had on every system

        context, module = get_context("forkserver"), _module(setup)
        context.set_forkserver_preload([*modules, *([module] if module != "__main__" else [])])
        with suppress(OSError):  # no folder for its socket, or one with too long a name
            forkserver.ensure_running()
            return context
    return get_context("spawn")


def spread(
    setup: Callable[[], Any],
    work: Callable[[Any, Any], Any],
    inputs: Iterable[Any],
    count: int,
    lost: Callable[[Any, str], Any] | None = None,
) -> Iterator[tuple[int, Any]]:
    """Yield (position, output) as outputs come, worked on by `count` processes; an input is asked for when one is free.

    An input whose worker is lost twice is given to `lost` with the reason, and what that makes of it is its output.
    Raises what `setup` or `work` raised, with the worker's traceback as a note, and `ResourceError` where workers are
    lost before they have started or `lost` is missing.
    """
    crew = _Crew(partial(_Worker, setup, work), inputs, count, lost)
    try:
        while crew.busy():
            for worker in crew.heard():
                message = worker.hear()
                if message is None:
                    yield from crew.replace(worker)
                    continue
                if message == BEGUN:
                    worker.begun = True
                    continue
                output, error = pickle.loads(message)
                if error is not None:
                    raise error
                number = worker.done()
                crew.hand_out()  # at once: the worker does not wait for what is done with its output
                if number is not None:
                    yield number, output
    finally:
        crew.end()


class _Crew:
    """All workers with what is still to do."""

    def __init__(
        self,
        worker: Callable[[], _Worker],
        inputs: Iterable[Any],
        count: int,
        lost: Callable[[Any, str], Any] | None,
    ) -> None:
        self.worker, self.inputs, self.lost = worker, enumerate(inputs), lost
        self.todo = deque[tuple[int, Any]]()  # those to be worked on again
        self.tries = Counter[int]()
        self.stillborn, self.allowed = 0, count
        self.workers = [worker() for _ in range(count)]

    def busy(self) -> bool:
        """Whether anything is to do; the workers have it in hand then."""
        self.hand_out()
        return any(worker.given is not None for worker in self.workers)

    def hand_out(self) -> None:
        """Give the next inputs to the workers that have none."""
        for worker in self.workers:
            if worker.given is None:
                worker.given = self.todo.popleft() if self.todo else next(self.inputs, None)
                if worker.given is not None:
                    worker.take(worker.given[1])

    def heard(self) -> list[_Worker]:
        """The workers that say something, or are gone; waits for the first."""
        ready = wait([worker.pipe for worker in self.workers])
        return [worker for worker in self.workers if worker.pipe in ready]

    def replace(self, gone: _Worker) -> Iterator[tuple[int, Any]]:
        """Put another worker in the place of one that is gone; what it had in hand is worked on again, or lost."""
        self.workers.remove(gone)
        how = gone.end()
        if not gone.ready:
            self.stillborn += 1
            if self.stillborn > self.allowed:
                give_up(how)
        if gone.given is not None:
            number, item = gone.given
            self.tries[number] += gone.begun
            if self.tries[number] < TRIES:
                self.todo.appendleft(gone.given)
            elif self.lost is None:
                give_up(how)
            else:
                yield number, self.lost(item, how)
        if gone.given is not None:
            self.workers.append(self.worker())

    def end(self) -> None:
        """End all."""
        for worker in self.workers:
            worker.pipe.close()  # they end side by side
        for worker in self.workers:
            worker.end()


def give_up(how: str) -> NoReturn:
    """Raise what says that work cannot be done here."""
    raise ResourceError(
        f"worker processes end before their work is done ({how}); often there is too little memory: "
        "use fewer workers, or the engine 'here'"
    )


class _Worker:
    """A process as its parent sees it."""

    def __init__(self, setup: Callable[[], Any], work: Callable[[Any, Any], Any]) -> None:
        context = make_ready(setup)
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, setup, work, dict(os.environ)), daemon=True)
        with _main_left_out(_module(setup), _module(work)):
            self._start()
        theirs.close()
        self.given: tuple[int, Any] | None = None  # position of the input in hand, and the input
        self.ready = self.begun = False

    def _start(self) -> None:
        """Start the process. Where the server was ended just now there is another as soon as it is seen to be gone."""
        for pause in GOING:
            with suppress(*CLOSED):
                self.process.start()
                return
            sleep(pause)
        self.process.start()

    def take(self, item: Any) -> None:
        """Hand it an input. That it is gone is noticed when it is heard."""
        message = pickle.dumps(item)
        with suppress(OSError):
            self.pipe.send_bytes(message)

    def hear(self) -> bytes | None:
        """Its next message; the first says that it is set up. None: it is gone."""
        try:
            return self.pipe.recv_bytes()
        except CLOSED:
            return None

    def done(self) -> int | None:
        """It has done what it had in hand, which is given; None: it is set up and begins."""
        if not self.ready:
            self.ready = True
            return None
        given, self.given, self.begun = self.given, None, False
        return given[0] if given else None

    def end(self) -> str:
        """End the process, if it lives, and tell how it ended."""
        self.pipe.close()
        self.process.join(0.2)  # one that is gone needs a moment to be seen as gone
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            self.process.join()
        self.process.close()
        if code is None or code >= 0:
            return f"exit code {code or 0}"
        return next((s.name for s in signal.Signals if s == -code), f"signal {-code}")


# ---------------------------------------------------------------- in the worker


def _serve(
    pipe: Connection, setup: Callable[[], Any], work: Callable[[Any, Any], Any], environment: Mapping[str, str]
) -> None:
    """The life of a worker: set up, then one input after the other until the parent is gone."""
    os.environ.update(environment)  # of now; its own is as old as the server
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told to stop, and ends its workers
    inputs: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(pipe, inputs), daemon=True).start()
    try:
        state = setup()
        _say(pipe, None, None)
        while True:
            item = inputs.get()
            _tell(pipe, BEGUN)
            _say(pipe, work(state, pickle.loads(item)), None)
    except Exception as error:  # noqa: BLE001  handed to the parent, which raises it
        error.add_note(f"in a worker process:\n{traceback.format_exc()}")
        _say(pipe, None, error)


def _listen(pipe: Connection, inputs: SimpleQueue[bytes]) -> None:
    """Take inputs in while the worker works, and end it at once when the parent is gone."""
    while True:
        try:
            inputs.put(pipe.recv_bytes())
        except CLOSED:
            os._exit(0)


def _say(pipe: Connection, output: Any, error: Exception | None) -> None:
    _tell(pipe, _packed(output, error))


def _tell(pipe: Connection, message: bytes) -> None:
    try:
        pipe.send_bytes(message)
    except OSError:
        os._exit(0)  # nobody is there to hear it


def _packed(output: Any, error: Exception | None) -> bytes:
    try:
        message = pickle.dumps((output, error))
        if error is not None:
            pickle.loads(message)  # some errors go in and never come out
    except Exception as fault:  # noqa: BLE001  an output or an error that does not pickle is a bug like any other
        told = "\n".join(traceback.format_exception(error or fault))
        message = pickle.dumps((None, RuntimeError(f"in a worker process:\n{told}")))
    return message
