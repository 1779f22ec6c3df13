# SPDX-License-Identifier: Apache-2.0
"""Ctrl-Z: a run with many processes stands still, and goes on with ``fg``."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PR_SET_PDEATHSIG = 1


@contextlib.contextmanager
def standing_still() -> Iterator[Callable[[], float]]:
    """In this block Ctrl-Z stops this process and those that it has started.

    A terminal stops all of them itself, but not who sends the signal to this process alone. Yields
    a clock, in seconds, that stands still meanwhile.
    """
    if sys.platform == "win32" or signal.getsignal(signal.SIGTSTP) is not signal.SIG_DFL:
        yield time.monotonic
        return
    paused = 0.0

    def pause(*_: object) -> None:
        nonlocal paused
        begun = time.monotonic()
        _signal_all(signal.SIGSTOP)
        # Not by SIGTSTP, which stops nothing where no shell watches, as below a desktop.
        signal.raise_signal(signal.SIGSTOP)  # and here it goes on
        _signal_all(signal.SIGCONT)
        paused += time.monotonic() - begun

    signal.signal(signal.SIGTSTP, pause)
    try:
        yield lambda: time.monotonic() - paused
    finally:
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)


def wake_with_parent() -> None:
    """Go on, on Linux, should the program that started this one die while this one is paused:
    nobody else would know of it."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGCONT)


def _signal_all(number: signal.Signals) -> None:
    for process in multiprocessing.active_children():
        if process.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, number)
