# SPDX-License-Identifier: Apache-2.0
"""The 8x8 discrete cosine transform of JPEG, and where its grid may lie."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from liif_core.forensics.excerpts import Plane
from liif_core.jfif import BLOCK

Phase = tuple[int, int]
"""Column and row, each 0..7, of the first block's corner."""
PHASES = BLOCK * BLOCK
_BAND = 8
"""Rows that are transformed at once: few enough for all their coefficients to stay in a core's
cache."""


def _basis() -> Plane:
    index = np.arange(BLOCK)
    waves = np.cos((2 * index[None] + 1) * index[:, None] * np.pi / (2 * BLOCK))
    gains = np.sqrt(np.where(index == 0, 1, 2) / BLOCK)
    return (waves * gains[:, None]).astype(np.float32)


BASIS = _basis()


def list_phases() -> Iterator[Phase]:
    """All 64 places that the grid can have, row by row."""
    return ((x, y) for y in range(BLOCK) for x in range(BLOCK))


def transform_blocks(plane: Plane, phase: Phase) -> Plane:
    """Coefficients (rows, columns, 8, 8) of the whole blocks of ``plane`` (h, w) at ``phase``."""
    x, y = phase
    rows, columns = max(0, plane.shape[0] - y) // BLOCK, max(0, plane.shape[1] - x) // BLOCK
    part = plane[y : y + rows * BLOCK, x : x + columns * BLOCK]
    blocks = part.reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2)
    return (BASIS @ blocks @ BASIS.T).astype(np.float32, copy=False)


def slide_blocks(plane: Plane, frequencies: int = BLOCK) -> Iterator[tuple[int, Plane]]:
    """The lowest coefficients of the blocks that begin at each pixel of ``plane`` (h, w).

    They come in bands: the row of the first block, and coefficients (frequencies, frequencies,
    rows, w - 7), vertical frequency first. There are none in a plane without a whole block.
    """
    basis = BASIS[:frequencies]
    width = plane.shape[1]
    across = width - BLOCK + 1
    if across < 1:
        return
    for top in range(0, plane.shape[0] - BLOCK + 1, _BAND):
        part = plane[top : top + _BAND + BLOCK - 1]
        rows = part.shape[0] - BLOCK + 1
        below = np.stack([part[row : row + rows] for row in range(BLOCK)])
        half = (basis @ below.reshape(BLOCK, -1)).reshape(frequencies, rows, width)
        beside = np.stack([half[..., column : column + across] for column in range(BLOCK)])
        both = basis @ beside.reshape(BLOCK, -1)
        yield top, both.reshape(frequencies, frequencies, rows, across).swapaxes(0, 1)
