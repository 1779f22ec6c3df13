# SPDX-License-Identifier: Apache-2.0
"""The 8x8 discrete cosine transform of JPEG, and where its grid may lie."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from liif_core.forensics.excerpts import Plane
from liif_core.jfif import BLOCK

Phase = tuple[int, int]
"""Column and row, each 0..7, of the first block's corner."""


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
