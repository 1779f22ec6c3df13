# SPDX-License-Identifier: Apache-2.0
"""Starts a command and says what it cost: ``python -I -S launch.py FD COMMAND...``.

A small process, as one that starts another passes its own largest memory on to it. The command's
words go to the file FD, four numbers to standard output: seconds, seconds of processors, largest
memory in KiB and blocks of 512 bytes from the disk; then the exit status.
"""

from __future__ import annotations

import os
import sys
import time


def main(said: int, command: list[str]) -> None:
    """Run it to its end."""
    to = [(os.POSIX_SPAWN_DUP2, said, 1), (os.POSIX_SPAWN_DUP2, said, 2)]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=to)
    _, status, usage = os.wait4(process, 0)
    values = (
        time.perf_counter() - start,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss,
        usage.ru_inblock,
        os.waitstatus_to_exitcode(status),
    )
    sys.stdout.write(" ".join(map(str, values)) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
