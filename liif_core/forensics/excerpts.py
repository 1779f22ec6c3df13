# SPDX-License-Identifier: Apache-2.0
"""Evenly spread windows of a picture, so that a measure costs the same for any size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.runtime.alpha import LONGEST_BLEED, bleed
from liif_core.runtime.samples import to_unit

Plane = NDArray[np.float32]

SIDE = 256
"""Largest side of a window in pixels."""
MOST = 3
"""Most windows along a side."""
LUMA = np.array((0.299, 0.587, 0.114), np.float32)
"""Y of BT.601, which JPEG files use."""


def excerpts(samples: NDArray[np.generic]) -> list[Plane]:
    """Windows (h, w, 3) in levels of 0..255 of ``samples`` (rows, columns, 1 to 4 channels).

    All are of one size and begin at rows and columns divisible by 8, so that an 8x8 grid has
    the same phase in each. Where there is alpha, only the most opaque ones.
    """
    height, width, channels = samples.shape
    side = min(height, SIDE), min(width, SIDE)
    found, cover = [], []
    for top in _starts(height):
        for left in _starts(width):
            window = to_unit(samples[top : top + side[0], left : left + side[1]])
            colours = np.clip(window[..., : 3 if channels > 2 else 1], 0, 1)
            colours = np.broadcast_to(colours, (*side, 3))
            if channels in (2, 4):
                colours = bleed(colours, window[..., -1], LONGEST_BLEED)
                cover.append(float(window[..., -1].mean()))
            found.append(colours * np.float32(255))
    if cover:
        found = [w for w, share in zip(found, cover, strict=True) if share >= max(cover) / 2]
    return found


def luma(window: Plane) -> Plane:
    """Y (h, w) of colours (h, w, 3)."""
    return window @ LUMA


def _starts(length: int) -> list[int]:
    count = min(MOST, -(-length // SIDE))
    return [int(start) // 8 * 8 for start in np.linspace(0, max(0, length - SIDE), count)]
