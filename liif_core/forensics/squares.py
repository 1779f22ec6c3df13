# SPDX-License-Identifier: Apache-2.0
"""Whether the pixels that are seen are to be seen: squares that no cleaning may touch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.excerpts import Plane
from liif_core.forensics.kind import is_pixel_art
from liif_core.forensics.repeated import find_repeated


def is_made_of_squares(samples: NDArray[np.generic], windows: list[Plane]) -> bool:
    """Whether ``samples`` (rows, columns, channels) are pixel art, or repeat their pixels exactly.

    ``windows`` (h, w, 3) are those of :func:`liif_core.forensics.excerpts.cut_excerpts`. The edges
    of squares look like those of blocks to all that measures a compression.
    """
    if is_pixel_art(windows, max(samples.shape[:2])):
        return True
    repeated = find_repeated(samples)
    return repeated is not None and repeated.exact
