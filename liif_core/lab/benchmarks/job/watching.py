# SPDX-License-Identifier: Apache-2.0
"""What a person sees of a command while it runs, and the memory it needs that no file backs."""

from __future__ import annotations

import contextlib
import itertools
import os
import pty
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import liif_core
from liif_core.errors import LiifError
from liif_core.lab.benchmarks.job.run import Plan, make_sources

_EVERY = 0.02
"""Seconds between two looks at the memory."""
_BESIDE = ("RssAnon:", "RssShmem:")
"""What /proc says of memory that is no part of a file on the disk."""


@dataclass(frozen=True)
class Watched:
    """One command from file to file."""

    source: str
    """Megapixels of the file."""
    what: str
    """Factor and format."""
    seconds: float
    memory: int
    """Bytes at most resident, apart from mapped files."""
    gap: float
    """Seconds at most between two movements of the bar on a terminal, from the first on to the end
    of the command."""
    first: float
    """Seconds until the first one."""


def watch_all(plan: Plan, formats: Sequence[str], done: Callable[[Watched], None]) -> None:
    """Enlarge a photo of each size by each factor into each of ``formats``, as ``liif`` does it.

    ``done`` is told of each. Raises :class:`LiifError` where a command fails, or the system does
    not tell.
    """
    if not sys.platform.startswith("linux"):
        raise LiifError("only Linux tells how much memory no file backs")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Each is there twice, and the first was compressed once.
        for source in make_sources(folder, plan)[::2]:
            for factor in plan.factors:
                for ending in formats:
                    target = folder / f"result.{ending}"
                    command = [
                        sys.executable, "-m", "liif_core.cli", "upscale", "--scale", f"{factor:g}",
                        str(folder / source.file), str(target), "--overwrite",
                    ]  # fmt: skip
                    seconds, memory, seen = watch(command)
                    gap = max(later - one for one, later in itertools.pairwise(seen))
                    what = f"x{factor:g}, {ending}"
                    size = f"{source.megapixels:.3g} MP"
                    done(Watched(size, what, seconds, memory, gap, seen[0]))
                    target.unlink()


def watch(command: Sequence[str]) -> tuple[float, int, list[float]]:
    """The seconds that ``command`` takes, the bytes it needs beside mapped files, and when it has
    written to a terminal, and ended, in seconds after its start.

    Raises :class:`LiifError` when it fails.
    """
    ours, its = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(Path(liif_core.__file__).parents[1])}
    seen: list[float] = []
    said = bytearray()
    start = time.monotonic()

    def listen() -> None:
        # It ends with an error, when nobody has the other end any more.
        with contextlib.suppress(OSError):
            while part := os.read(ours, 1 << 16):
                seen.append(time.monotonic() - start)
                said[:] = (said + part)[-1000:]

    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=its, env=environment
    )
    os.close(its)
    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    most = 0
    while process.poll() is None:
        most = max(most, _memory_beside(process.pid))
        time.sleep(_EVERY)
    seconds = time.monotonic() - start
    listener.join()
    os.close(ours)
    if process.returncode:
        why = said.decode("utf-8", "replace").strip().splitlines()
        raise LiifError(f"{' '.join(command[2:4])} failed ({why[-1] if why else 'silently'})")
    return seconds, most, [*seen, seconds]


def _memory_beside(process: int) -> int:
    """Bytes that it has now; 0 when it has just ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith(_BESIDE))


def describe_watched(each: Watched) -> str:
    """One line for people."""
    return (
        f"{each.source} {each.what}: {each.seconds:.1f} s, {each.memory / 1e6:.0f} MB beside mapped"
        f" files; the bar moves first after {each.first:.1f} s and then every {each.gap:.2f} s"
        " or sooner"
    )
