# SPDX-License-Identifier: Apache-2.0
"""How long a computation will take on this machine, from a short one."""

from __future__ import annotations

import numpy as np

from liif_core.registry.models import ModelEntry
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Device, Settings
from liif_core.runtime.run import run
from liif_core.sizes.print_size import Size

SAMPLE = 192
"""Side in output pixels of the larger of the two pictures that are timed."""
SMALLEST = 8
"""Least side in input pixels."""


def estimate_seconds(entry: ModelEntry, source: Size, result: Size, device: Device) -> float:
    """Seconds that one run of the model takes from ``source`` to ``result``, both (width, height).

    The difference of two small runs is the time a pixel takes; what both have in common, loading
    the model, is counted once. An estimate: other programs may be busy then or now. Raises
    :class:`LiifError` when the model cannot be run.
    """
    scale = max(1.0, result[0] / source[0])
    side = max(2 * SMALLEST, round(SAMPLE / scale))
    start, more = _timed(entry, side // 2, scale, device), _timed(entry, side, scale, device)
    pixels = (round(side * scale)) ** 2 - (round(side // 2 * scale)) ** 2
    return start + max(0.0, more - start) / pixels * result[0] * result[1]


def _timed(entry: ModelEntry, side: int, scale: float, device: Device) -> float:
    grid = round(side * scale), round(side * scale)
    noise = np.random.default_rng(0).integers(0, 255, (side, side, 3), np.uint8)
    result = np.empty((grid[1], grid[0], 3), np.uint8)
    # The strength is given, as judging it takes the same time for any picture.
    settings = Settings(entry.name, 50 if entry.strength else None, device=device)
    return run(Enlarge(Frame.of(grid), settings), noise, result).seconds
