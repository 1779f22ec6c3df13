# SPDX-License-Identifier: Apache-2.0
"""The strength of artifact removal that a picture needs, found in evenly spread parts of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.compression import DOUBT, decide, find_compressions
from liif_core.forensics.grid import find_grid
from liif_core.forensics.traces import Traces
from liif_core.jfif import BLOCK
from liif_core.runtime.backends.interface import Backend
from liif_core.runtime.samples import undefined
from liif_core.runtime.windows import cut_windows

PIECE = 96
"""Largest side of a piece in pixels."""
MOST = 5
"""Most pieces along a side: more would cost time and hardly change the answer."""
FEW = 3
"""Along a side, for a first idea."""
UNSURE = 10
"""Strength by which the answer for all pieces may be above the first idea."""


def estimate_strength(
    source: NDArray[np.generic], backend: Backend, traces: Traces | None = None
) -> int:
    """Strength in 0..100 for ``source`` (rows, columns, channels) of Y, YA, RGB or RGBA, whose
    ``traces`` may be known already.

    Where JPEG's grid is still in the pixels they tell the quality, and that of an earlier
    compression, to the point. What was drawn and never compressed with loss is too exact for it,
    and needs nothing; nor do pixels that are squares by intention. Of all else the network's
    estimator judges.
    """
    traces = traces or Traces(source)
    if traces.squares:
        return 0
    planes = traces.planes
    grid = find_grid(planes)
    known, earlier = find_compressions(planes, grid)

    def decided(judged: int | None) -> int:
        found = decide(known, earlier, judged, from_file=False, has_grid=grid is not None)
        return found.strength

    if known is not None:
        # The estimator has a say only where it sees much more than what is known: whether it comes
        # near that, a few pieces tell.
        strength = decided(None)
        enough = strength + DOUBT
        if enough > 100 or estimate_by_network(source, backend, FEW) < enough - UNSURE:
            return strength
    elif traces.lossless:
        return 0
    return decided(estimate_by_network(source, backend))


def estimate_by_network(source: NDArray[np.generic], backend: Backend, most: int = MOST) -> int:
    """The same by the estimator alone, by at most so many pieces along a side.

    Raises :class:`LiifError` where it fails to say.
    """
    estimate = backend.estimate(cut_pieces(source, most))
    if not 0 <= estimate <= 1:
        raise undefined()
    return round(100 * estimate)


def cut_pieces(source: NDArray[np.generic], most: int = MOST) -> NDArray[np.float32]:
    """(n, 3, h, w) of ``source`` in 0..1, at least one block high and wide."""
    found = np.stack(cut_windows(source, PIECE, most)).transpose(0, 3, 1, 2)
    missing = [max(0, BLOCK - length) for length in found.shape[2:]]
    return np.pad(found, ((0, 0), (0, 0), (0, missing[0]), (0, missing[1])), "edge")
