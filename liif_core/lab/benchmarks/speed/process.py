# SPDX-License-Identifier: Apache-2.0
"""A contender in a process of its own: ``python -m liif_core.lab.benchmarks.speed.process NAME``.

It opens, enlarges one small picture and says so; then it takes a line ``WIDTH HEIGHT WIDTH
HEIGHT`` (from, to) at a time and answers with the seconds and its largest memory so far, in bytes.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from liif_core.lab.benchmarks.metrics import Picture
from liif_core.lab.benchmarks.speed.contenders import contenders

FIRST = 64
"""Side of the small picture."""
PATTERN = 512
"""Side of what larger pictures repeat."""


def main(name: str) -> None:
    (contender,) = (each for each in contenders() if each.name == name)
    enlarge = contender.open()
    scale = round(contender.scales[0]) if contender.scales else 2
    enlarge(picture(FIRST, FIRST), (FIRST * scale, FIRST * scale))
    print("ready", peak_memory(), flush=True)  # noqa: T201 - the answer
    for line in sys.stdin:
        width, height, columns, rows = map(int, line.split())
        source = picture(width, height)
        start = time.perf_counter()
        result = enlarge(source, (columns, rows))
        seconds = time.perf_counter() - start
        assert result.shape == (rows, columns, 3)
        del source, result  # or the next would have them beside its own
        print(seconds, peak_memory(), flush=True)  # noqa: T201


def picture(width: int, height: int) -> Picture:
    """Soft colours with some noise: like a photo, no plane and no pure noise."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:PATTERN, :PATTERN] / 40
    waves = np.stack([np.sin(x + y), np.sin(x - 2 * y), np.sin(3 * x)], -1)
    noise = rng.normal(0, 6, waves.shape)
    pattern = (128 + 90 * waves + noise).clip(0, 255).astype(np.uint8)
    # Repeated, as to make it in full would take more memory than what is measured.
    times = -(-height // PATTERN), -(-width // PATTERN), 1
    return np.tile(pattern, times)[:height, :width].copy()


def peak_memory() -> int:
    """Bytes at most resident so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(sys.argv[1])
