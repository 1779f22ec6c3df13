# SPDX-License-Identifier: Apache-2.0
"""Leaving soon, whatever a library is computing."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Iterator

from liif_core.atomic import remove_unfinished
from liif_core.cli.outcome import INTERRUPTED, NOTHING_WRITTEN

PATIENCE = 0.25
"""Seconds in which a command may end by itself."""
_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
_CLEARED = b"\r\x1b[K\x1b[?25h"
"""What takes a progress bar from a terminal, and brings back its cursor."""


@contextlib.contextmanager
def leaving_soon() -> Iterator[None]:
    """In this block a signal that ends the process ends it soon, and nothing is half written.

    Python itself answers to a signal only between two of its own steps, and a network may be
    computing for seconds in one. Only the main thread can set that up.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard, told = socket.socketpair()
    told.setblocking(False)
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    left = threading.Event()
    # While a file is read, what is written to the usual one is no message to anybody.
    messages = os.dup(2)
    watch = threading.Thread(
        target=_watch, args=(heard, left, messages), name="leaving", daemon=True
    )
    watch.start()
    try:
        yield
    finally:
        left.set()
        signal.set_wakeup_fd(before)
        told.close()
        watch.join()
        heard.close()
        os.close(messages)


def _watch(heard: socket.socket, left: threading.Event, messages: int) -> None:
    while numbers := heard.recv(1):
        # Others that Python answers to, such as that of a window of another size, end nothing; nor
        # do those that are ignored, of which nothing is heard.
        if numbers[0] in _ENDING and not left.wait(PATIENCE):
            _leave(numbers[0], messages)


def _leave(number: int, messages: int) -> None:
    """End the process without asking the main thread, which has no time."""
    remove_unfinished()
    if os.isatty(messages):
        os.write(messages, _CLEARED)
    if number == signal.SIGINT:
        os.write(messages, f"liif: {NOTHING_WRITTEN}\n".encode())
        os._exit(INTERRUPTED)
    os._exit(128 + number)
