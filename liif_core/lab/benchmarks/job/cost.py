# SPDX-License-Identifier: Apache-2.0
"""What a whole process costs: time, processor time, memory, and what it reads from the disk."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from liif_core.errors import LiifError

_LAUNCH = str(Path(__file__).with_name("launch.py"))
_BLOCK = 512
"""Bytes of a block of input, as getrusage counts them."""


@dataclass(frozen=True)
class Cost:
    """Of one process with all that it has started."""

    seconds: float
    processor: float
    """Seconds of all cores, for itself and in the system."""
    memory: int
    """Bytes at most resident."""
    read: int
    """Bytes from the disk; what the system has still in memory does not count."""


def take(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run ``command`` in ``folder`` to its end. Raises :class:`LiifError` when it fails."""
    with tempfile.TemporaryFile() as said:
        launched = subprocess.run(
            [sys.executable, "-I", "-S", _LAUNCH, str(said.fileno()), *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, pass_fds=[said.fileno()],
            cwd=folder, env=dict(environment), check=True, text=True,
        )  # fmt: skip
        seconds, processor, memory, blocks, status = launched.stdout.split()
        if status != "0":
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            why = lines[-1] if lines else f"status {status}"
            raise LiifError(f"{' '.join(command[:4])} could not be run ({why})")
    return Cost(float(seconds), float(processor), int(memory) * 1024, int(blocks) * _BLOCK)


def forget_files(checkout: Path) -> None:
    """Have the system forget what it has read of Python, its packages and ``checkout``.

    It keeps what a running program has in use.
    """
    os.sync()  # what is still to be written is kept as well
    for folder in {Path(sys.prefix), Path(sysconfig.get_path("stdlib")), checkout}:
        for path in folder.rglob("*"):
            if path.is_file():
                _forget(path)


def _forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        number = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(number)
