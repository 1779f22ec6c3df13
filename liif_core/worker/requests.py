# SPDX-License-Identifier: Apache-2.0
"""What the worker is told: jobs, and the wish to cancel one."""

from __future__ import annotations

import os
import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from liif_core.request.rules import RequestError
from liif_core.request.wire import MAX_LINE, Job, decode
from liif_core.worker.messages import Messages

_GRACE = 5.0
"""Seconds the process has to end by itself once the last word was said."""
_PATIENCE = 0.25
"""Seconds until a wish to cancel is answered without waiting for a library to return."""


class Requests:
    """What the editor sends: a job, perhaps the wish to cancel, other jobs, at last end-of-file."""

    def __init__(self, messages: Messages, interrupt: Callable[[], object]) -> None:
        """``interrupt`` is called, in another thread, when a job is cancelled."""
        # os.read, because sys.stdin holds a lock that aborts the interpreter at its exit.
        self._lines = lines(partial(os.read, 0))
        self._messages = messages
        self._answered = messages.ended
        self._interrupt = interrupt
        self._stays = False
        """Whether the process is needed after the job that was sent last."""
        self._later: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.cancelled = threading.Event()

    def jobs(self) -> Iterator[Job]:
        """Each job as it comes, until the editor hangs up. Raises :class:`RequestError`.

        From the first on a wish to cancel is noticed, and the process ends when the editor has
        gone.
        """
        line = next(self._lines, None)
        if line is None:
            return
        first = decode(line)
        self._stays = bool(first.get("stay"))
        message: dict[str, Any] | None = first
        threading.Thread(target=self._listen, daemon=True).start()
        while message is not None:
            if message["type"] != "job":
                raise RequestError(f"expected a job, not {message['type']!r}")
            yield Job.from_message(message)
            message = self._later.get()
            self._answered.clear()

    def _listen(self) -> None:
        try:
            for line in self._lines:
                message = decode(line)
                if message["type"] == "cancel":
                    self.cancelled.set()
                    self._interrupt()
                    if not self._stays and not self._answered.wait(_PATIENCE):
                        self._messages.send("cancelled")
                        os._exit(0)
                elif message["type"] == "job":
                    # What was sent before it was meant for the one before.
                    self.cancelled.clear()
                    self._stays = bool(message.get("stay"))
                    self._later.put(message)
        except RequestError:
            traceback.print_exc()
        # Nobody is left who could read the result: end now, in the middle of a computation. But
        # an editor that only hangs up after the last word gets the status that belongs to it.
        if self._answered.is_set():
            self._later.put(None)
            time.sleep(_GRACE)
        os._exit(1)


def lines(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """What ``read`` brings, given the most bytes it may, line by line; until it brings nothing.

    Raises :class:`RequestError` when a line does not end in time.
    """
    pending = b""
    while chunk := read(MAX_LINE):
        *whole, pending = (pending + chunk).split(b"\n")
        yield from whole
        if len(pending) > MAX_LINE:
            raise RequestError(f"a message of over {MAX_LINE} bytes")
