# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds processes by their command line; run as a program, it kills one in the midst of a job.

Works in a process namespace of its own, where every process belongs to the test.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

WORKER = "liif_core.worker"
"""Part of the command line of every worker."""


def running(part: str) -> list[int]:
    """The processes whose command line holds ``part``; zombies and this program do not count."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        # A process may end at any moment between these reads.
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            if part in command and __file__ not in command and state != "Z":
                found.append(int(folder.name))
    return found


def _kill_while_the_worker_works(victim: str) -> None:
    """Kills ``victim`` at a moment when the worker has begun and cannot have finished."""
    while not (workers := running(WORKER)):
        time.sleep(0.01)
    send(workers, signal.SIGSTOP)
    time.sleep(0.3)
    send(running(victim), signal.SIGKILL)
    send(running(WORKER), signal.SIGCONT)


def send(processes: list[int], number: signal.Signals) -> None:
    """Sends a signal to those of the processes that are still there."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


if __name__ == "__main__":
    _kill_while_the_worker_works(sys.argv[1])
