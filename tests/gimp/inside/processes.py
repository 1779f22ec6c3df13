# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds processes by their command line; run as a program, it kills one in the midst of a job,
or so many seconds after it has come.

Works in a process namespace of its own, where every process belongs to the test.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

PLUG_IN = "plug-ins/liif/liif.py"
WORKER = "liif_core.worker"
"""Part of the command line of every such process."""


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


def wait_for_end(part: str, patience: float = 30.0) -> int:
    """How many such processes are left, after the time in which a busy machine ends them."""
    deadline = time.monotonic() + patience
    while running(part) and time.monotonic() < deadline:
        time.sleep(0.05)
    return len(running(part))


def temporary_files() -> list[str]:
    """Files with our name in the folders for temporary ones, which were empty at the start."""
    folders = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
    return [str(path) for folder in folders for path in folder.rglob("*liif*")]


def _kill_while_the_worker_works(victim: str) -> None:
    """Kills ``victim`` at a moment when the worker has begun and cannot have finished."""
    while not (workers := running(WORKER)):
        time.sleep(0.01)
    send(workers, signal.SIGSTOP)
    time.sleep(0.3)
    send(running(victim), signal.SIGKILL)
    send(running(WORKER), signal.SIGCONT)


def kill_later(victim: str, seconds: float) -> None:
    """Kills ``victim`` so long after it is there; nobody, if it has ended by then."""
    while not running(victim):
        time.sleep(0.01)
    time.sleep(seconds)
    send(running(victim), signal.SIGKILL)


def send(processes: list[int], number: signal.Signals) -> None:
    """Sends a signal to those of the processes that are still there."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


if __name__ == "__main__":
    victim, *moment = sys.argv[1:]
    if moment:
        kill_later(victim, float(moment[0]))
    else:
        _kill_while_the_worker_works(victim)
