# SPDX-License-Identifier: Apache-2.0
"""Networks that are stopped in the middle of their run, when nobody wants the result any more.

Between two blocks the one who computes asks whether that is so; but a network can take seconds for
one tile, and a person who moves a slider waits for its end.

Those of onnxruntime on the processor are. OpenVINO can be stopped as well, but then some of its
operations keep the shapes of that run, and the next one of another size fails.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from liif_core.errors import Cancelled


class _Run:
    def __init__(self, stop: Callable[[], object]) -> None:
        self.stop = stop
        self.stopped = False


_lock = threading.Lock()
_running: list[_Run] = []


@contextmanager
def interruptible(stop: Callable[[], object]) -> Iterator[None]:
    """While this lasts, :func:`interrupt` calls ``stop``, which makes what runs in it raise
    anything. Raises :class:`Cancelled` in place of that."""
    run = _Run(stop)
    with _lock:
        _running.append(run)
    try:
        yield
    except Exception as error:
        if run.stopped:
            raise Cancelled from error
        raise
    finally:
        with _lock:
            _running.remove(run)


def interrupt() -> None:
    """Stop all networks that run at this moment in this process; from any thread."""
    with _lock:
        for run in _running:
            run.stopped = True
            run.stop()
