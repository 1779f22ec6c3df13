# SPDX-License-Identifier: Apache-2.0
"""Evenly spread windows of a picture, so that judging it costs the same for any size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.jfif import BLOCK
from liif_core.runtime.alpha import LONGEST_BLEED, bleed
from liif_core.runtime.samples import to_unit


def cut_windows(samples: NDArray[np.generic], side: int, most: int) -> list[NDArray[np.float32]]:
    """Windows (h, w, 3) in 0..1 of ``samples`` (rows, columns, channels) of Y, YA, RGB or RGBA.

    At most ``most`` along each axis, all of one size, at most ``side``. They begin at rows and
    columns divisible by ``BLOCK``, so that the grid of JPEG has the same phase in each. Where
    there is alpha, only the most opaque ones.
    """
    height, width, channels = samples.shape
    size = min(height, side), min(width, side)
    found, cover = [], []
    for top in _starts(height, side, most):
        for left in _starts(width, side, most):
            window = to_unit(samples[top : top + size[0], left : left + size[1]])
            colours = np.clip(window[..., : 3 if channels > 2 else 1], 0, 1)
            colours = np.broadcast_to(colours, (*size, 3))
            if channels in (2, 4):
                # Colours under transparent pixels are nobody's picture.
                colours = bleed(colours, window[..., -1], LONGEST_BLEED)
                cover.append(float(window[..., -1].mean()))
            found.append(colours)
    if cover:
        found = [w for w, share in zip(found, cover, strict=True) if share >= max(cover) / 2]
    return found


def _starts(length: int, side: int, most: int) -> list[int]:
    """Where windows begin along an axis, spread from its one end to its other."""
    count = min(most, -(-length // side))
    spread = np.linspace(0, max(0, length - side), count)
    return sorted({int(start) // BLOCK * BLOCK for start in spread})
