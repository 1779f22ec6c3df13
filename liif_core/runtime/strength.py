# SPDX-License-Identifier: Apache-2.0
"""The strength of artifact removal, judged from evenly spread pieces of the picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.runtime.alpha import LONGEST_BLEED, bleed
from liif_core.runtime.backend import Backend
from liif_core.runtime.samples import to_unit

PIECE = 96
"""Largest side of a piece in pixels."""
MOST = 5
"""Most pieces along a side: more would cost time and hardly change the answer."""


def judged(source: NDArray[np.generic], backend: Backend) -> int:
    """Strength in 0..100 for ``source`` (rows, columns, channels) of Y, YA, RGB or RGBA."""
    return round(100 * backend.estimate(pieces(source)))


def pieces(source: NDArray[np.generic]) -> NDArray[np.float32]:
    """(n, 3, h, w) of ``source`` in 0..1; where it has alpha, the most opaque pieces."""
    height, width, channels = source.shape
    side = min(height, PIECE), min(width, PIECE)
    found, cover = [], []
    for top in _starts(height):
        for left in _starts(width):
            window = to_unit(source[top : top + side[0], left : left + side[1]])
            colours = np.clip(window[..., : 3 if channels > 2 else 1], 0, 1)
            colours = np.broadcast_to(colours, (*side, 3))
            if channels in (2, 4):
                # Colours under transparent pixels are nobody's picture.
                colours = bleed(colours, window[..., -1], LONGEST_BLEED)
                cover.append(float(window[..., -1].mean()))
            found.append(colours.transpose(2, 0, 1))
    if cover:
        found = [p for p, share in zip(found, cover, strict=True) if share >= max(cover) / 2]
    return np.ascontiguousarray(np.stack(found))


def _starts(length: int) -> list[int]:
    """Where pieces begin along a side, spread from its one end to its other."""
    count = min(MOST, -(-length // PIECE))
    return [int(start) for start in np.linspace(0, max(0, length - PIECE), count)]
