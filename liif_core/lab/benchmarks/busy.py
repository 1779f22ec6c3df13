# SPDX-License-Identifier: Apache-2.0
"""Other programs that compute at the same time, as a browser or a training does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def keep_busy(processes: int) -> Iterator[None]:
    """So many processes that do nothing but compute, at the usual priority, while this lasts."""
    command = [sys.executable, "-c", "while True: pass"]
    running = [subprocess.Popen(command) for _ in range(processes)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()
