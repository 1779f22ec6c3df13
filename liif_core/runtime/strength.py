# SPDX-License-Identifier: Apache-2.0
"""The strength of artifact removal that a picture needs, found in evenly spread parts of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.compression import decide, find_compressions
from liif_core.forensics.excerpts import compute_luma, cut_excerpts
from liif_core.forensics.grid import find_grid
from liif_core.forensics.lossless import is_lossless
from liif_core.jfif import BLOCK
from liif_core.runtime.backends.interface import Backend
from liif_core.runtime.samples import undefined
from liif_core.runtime.windows import cut_windows

PIECE = 96
"""Largest side of a piece in pixels."""
MOST = 5
"""Most pieces along a side: more would cost time and hardly change the answer."""


def estimate_strength(source: NDArray[np.generic], backend: Backend) -> int:
    """Strength in 0..100 for ``source`` (rows, columns, channels) of Y, YA, RGB or RGBA.

    Where JPEG's grid is still in the pixels they tell the quality, and that of an earlier
    compression, to the point. What was drawn and never compressed with loss is too exact for it,
    and needs nothing. Of all else the network's estimator judges.
    """
    planes = [compute_luma(window) for window in cut_excerpts(source)]
    grid = find_grid(planes)
    known, earlier = find_compressions(planes, grid)
    if known is None and is_lossless(planes):
        return 0
    estimate = estimate_by_network(source, backend)
    return decide(known, earlier, estimate, from_file=False, has_grid=grid is not None).strength


def estimate_by_network(source: NDArray[np.generic], backend: Backend) -> int:
    """The same by the estimator alone. Raises :class:`LiifError` where it fails to say."""
    estimate = backend.estimate(cut_pieces(source))
    if not 0 <= estimate <= 1:
        raise undefined()
    return round(100 * estimate)


def cut_pieces(source: NDArray[np.generic]) -> NDArray[np.float32]:
    """(n, 3, h, w) of ``source`` in 0..1, at least one block high and wide."""
    found = np.stack(cut_windows(source, PIECE, MOST)).transpose(0, 3, 1, 2)
    missing = [max(0, BLOCK - length) for length in found.shape[2:]]
    return np.pad(found, ((0, 0), (0, 0), (0, missing[0]), (0, missing[1])), "edge")
