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
import sys
from pathlib import Path
import numpy as np
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime.run import run

def peak():
    # Not getrusage, whose peak includes that of the process that started this one.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

height, width, tile = map(int, sys.argv[1:])
source = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
# Not zeros, which take no room before they are written.
result = np.full((height * 2, width * 2, 3), 1, np.uint8)
before = peak()
run(Enlarge(Frame.of((width * 2, height * 2)), Settings(tile=tile)), source, result)
print(peak() - before)
"""


def _peak(height: int, width: int, tile: int) -> float:
    """MiB above source and result that enlarging a picture takes at most."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(height), str(width), str(tile)],
        cwd=Path(liif_core.__file__).parent.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is known on Linux"),
]


def test_the_peak_stays_within_the_budget() -> None:
    """With tiles as large as the model names."""
    assert _peak(384, 768, 0) < BUDGET


def test_the_peak_depends_on_the_tile() -> None:
    assert _peak(256, 640, 64) < 0.6 * _peak(256, 640, 640)


def test_tiles_of_several_shapes_share_their_memory() -> None:
    """Eight, with margins at two or three sides: the largest has 1.2 times the pixels of one
    without any."""
    assert _peak(400, 600, 192) < 1.8 * _peak(192, 192, 192)
