# SPDX-License-Identifier: Apache-2.0
"""The executor on this machine: processes that share its cores.

Nothing heavy is imported here at the top: a new process must know its number of threads before
it loads numpy.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from liif_core.batch.items import Item, Order, Outcome
from liif_core.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection

ON_A_GPU = 2
"""Pictures at a time: while one is computed another is read or written."""
_LOOK_UP = 0.25
"""Seconds after which the run is asked whether it shall stop."""
_GRACE = 10.0
"""Seconds that a process has to cancel its picture and end."""
_LOOKS = round(_GRACE / _LOOK_UP)
_KILLED = -9
"""Exit code of a process that was ended by force, as a system does that is short of memory."""
_SPAWN = multiprocessing.get_context("spawn")


def share_cores(cores: int, workers: int) -> list[int]:
    """Threads for each worker: all cores, none twice, but one for each worker at least."""
    return [max(1, cores // workers + (n < cores % workers)) for n in range(workers)]


class LocalExecutor:
    """See :class:`liif_core.batch.items.Executor`. A process that dies costs its picture only."""

    def __init__(self, threads: list[int]) -> None:
        """One worker for each number of threads in ``threads``."""
        self._threads = threads

    def run(
        self, items: Iterable[Item], order: Order, stopped: Callable[[], bool]
    ) -> Generator[Outcome, None, None]:
        """See :meth:`liif_core.batch.items.Executor.run`."""
        waiting = iter(items)
        idle = [_Worker(order, threads) for threads in self._threads]
        busy: list[_Worker] = []
        stopping = False
        try:
            while True:
                if not stopping and stopped():
                    stopping = True
                    for worker in busy:
                        worker.stop()
                while idle and not stopping and (item := next(waiting, None)):
                    worker = idle.pop()
                    busy.append(worker)
                    worker.begin(item)
                if not busy:
                    return
                ready = wait([worker.connection for worker in busy], _LOOK_UP)
                for worker in [worker for worker in busy if worker.connection in ready]:
                    outcome = worker.receive_outcome()
                    busy.remove(worker)
                    if not worker.alive and not stopping and stopped():
                        # What asked the run to stop has reached the process as well.
                        stopping, outcome = True, None
                        for other in busy:
                            other.stop()
                    if worker.alive:
                        idle.append(worker)
                    elif not stopping:
                        idle.append(_Worker(order, worker.threads))
                    if outcome:
                        yield outcome
        finally:
            for worker in [*idle, *busy]:
                worker.connection.close()
            for worker in [*idle, *busy]:
                worker.end()


class _Worker:
    """A process and what it is working on."""

    def __init__(self, order: Order, threads: int) -> None:
        self.threads = threads
        self.alive = True
        self._order = order
        self.connection, theirs = _SPAWN.Pipe()
        self._item: Item | None = None
        self._stopped = False
        self._process = _SPAWN.Process(target=serve, args=(theirs, threads), daemon=True)
        with _interrupts_held_back():
            self._process.start()
        theirs.close()
        self._send(order)

    def begin(self, item: Item) -> None:
        self._item = item
        self._send(item)

    def stop(self) -> None:
        """Have it cancel what it is doing, or finish, if that is nearly done."""
        self._stopped = True
        self._send(None)

    def receive_outcome(self) -> Outcome | None:
        """What it has sent; None when it was cancelled. If it has died, that is the outcome."""
        try:
            result: Outcome | None = self.connection.recv()
        except (EOFError, OSError):
            self.alive = False
            self.connection.close()
            self.end()
            if self._item is None:
                return None
            from liif_core.atomic import remove_leftovers

            remove_leftovers([self._order.target_dir / self._item.target])
            if self._stopped:
                return None
            code = self._process.exitcode
            text = f"the process that worked on it ended ({code})"
            if code == _KILLED:
                text = f"the process that worked on it ended ({code}); perhaps for want of memory"
            return Outcome(self._item, "failed", notes=(text,))
        return result

    def end(self) -> None:
        """Wait until the process has noticed that the connection is closed; or end it."""
        for _ in range(_LOOKS):
            # In parts, so that a time in which Ctrl-Z has stopped everything does not count.
            self._process.join(_LOOK_UP)
            if self._process.exitcode is not None:
                return
        self._process.kill()
        self._process.join()

    def _send(self, message: Order | Item | None) -> None:
        # A process that has died is noticed when its outcome is read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send(message)


def serve(connection: Connection, threads: int) -> None:
    """The life of a worker: an order, then items until there is no more or the run has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides what an interrupt means
    os.environ["OMP_NUM_THREADS"] = str(threads)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the run is gone
        order = connection.recv()
        from liif_core.batch.work import process

        while item := connection.recv():
            # Whatever arrives, or the end of the run, means that nobody waits for the result.
            try:
                outcome = process(item, order, connection.poll)
            except Cancelled:
                connection.send(None)
                return
            connection.send(outcome)


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """For a process started in this block Ctrl-C is not meant, from its first moment on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # Started with the first process it would let the signal through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
