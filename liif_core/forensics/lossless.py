# SPDX-License-Identifier: Apache-2.0
"""Pictures that were drawn, and never compressed with loss: what no codec leaves behind.

Every lossy codec spreads a little of an edge over its block. So where a flat colour is exactly the
same up to a few pixels from an edge, nothing was lost: screenshots, charts, comics, pixel art.
A network that has seen photos takes such edges for strong compression.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.excerpts import Plane

Mask = NDArray[np.bool_]

EDGE = 24.0
"""Levels from one pixel to the next that are an edge."""
SOFT, NEAR = 1, 5
"""Pixels beside an edge: so many may be its own smoothing, and so many are looked at."""
EXACT = 0.95
"""Share of these that must be the same as their neighbour: 0.93 and more in drawings, at most 0.78
after JPEG of quality 90, 0.9 after WebP of quality 80."""
FEWEST = 0.002
"""Share of the picture that they must be."""
STEP = 1.01
"""Levels from one pixel to the next in a ramp that is as smooth as 8 bits allow."""


def is_lossless(planes: list[Plane]) -> bool:
    """Whether ``planes``, windows of Y (h, w) in levels, are too exact for a lossy codec.

    They are if flat colours reach their edges unchanged, or if there is nothing but smooth ramps:
    of these a compression leaves steps, or nothing that could be removed.
    """
    looked_at = exact = total = 0
    smooth = True
    for plane in planes:
        across = np.abs(np.diff(plane, axis=1, append=plane[:, -1:]))
        down = np.abs(np.diff(plane, axis=0, append=plane[-1:]))
        smooth = smooth and float(max(across.max(), down.max())) <= STEP
        edge = (across > EDGE) | (down > EDGE)
        edge[:, 1:] |= across[:, :-1] > EDGE
        edge[1:] |= down[:-1] > EDGE
        beside = _widen(edge, NEAR) & ~_widen(edge, SOFT)
        looked_at += int(np.count_nonzero(beside))
        # Colours are compared in single precision, where equal ones give equal brightness.
        exact += int(np.count_nonzero(beside & (across == 0)))
        total += plane.size
    return smooth or (looked_at >= FEWEST * total and exact >= EXACT * looked_at)


def _widen(mask: Mask, reach: int) -> Mask:
    """``mask`` and what lies within a square of ``reach`` pixels around it."""
    wide = mask.copy()
    for axis in (0, 1):
        source = wide.copy()
        for step in range(1, reach + 1):
            later, earlier = (np.s_[step:], np.s_[:-step])
            ahead, behind = ((later, earlier) if axis == 0 else
                             ((slice(None), later), (slice(None), earlier)))  # fmt: skip
            wide[ahead] |= source[behind]
            wide[behind] |= source[ahead]
    return wide
