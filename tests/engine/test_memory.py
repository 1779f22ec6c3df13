# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory is bounded by the tile, not by the picture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import liif_core

BUDGET = 512
"""MiB that a run of ``fast`` may take beside the source and the result, as the models state."""

PROGRAM = """
import resource, sys
from pathlib import Path
import numpy as np
from liif_core.runtime.upscale import upscale

def peak():
    # Not getrusage, whose peak includes that of the process that started this one.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

side, tile = int(sys.argv[1]), int(sys.argv[2])
source = np.random.default_rng(0).integers(0, 256, (side, side, 4), np.uint8)
result = np.zeros((side * 2, side * 2, 4), np.uint8)
before = peak()
upscale(source, result, grid=(side * 2, side * 2), tile=tile)
print(peak() - before)
"""


def _peak(side: int, tile: int) -> float:
    """MiB above source and result that enlarging a square picture takes at most."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(side), str(tile)],
        cwd=Path(liif_core.__file__).parent.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is known on Linux")
def test_the_peak_stays_within_the_budget() -> None:
    # Four tiles; and the figure means something: in one tile it would be more.
    assert _peak(760, 0) < BUDGET < _peak(760, 760)
